"""The kernels of a convolution in a row along the depth axis: at most four drawn, dots for the rest, a brace."""

from dataclasses import dataclass
from math import hypot

from app.graph.types import Node
from app.language import say
from app.scene.operation.drawing import Ruler
from app.scene.operation.windows import Axis
from app.scene.text import text_box
from app.scene.types import Disc, Mark, Part, Point, Stroke, Text
from app.scene.units import count_text, window_text
from app.scene.volume import DEPTH, Box3, solid

SHOWN = 4
ENLARGED = (1 / 50, 1 / 20, 1 / 10, 1 / 5, 1 / 4, 1 / 3, 1 / 2, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 100, 200)
ALONG: Point = (0.8, -0.6)  # the depth axis, one unit long
ASIDE: Point = (0.6, 0.8)  # at right angles to it, down and right


@dataclass(frozen=True, slots=True)
class KernelRow:
    """What has been drawn, where the curve to the output starts, and how much larger than the input it is."""

    part: Part
    leaves: Point
    enlarged: float


def kernel_row(node: Node, rows: Axis, columns: Axis, ruler: Ruler, x: float) -> KernelRow:
    """The kernels to the right of x, centred a little under the line of the volumes."""
    kernels, depth = node.output_shape[0], node.input_shapes[0][0] // (node.groups or 1)
    wanted = {1: 12.0, 2: 18.0, 3: 22.0}.get(max(rows.kernel, columns.kernel), 34.0)
    natural = max(rows.kernel, columns.kernel) * ruler.unit
    enlarged = min(ENLARGED, key=lambda factor: abs(factor * natural - wanted))
    unit = ruler.unit * enlarged
    boxes = _boxes(kernels, ruler.length(depth), rows.kernel * unit, columns.kernel * unit, x + 58)
    marks: list[Mark] = []
    for box in reversed(boxes):
        marks += solid(box, "kernel")
    if kernels > SHOWN:
        marks += _dots(boxes[-2], boxes[-1])
    marks += _edges(boxes[0], depth, rows.kernel, columns.kernel)
    braced, leaves = _brace(boxes, kernels, node.groups or 1)
    label = say(
        "{count} kernels of {size}",
        count=count_text(kernels),
        size=f"{window_text((rows.kernel, columns.kernel))}×{depth}",
    )
    return KernelRow(Part((*marks, *braced), node.path, "kernels", label), leaves, enlarged)


def _boxes(kernels: int, length: float, height: float, depth: float, x: float) -> tuple[Box3, ...]:
    """The first kernel is nearest: left and low. The last one stands apart if some are left out."""
    rise = max(32.0, height - depth * DEPTH[1] + 13)
    places = [0.0, 1.0, 2.0, 3.9] if kernels > SHOWN else [float(i) for i in range(kernels)]
    low = rise * places[-1] / 2 + 14
    run = rise * ALONG[0] / -ALONG[1]
    return tuple(Box3(x + run * at, low - rise * at - height / 2, length, height, depth) for at in places)


def _dots(before: Box3, last: Box3) -> tuple[Disc, ...]:
    start, stop = _centre(before), _centre(last)
    return tuple(
        Disc((start[0] + (stop[0] - start[0]) * t, start[1] + (stop[1] - start[1]) * t), 1.7, "wire", "wire", 0.5)
        for t in (0.42, 0.5, 0.58)
    )


def _centre(box: Box3) -> Point:
    return box.at(box.length / 2, box.height / 2, box.depth / 2)


def _edges(box: Box3, depth: int, height: int, width: int) -> tuple[Text, ...]:
    """C, K and K of the nearest kernel."""
    channels = Text(box.x + box.length / 2, box.bottom + 18, str(depth), 15, "bold", fill="kernel-text")
    side = box.at(box.length, box.height, box.depth / 2)
    tall = Text(box.x - 8, box.y + box.height / 2 + 5, f"K = {height}", 14, anchor="end", fill="kernel-text")
    wide_x = max(side[0] + 7, text_box(channels)[2] + 6)
    wide = Text(wide_x, side[1] + 13, str(width), 14, anchor="start", fill="kernel-text")
    return channels, tall, wide


def _brace(boxes: tuple[Box3, ...], kernels: int, groups: int) -> tuple[tuple[Mark, ...], Point]:
    """A curly brace along the row and `F = 128` at its tip; with groups, what they are in a second line."""
    away = 30.0
    start, stop = (
        (x + ASIDE[0] * away, y + ASIDE[1] * away)
        for x, y in (box.at(box.length, box.height / 2, box.depth / 2) for box in (boxes[0], boxes[-1]))
    )
    tip = ((start[0] + stop[0]) / 2 + ASIDE[0] * 16, (start[1] + stop[1]) / 2 + ASIDE[1] * 16)
    text = Text(tip[0] + 6, tip[1] + 11, f"F = {kernels}", 16, "semibold", "start", "kernel-text")
    lines = [text]
    if groups > 1:
        line = say("{groups} groups of {kernels}", groups=groups, kernels=kernels // groups)
        lines.append(Text(text.x, text.y + 18, line, 13, anchor="start", fill="kernel-text"))
    brace = [curly(start, stop)] if len(boxes) > 1 else []
    return (*lines, *brace), (max(text_box(line)[2] for line in lines) + 8, text.y - 5)


def curly(start: Point, stop: Point, size: float = 7) -> Stroke:
    """A curly brace between two points, its tip on the right-hand side of someone who walks from stop to start."""
    length = hypot(stop[0] - start[0], stop[1] - start[1])
    ex, ey = (stop[0] - start[0]) / length, (stop[1] - start[1]) / length

    def at(along: float, out: float) -> Point:
        return start[0] + ex * along - ey * out, start[1] + ey * along + ex * out

    half = length / 2
    q = min(size, half / 2)
    return Stroke(
        start,
        (
            (at(0, q), at(0, q), at(q, q)),
            (at(half - q, q),),
            (at(half, q), at(half, q), at(half, 2 * q)),
            (at(half, q), at(half, q), at(half + q, q)),
            (at(length - q, q),),
            (at(length, q), at(length, q), at(length, 0)),
        ),
        "kernel-line",
        1.4,
    )
