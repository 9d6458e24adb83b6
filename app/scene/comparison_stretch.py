"""A drawing is pulled apart along one axis, so that some of its parts come to stand where those of another do.

Room is only ever added, in cuts between parts, so nothing that was clear of a label comes to touch it. Along an axis
(0 is x, 1 is y) a part keeps its shape; straight lines across a cut grow longer.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.scene.sheet import bounds, placed_by
from app.scene.types import Column, Mark, Part, Point, Stroke, Text

SOLID = ("volume", "kernel", "operation", "fold", "failure")  # what a cut must not go through
TRIES = 9

Spread = tuple[float, float, Mark]


@dataclass(frozen=True, slots=True)
class Cut:
    """From `at` on, everything moves on by `by`."""

    at: float
    by: float


class Stretch:
    """Where each coordinate of the axis goes."""

    def __init__(self, cuts: Iterable[Cut]) -> None:
        self.places: list[float] = []
        self.shifts: list[float] = [0.0]
        for cut in sorted(cuts, key=lambda cut: cut.at):
            self.places.append(cut.at)
            self.shifts.append(self.shifts[-1] + cut.by)

    def __call__(self, value: float) -> float:
        return value + self.shifts[bisect_right(self.places, value)]

    @property
    def added(self) -> float:
        """How much longer everything became."""
        return self.shifts[-1]


def stretched(parts: Iterable[Part], stretch: Stretch, axis: int) -> list[Part]:
    """The parts after all cuts."""

    def move(point: Point) -> Point:
        return (stretch(point[0]), point[1]) if axis == 0 else (point[0], stretch(point[1]))

    return [replace(part, marks=tuple(placed_by(move, mark) for mark in part.marks)) for part in parts]


def stretched_columns(columns: Iterable[Column], stretch: Stretch) -> list[Column]:
    return [replace(column, x=stretch(column.x)) for column in columns]


def stretches(drawings: Sequence[Sequence[Part]], anchors: Sequence[Mapping[int, float]], axis: int) -> list[Stretch]:
    """How to stretch each drawing so that equal anchors stand at equal places.

    anchors: for each drawing, a number of what stands there -> where on the axis its middle is. What only one has, or
    what stands in another order than in the others, keeps its distance to what is before it.
    """
    zones = [_zones(parts, axis) for parts in drawings]
    spread = [_spread(parts, axis) for parts in drawings]
    cuts: list[list[Cut]] = [[] for _ in drawings]
    shifts = [0.0] * len(drawings)
    for number in chain_of(anchors):
        held = [index for index, found in enumerate(anchors) if number in found]
        target = max(anchors[index][number] + shifts[index] for index in held)
        for index in held:
            at = anchors[index][number]
            extra = target - at - shifts[index]
            gap = _gap_before(zones[index], at)
            if extra > 0.01 and gap and (not cuts[index] or gap[0] >= cuts[index][-1].at):
                cuts[index].append(Cut(_best(spread[index], gap, axis), extra))
                shifts[index] += extra
    return [Stretch(found) for found in cuts]


def chain_of(anchors: Sequence[Mapping[int, float]]) -> list[int]:
    """The numbers that at least two drawings have, in rising order, as far as their places rise too."""
    last = [float("-inf")] * len(anchors)
    chain: list[int] = []
    for number in sorted({number for found in anchors for number in found}):
        held = [index for index, found in enumerate(anchors) if number in found]
        if len(held) > 1 and all(anchors[index][number] > last[index] + 1 for index in held):
            chain.append(number)
            for index in held:
                last[index] = anchors[index][number]
    return chain


def _zones(parts: Iterable[Part], axis: int) -> list[tuple[float, float]]:
    """The stretches of the axis that solid parts take, words included, in order, merged where they overlap."""
    spans = sorted((box[axis], box[axis + 2]) for part in parts if part.kind in SOLID for box in [bounds(part.marks)])
    merged: list[tuple[float, float]] = []
    for low, high in spans:
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return merged


def _gap_before(zones: Sequence[tuple[float, float]], at: float) -> tuple[float, float] | None:
    """The free stretch before the zone that holds a place; before the first zone it is as long as a step."""
    index = bisect_right(zones, (at, float("inf"))) - 1
    if index < 0:
        return None
    low = zones[index][0]
    return (zones[index - 1][1] if index else low - 2, low)


def _spread(parts: Iterable[Part], axis: int) -> list[Spread]:
    """Every mark but words, with the stretch of the axis that it takes."""
    marks = [mark for part in parts for mark in part.marks if not isinstance(mark, Text)]
    return [(box[axis], box[axis + 2], mark) for mark in marks for box in [bounds((mark,))]]


def _best(spread: Iterable[Spread], gap: tuple[float, float], axis: int) -> float:
    """The place in a gap where a cut does the least harm: through straight lines along the axis, and no curve."""
    low, high = gap
    near = [(begin, end, mark) for begin, end, mark in spread if begin <= high and end >= low]
    places = [low + (high - low) * (step + 0.5) / TRIES for step in range(TRIES)]

    def harm(place: float) -> float:
        return sum(_harm(mark, place, axis) for begin, end, mark in near if begin < place < end)

    return min(places, key=lambda place: (harm(place), abs(place - low)))


def _harm(mark: Mark, place: float, axis: int) -> float:
    """More than 0 where a cut through a mark deforms it, less where it only makes a line longer."""
    if not isinstance(mark, Stroke):
        return 10.0
    harm, start = 0.0, mark.start
    for step in mark.steps:
        ends = start[axis], step[-1][axis]
        if min(ends) < place < max(ends):
            along = len(step) == 1 and abs(start[1 - axis] - step[-1][1 - axis]) < 0.01
            harm += -1.0 if along else 5.0
        start = step[-1]
    return harm
