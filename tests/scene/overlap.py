"""Finds what a picture must never have: a label that touches a label, a volume, an arrow or a disc, and ink outside.

Independent of how scenes are laid out: it looks only at the finished marks.

    python -m tests.scene.overlap resnet34 layer2.0 --set input=3,97,97 --scale linear
    python -m tests.scene.overlap resnet34 --every
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, pi, sin

from app.graph.trace import trace
from app.nets import build, preset
from app.render.arrow import arrow, split
from app.scene.draw import draw
from app.scene.text import text_corners
from app.scene.types import Disc, Face, Mark, Painting, Part, Scene, Stroke, Text, View
from tests.scene.polygons import Box, Grid, Polygon, bounds, boxes_meet, holds, polygons_meet

TOLERANCE = 0.5
BEZIER_PIECES = 16


@dataclass(frozen=True, slots=True)
class Outline:
    """Something that a label may not touch, within a box. order counts labels; name says whose it is."""

    points: Polygon
    box: Box
    mark: Mark
    name: str
    order: int = -1


def problems(scene: Scene) -> list[str]:
    """Every collision and every mark outside the plane, each as a sentence; an empty list is a good picture."""
    grid: Grid[Outline] = Grid()
    labels, outside = [], []
    for part in scene.parts:
        for mark in part.marks:
            inked = list(_outlines(part, mark, len(labels)))
            outside += _outside(scene, part, mark, [outline.box for outline in inked])
            for outline in inked if not isinstance(mark, Face | Stroke) or mark.role in ("face", "arrow") else ():
                grid.add(outline.box, outline)
                if isinstance(mark, Text):
                    labels.append(outline)
    touching = [f"{label.name} touches {name}" for label in labels for name in _touched(label, grid)]
    return touching + outside


def _touched(label: Outline, grid: Grid[Outline]) -> list[str]:
    """Names of what a label touches; of two labels the later one is named."""
    names = (
        other.name
        for other in grid.near(label.box)
        if not 0 <= other.order <= label.order
        and boxes_meet(label.box, other.box)
        and not _seated(label, other)
        and polygons_meet(label.points, other.points)
    )
    return sorted(set(names))


def _seated(label: Outline, other: Outline) -> bool:
    """Whether a label sits in a disc on purpose, as the plus of an addition does."""
    assert isinstance(label.mark, Text)
    centre = (sum(x for x, _ in label.points) / 4, sum(y for _, y in label.points) / 4)
    return label.mark.inside and isinstance(other.mark, Disc) and holds(other.points, centre)


def _outlines(part: Part, mark: Mark, order: int) -> Iterator[Outline]:
    """What a mark covers; a text a little less than its ink."""
    name = _name(part, mark)
    match mark:
        case Text():
            yield _outline(_shrunk(text_corners(mark)), mark, name, order)
        case Face():
            yield _outline(mark.points, mark, name)
        case Disc():
            yield _outline(_ring(mark), mark, name)
        case Painting():
            yield _outline(_slice(mark), mark, name)
        case Stroke():
            for points in stroke_polygons(mark):
                yield _outline(points, mark, name)


def _outline(points: Polygon, mark: Mark, name: str, order: int = -1) -> Outline:
    return Outline(points, bounds(points), mark, name, order)


def stroke_polygons(stroke: Stroke) -> Iterator[Polygon]:
    """A line as drawn, in straight pieces, and its head."""
    steps, head = arrow(stroke) if stroke.arrow else (stroke.steps, ())
    start = stroke.start
    for step in steps:
        pieces = BEZIER_PIECES if len(step) == 3 else 1
        points = [start, *(split(start, step, piece / pieces)[-1] for piece in range(1, pieces + 1))]
        yield from pairwise(points)
        start = step[-1]
    if head:
        yield head


def _slice(painting: Painting) -> Polygon:
    (x, y), (right, rise), (aside, fall) = painting.corner, painting.across, painting.down
    return ((x, y), (x + right, y + rise), (x + right + aside, y + rise + fall), (x + aside, y + fall))


def _ring(disc: Disc) -> Polygon:
    (x, y), radius = disc.centre, disc.radius + disc.width / 2
    return tuple((x + radius * cos(turn * pi / 12), y + radius * sin(turn * pi / 12)) for turn in range(24))


def _shrunk(corners: Polygon) -> Polygon:
    """A rectangle with every edge moved inwards by the tolerance."""
    (ax, ay), (bx, by), _, (dx, dy) = corners
    across, down = hypot(bx - ax, by - ay) or 1.0, hypot(dx - ax, dy - ay)
    ux, uy = TOLERANCE * (bx - ax) / across, TOLERANCE * (by - ay) / across
    vx, vy = TOLERANCE * (dx - ax) / down, TOLERANCE * (dy - ay) / down
    signs = ((1, 1), (-1, 1), (-1, -1), (1, -1))
    return tuple((x + s * ux + t * vx, y + s * uy + t * vy) for (x, y), (s, t) in zip(corners, signs, strict=True))


def _outside(scene: Scene, part: Part, mark: Mark, boxes: list[Box]) -> Iterator[str]:
    """A sentence for each side of the plane that a mark's ink crosses. boxes: those of the mark's outlines."""
    left, top, right, bottom = _ink(mark, boxes)
    if left < -TOLERANCE or top < -TOLERANCE:
        yield f"{_name(part, mark)} begins at ({left:.1f}, {top:.1f}), outside the plane"
    if right > scene.width + TOLERANCE or bottom > scene.height + TOLERANCE:
        yield (
            f"{_name(part, mark)} ends at ({right:.1f}, {bottom:.1f}), "
            f"outside the plane of {scene.width:.1f} by {scene.height:.1f}"
        )


def _ink(mark: Mark, boxes: list[Box]) -> Box:
    """The box of everything that a mark paints."""
    if isinstance(mark, Text):
        return bounds(text_corners(mark))
    margin = mark.width / 2 if isinstance(mark, Face | Stroke) and mark.line else 0.0
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts) - margin, min(tops) - margin, max(rights) + margin, max(bottoms) + margin


def _name(part: Part, mark: Mark) -> str:
    owner = " ".join(word for word in (part.kind, part.path or part.expand) if word) or "furniture"
    if isinstance(mark, Text):
        return f'"{mark.string}" at ({mark.x:.0f}, {mark.y:.0f}) of {owner}'
    return f"a {type(mark).__name__.lower()} of {owner}"


def main() -> int:
    """Check views from the command line: one sentence a problem, exit code 1 if there is any."""
    parser = argparse.ArgumentParser(description="Find colliding labels in a preset's views.")
    parser.add_argument("preset")
    parser.add_argument("path", nargs="*", default=[""], help="module paths; the whole network without")
    parser.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", dest="overrides")
    parser.add_argument("--scale", choices=("log", "sqrt", "linear"), default="log")
    parser.add_argument("--style", choices=("volumes", "schematic"), default="volumes")
    parser.add_argument("--expand", default="", help="stages to unfold, with commas, or all")
    parser.add_argument("--every", action="store_true", help="every path of the network")
    asked = parser.parse_args()
    config = preset(asked.preset).override(dict(pair.split("=", 1) for pair in asked.overrides))
    graph = trace(build(config, "meta"), config.input, config.preset)
    paths = ["", *graph.group_by_path, *graph.by_path] if asked.every else asked.path
    expand = tuple(stage for stage in asked.expand.split(",") if stage)
    count = 0
    for path in paths:
        for problem in problems(draw(graph, View(path, asked.scale, expand, asked.style))):
            count += 1
            print(f"{path or asked.preset}: {problem}")
    print(f"{count} problems in {len(paths)} views")
    return min(count, 1)


if __name__ == "__main__":
    sys.exit(main())
