"""What the pictures of joins share: inputs one under the other, their names, and the lines that meet in a disc."""

from app.scene.sheet import bounds, elbow, moved
from app.scene.types import Mark, Part, Point, Stroke, Text
from app.scene.volume import Box3

APART = 30.0  # between two inputs
LEAD = 34.0  # from an input to its line


def stacked(parts: list[Part], apart: float = APART) -> list[tuple[Part, float]]:
    """Parts drawn on the line y = 0, placed one under the other, each with the height of its line."""
    placed: list[tuple[Part, float]] = []
    floor = None
    for part in parts:
        _, top, _, bottom = bounds(part.marks)
        drop = 0.0 if floor is None else floor + apart - top
        placed.append((moved(part, 0, drop), drop))
        floor = bottom + drop
    return placed


def lines_into(x: float, ends: list[float], centre: Point, radius: float, arrow: bool = True) -> tuple[Stroke, ...]:
    """A line from each input, which begins at (x, height), to the disc in the middle."""
    across, middle = centre
    lines: list[Stroke] = []
    for y in ends:
        if abs(y - middle) < radius:
            lines.append(Stroke((x + LEAD, y), (((across - radius - 1, y),),), arrow=arrow))
        else:
            edge = middle + (radius + 1 if y > middle else -radius - 1)
            lines.append(elbow((x + LEAD, y), (across, y), end=(across, edge), radius=16, arrow=arrow))
    return tuple(lines)


def over_line(x: float, y: float, name: str, what: str = "", lane: int = 0) -> Part:
    """The name of an input over its line, and under the name what that is."""
    marks: tuple[Mark, ...] = (Text(x + LEAD + 4, y - (30 if what else 12), name, 18, "semibold", "start"),)
    if what:
        marks = (*marks, Text(x + LEAD + 4, y - 12, what, 13, anchor="start", fill="muted"))
    return Part(marks, kind="term", lane=lane)


def slab(box: Box3, first: float, last: float) -> Box3:
    """The part of a box between two shares of its length."""
    start = box.length * first
    return Box3(box.x + start, box.y, box.length * last - start, box.height, box.depth)
