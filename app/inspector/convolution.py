"""Why a convolution is as it is: its kernels, its size formula, and what its block uses it for."""

from app.graph.types import Graph, Group, Node, elements
from app.inspector import branches
from app.inspector.kernels import kernels, weights_each
from app.inspector.place import Place, end_nodes, has_modules, main_convs, shortcut_nodes
from app.inspector.windows import both, read_share, size_sentences
from app.language import message, prose, say
from app.published import SHORTCUT_TOP1, cite
from app.scene.questions import shortcut_kind, unfinished
from app.scene.sentences import is_highway
from app.scene.units import shape_text, size_text, window_text

FIGURE_10 = (64, 56, 56), (128, 28, 28)


def convolution(graph: Graph, node: Node, place: Place) -> list[str]:
    role = _ROLES.get(place.role)
    said = [kernels(graph, node, place), size_sentences(node), role(graph, node, place) if role else ""]
    return [*filter(None, said)]


def _stem(graph: Graph, node: Node, place: Place) -> str:
    """Why a residual network's first convolution is as it is; other stems have more of them, and no one reason."""
    assert node.stride is not None
    stem = end_nodes(graph, "stem")
    if has_modules(graph) or sum(other.op == "conv" for other in stem) > 1:
        return ""
    before, after = size_text(graph.input), size_text(graph.group_by_path["stem"].output_shape)
    if node.stride == (1, 1):
        return say(
            "The stem for small images keeps every pixel: stride 1 and no pooling, so the first layer works at {size} "
            "{source}.",
            size=after,
            source=cite(section="4.2"),
        )
    return say(
        "A large window with stride {stride} looks at {window} pixels at once. With the max pooling behind it the stem "
        "brings {before} down to {after} before the first block, so that the layers work on few cells {source}.",
        stride=both(node.stride),
        window=node.kernel and window_text(node.kernel),
        before=before,
        after=after,
        source=cite(table="1"),
    )


def _first(graph: Graph, node: Node, place: Place) -> str:
    assert place.block is not None
    if node.stride != (1, 1):
        return _halving(node)
    if place.stage is not None and place.stage.places[0] == place.block.places[0]:
        return say(
            "This layer begins with stride 1: the stem has already brought the picture to {size}. The layers behind it "
            "begin with stride 2 {source}.",
            size=size_text(node.input_shapes[0]),
            source=cite(section="3.3"),
        )
    kept = _KEPT.get(shortcut_kind(graph, place.block), _KEPT_TO_ADD)
    return say(kept, shape=shape_text(place.block.output_shape))


# What stride 1 is good for, by the kind of the shortcut.
_KEPT = {
    "none": message("Stride 1 keeps the shape, so that the block's output has the shape of its input, {shape}."),
    "highway": message(
        "Stride 1 keeps the shape, so that what the block computes can be mixed with what it was given, {shape}."
    ),
}
_KEPT_TO_ADD = message(
    "Stride 1 keeps the shape, so that what the block computes can be added to what it was given, {shape}."
)


def _halving(node: Node) -> str:
    """Why the channels double where the size halves, counted on this convolution."""
    assert node.kernel is not None
    area = node.kernel[0] * node.kernel[1]
    (c, h, w), (kernels, height, width) = node.input_shapes[0], node.output_shape
    before, after = c * c * h * w * area, kernels * kernels * height * width * area
    costs = {"before": before, "after": after, "given": c, "made": kernels, "area": area}
    shrinks = say(
        "The layer shrinks here, by stride and not by pooling, and the number of channels goes from {given:,} to "
        "{made:,}.",
        **costs,
    )
    inside = say(
        _ALIKE if before == after else _UNLIKE,
        **costs,
        size=shape_text((height, width)),
        size_before=shape_text((h, w)),
        source=cite(section="3.3"),
    )
    own = say(_HALF if 2 * node.macs == after else _NOT_HALF, **costs, macs=node.macs)
    return prose([shrinks, inside, own])


_ALIKE = message(
    "A stride-1 convolution inside the layer then costs as much as one in the layer before: {made:,}² × {size} × "
    "{area} = {given:,}² × {size_before} × {area} = {after:,} multiply-adds {source}."
)
_UNLIKE = message(
    "A stride-1 convolution inside the layer costs {after:,} multiply-adds, one in the layer before {before:,}."
)
_HALF = message("This one reads {given:,} channels and writes {made:,}: it costs half of that, {macs:,}.")
_NOT_HALF = message("This one reads {given:,} channels and writes {made:,}: it costs {macs:,}.")


def _second(graph: Graph, node: Node, place: Place) -> str:
    assert place.block is not None
    reads = say(
        "The block's second convolution reads the {channels:,} channels that the first one made.",
        channels=node.input_shapes[0][0],
    )
    return prose([reads, say(_behind(graph, place.block))])


def _behind(graph: Graph, block: Group) -> str:
    """What becomes of the last convolution's result, as a message."""
    kind = shortcut_kind(graph, block)
    if unfinished(graph, block):
        return message("Behind it the shapes stop fitting.")
    if kind == "none" and is_highway(graph):
        return message("Nothing is added behind it: this is a plain block.")
    return _BEHIND.get(kind, _ADDED)


_BEHIND = {
    "none": message("Nothing is added behind it: this is a plain network."),
    "highway": message("Its normalisation and its activation end H(x), which the gate then mixes with x."),
}
_ADDED = message("No activation stands between its normalisation and the addition: F(x) may be negative.")


def _reduce(graph: Graph, node: Node, place: Place) -> str:
    assert place.block is not None
    channels, inner = node.input_shapes[0][0], node.output_shape[0]
    said = say(
        _REDUCES if inner < channels else _REDUCES_NOTHING,
        channels=channels,
        inner=inner,
        source=cite(section="4.1", figure="5"),
    )
    return said if node.stride == (1, 1) else prose([said, _skipped(graph, node, place.block)])


_REDUCES = message(
    "It reduces {channels:,} channels to {inner:,}, so that the 3×3 convolution behind it has little to read {source}."
)
_REDUCES_NOTHING = message(
    "In this block it reduces nothing: {channels:,} channels come in and {inner:,} go on to the 3×3 convolution."
)


def _skipped(graph: Graph, node: Node, block: Group) -> str:
    """What the stride of a 1×1 leaves unread."""
    read, cells = read_share(node)
    shortcut = shortcut_nodes(graph, block)
    both_skip = bool(shortcut) and shortcut[0].stride == node.stride
    return prose([say(_V1), say(_NOTHING if both_skip else _NO_CONVOLUTION, skipped=cells - read, cells=cells)])


_V1 = message("This is the authors' place for the stride (v1); torchvision puts it in the 3×3 convolution (v1.5).")
_NOTHING = message(
    "The shortcut steps over the same cells, so {skipped:,} of the {cells:,} cells of the input reach nothing in this "
    "block."
)
_NO_CONVOLUTION = message("The {skipped:,} cells between reach no convolution of this block.")


def _middle(graph: Graph, node: Node, place: Place) -> str:
    assert place.block is not None
    said = say(
        "The only convolution of the block that sees neighbours works on {channels:,} channels; the block hands on "
        "{made:,}.",
        channels=node.input_shapes[0][0],
        made=place.block.output_shape[0],
    )
    return said if node.stride == (1, 1) else prose([said, _overlapping(node, main_convs(graph, place.block)[0])])


def _overlapping(node: Node, before: Node) -> str:
    """Why torchvision moved the stride, and what that costs the 1×1 before."""
    return say(
        "The stride stands here, as in torchvision (v1.5): the windows overlap, so the cells between are read too. The "
        "authors' release (v1) has it in the 1×1 convolution before, which would then cost {macs:,} multiply-adds in "
        "place of {macs_here:,}.",
        macs=weights_each(before) * before.output_shape[0] * elements(node.output_shape[1:]),
        macs_here=before.macs,
    )


def _restore(graph: Graph, node: Node, place: Place) -> str:
    assert place.block is not None
    brings = say(
        "It brings {channels:,} channels to {made:,}, the width that the blocks hand on {source}.",
        channels=node.input_shapes[0][0],
        made=node.output_shape[0],
        source=cite(figure="5"),
    )
    kind = shortcut_kind(graph, place.block)
    return prose([brings, "" if kind == "none" else say(_BEHIND.get(kind, _ADDED))])


def _projection(graph: Graph, node: Node, place: Place) -> str:
    assert place.block is not None
    if node.input_shapes[0][1:] != place.block.input_shape[1:]:
        return say(
            "The average pool before it has taken the stride, so this 1×1 convolution reads every cell of what it is "
            "given; with stride 2 it would skip three quarters of x (He et al. 2019, Bag of Tricks, Figure 2c)."
        )
    x, out = place.block.input_shape, place.block.output_shape
    if x == out:
        return say(
            "The shapes would fit without it: x is {shape} already. Option C projects on every shortcut; the paper "
            "finds it slightly better than B ({of_c} against {of_b} % top-1 error for 34 layers), puts that down to "
            "the extra parameters and finds projections not essential {source}.",
            shape=shape_text(x),
            of_c=SHORTCUT_TOP1["C"],
            of_b=SHORTCUT_TOP1["B"],
            source=cite(section="4.1"),
        )
    said = say(
        "x is {before} and F(x) is {after}; the two can be added once this W_s brings x to F(x)'s shape {source}.",
        before=shape_text(x),
        after=shape_text(out),
        source=cite(equation="2"),
    )
    if node.stride == (1, 1):
        return prose([said, say("Only the channels change: with stride 1 every cell is read.")])
    return prose([said, say("Ruiz's article (2018) draws this in its Figure 10.") if (x, out) == FIGURE_10 else ""])


_ROLES = {
    "stem": _stem,
    "first": _first,
    "second": _second,
    "reduce": _reduce,
    "middle": _middle,
    "restore": _restore,
    "projection": _projection,
    "squeeze": branches.squeeze,
    "pool projection": branches.pool_projection,
    "direct": branches.direct,
    "window": branches.window,
    "widen": branches.widen,
    "gate": branches.gate,
}
