"""A lane beside another: what a shortcut or a gate meets on its way, on a line of its own below, from fork to join."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from app.scene.line import Line
from app.scene.sheet import bounds, elbow, extent, moved
from app.scene.types import Disc, Mark, Part, Point, Text

TURN = 10.0  # from the fork's vertical to where the lane begins
APART = 44.0  # between the bars of a chart: the operations of a detour stand beside those above, not under them
STEP, FARTHEST = 6, 240
BELOW = 26.0  # between what stands above and a detour

Drawn = TypeVar("Drawn", bound=Line)


def aside(lane: Drawn, fork: Point, draw: Callable[[Drawn], None], number: int, dash: bool = False) -> Drawn:
    """A lane from `fork`, drawn at height 0 until it is known how far down it goes; `draw` puts its operations on it.

    They begin as far right as keeps their columns clear of the columns of `lane`.
    """
    taken = [column.x for column in lane.columns]
    shift = 0
    while True:
        low = apart(lane, fork[0] + TURN + 4 + shift, fork[0] + TURN, number, dash=dash)
        draw(low)
        clear = all(abs(column.x - x) >= APART for column in low.columns for x in taken)
        if clear or shift >= FARTHEST:
            return low
        shift += STEP


def apart(lane: Drawn, x: float, start: float, number: int, hue: str = "", dash: bool = False) -> Drawn:
    """An empty lane that draws as `lane` does, at height 0, its line from `start` and its pieces from `x` on."""
    low = replace(lane, x=x, middle=0.0, number=number, hue=hue or lane.hue, dash=dash, start=(start, 0.0))
    low.parts, low.wires, low.lows, low.columns = [], [], [], []
    return low


def rise(low: Line) -> float:
    """How far a lane at height 0 reaches above its line."""
    return -min((bounds(part.marks)[1] for part in low.drawn()), default=0.0)


def drop(low: Line) -> float:
    """How far a lane at height 0 reaches below its line."""
    return max((bounds(part.marks)[3] for part in low.drawn()), default=0.0)


def foot(lane: Line) -> float:
    """How far down everything on a lane reaches."""
    return extent((*lane.parts, *lane.lows))[3]


def aside_parts(low: Line, fork: Point, end: Point, floor: float, line: Part, said: str) -> list[Part]:
    """The lane at y = floor with its line, from the fork down, along, and up to `end`. line: what it leads to.

    said: written on a line without operations, in the middle.
    """
    assert low.start is not None
    into = elbow((low.start[0], floor), (end[0], floor), end=end, dash=low.dash)
    marks: list[Mark] = [*_down(low, fork, floor), into]
    if said:
        marks.append(Text((fork[0] + end[0]) / 2, floor - 8, said, size=14, fill="muted"))
    placed = [moved(part, 0, floor) for part in low.drawn()]
    return [replace(line, marks=tuple(marks), kind="shortcut", lane=low.number), *placed]


def open_parts(low: Line, fork: Point, floor: float, line: Part) -> list[Part]:
    """The lane at y = floor with its line from the fork down: it joins nothing. line: what it leads to."""
    placed = [moved(part, 0, floor) for part in low.drawn()]
    return [replace(line, marks=_down(low, fork, floor), kind="shortcut", lane=low.number), *placed]


def _down(low: Line, fork: Point, floor: float) -> tuple[Mark, ...]:
    """The line of a lane from the fork down to y = floor."""
    end, corner = (fork[0] + TURN, floor), (fork[0], floor)
    down = elbow(fork, corner, end=end, radius=TURN - 0.1, dash=low.dash, arrow=False)
    return Disc(fork, 2.6, fill="wire"), down
