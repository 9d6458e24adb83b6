"""An activation: every number through one curve, which is drawn between input and output."""

from collections.abc import Callable
from math import exp, tanh

from app.graph.types import Graph, Node, elements
from app.language import message, say
from app.scene.operation.drawing import Drawing, no_weights
from app.scene.operation.formula import Formula, fraction, line, power, words
from app.scene.operation.plain import between, common_ruler, plain
from app.scene.types import Face, Mark, Point, Stroke, Text, View
from app.scene.units import count_text

# Name of the module -> the function, its lowest and highest value in the plot, its rule, what it does to a number.
CURVES: dict[str, tuple[Callable[[float], float], int, int, Formula, str]] = {
    "ReLU": (
        lambda x: max(0.0, x),
        0,
        4,
        words("y = max(0, x)"),
        message("what is negative becomes 0, the rest stays"),
    ),
    "Sigmoid": (
        lambda x: 1 / (1 + exp(-x)),
        0,
        1,
        line("y =", fraction("1", line("1 +", power("e", "−x")))),
        message("every number is pressed between 0 and 1"),
    ),
    "Tanh": (tanh, -1, 1, words("y = tanh(x)"), message("every number is pressed between −1 and 1")),
}
REACH = 4  # the plot shows x from -4 to 4
WIDE, HIGH = 150.0, 84.0
SAMPLES = 48
FLOOR = -26.0  # the plot's lower edge, over the arrow


def activation(graph: Graph, node: Node, view: View) -> Drawing:
    if node.type not in CURVES:
        return plain(graph, node, view)
    *_, rule, effect = CURVES[node.type]
    middle = (*_plot(node.type), *rule.at(-rule.width / 2, 22 + rule.up))
    captions = (
        no_weights(node),
        say(
            "Number by number, {count} times: {effect}; the shape stays",
            count=count_text(elements(node.output_shape)),
            effect=say(effect),
        ),
    )
    return between(graph, node, common_ruler(node, view), middle, 230, captions)


def _plot(name: str) -> tuple[Mark, ...]:
    """The curve over x from -4 to 4, in a small frame with its axes."""
    function, low, high, *_ = CURVES[name]

    def at(x: float, y: float) -> Point:
        return x / REACH * WIDE / 2, FLOOR - 8 - (y - low) / (high - low) * (HIGH - 16)

    frame = ((-WIDE / 2, FLOOR - HIGH), (WIDE / 2, FLOOR - HIGH), (WIDE / 2, FLOOR), (-WIDE / 2, FLOOR))
    points = [at(x, function(x)) for x in (REACH * (2 * i / SAMPLES - 1) for i in range(SAMPLES + 1))]
    return (
        Face(frame, "pill", "hairline", role="pane", width=1),
        Stroke(at(-REACH, 0), ((at(REACH, 0),),), "outline", 0.8, role="guide"),
        Stroke((0, FLOOR), (((0, FLOOR - HIGH),),), "outline", 0.8, role="guide"),
        Stroke(points[0], tuple((point,) for point in points[1:]), "kernel-line", 2.4, role="guide"),
        *(
            Text(-WIDE / 2 - 7, at(0, y)[1] + 4.5, str(y).replace("-", "−"), 12.5, anchor="end", fill="muted")
            for y in (low, high)
        ),
        Text(WIDE / 2 + 8, at(0, 0)[1] + 4.5, "x", 13, anchor="start", fill="muted"),
        Text(0, FLOOR - HIGH - 7, "y", 13, fill="muted"),
    )
