"""Rows and columns of a volume that no window reads, hatched on the faces that show them."""

from collections.abc import Iterator
from math import hypot

from app.scene.operation.windows import Axis, Run
from app.scene.types import Face, Mark, Point, Stroke
from app.scene.volume import Box3

SPACING = 4.5  # between hatching lines
THICKEST_PLAIN = 2.6  # thinner strips are tinted only: lines would not be seen
MOST_STRIPS = 120  # a finer comb than this is one grey surface to the eye

Quad = tuple[Point, Point, Point, Point]


def unread_marks(rows: Axis, columns: Axis, volume: Box3, shell: Box3, unit: float) -> tuple[Mark, ...]:
    """Hatching over everything unread: on the volume, and on the padding shell for rows and columns outside."""
    runs = rows.unread(), columns.unread()
    if sum(len(found) for found in runs) > MOST_STRIPS:
        return tuple(mark for quad in (volume.side(), volume.front(), volume.roof()) for mark in _hatched(quad))
    dense = sum(len(found) for found in runs) > 6
    quads = [quad for run in runs[0] for quad in _row(run, rows, volume, shell, unit)]
    quads += [quad for run in runs[1] for quad in _column(run, columns, volume, shell, unit)]
    return tuple(mark for quad in quads for mark in _hatched(quad, lines=not dense))


def _row(run: Run, axis: Axis, volume: Box3, shell: Box3, unit: float) -> Iterator[Quad]:
    """A row's strips on the front and on the side."""
    box, (top, bottom) = _place(run, axis, volume, shell, unit)
    yield box.at(0, top, 0), box.at(box.length, top, 0), box.at(box.length, bottom, 0), box.at(0, bottom, 0)
    right = box.length
    yield (
        box.at(right, top, 0),
        box.at(right, top, box.depth),
        box.at(right, bottom, box.depth),
        box.at(right, bottom, 0),
    )


def _column(run: Run, axis: Axis, volume: Box3, shell: Box3, unit: float) -> Iterator[Quad]:
    """A column's strips on the roof and on the side."""
    box, (near, far) = _place(run, axis, volume, shell, unit)
    right = box.length
    yield box.at(0, 0, near), box.at(right, 0, near), box.at(right, 0, far), box.at(0, 0, far)
    yield box.at(right, 0, near), box.at(right, box.height, near), box.at(right, box.height, far), box.at(right, 0, far)


def _place(run: Run, axis: Axis, volume: Box3, shell: Box3, unit: float) -> tuple[Box3, tuple[float, float]]:
    """The box that a run is drawn on, and where along its edge."""
    first, stop = run
    if axis.padding <= first < axis.padding + axis.length:
        return volume, ((first - axis.padding) * unit, (stop - axis.padding) * unit)
    return shell, (first * unit, stop * unit)


def _hatched(quad: Quad | tuple[Point, ...], lines: bool = True) -> Iterator[Mark]:
    """A tinted strip with slanting lines between its two long edges, in one zigzag stroke."""
    yield Face(tuple(quad), "hatch", "", role="pane", opacity=0.42)
    a, b, c, d = quad
    if _length(a, b) < _length(a, d):
        a, b, c, d = d, a, b, c
    along, across = _length(a, b), _length(a, d)
    if not lines or across < THICKEST_PLAIN:
        return
    count = max(1, int(along / SPACING))
    points: list[Point] = []
    for i in range(count):
        near = _between(a, b, i / count), _between(d, c, min(1.0, (i + 1) / count))
        points += near if i % 2 == 0 else (near[1], near[0])
    yield Stroke(points[0], tuple((point,) for point in points[1:]), "hatch", 0.6, role="guide")


def _length(a: Point, b: Point) -> float:
    return hypot(b[0] - a[0], b[1] - a[1])


def _between(a: Point, b: Point, part: float) -> Point:
    return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part
