"""Why operations are there that keep the shape: normalisations, activations, dropout, scaling, softmax."""

from app.graph.types import Graph, Node, elements
from app.inspector.place import Place, concat_of, main_nodes
from app.language import message, prose, say
from app.published import cite
from app.scene.op_words import ACTIVATION_NAMES
from app.scene.questions import shortcut_kind, unfinished
from app.scene.units import shape_text


def norm(graph: Graph, node: Node, place: Place) -> list[str]:
    said = [
        say(
            "Each of the {channels:,} channels is shifted and scaled, in training so that its mean is 0 and its "
            "variance 1, and then scaled and shifted once more by two numbers that are learned: "
            "2 × {channels:,} = {params:,} parameters. The shape stays {shape}.",
            channels=node.output_shape[0],
            params=node.params,
            shape=shape_text(node.output_shape),
        ),
        prose([say(_RUNNING), _where(graph, node)]),
    ]
    if place.block and _ends_residual(graph, node, place) and shortcut_kind(graph, place.block) == "identity":
        said.append(
            say(
                "This is the last operation of F(x). If both of its learned numbers were 0 in every channel, F(x) "
                "would be 0 and the block would pass x on: {end}",
                end=_when_zero(graph, place),
            )
        )
    return said


_RUNNING = message(
    "Mean and variance are not learned. In training they come from the batch, in use from a running average; those "
    "averages are stored with the weights but count as no parameters."
)


def _where(graph: Graph, node: Node) -> str:
    source = graph.by_path.get(node.inputs[0])
    if source is not None and source.op == "conv":
        return say(
            "The normalisation stands right after each convolution and before the activation {source}.",
            source=cite(section="3.4"),
        )
    return say(
        "Here it stands before the convolutions: in this order nothing but additions lies on the way of x (He et al. "
        "2016, Identity Mappings in Deep Residual Networks, section 4)."
    )


def _ends_residual(graph: Graph, node: Node, place: Place) -> bool:
    """Whether this is the last operation of F(x), right before the addition."""
    return place.block is not None and any(
        other.op == "add" and other.inputs[0] == node.path for other in main_nodes(graph, place.block)
    )


def _when_zero(graph: Graph, place: Place) -> str:
    """What a block gives out where F(x) = 0."""
    assert place.block is not None
    last = graph.inside(place.block)[-1]
    if last.op == "add":
        return say("0 + x = x, and nothing else lies on the way of x.")
    if last.type == "ReLU":
        return say("ReLU(0 + x) = x, because x comes out of a ReLU and is nowhere negative.")
    return say(
        "through a {activation}, so not unchanged. Only with ReLU is the block then the identity.",
        activation=ACTIVATION_NAMES.get(last.type, last.type),
    )


def activation(graph: Graph, node: Node, place: Place) -> list[str]:
    shape = say("The shape stays {shape}; nothing is learned.", shape=shape_text(node.output_shape))
    said = [prose([say(_ACTIVATIONS[node.type]), shape])]
    source = graph.by_path.get(node.inputs[0])
    if source and source.op == "add" and place.block:
        said.append(
            say(
                "It comes after the addition, not before: F(x) can lower x as well as raise it. Where F(x) = 0 the "
                "block gives {end}",
                end=_when_zero(graph, place),
            )
        )
    elif place.block and not unfinished(graph, place.block) and _between(graph, node, place):
        said.append(
            say(
                "It stands inside F(x), between two convolutions: without it they would be one linear map, and "
                "y = W₁x + x has shown no advantage {source}.",
                source=cite(section="3.2"),
            )
        )
    return said


_ACTIVATIONS = {
    "ReLU": message("ReLU(x) = max(0, x): negative numbers become 0, the others stay. Its slope is 1 or 0."),
    "Sigmoid": message(
        "The sigmoid 1 / (1 + e⁻ˣ) presses every number between 0 and 1. Its slope is never more than 0.25."
    ),
    "Tanh": message("tanh presses every number between −1 and 1. Its slope is 1 at 0 and less everywhere else."),
}


def _between(graph: Graph, node: Node, place: Place) -> bool:
    """Whether it stands inside F(x) of a residual block, between two of its convolutions."""
    assert place.block is not None
    if shortcut_kind(graph, place.block) in ("none", "highway") or concat_of(graph, place.block):
        return False
    inside = main_nodes(graph, place.block)
    before, after = inside[: inside.index(node)] if node in inside else (), inside[inside.index(node) + 1 :]
    return any(other.op == "conv" for other in before) and any(other.op == "conv" for other in after)


def lrn(graph: Graph, node: Node, place: Place) -> list[str]:
    return [
        say(
            "Every cell is divided by the energy of its neighbourhood: b = a / (k + α/n · Σ a²) to the power of β, the "
            "sum over n neighbouring channels at the same place (Krizhevsky et al. 2012, section 3.3). Nothing is "
            "learned and the shape stays {shape}.",
            shape=shape_text(node.output_shape),
        ),
        say(
            "Strong channels quiet those beside them. Batch normalisation (2015) works along the other "
            "axes: over all places and images of one channel. It has replaced this in torchvision's GoogLeNet."
        ),
    ]


def dropout(graph: Graph, node: Node, place: Place) -> list[str]:
    return [
        say(
            "In training it sets numbers to 0 at random and scales up the rest, so that no unit can rely on a single "
            "other one (Srivastava et al. 2014). In use, as traced here, it hands on what it is given: the very same "
            "{count:,} numbers.",
            count=elements(node.output_shape),
        )
    ]


def scale(graph: Graph, node: Node, place: Place) -> list[str]:
    factor = dict(node.detail).get("factor", 1)
    if factor == 1:
        multiplied = say("F(x) is multiplied by 1 here, and so left as it is, before it is added to x.")
    else:
        multiplied = say("F(x) is multiplied by {factor} before it is added to x.", factor=f"{factor:g}")
    why = say(
        "With very many channels residual Inception networks became unstable in training: their activations died. "
        "Factors of 0.1 to 0.3 prevent that (Szegedy et al. 2016, arXiv:1602.07261, section 3.3). Nothing is learned."
    )
    return [prose([multiplied, why])]


def softmax(graph: Graph, node: Node, place: Place) -> list[str]:
    return [
        say(
            "exp(x) over the sum of all exp(x): {count:,} scores become {count:,} probabilities that add up to 1. "
            "Their order does not change, and neither does their number.",
            count=elements(node.output_shape),
        )
    ]
