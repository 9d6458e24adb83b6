"""Local response normalisation (Krizhevsky et al. 2012, section 3.3): a cell divided by its neighbours' energy.

The neighbours are the same place in the channels beside its own, so the window runs along the channels.
"""

from app.graph.types import Graph, Node
from app.language import say
from app.scene.operation.drawing import Drawing, no_weights, ruler
from app.scene.operation.formula import Formula, fraction, index, line, power
from app.scene.operation.plain import between
from app.scene.types import Face, Mark, Part, Text, View
from app.scene.units import count_text, phrases
from app.scene.volume import Box3, volume_shape

CHANNEL = 7.0  # a channel of the window is drawn at least this long
CELL = 12.0  # and a cell of it this high and deep


def lrn(graph: Graph, node: Node, view: View) -> Drawing:
    channels, height, width = volume_shape(node.output_shape)
    measure = ruler(view, max(height, width), channels)
    numbers = dict(node.detail)
    size = min(int(numbers["size"]), channels)
    rule = _rule(numbers)
    middle: tuple[Mark, ...] = (
        *rule.at(-rule.width / 2, -14 - rule.down),
        Text(0, 24, say("{count} neighbouring channels", count=size), 14, "semibold"),
        Text(0, 42, say("at one position"), 14, fill="muted"),
    )
    captions = (
        no_weights(node),
        say(
            "Each cell is divided by a power of the mean square of {count} channels around its own, at its own "
            "position; {numbers}",
            count=size,
            numbers=_numbers(numbers),
        ),
    )
    drawing = between(graph, node, measure, middle, rule.width + 36, captions)
    source, action, result, *others = drawing.parts
    start = measure.box(node.input_shapes[0], 0)
    end = measure.box(node.output_shape, _left(result))
    shown = min(size * max(CHANNEL, start.length / channels), start.length)
    window = _cells(start, shown, size)
    made = _cells(end, shown, size, only=size // 2)
    return Drawing((source, window, action, result, made, *others), captions, drawing.columns, legend=drawing.legend)


def _numbers(numbers: dict[str, float]) -> str:
    """`k = 2, α = 0.0001, β = 0.75, n = 5`, as the paper names them."""
    k, alpha, beta = (f"{numbers[name]:g}" for name in ("k", "alpha", "beta"))
    return phrases(f"k = {k}", f"α = {alpha}", f"β = {beta}", f"n = {int(numbers['size'])}")


def _left(part: Part) -> float:
    """Where a volume's front begins."""
    return min(x for mark in part.marks if isinstance(mark, Face) for x, _ in mark.points)


def _cells(box: Box3, length: float, size: int, only: int | None = None) -> Part:
    """The window in the middle of the front's upper edge, the cell itself highlighted; `only` leaves the others out."""
    each = length / size
    x = box.x + (box.length - length) / 2
    faces: list[Face] = []
    for number in range(size):
        if only is not None and number != only:
            continue
        cell = Box3(x + number * each, box.y, each, min(CELL, box.height), min(CELL, box.depth))
        hue = "highlight" if number == size // 2 else "kernel-front"
        faces += [Face(cell.roof(), hue, "ink", width=0.6), Face(cell.front(), hue, "ink", width=0.6)]
    label = say("the cell") if only is not None else say("{count} neighbouring channels", count=size)
    return Part(tuple(faces), kind="kernel" if only is None else "cell", label=label)


def _rule(numbers: dict[str, float]) -> Formula:
    """y = x / (k + α/n · Σ x²)^β, with this module's numbers."""
    size, half = int(numbers["size"]), int(numbers["size"]) // 2
    energy = line(
        f"({numbers['k']:g} +",
        fraction(f"{numbers['alpha']:g}", count_text(size)),
        index("Σ", f"|i − c| ≤ {half}"),
        power(index("x", "i"), "2"),
        ")",
        gap=5,
    )
    return line(index("y", "c"), "=", fraction(index("x", "c"), power(energy, f"{numbers['beta']:g}")), gap=6)
