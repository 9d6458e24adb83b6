"""Where an arrow's line stops and its head begins: a Stroke becomes a shorter path and a small polygon.

Heads are drawn, not SVG markers, because Inkscape and Typst must show them too.
"""

from math import dist

from app.scene.types import Point, Stroke

Step = tuple[Point, ...]

HALVINGS = 12


def head_length(stroke: Stroke) -> float:
    """From the tip back to the barbs, in drawing units; thicker lines have larger heads."""
    return 4.2 + 3 * stroke.width


def arrow(stroke: Stroke) -> tuple[tuple[Step, ...], tuple[Point, ...]]:
    """(steps, head): the line's steps cut off inside the notch of its head, and the head's corners.

    head is tip, barb, notch, barb. It points along the chord that it covers of the line, which is the
    tangent where the line is straight. A line shorter than its head loses all its steps.
    """
    tip = stroke.steps[-1][-1]
    length = head_length(stroke)
    steps, base = _cut(stroke, length)
    reach = dist(base, tip) or 1.0
    ux, uy = (tip[0] - base[0]) / reach, (tip[1] - base[1]) / reach
    half = 0.4 * length

    def corner(back: float, aside: float) -> Point:
        return tip[0] - back * ux - aside * uy, tip[1] - back * uy + aside * ux

    if steps:  # the line ends a little inside the notch, so that no seam shows
        steps = (*steps[:-1], (*steps[-1][:-1], corner(0.7 * length, 0)))
    return steps, (tip, corner(length, half), corner(0.8 * length, 0), corner(length, -half))


def _cut(stroke: Stroke, length: float) -> tuple[tuple[Step, ...], Point]:
    """The steps up to where the line enters the circle of radius `length` about its end, and that point."""
    tip = stroke.steps[-1][-1]
    for last in range(len(stroke.steps) - 1, -1, -1):
        start = stroke.steps[last - 1][-1] if last else stroke.start
        if dist(start, tip) > length:
            kept = _part(start, stroke.steps[last], tip, length)
            return (*stroke.steps[:last], kept), kept[-1]
    return (), stroke.start


def _part(start: Point, step: Step, tip: Point, length: float) -> Step:
    """The beginning of a step, up to the point that is `length` away from the tip."""
    if len(step) == 1 and step[0] == tip:
        return (between(tip, start, length / dist(start, tip)),)
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if dist(split(start, step, middle)[-1], tip) > length:
            low = middle
        else:
            high = middle
    return split(start, step, high)


def split(start: Point, step: Step, t: float) -> Step:
    """The part of a step from its start to the parameter t, by de Casteljau's construction."""
    if len(step) == 1:
        return (between(start, step[0], t),)
    first, second, end = step
    a, b, c = between(start, first, t), between(first, second, t), between(second, end, t)
    d, e = between(a, b, t), between(b, c, t)
    return a, d, between(d, e, t)


def between(a: Point, b: Point, t: float) -> Point:
    """The point a fraction t of the way from a to b."""
    return a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])
