"""Why an operation is there and what it does to the tensor, with this operation's own numbers."""

from collections.abc import Callable

from app.graph.types import Graph, Node, elements
from app.inspector import joins, keeping
from app.inspector.convolution import convolution
from app.inspector.place import Place, concat_of, end_nodes, place_of
from app.inspector.windows import adaptive, share_sentence, size_sentences
from app.language import message, prose, say
from app.published import cite
from app.scene.op_words import op_phrase
from app.scene.units import count_text, shape_text, size_text


def explained(graph: Graph, node: Node) -> list[str]:
    """One to three paragraphs on an operation."""
    return _EXPLAINED.get(node.op, _plain)(graph, node, place_of(graph, node))


def _maxpool(graph: Graph, node: Node, place: Place) -> list[str]:
    assert node.kernel is not None and node.padding is not None
    said = [
        say(
            "Each output cell is the largest of {cells} cells of its own channel: {channels:,} channels come in, "
            "{channels:,} go out, and nothing is learned.",
            cells=node.kernel[0] * node.kernel[1],
            channels=node.output_shape[0],
        ),
        size_sentences(node),
    ]
    if any(node.padding):
        said.append(_lowest(graph, node))
    if place.block:
        said += filter(None, [_pool_branch(graph, node, place)])
    elif node in end_nodes(graph, "stem") and sum(other.op == "maxpool" for other in graph.nodes) == 1:
        said.append(
            say(
                "It is the network's only max pooling: the layers shrink the picture by stride. The paper's Table 1 "
                "lists it under conv2_x, but the step to {size} is made here, not by a convolution of the first layer.",
                size=size_text(node.output_shape),
            )
        )
    return said


def _lowest(graph: Graph, node: Node) -> str:
    source = graph.by_path.get(node.inputs[0])
    behind_relu = source is not None and source.type == "ReLU"
    same = say("Behind a ReLU zero would give the same, for no cell is negative.") if behind_relu else ""
    return prose([say("The padding of a max pooling is −∞, not zero: a cell of the padding never wins."), same])


def _pool_branch(graph: Graph, node: Node, place: Place) -> str:
    """What a pool is for on a branch of a module: it keeps the size, or it shrinks it beside strided convolutions."""
    assert place.block is not None
    if concat_of(graph, place.block) is None:
        return ""
    if node.stride == (1, 1):
        return say(
            "With stride 1 the size stays {size}, so that the result can be stacked beside the convolutions'. A pool "
            "cannot change the number of channels: in a module without reduction all {channels:,} go on into the stack "
            "(Szegedy et al. 2014, section 4).",
            size=size_text(node.output_shape),
            channels=node.output_shape[0],
        )
    return say(
        "It shrinks the map on one branch while strided convolutions do so on the others: the channels double without "
        "a bottleneck and without computing on the large map (Szegedy et al. 2015, section 5, Figure 10)."
    )


def _avgpool(graph: Graph, node: Node, place: Place) -> list[str]:
    if node.output_shape[1:] != (1, 1):
        return _windowed_average(graph, node, place)
    first = _mean(node)
    if place.block:
        return [
            prose([first, say(_SQUEEZE)]),
            say(
                "The one cell left sees all that the map sees, {seen} pixels, and so does the gate made from it. The "
                "receptive fields behind the multiplication leave this way out, as is usual: they follow x alone.",
                seen=shape_text(node.receptive_field.size),
            ),
        ]
    fit = _ANY_SIZE if adaptive(node) else _ONE_SIZE
    return [prose([first, say(fit)]), *_spared(graph, node)]


_SQUEEZE = message("This is the squeeze: what the whole map says about each channel (Hu et al. 2018, eq. 2).")
_ANY_SIZE = message("Nothing is learned, and because it takes a map of any size, so does the whole network.")
_ONE_SIZE = message(
    "Nothing is learned, and its window is fixed: an image of another size leaves another map, and then it does not "
    "fit."
)


def _mean(node: Node) -> str:
    channels, cells, size = *_map(node), size_text(node.input_shapes[0])
    if cells == 1:
        return say("The map is {size} already: the mean of one number is that number.", size=size)
    return say(
        "Each of the {channels:,} channels becomes one number, the mean of its {size} = {cells:,} cells.",
        channels=channels,
        size=size,
        cells=cells,
    )


def _map(node: Node) -> tuple[int, int]:
    """Channels that come in, and cells of each."""
    channels = node.input_shapes[0][0]
    return channels, elements(node.input_shapes[0]) // channels


def _spared(graph: Graph, node: Node) -> list[str]:
    """What the linear layer behind an average would cost without it."""
    head = end_nodes(graph, "head")
    after, (channels, cells) = next((other for other in head if other.op == "linear"), None), _map(node)
    if after is None or cells == 1 or node not in head:
        return []
    outputs = after.output_shape[0]
    return [
        say(
            "Without it the linear layer would read {shape} = {numbers:,} numbers and have {params:,} parameters; "
            "behind it it has {spared:,}.",
            shape=shape_text(node.input_shapes[0]),
            numbers=channels * cells,
            params=channels * cells * outputs + outputs,
            spared=after.params,
        )
    ]


def _windowed_average(graph: Graph, node: Node, place: Place) -> list[str]:
    channels, before, after = node.input_shapes[0][0], node.input_shapes[0], node.output_shape
    if adaptive(node) or node.kernel is None:
        return [
            say(
                "{before} becomes {after}, channel by channel, whatever size comes in: each cell is the mean of its "
                "share of the map, and shares overlap where the division leaves a rest.",
                before=size_text(before),
                after=size_text(after),
            )
        ]
    said = [
        say(
            "Each output cell is the mean of {cells} cells of its own channel: {channels:,} channels come in, "
            "{channels:,} go out, and nothing is learned.",
            cells=node.kernel[0] * node.kernel[1],
            channels=channels,
        ),
        size_sentences(node),
    ]
    return [*said, note] if place.block and (note := _pool_branch(graph, node, place)) else said


def _zeropad(graph: Graph, node: Node, place: Place) -> list[str]:
    given, made = node.input_shapes[0], node.output_shape
    added = made[0] - given[0]
    padded = say(
        _APPENDED if added else _NONE_APPENDED,
        before=shape_text(given),
        after=shape_text(made),
        added=added,
        given=given[0],
        source=cite(section="3.3"),
    )
    said = [prose([padded, share_sentence(node)])]
    if added:
        said.append(say(_WHERE_ZEROS, source=cite(section="4.1")))
    return said


_APPENDED = message(
    "Option A: x, {before}, becomes {after} without anything being learned: {added:,} channels of zeros are appended "
    "to the {given:,} of x {source}."
)
_NONE_APPENDED = message(
    "Option A: x, {before}, becomes {after} without anything being learned: the {given:,} channels of x are enough, "
    "none is appended {source}."
)
_WHERE_ZEROS = message(
    "The added channels get no shortcut: to add zero is to add nothing, so there the block learns the whole output. "
    "The paper names this as the reason why a projection is slightly better {source}. It does not say where the zeros "
    "go; here they come last."
)


def _flatten(graph: Graph, node: Node, place: Place) -> list[str]:
    before, after = shape_text(node.input_shapes[0]), count_text(node.output_shape[0])
    if node.input_shapes[0] == node.output_shape:
        return [say("{count} numbers are in one row already: nothing changes.", count=before)]
    return [
        say(
            "The same {after} numbers in one row: {before} becomes {after}. Nothing is computed.",
            before=before,
            after=after,
        )
    ]


def _linear(graph: Graph, node: Node, place: Place) -> list[str]:
    classes = node.output_shape[0]
    weighs = say(
        "Each of the {classes:,} outputs weighs all {features:,} numbers: {features:,} × {classes:,} = {macs:,} "
        "weights and as many multiply-adds, and {classes:,} biases, {params:,} parameters in all.",
        classes=classes,
        features=node.input_shapes[0][-1],
        macs=node.macs,
        params=node.params,
    )
    readers = {other.op for other in graph.nodes if node.path in other.inputs}
    if "activation" in readers:
        return [weighs]
    scores = _THEN_SOFTMAX if "softmax" in readers else _NO_SOFTMAX
    return [weighs, say(scores, classes=classes)]


_THEN_SOFTMAX = message(
    "The {classes:,} numbers are scores, one a class. The softmax behind it turns them into probabilities."
)
_NO_SOFTMAX = message(
    "The {classes:,} numbers are scores, one a class. A softmax turns them into probabilities without changing their "
    "count; it belongs to the loss and is no operation of this network."
)


def _plain(graph: Graph, node: Node, place: Place) -> list[str]:
    return [
        say(
            "{operation} takes {before} and gives {after}.",
            operation=op_phrase(node),
            before=say(" and ").join(map(shape_text, node.input_shapes)),
            after=shape_text(node.output_shape),
        )
    ]


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
