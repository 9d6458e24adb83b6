"""Why a block, a layer, a stem, a head or a whole network is built as it is, with its own numbers."""

from collections.abc import Callable

from app.graph.types import Graph, Group, elements
from app.inspector.place import addition_of, end_nodes, main_convs, shortcut_nodes
from app.inspector.windows import share_sentence
from app.published import PLAIN_TOP1, cite
from app.scene.block import shortcut_sentence
from app.scene.words import (
    ACTIVATION_NAMES,
    count_text,
    op_label,
    shape_text,
    short_count,
    shortcut_kind,
    size_text,
    unfinished,
)


def explained(graph: Graph, group: Group) -> list[str]:
    """One to three paragraphs on a group of operations."""
    return _EXPLAINED[group.kind](graph, group)


def question(graph: Graph, group: Group) -> str:
    """The question that the paragraphs answer."""
    if unfinished(graph, group):
        return "What went wrong?"
    if group.kind != "block":
        return {"stage": "Why this shape?", "branch": "Why a projection?"}.get(group.kind, "Why?")
    return {
        "identity": "Why an identity?",
        "projection": "Why a projection?",
        "zeropad": "Why channels of zeros?",
        "none": "What is missing?",
    }[shortcut_kind(graph, group)]


def _block(graph: Graph, block: Group) -> list[str]:
    if unfinished(graph, block):
        return [shortcut_sentence(graph, block)]
    kind = shortcut_kind(graph, block)
    return [
        _SHORTCUTS[kind](graph, block),
        *_bottleneck(graph, block),
        *([_unlearned(graph, block)] if kind == "identity" else []),
    ]


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
    share = _percent(macs, block.macs)
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


def _stage(graph: Graph, stage: Group) -> list[str]:
    blocks = graph.children(stage.path)
    convs = sum(len(main_convs(graph, block)) for block in blocks)
    (c, h, w), (out, height, width) = stage.input_shape, stage.output_shape
    share = (
        f"{_blocks(len(blocks))} of {convs // len(blocks)} convolutions hold {_percent(stage.params, graph.params)} "
        f"of the network's parameters and take {_percent(stage.macs, graph.macs)} of its multiply-adds."
    )
    rest = (
        ""
        if len(blocks) == 1
        else (" The other block keeps" if len(blocks) == 2 else f" The other {len(blocks) - 1} blocks keep")
        + f" {shape_text(stage.output_shape)}."
    )
    if (h, w) == (height, width):
        change = f"Height and width stay {size_text(stage.output_shape)} throughout"
        change += (
            f", and so do the {c:,} channels." if c == out else f"; the first block brings {c:,} channels to {out:,}."
        )
    else:
        change = (
            f"The first block alone changes the shape: its stride brings {size_text(stage.input_shape)} to "
            f"{size_text(stage.output_shape)}, while the channels go from {c:,} to {out:,}"
        )
        alike = out == 2 * c and (h, w) == (2 * height, 2 * width)
        change += (
            f", so that a convolution costs the same here as in the layer before {cite('section 3.3')}."
            if alike
            else "."
        )
    return [share, change if stage.input_shape == stage.output_shape else change + rest, _seen(graph, stage)]


def _seen(graph: Graph, stage: Group) -> str:
    source = graph.inside(stage)[0].inputs[0]
    after = graph.inside(stage)[-1].receptive_field
    before = graph.by_path[source].receptive_field.size if source in graph.by_path else (1, 1)
    return (
        f"One cell sees {before[0]} × {before[1]} pixels of the image before this layer and {after.size[0]} × "
        f"{after.size[1]} behind it: a 3×3 window widens the view by twice the distance between neighbouring cells, "
        f"which is {after.jump[0]} {'pixel' if after.jump[0] == 1 else 'pixels'} at the end of this layer."
    )


def _branch(graph: Graph, branch: Group) -> list[str]:
    conv = graph.inside(branch)[0]
    block = graph.group_by_path[branch.path.rpartition(".")[0]]
    other = (
        ""
        if branch.input_shape != branch.output_shape
        else (" The shape does not change: only option C projects where an identity would do.")
    )
    return [
        f"The shortcut of {block.path}: {op_label(conv)} turns x, {shape_text(branch.input_shape)}, into "
        f"{shape_text(branch.output_shape)}, the shape of F(x), with {count_text(branch.params)} parameters and "
        f"{count_text(branch.macs)} multiply-adds {cite('equation 2')}.{other}",
        *filter(None, [share_sentence(conv)]),
        "No activation follows before the addition: the projection is linear, as the identity is.",
    ]


def _stem(graph: Graph, stem: Group) -> list[str]:
    names = ", ".join(op_label(node) for node in graph.inside(stem))
    before, after = elements(stem.input_shape[1:]), elements(stem.output_shape[1:])
    if before == after:
        change = f"It keeps every pixel, as the paper does for the small images of CIFAR-10 {cite('section 4.2')}."
    else:
        change = (
            f"Of {count_text(before)} places {count_text(after)} are left, so that the layers behind work on a map "
            f"{before / after:.0f} times smaller {cite('Table 1')}."
        )
    return [
        f"What comes before the first layer: {names}. {shape_text(stem.input_shape)} becomes "
        f"{shape_text(stem.output_shape)}.",
        change,
    ]


def _head(graph: Graph, head: Group) -> list[str]:
    names = ", ".join(op_label(node) for node in graph.inside(head))
    linear = end_nodes(graph, "head")[-1]
    return [
        f"What comes behind the last layer: {names}. {shape_text(head.input_shape)} becomes "
        f"{shape_text(head.output_shape)}.",
        f"Every place counts the same: the average over the map leaves one number a channel, and one linear layer of "
        f"{count_text(linear.params)} parameters ({_percent(linear.params, graph.params)} of the network's) makes the "
        f"scores. It takes {short_count(linear.macs)} multiply-adds, {_percent(linear.macs, graph.macs)}.",
    ]


_EXPLAINED: dict[str, Callable[[Graph, Group], list[str]]] = {
    "block": _block,
    "stage": _stage,
    "branch": _branch,
    "stem": _stem,
    "head": _head,
}


def _convs(graph: Graph, block: Group, small: bool = False) -> str:
    count = {2: "two", 3: "three"}.get(len(main_convs(graph, block)), str(len(main_convs(graph, block))))
    said = f"the {count} convolutions"
    return said if small else said.capitalize()


def _activated(graph: Graph, block: Group, inside: str) -> str:
    last = graph.inside(block)[-1]
    return f"{ACTIVATION_NAMES.get(last.type, last.type)}({inside})"


def _blocks(count: int) -> str:
    return f"{count_text(count)} blocks" if count > 1 else "1 block"


def _percent(part: int, whole: int) -> str:
    share = 100 * part / whole if whole else 0.0
    if 0 < share < 0.1:
        return "less than 0.1 %"
    return f"{share:.0f} %" if share >= 10 else f"{share:.1f} %"
