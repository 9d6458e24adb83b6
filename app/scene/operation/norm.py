"""Batch normalisation: shape in, shape out, and for every channel two learned and two remembered numbers."""

from app.graph.types import Graph, Node
from app.language import say
from app.scene.op_words import op_title
from app.scene.operation.drawing import Drawing, Ruler, sentence
from app.scene.operation.formula import Formula, fraction, line, root, words
from app.scene.operation.plain import between, common_ruler
from app.scene.types import Mark, Text, View
from app.scene.units import count_text
from app.scene.volume import Box3, solid

ROD = 7.0  # thickness of a vector of one number a channel


def norm(graph: Graph, node: Node, view: View) -> Drawing:
    channels = node.input_shapes[0][0]
    measure = common_ruler(node, view)
    rule = _rule()
    middle = (
        *_rods(measure, channels),
        *rule.at(-rule.width / 2, 44),
        Text(0, 92, say("μ, σ²: mean and variance of the channel,"), 13, fill="muted"),
        Text(0, 109, say("measured in training, fixed in use"), 13, fill="muted"),
    )
    captions = (
        say(
            "{operation} · {channels} scales γ + {channels} shifts β = {count} learned numbers",
            operation=sentence(op_title(node)),
            channels=count_text(channels),
            count=count_text(node.params),
        ),
        say(
            "Every channel is shifted and stretched on its own; the shape stays, and {channels} means and "
            "variances are remembered",
            channels=count_text(channels),
        ),
    )
    return between(graph, node, measure, middle, max(260, measure.length(channels) + 90), captions)


def _rule() -> Formula:
    return line("y = γ", fraction("x − μ", root("σ² + ε")), "+ β", gap=6)


def _rods(measure: Ruler, channels: int) -> tuple[Mark, ...]:
    """γ and β over the arrow, as long as the volume has channels."""
    length = measure.length(channels)
    marks: list[Mark] = []
    for name, y in (("γ", -66.0), ("β", -36.0)):
        marks += solid(Box3(-length / 2, y, length, ROD, ROD), "kernel")
        marks += words(name, 16, "semibold", "kernel-text").at(-length / 2 - 18, y + 8)
        marks += words(str(channels), 14, fill="kernel-text").at(length / 2 + 12, y + 8)
    return tuple(marks)
