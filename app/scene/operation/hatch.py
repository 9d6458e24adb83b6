"""Rows and columns of a volume that no window reads, hatched on the faces that show them, and the key to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import dist

from app.language import say
from app.scene.operation.windows import Axis, Run
from app.scene.types import Face, Mark, Part, Point, Stroke, Text
from app.scene.volume import DEPTH, Box3

SPACING = 4.5  # between hatching lines
THICKEST_PLAIN = 2.6  # thinner strips are tinted only: lines would not be seen
SEEN = 3.2  # the last row or column is drawn outwards until it is this thick
MOST_HATCHED = 6  # a comb of more strips than this is tinted, without lines and to scale
MOST_STRIPS = 120  # a finer comb is one grey surface to the eye

Quad = tuple[Point, Point, Point, Point]


@dataclass(frozen=True)
class Unread:
    """What is unread on a volume and on the shell of its padding; `unit` is the length of one cell."""

    rows: Axis
    columns: Axis
    volume: Box3
    shell: Box3
    unit: float

    @cached_property
    def strips(self) -> int:
        return len(self.rows.unread()) + len(self.columns.unread())

    @cached_property
    def outer(self) -> Box3:
        """The shell, grown downwards and backwards where its last row or column is unread and too thin to be seen."""
        box = self.shell
        if self.strips > MOST_HATCHED:
            return box
        height = _end(self.rows, box.height, self.unit, SEEN)
        depth = _end(self.columns, box.depth, self.unit, SEEN / DEPTH[0])
        return Box3(box.x, box.y, box.length, height, depth)

    def place(self, run: Run, axis: Axis) -> tuple[Box3, float, float]:
        """The box that a run is drawn on, and where along its edge."""
        first, stop = run
        if stop == axis.padded:
            return self.outer, first * self.unit, self.outer.height if axis is self.rows else self.outer.depth
        if axis.padding <= first < axis.padding + axis.length:
            return self.volume, (first - axis.padding) * self.unit, (stop - axis.padding) * self.unit
        return self.shell, first * self.unit, stop * self.unit


def _end(axis: Axis, extent: float, unit: float, least: float) -> float:
    runs = axis.unread()
    return max(extent, runs[-1][0] * unit + least) if runs and runs[-1][1] == axis.padded else extent


def unread_parts(unread: Unread, key: Point) -> tuple[Part, ...]:
    """Hatching over everything unread, and at `key` what it means; () where everything is read."""
    if not unread.strips:
        return ()
    marks = tuple(mark for quad in _quads(unread) for mark in _hatched(quad, unread.strips <= MOST_HATCHED))
    return Part(marks, kind="unread"), Part(tuple(_key(unread, *key)), kind="key")


def _quads(unread: Unread) -> Iterator[tuple[Point, ...]]:
    if unread.strips > MOST_STRIPS:
        yield from (unread.volume.side(), unread.volume.front(), unread.volume.roof())
        return
    for run in unread.rows.unread():
        yield from _row(*unread.place(run, unread.rows))
    for run in unread.columns.unread():
        yield from _column(*unread.place(run, unread.columns))


def _key(unread: Unread, x: float, y: float) -> Iterator[Mark]:
    """A swatch and its words, to the right of x on the baseline y."""
    yield from _hatched(((x, y - 9), (x + 24, y - 9), (x + 24, y), (x, y)), unread.strips <= MOST_HATCHED)
    lines = [say("never read by any window")]
    if unread.strips > MOST_STRIPS:
        lines = [say("never read: every so many rows"), say("or columns, too fine to draw")]
    elif unread.outer != unread.shell:
        lines.append(say("(drawn thicker than to scale)"))
    for index, words in enumerate(lines):
        yield Text(x + 31, y + 15 * index, words, 13, anchor="start", fill="muted")


def _row(box: Box3, top: float, bottom: float) -> Iterator[Quad]:
    """A row's strips on the front and on the side."""
    right, back = box.length, box.depth
    yield box.at(0, top, 0), box.at(right, top, 0), box.at(right, bottom, 0), box.at(0, bottom, 0)
    yield box.at(right, top, 0), box.at(right, top, back), box.at(right, bottom, back), box.at(right, bottom, 0)


def _column(box: Box3, near: float, far: float) -> Iterator[Quad]:
    """A column's strips on the roof and on the side."""
    right, low = box.length, box.height
    yield box.at(0, 0, near), box.at(right, 0, near), box.at(right, 0, far), box.at(0, 0, far)
    yield box.at(right, 0, near), box.at(right, low, near), box.at(right, low, far), box.at(right, 0, far)


def _hatched(quad: tuple[Point, ...], lines: bool) -> Iterator[Mark]:
    """A tinted strip; with `lines`, framed, and lines slanting between its two long edges, in one zigzag stroke."""
    yield Face(quad, "hatch", "hatch" if lines else "", role="pane", opacity=0.42, width=0.6)
    a, b, c, d = quad
    if dist(a, b) < dist(a, d):
        a, b, c, d = d, a, b, c
    along, across = dist(a, b), dist(a, d)
    if not lines or across < THICKEST_PLAIN:
        return
    count = max(1, int(along / SPACING))
    points: list[Point] = []
    for i in range(count):
        near = _between(a, b, i / count), _between(d, c, min(1.0, (i + 1) / count))
        points += near if i % 2 == 0 else (near[1], near[0])
    yield Stroke(points[0], tuple((point,) for point in points[1:]), "hatch", 0.6, role="guide")


def _between(a: Point, b: Point, part: float) -> Point:
    return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part
