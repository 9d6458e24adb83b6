"""A drawing that is too long for its room goes on in a second line, as text does.

The line is broken at a volume that nothing but the main path passes: it ends the first line and begins the second,
there in grey, for it has been shown. Words are larger then, and every part is still in sight.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.scene.sheet import MARGIN, extent, moved
from app.scene.staged import dimmed
from app.scene.text import Box
from app.scene.types import Part, Scene, Stroke

LINE_GAP = 16.0
GAIN = 1.1  # a drawing is broken when its words become this much larger
EVEN = 0.9  # so much smaller it may be where its lines are more alike
TOUCH = 4.0  # brackets and wires reach so far into what they hold
HANG = 12.0  # words under a bracket reach so far beyond its last volume
FRAME = ("title", "legend", "axis")  # what belongs to no line alone
Boxed = tuple[Part, Box]


def continued(scene: Scene, room: tuple[float, float]) -> Scene:
    """The scene in one line or in two, whichever is shown larger in a room of this width and height.

    A line that is shown in its own size is not broken.
    """
    if _shown(scene, room) >= 1:
        return scene
    frame = [part for part in scene.parts if part.kind in FRAME]
    parts = [(part, extent((part,))) for part in scene.parts if part.marks and part.kind not in FRAME]
    broken = [_set(scene, frame, first, second) for first, second in _breaks(parts)]
    largest = max((_shown(tried, room) for tried in broken), default=0.0)
    if largest <= GAIN * _shown(scene, room):
        return scene
    return min((tried for tried in broken if _shown(tried, room) > EVEN * largest), key=lambda tried: tried.width)


def _shown(scene: Scene, room: tuple[float, float]) -> float:
    """How large a drawing unit is in a room."""
    return min(room[0] / scene.width, room[1] / scene.height)


def _breaks(parts: Sequence[Boxed]) -> Iterator[tuple[list[Boxed], list[Boxed]]]:
    """Every way to set the parts in two lines."""
    for part, (left, _, right, _) in parts:
        if not part.path or part.lane or "volume" not in part.kind.split():
            continue
        first = [each for each in parts if each[1][2] <= right + HANG]
        second = [each for each in parts if each[1][2] > right + HANG]
        if second and all(box[0] >= (left + right) / 2 for _, box in second):
            again = replace(dimmed(part), path="", label="")
            yield first, [(again, extent((part,))), *second]


def _set(scene: Scene, frame: Sequence[Part], first: Sequence[Boxed], second: Sequence[Boxed]) -> Scene:
    title, legend, axis = ([part for part in frame if part.kind == kind] for kind in FRAME)
    upper, lower = _around(first), _around(second)
    rise = min(0.0, extent(title)[3] + LINE_GAP - upper[1]) if title else 0.0
    dx, dy = MARGIN - lower[0], upper[3] + rise + LINE_GAP - lower[1]
    set_out = [*title]
    set_out += [moved(_cut(part, upper[0], upper[2] - TOUCH), 0, rise) for part in axis]
    set_out += [moved(_cut(part, lower[0] + TOUCH, lower[2]), dx, dy) for part in axis]
    set_out += [moved(part, 0, rise) for part, _ in first]
    set_out += [moved(part, dx, dy) for part, _ in second]
    below = lower[3] + dy + LINE_GAP
    set_out += [moved(part, 0, below - extent((part,))[1]) for part in legend]
    _, _, right, bottom = extent(set_out)
    return replace(scene, parts=tuple(set_out), width=right + MARGIN, height=bottom + MARGIN, columns=())


def _around(parts: Sequence[Boxed]) -> Box:
    lefts, tops, rights, bottoms = zip(*(box for _, box in parts), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _cut(axis: Part, left: float, right: float) -> Part:
    """The piece of the line that the tensor walks along between two places."""
    (line,) = axis.marks
    assert isinstance(line, Stroke)
    ((end,),) = line.steps
    start, end = (max(line.start[0], left), line.start[1]), (min(end[0], right), end[1])
    return replace(axis, marks=(replace(line, start=start, steps=((end,),)),))
