"""Why an operation is there and what it does to the tensor, with this operation's own numbers."""

from collections.abc import Callable

from app.graph.types import Graph, Node, elements
from app.inspector import joins, keeping
from app.inspector.convolution import convolution
from app.inspector.place import Place, concat_of, end_nodes, place_of
from app.inspector.windows import adaptive, share_sentence, size_sentences
from app.published import cite
from app.scene.words import count_text, op_label, shape_text, size_text


def explained(graph: Graph, node: Node) -> list[str]:
    """One to three paragraphs on an operation."""
    return _EXPLAINED.get(node.op, _plain)(graph, node, place_of(graph, node))


def _maxpool(graph: Graph, node: Node, place: Place) -> list[str]:
    assert node.kernel is not None and node.padding is not None
    cells = node.kernel[0] * node.kernel[1]
    said = [
        f"Each output cell is the largest of {cells} cells of its own channel: {node.output_shape[0]:,} channels "
        f"come in, {node.output_shape[0]:,} go out, and nothing is learned.",
        size_sentences(node),
    ]
    if any(node.padding):
        source = graph.by_path.get(node.inputs[0])
        same = (
            " Behind a ReLU zero would give the same, for no cell is negative."
            if source and source.type == "ReLU"
            else ""
        )
        said.append(f"The padding of a max pooling is −∞, not zero: a cell of the padding never wins.{same}")
    if place.block:
        said += filter(None, [_pool_branch(graph, node, place)])
    elif node in end_nodes(graph, "stem") and sum(other.op == "maxpool" for other in graph.nodes) == 1:
        said.append(
            "It is the network's only max pooling: the layers shrink the picture by stride. The paper's Table 1 lists "
            f"it under conv2_x, but the step to {size_text(node.output_shape)} is made here, not by a convolution of "
            "the first layer."
        )
    return said


def _pool_branch(graph: Graph, node: Node, place: Place) -> str:
    """What a pool is for on a branch of a module: it keeps the size, or it shrinks it beside strided convolutions."""
    assert place.block is not None
    if concat_of(graph, place.block) is None:
        return ""
    if node.stride == (1, 1):
        return (
            f"With stride 1 the size stays {size_text(node.output_shape)}, so that the result can be stacked beside "
            "the convolutions'. A pool cannot change the number of channels: in a module without reduction all "
            f"{node.output_shape[0]:,} go on into the stack (Szegedy et al. 2014, section 4)."
        )
    return (
        "It shrinks the map on one branch while strided convolutions do so on the others: the channels double without "
        "a bottleneck and without computing on the large map (Szegedy et al. 2015, section 5, Figure 10)."
    )


def _avgpool(graph: Graph, node: Node, place: Place) -> list[str]:
    if node.output_shape[1:] != (1, 1):
        return _windowed_average(graph, node, place)
    channels = node.input_shapes[0][0]
    cells, size = elements(node.input_shapes[0]) // channels, size_text(node.input_shapes[0])
    if cells == 1:
        first = f"The map is {size} already: the mean of one number is that number."
    else:
        first = (
            f"Each of the {channels:,} channels becomes one number, the mean of its {size} = {count_text(cells)} cells."
        )
    if place.block:
        seen = " × ".join(map(str, node.receptive_field.size))
        return [
            f"{first} This is the squeeze: what the whole map says about each channel (Hu et al. 2018, eq. 2).",
            f"The one cell left sees all that the map sees, {seen} pixels, and so does the gate made from it. The "
            "receptive fields behind the multiplication leave this way out, as is usual: they follow x alone.",
        ]
    fit = (
        "because it takes a map of any size, so does the whole network"
        if adaptive(node)
        else "its window is fixed: an image of another size leaves another map, and then it does not fit"
    )
    said = [f"{first} Nothing is learned, and {fit}."]
    after = next((other for other in end_nodes(graph, "head") if other.op == "linear"), None)
    if after and cells > 1 and node in end_nodes(graph, "head"):
        outputs = after.output_shape[0]
        said.append(
            f"Without it the linear layer would read {shape_text(node.input_shapes[0])} = "
            f"{count_text(channels * cells)} numbers and have {count_text(channels * cells * outputs + outputs)} "
            f"parameters; behind it it has {count_text(after.params)}."
        )
    return said


def _windowed_average(graph: Graph, node: Node, place: Place) -> list[str]:
    channels, before, after = node.input_shapes[0][0], node.input_shapes[0], node.output_shape
    if adaptive(node) or node.kernel is None:
        return [
            f"{size_text(before)} becomes {size_text(after)}, channel by channel, whatever size comes in: each cell is "
            "the mean of its share of the map, and shares overlap where the division leaves a rest."
        ]
    cells = node.kernel[0] * node.kernel[1]
    said = [
        f"Each output cell is the mean of {cells} cells of its own channel: {channels:,} channels come in, "
        f"{channels:,} go out, and nothing is learned.",
        size_sentences(node),
    ]
    return [*said, note] if place.block and (note := _pool_branch(graph, node, place)) else said


def _zeropad(graph: Graph, node: Node, place: Place) -> list[str]:
    (c, h, w), out = node.input_shapes[0], node.output_shape
    added = out[0] - c
    if added:
        zeros = f"{added:,} channels of zeros are appended to the {c:,} of x"
    else:
        zeros = f"the {c:,} channels of x are enough, none is appended"
    said = [
        f"Option A: x, {shape_text((c, h, w))}, becomes {shape_text(out)} without anything being learned: {zeros} "
        f"{cite('section 3.3')}. {share_sentence(node)}".strip()
    ]
    if added:
        said.append(
            "The added channels get no shortcut: to add zero is to add nothing, so there the block learns the whole "
            "output. The paper names this as the reason why a projection is slightly better "
            f"{cite('section 4.1')}. It does not say where the zeros go; here they come last."
        )
    return said


def _flatten(graph: Graph, node: Node, place: Place) -> list[str]:
    before, after = shape_text(node.input_shapes[0]), count_text(node.output_shape[0])
    if node.input_shapes[0] == node.output_shape:
        return [f"{before} numbers are in one row already: nothing changes."]
    return [f"The same {after} numbers in one row: {before} becomes {after}. Nothing is computed."]


def _linear(graph: Graph, node: Node, place: Place) -> list[str]:
    features, classes = node.input_shapes[0][-1], node.output_shape[0]
    said = [
        f"Each of the {count_text(classes)} outputs weighs all {count_text(features)} numbers: "
        f"{count_text(features)} × {count_text(classes)} = {count_text(node.macs)} weights and as many multiply-adds, "
        f"and {count_text(classes)} biases, {count_text(node.params)} parameters in all."
    ]
    if any(other.op == "activation" and node.path in other.inputs for other in graph.nodes):
        return said
    softmax = (
        "The softmax behind it turns them into probabilities."
        if any(other.op == "softmax" and node.path in other.inputs for other in graph.nodes)
        else "A softmax turns them into probabilities without changing their count; it belongs to the loss and is no "
        "operation of this network."
    )
    return [*said, f"The {count_text(classes)} numbers are scores, one a class. {softmax}"]


def _plain(graph: Graph, node: Node, place: Place) -> list[str]:
    before = " and ".join(shape_text(shape) for shape in node.input_shapes)
    return [f"{op_label(node)} takes {before} and gives {shape_text(node.output_shape)}."]


_EXPLAINED: dict[str, Callable[[Graph, Node, Place], list[str]]] = {
    "conv": convolution,
    "norm": keeping.norm,
    "lrn": keeping.lrn,
    "activation": keeping.activation,
    "maxpool": _maxpool,
    "avgpool": _avgpool,
    "add": joins.add,
    "concat": joins.concat,
    "multiply": joins.multiply,
    "highway": joins.highway,
    "scale": keeping.scale,
    "zeropad": _zeropad,
    "flatten": _flatten,
    "dropout": keeping.dropout,
    "linear": _linear,
    "softmax": keeping.softmax,
}
