"""Why a residual block is built as it is: what its shortcut does, what its bottleneck saves, or what a gate decides."""

from collections.abc import Callable

from app.graph.types import Graph, Group, Node, elements
from app.inspector.place import addition_of, concat_of, main_convs, shortcut_nodes
from app.inspector.windows import both, percent, share_sentence
from app.published import PLAIN_TOP1, cite
from app.scene.flow import flow_of, nodes_in
from app.scene.questions import gate_of, shortcut_kind
from app.scene.sentences import is_highway
from app.scene.words import ACTIVATION_NAMES, count_text, shape_text, window_text

NUMBERS = {2: "two", 3: "three"}


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
        f"{_capital(_computing(graph, block))} compute F(x), the shortcut carries x past them untouched, and the block "
        f"gives {_given(graph, block)}. Both sides are "
        f"{shape_text(block.output_shape)} already, so the shortcut costs no parameters and "
        f"{count_text(elements(add.output_shape))} additions."
    )


def _unlearned(graph: Graph, block: Group) -> str:
    said = (
        "The block has only to learn what to change. Where nothing is the best, F(x) goes to zero, which is easier "
        f"to learn than an identity through a stack of layers {cite('section 3.1')}"
    )
    last = graph.inside(block)[-1]
    if last.op == "add":
        return f"{said}; then 0 + x = x, and nothing else lies on the way of x."
    if last.type == "ReLU":
        return f"{said}; then ReLU(0 + x) = x, because x comes out of a ReLU and is nowhere negative."
    return f"{said}. With this activation behind the addition the block is even then not the identity."


def _projected(graph: Graph, block: Group) -> str:
    nodes = shortcut_nodes(graph, block)
    conv = next(node for node in nodes if node.op == "conv")
    params, macs = sum(node.params for node in nodes), sum(node.macs for node in nodes)
    before, after = shape_text(block.input_shape), shape_text(block.output_shape)
    share = percent(macs, block.macs)
    cost = f"{count_text(params)} parameters and {count_text(macs)} multiply-adds, {share} of the block's"
    if block.input_shape == block.output_shape:
        return (
            f"x and F(x) are both {after} and could be added as they are. Option C projects all the same, by a 1×1 "
            f"convolution on every shortcut: {cost} {cite('section 4.1')}."
        )
    unlike = f"The shortcut carries {before} and F(x) is {after}: as they are they cannot be added."
    pool = next((node for node in nodes if node.op == "avgpool" and node.kernel), None)
    if pool:
        assert pool.kernel is not None
        return (
            f"{unlike} A {window_text(pool.kernel)} average pool{_strided(pool)} brings x to "
            f"{shape_text(pool.output_shape)} and leaves out no cell; a 1×1 convolution with stride 1 "
            f"makes {after} of that: {cost} (He et al. 2019, Bag of Tricks, Figure 2c)."
        )
    return (
        f"{unlike} A 1×1 convolution{_strided(conv)} brings x to the same shape: {cost} {cite('equation 2')}. "
        f"{share_sentence(conv)}".strip()
    )


def _strided(node: Node) -> str:
    return "" if node.stride in (None, (1, 1)) else f" with stride {both(node.stride)}"


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
    if is_highway(graph):
        return (
            f"A plain block between highway blocks: {shape_text(block.input_shape)} becomes "
            f"{shape_text(block.output_shape)} here. T · H(x) + (1 − T) · x needs x in the shape of H(x), so a highway "
            "block cannot carry x past a change of shape; the paper uses a layer without a gate in such a place "
            "(Srivastava et al. 2015, section 2.1)."
        )
    return (
        f"A plain block: {_computing(graph, block)} must make the whole output by themselves, nothing carries "
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


def _computing(graph: Graph, block: Group) -> str:
    """What F(x) is made of: `the two convolutions`, `the convolutions of the branches and the 1×1 that joins them`."""
    if concat_of(graph, block):
        count = sum(node.op == "conv" for node in nodes_in(flow_of(graph, block).main))
        return f"the {count} convolutions on the branches and behind them"
    convs = len(main_convs(graph, block))
    gate = " and the gate" if gate_of(graph, block) else ""
    return f"the {NUMBERS[convs]} convolutions{gate}" if convs in NUMBERS else f"all {convs} convolutions{gate}"


def _given(graph: Graph, block: Group) -> str:
    """What the block hands on, and whose formula that is: `ReLU(F(x) + x)`, `ReLU(0.17 · F(x) + x)`, `F(x) + x`."""
    nodes = graph.inside(block)
    scale = next((dict(node.detail).get("factor", 1) for node in nodes if node.op == "scale"), 1)
    total = "F(x) + x" if scale == 1 else f"{scale:g} · F(x) + x"
    last = nodes[-1]
    source = cite("equation 1") if scale == 1 else "(Szegedy et al. 2016, section 3.3)"
    activated = f"{ACTIVATION_NAMES.get(last.type, last.type)}({total})" if last.op == "activation" else total
    return f"{activated} {source}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
