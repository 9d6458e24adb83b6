"""Why an operation is there and what it does to the tensor, with this operation's own numbers."""

from collections.abc import Callable

from app.graph.types import INPUT, Graph, Node, elements
from app.inspector.convolution import convolution
from app.inspector.place import Place, end_nodes, main_convs, main_nodes, place_of
from app.inspector.windows import share_sentence, size_sentences
from app.published import cite
from app.scene.words import ACTIVATION_NAMES, count_text, op_label, shape_text, shortcut_kind, size_text


def explained(graph: Graph, node: Node) -> list[str]:
    """One to three paragraphs on an operation."""
    return _EXPLAINED.get(node.op, _plain)(graph, node, place_of(graph, node))


def _norm(graph: Graph, node: Node, place: Place) -> list[str]:
    channels = node.output_shape[0]
    said = [
        f"Each of the {channels:,} channels is shifted and scaled so that its mean is 0 and its variance 1, and then "
        f"scaled and shifted once more by two numbers that are learned: 2 × {channels:,} = {count_text(node.params)} "
        f"parameters. The shape stays {shape_text(node.output_shape)}.",
        "Mean and variance are not learned. In training they come from the batch, in use from a running average; those "
        f"averages are stored with the weights but count as no parameters. The normalisation stands right after each "
        f"convolution and before the activation {cite('section 3.4')}.",
    ]
    if place.block and node is _last_norm(graph, place) and shortcut_kind(graph, place.block) == "identity":
        said.append(
            "This is the last operation of F(x). If both of its learned numbers were 0 in every channel, F(x) would "
            f"be 0 and the block would pass x on: {_when_zero(graph, place)}"
        )
    return said


def _last_norm(graph: Graph, place: Place) -> Node | None:
    assert place.block is not None
    norms = [node for node in main_nodes(graph, place.block) if node.op == "norm"]
    return norms[-1] if norms else None


def _when_zero(graph: Graph, place: Place) -> str:
    """What a block gives out where F(x) = 0."""
    assert place.block is not None
    last = graph.inside(place.block)[-1]
    if last.type == "ReLU":
        return "ReLU(0 + x) = x, because x comes out of a ReLU and is nowhere negative."
    name = ACTIVATION_NAMES.get(last.type, last.type)
    return f"through a {name}, so not unchanged. Only with ReLU is the block then the identity."


def _activation(graph: Graph, node: Node, place: Place) -> list[str]:
    said = [f"{_ACTIVATIONS[node.type]} The shape stays {shape_text(node.output_shape)}; nothing is learned."]
    source = graph.by_path.get(node.inputs[0])
    if source and source.op == "add" and place.block:
        said.append(
            f"It comes after the addition, not before: F(x) can lower x as well as raise it. "
            f"Where F(x) = 0 the block gives {_when_zero(graph, place)}"
        )
    elif place.block and shortcut_kind(graph, place.block) != "none":
        said.append(
            "It stands inside F(x), between two convolutions: without it they would be one linear map, and y = W₁x + "
            f"x has shown no advantage {cite('section 3.2')}."
        )
    return said


_ACTIVATIONS = {
    "ReLU": "ReLU(x) = max(0, x): negative numbers become 0, the others stay. Its slope is 1 or 0.",
    "Sigmoid": "The sigmoid 1 / (1 + e⁻ˣ) presses every number between 0 and 1. Its slope is never more than 0.25.",
    "Tanh": "tanh presses every number between −1 and 1. Its slope is 1 at 0 and less everywhere else.",
}


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
    if node in end_nodes(graph, "stem"):
        said.append(
            "It is the network's only max pooling: the layers shrink the picture by stride. The paper's Table 1 lists "
            f"it under conv2_x, but the step to {size_text(node.output_shape)} is made here, not by a convolution of "
            "the first layer."
        )
    return said


def _avgpool(graph: Graph, node: Node, place: Place) -> list[str]:
    channels = node.input_shapes[0][0]
    cells, size = elements(node.input_shapes[0]) // channels, size_text(node.input_shapes[0])
    if cells == 1:
        first = f"The map is {size} already: the mean of one number is that number."
    else:
        first = (
            f"Each of the {channels:,} channels becomes one number, the mean of its {size} = {count_text(cells)} cells."
        )
    after = next((other for other in end_nodes(graph, "head") if other.op == "linear"), None)
    said = [f"{first} Nothing is learned, and because it takes a map of any size, so does the whole network."]
    if after and cells > 1:
        outputs = after.output_shape[0]
        said.append(
            f"Without it the linear layer would read {shape_text(node.input_shapes[0])} = "
            f"{count_text(channels * cells)} numbers and have {count_text(channels * cells * outputs + outputs)} "
            f"parameters; behind it it has {count_text(after.params)}."
        )
    return said


def _add(graph: Graph, node: Node, place: Place) -> list[str]:
    shape = shape_text(node.output_shape)
    said = [
        f"F(x) + x, element by element: {count_text(elements(node.output_shape))} additions, no parameters and no "
        f"multiply-adds. Both sides must have the same shape, {shape}; nothing is stretched to fit."
    ]
    if place.block is None:
        return said
    x = graph.shape_of(graph.inside(place.block)[0].inputs[0])
    kind = shortcut_kind(graph, place.block)
    if kind == "identity":
        said.append(
            f"Here x comes straight from {_source_name(graph, place)}, already {shape}. If the best that this block "
            "can do is nothing, its convolutions need only go to zero; that is easier to learn than an identity "
            f"through {len(main_convs(graph, place.block))} of them {cite('section 3.1')}."
        )
    elif kind == "projection" and x == node.output_shape:
        said.append(
            f"Here x was {shape} already; option C sends it through a projection all the same {cite('section 4.1')}."
        )
    elif kind == "projection":
        said.append(
            f"Here x was {shape_text(x)}, and the projection on the shortcut made it {shape} {cite('equation 2')}."
        )
    else:
        said.append(f"Here x was {shape_text(x)}; skipped cells and channels of zeros made it {shape} (option A).")
    return said


def _source_name(graph: Graph, place: Place) -> str:
    assert place.block is not None
    source = graph.inside(place.block)[0].inputs[0]
    return "the image" if source == INPUT else source


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
    return [f"The same {after} numbers in one row: {before} becomes {after}. Nothing is computed."]


def _linear(graph: Graph, node: Node, place: Place) -> list[str]:
    features, classes = node.input_shapes[0][-1], node.output_shape[0]
    return [
        f"Each of the {count_text(classes)} outputs weighs all {count_text(features)} numbers: "
        f"{count_text(features)} × {count_text(classes)} = {count_text(node.macs)} weights and as many multiply-adds, "
        f"and {count_text(classes)} biases, {count_text(node.params)} parameters in all.",
        f"The {count_text(classes)} numbers are scores, one a class. A softmax turns them into probabilities without "
        f"changing their count; it belongs to the loss and is no operation of this network.",
    ]


def _plain(graph: Graph, node: Node, place: Place) -> list[str]:
    before = " and ".join(shape_text(shape) for shape in node.input_shapes)
    return [f"{op_label(node)} takes {before} and gives {shape_text(node.output_shape)}."]


_EXPLAINED: dict[str, Callable[[Graph, Node, Place], list[str]]] = {
    "conv": convolution,
    "norm": _norm,
    "activation": _activation,
    "maxpool": _maxpool,
    "avgpool": _avgpool,
    "add": _add,
    "zeropad": _zeropad,
    "flatten": _flatten,
    "linear": _linear,
}
