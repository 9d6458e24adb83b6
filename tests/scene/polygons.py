"""Do two polygons on the plane touch? Polygons are tuples of corners; a piece of a line is a polygon of two."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from app.scene.types import Point

Polygon = tuple[Point, ...]
Box = tuple[float, float, float, float]
Item = TypeVar("Item")

SQUARE = 48.0


def polygons_meet(a: Polygon, b: Polygon) -> bool:
    """Whether two polygons, convex or not, have a point in common: edges that cross, or one holds the other."""
    if not boxes_meet(bounds(a), bounds(b)):
        return False
    if any(_edges_cross(p, q, r, s) for p, q in _edges(a) for r, s in _edges(b)):
        return True
    return holds(a, b[0]) or holds(b, a[0])


def holds(polygon: Polygon, point: Point) -> bool:
    """Whether a point lies inside, by the parity of the edges to its right; a line holds nothing."""
    x, y = point
    crossings = sum(
        (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax) for (ax, ay), (bx, by) in _edges(polygon)
    )
    return crossings % 2 == 1


def bounds(points: Iterable[Point]) -> Box:
    """(left, top, right, bottom)."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def boxes_meet(a: Box, b: Box) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def _edges(polygon: Polygon) -> Iterator[tuple[Point, Point]]:
    return zip(polygon, (*polygon[1:], polygon[0]), strict=True)


def _edges_cross(p: Point, q: Point, r: Point, s: Point) -> bool:
    apart = _turn(p, q, r) * _turn(p, q, s) > 0 or _turn(r, s, p) * _turn(r, s, q) > 0
    return not apart and boxes_meet(bounds((p, q)), bounds((r, s)))


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


class Grid(Generic[Item]):
    """Items by the squares that their boxes cover, so that only neighbours are compared."""

    def __init__(self) -> None:
        self._squares: defaultdict[tuple[int, int], list[Item]] = defaultdict(list)

    def add(self, box: Box, item: Item) -> None:
        for square in _squares(box):
            self._squares[square].append(item)

    def near(self, box: Box) -> Iterator[Item]:
        """Items that may meet the box, each once."""
        seen = {id(item): item for square in _squares(box) for item in self._squares.get(square, ())}
        return iter(seen.values())


def _squares(box: Box) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = (int(edge // SQUARE) for edge in box)
    return ((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))
