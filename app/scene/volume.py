"""Oblique (cabinet) boxes: channels along x, height down y, width along the depth axis, up and to the right.

A box is placed by the corner of its front face that is left and top; DEPTH is where one unit of depth goes
on the plane. All three visible faces (front, top, right side) are seen without perspective, so moving a kernel
by one cell is a translation.
"""

from dataclasses import dataclass

from app.graph.types import Shape
from app.scene.laws import Scale
from app.scene.types import Face, Point, Stroke

DEPTH: Point = (0.40, -0.30)
THIN = 5.0  # drawing units


@dataclass(frozen=True, slots=True)
class Box3:
    """A box on the plane. (x, y): left top corner of the front face. length along x, height down, depth into
    the page, all in drawing units."""

    x: float
    y: float
    length: float
    height: float
    depth: float

    def at(self, along: float, down: float, into: float) -> Point:
        """The point of the plane at these lengths from the front left top corner."""
        return self.x + along + into * DEPTH[0], self.y + down + into * DEPTH[1]

    @property
    def left(self) -> float:
        return self.x

    @property
    def right(self) -> float:
        return self.x + self.length + self.depth * DEPTH[0]

    @property
    def top(self) -> float:
        return self.y + self.depth * DEPTH[1]

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def front(self) -> tuple[Point, ...]:
        return self._quad((0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0))

    def roof(self) -> tuple[Point, ...]:
        return self._quad((0, 0, 0), (0, 0, 1), (1, 0, 1), (1, 0, 0))

    def side(self) -> tuple[Point, ...]:
        return self._quad((1, 0, 0), (1, 0, 1), (1, 1, 1), (1, 1, 0))

    def _quad(self, *corners: tuple[int, int, int]) -> tuple[Point, ...]:
        return tuple(self.at(a * self.length, d * self.height, i * self.depth) for a, d, i in corners)


def volume_shape(shape: Shape) -> tuple[int, int, int]:
    """C, H and W of a tensor: a vector is a volume of one cell."""
    return (shape[0], shape[1], shape[2]) if len(shape) == 3 else (shape[0], 1, 1)


def box_of(shape: Shape, scale: Scale, x: float, middle: float) -> Box3:
    """A volume with its front face centred on the line y = middle; a vector is a rod one cell high and deep."""
    channels, height, width = volume_shape(shape)
    tall = scale.spatial(height)
    return Box3(x, middle - tall / 2, scale.channels(channels), tall, scale.spatial(width))


def box_with(front: tuple[Point, ...], side: tuple[Point, ...]) -> Box3:
    """The box with these two faces, as `Box3` gives them."""
    (x, y), (right, _), (_, bottom), _ = front
    return Box3(x, y, right - x, bottom - y, (side[1][0] - side[0][0]) / DEPTH[0])


def is_vector(shape: Shape) -> bool:
    """Whether a tensor has no map: one number a channel."""
    return volume_shape(shape)[1:] == (1, 1)


def solid(box: Box3, hue: str) -> tuple[Face, ...]:
    """The three visible faces, in three lightnesses of one hue. A thin box has an outline of its hue, to be seen."""
    line = "edge" if min(box.length, box.height) >= THIN else f"{hue}-line"
    return (
        Face(box.roof(), f"{hue}-top", line),
        Face(box.side(), f"{hue}-side", line),
        Face(box.front(), f"{hue}-front", line),
    )


def ghost(box: Box3, hue: str, line: str = "") -> tuple[Face, ...]:
    """A hollow box: dashed edges and a breath of colour, for channels of zeros."""
    line = line or f"{hue}-line"
    return tuple(
        Face(points, f"{hue}-top", line, opacity=0.55, dash=True) for points in (box.roof(), box.side(), box.front())
    )


def wire(box: Box3, line: str) -> tuple[Stroke, ...]:
    """All twelve edges, for a padding shell around a solid box: three strokes behind, the visible faces in front."""

    def edge(*corners: tuple[int, int, int]) -> Stroke:
        first, *rest = (box.at(a * box.length, d * box.height, i * box.depth) for a, d, i in corners)
        return Stroke(first, tuple((point,) for point in rest), line, width=0.9, role="guide")

    return (
        edge((0, 1, 1), (0, 0, 1)),
        edge((0, 1, 1), (1, 1, 1)),
        edge((0, 1, 1), (0, 1, 0)),
        edge((0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0), (0, 0, 0)),
        edge((0, 0, 0), (0, 0, 1), (1, 0, 1), (1, 0, 0)),
        edge((1, 0, 1), (1, 1, 1), (1, 1, 0)),
    )
