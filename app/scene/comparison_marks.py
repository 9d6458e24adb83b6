"""How a comparison lights what differs: a frame about a part, and a sign on the frame, where there is room for it.

`≠` and `+` have a solid frame, `−` and places where only the other drawing has something a dashed one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from app.language import message, say
from app.scene.sheet import bounds, rectangle
from app.scene.text import Box, text_box
from app.scene.types import Disc, Face, Mark, Part, Point, Stroke, Text

Symbol = Literal["≠", "+", "−"]

RADIUS = 8.0
AIR = 1.5  # between a sign and what it stands beside
OUT = 5.0  # how far off the corner of a frame a sign stands, clear of what is framed
STEP = 11.0  # between the places on a frame that are tried for a sign
WORDS = {
    "≠": message("differs"),
    "+": message("only here"),
    "−": message("lacks something that the other has"),
}


@dataclass(frozen=True, slots=True)
class Sign:
    """volume: whether the tensor differs that a path puts out; tool: whether the operation itself does."""

    symbol: Symbol
    volume: bool = True
    tool: bool = True


def frame_of(box: Box, pad: float) -> Box:
    """Where the frame about a box runs."""
    return box[0] - pad, box[1] - pad, box[2] + pad, box[3] + pad


def frame(box: Box, symbol: Symbol) -> Part:
    """A frame, to be drawn beneath everything."""
    corners = rectangle(*box)
    fill = Face(corners, "highlight", "", role="pane", opacity=0.16, radius=6)
    line = Face(corners, "", "highlight-line", role="pane", width=1.6, radius=6, dash=symbol == "−")
    return Part((line,) if symbol == "−" else (fill, line), kind="lit")


def lit_line(part: Part) -> Part:
    """A line, such as a shortcut, that is lit: in the frame's colour, and wider."""
    marks = tuple(
        replace(mark, line="highlight-line", width=2.6) if isinstance(mark, Stroke) and mark.role == "arrow" else mark
        for mark in part.marks
    )
    return replace(part, marks=marks)


def sign(symbol: Symbol, places: Iterable[Point], taken: Sequence[Box]) -> Part | None:
    """A sign at the first of the places that nothing takes, if there is one."""
    free = next((place for place in places if not _meets(place, taken)), None)
    if free is None:
        return None
    x, y = free
    marks = (
        Disc((x, y), RADIUS - AIR, "paper", "highlight-line", 1.6),
        Text(x, y + 4.4, symbol, 13, "bold", fill="ink", inside=True),
    )
    return Part(marks, kind="sign", label=say(WORDS[symbol]))


def places_on(box: Box, first: Literal["corner", "right"]) -> Iterator[Point]:
    """Where on a frame a sign may stand, the best first: on a corner, a little outwards, or on an edge."""
    left, top, right, bottom = box
    if first == "right":
        yield right, (top + bottom) / 2
    yield from (
        (left - OUT, top - OUT),
        (left - OUT, bottom + OUT),
        (right + OUT, top - OUT),
        (right + OUT, bottom + OUT),
    )
    for step in range(1, int((right - left) / STEP)):
        yield left + step * STEP, top
        yield left + step * STEP, bottom
    for step in range(1, int((bottom - top) / STEP)):
        yield left, top + step * STEP
        yield right, top + step * STEP


def places_along(part: Part, axis: int) -> Iterator[Point]:
    """Where at a line a sign may stand: above or at the right of a leg along the axis, in the middle if it can be."""
    strokes = [mark for mark in part.marks if isinstance(mark, Stroke) and mark.role == "arrow"]
    legs = [(one, other) for mark in strokes for one, other, curved in _legs(mark) if not curved]
    for (x, y), (to_x, to_y) in sorted(legs, key=lambda leg: -abs(leg[1][axis] - leg[0][axis])):
        across, up = (RADIUS + 2, 0.0) if abs(to_y - y) > abs(to_x - x) else (0.0, RADIUS + 2)
        for share in (0.5, 0.3, 0.7, 0.15, 0.85):
            yield x + share * (to_x - x) + across, y + share * (to_y - y) - up


def obstacles(parts: Iterable[Part]) -> list[Box]:
    """Boxes of all that a sign may not cover: words, the faces of volumes, arrows leg by leg, discs."""
    return [box for part in parts for mark in part.marks for box in _boxes(mark)]


def box_about(place: Point) -> Box:
    """The room that a sign takes."""
    x, y = place
    return x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS


def _boxes(mark: Mark) -> list[Box]:
    if isinstance(mark, Text):
        return [text_box(mark)]
    if isinstance(mark, Stroke):
        return [_box(one, other) for one, other, _ in _legs(mark)] if mark.role == "arrow" else []
    if isinstance(mark, Face) and mark.role == "pane":
        return []
    return [bounds((mark,))]


def _legs(stroke: Stroke) -> list[tuple[Point, Point, bool]]:
    """(from, to, whether it is curved) of each step."""
    points = (stroke.start, *(step[-1] for step in stroke.steps))
    return [(one, other, len(step) > 1) for (one, other), step in zip(pairwise(points), stroke.steps, strict=True)]


def _box(one: Point, other: Point) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])


def _meets(place: Point, boxes: Iterable[Box]) -> bool:
    left, top, right, bottom = box_about(place)
    return any(box[0] < right and box[2] > left and box[1] < bottom and box[3] > top for box in boxes)
