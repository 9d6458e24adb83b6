"""Why a residual block is built as it is: what its shortcut does, what its bottleneck saves, or what a gate decides."""

from collections.abc import Callable

from app.graph.types import Graph, Group, elements
from app.inspector.place import addition_of, main_convs, shortcut_nodes
from app.inspector.windows import percent, share_sentence
from app.published import PLAIN_TOP1, cite
from app.scene.words import ACTIVATION_NAMES, count_text, shape_text, shortcut_kind


def block(graph: Graph, group: Group) -> list[str]:
    """One paragraph on the shortcut, one on a bottleneck, one on what an identity need not learn."""
    kind = shortcut_kind(graph, group)
    return [
        shortcut(graph, group),
        *_bottleneck(graph, group),
        *([_unlearned(graph, group)] if kind == "identity" else []),
    ]


def shortcut(graph: Graph, group: Group) -> str:
    """What carries x past the block, what it costs, or what is missing without it."""
    return _SHORTCUTS[shortcut_kind(graph, group)](graph, group)


def _identity(graph: Graph, block: Group) -> str:
    add = addition_of(graph, block)
    assert add is not None
    return (
        f"{_convs(graph, block)} compute F(x), the shortcut carries x past them untouched, and the block gives "
        f"{_activated(graph, block, 'F(x) + x')} {cite('equation 1')}. Both sides are "
        f"{shape_text(block.output_shape)} already, so the shortcut costs no parameters and "
        f"{count_text(elements(add.output_shape))} additions."
    )


def _unlearned(graph: Graph, block: Group) -> str:
    said = (
        "The block has only to learn what to change. Where nothing is the best, F(x) goes to zero, which is easier "
        f"to learn than an identity through a stack of layers {cite('section 3.1')}"
    )
    if graph.inside(block)[-1].type == "ReLU":
        return f"{said}; then ReLU(0 + x) = x, because x comes out of a ReLU and is nowhere negative."
    return f"{said}. With this activation behind the addition the block is even then not the identity."


def _projected(graph: Graph, block: Group) -> str:
    nodes = shortcut_nodes(graph, block)
    conv, params, macs = nodes[0], sum(node.params for node in nodes), sum(node.macs for node in nodes)
    before, after = shape_text(block.input_shape), shape_text(block.output_shape)
    share = percent(macs, block.macs)
    cost = f"{count_text(params)} parameters and {count_text(macs)} multiply-adds, {share} of the block's"
    if block.input_shape == block.output_shape:
        return (
            f"x and F(x) are both {after} and could be added as they are. Option C projects all the same, by a 1×1 "
            f"convolution on every shortcut: {cost} {cite('section 4.1')}."
        )
    stride = "" if conv.stride == (1, 1) else f" with stride {conv.stride and conv.stride[0]}"
    return (
        f"The shortcut carries {before} and F(x) is {after}: as they are they cannot be added. A 1×1 "
        f"convolution{stride} brings x to the same shape: {cost} {cite('equation 2')}. {share_sentence(conv)}".strip()
    )


def _padded(graph: Graph, block: Group) -> str:
    node = shortcut_nodes(graph, block)[0]
    added = node.output_shape[0] - node.input_shapes[0][0]
    return (
        f"The shortcut carries {shape_text(block.input_shape)} and F(x) is {shape_text(block.output_shape)}: as they "
        f"are they cannot be added. Option A steps over cells and appends {added:,} channels of zeros, without a "
        f"single parameter {cite('section 3.3')}. {share_sentence(node)}".strip()
    )


def _highway(graph: Graph, block: Group) -> str:
    nodes = graph.inside(block)
    mix = next(node for node in nodes if node.op == "highway")
    gate = graph.by_path[mix.inputs[1]]
    return (
        f"Two ways for x, and a gate that decides between them at each of {count_text(elements(mix.output_shape))} "
        f"elements: H(x) · T(x) + x · (1 − T(x)) (Srivastava et al. 2015, equation 3). {gate.path} puts out T, learned "
        "from x. A residual block has no gate: both ways are always open, and the shortcut has no parameters."
    )


def _plain(graph: Graph, block: Group) -> str:
    return (
        f"A plain block: {_convs(graph, block, small=True)} must make the whole output by themselves, nothing carries "
        "x past them. To change nothing they would have to learn the identity. In the paper's test the plain network "
        f"with 34 layers does worse than the one with 18, {PLAIN_TOP1[34]} against {PLAIN_TOP1[18]} % top-1 error on "
        f"ImageNet, and worse in training too {cite('section 4.1, Table 2')}."
    )


_SHORTCUTS: dict[str, Callable[[Graph, Group], str]] = {
    "identity": _identity,
    "projection": _projected,
    "zeropad": _padded,
    "highway": _highway,
    "none": _plain,
}


def _bottleneck(graph: Graph, block: Group) -> list[str]:
    """What three convolutions save over two wide ones, and where the stride sits."""
    convs = main_convs(graph, block)
    if len(convs) != 3:
        return []
    wide, inner, weights = block.output_shape[0], convs[1].input_shapes[0][0], sum(conv.params for conv in convs)
    two = 2 * 9 * wide * wide
    said = (
        f"The 3×3 convolution works on {inner:,} channels, the blocks hand on {wide:,}. The three convolutions have "
        f"{count_text(weights)} weights; two 3×3 on {wide:,} channels would have {count_text(two)}, "
        f"{two / weights:.1f} times as many {cite('section 4.1, Figure 5')}."
    )
    if convs[1].groups and convs[1].groups > 1:
        said += f" The 3×3 is split into {convs[1].groups} groups (Xie et al. 2017)."
    if convs[0].stride != (1, 1):
        said += " The stride is in the first 1×1, as in the authors' release (v1)."
    elif convs[1].stride != (1, 1):
        said += " The stride is in the 3×3, as in torchvision (v1.5); the authors' release has it in the first 1×1."
    return [said]


def _convs(graph: Graph, block: Group, small: bool = False) -> str:
    count = {2: "two", 3: "three"}.get(len(main_convs(graph, block)), str(len(main_convs(graph, block))))
    said = f"the {count} convolutions"
    return said if small else said.capitalize()


def _activated(graph: Graph, block: Group, inside: str) -> str:
    last = graph.inside(block)[-1]
    return f"{ACTIVATION_NAMES.get(last.type, last.type)}({inside})"
