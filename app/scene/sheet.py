"""From parts drawn anywhere on the plane to a Scene cut to its content: bounds, shifts, titles and legends."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from app.scene.alt import headed
from app.scene.text import Box, text_box, text_width
from app.scene.types import Column, Disc, Face, Mark, Painting, Part, Point, Scene, Sliding, Stroke, Text

MARGIN = 24.0
LEGEND, LARGEST = 13.5, 18.0  # its font size; as large as that in wide drawings, which are shown smaller
LEGEND_LINE = 1.48  # font sizes from one line of it to the next
SIZES = 110.0  # of a font in the width of a drawing
DOT = " · "  # between phrases
ARROW = 8.0  # length of an arrow's head, which may stand out sideways by half of it


def bounds(marks: Iterable[Mark]) -> Box:
    """(left, top, right, bottom) of everything that the marks may colour."""
    lefts, tops, rights, bottoms = zip(*(_box(mark) for mark in marks), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _box(mark: Mark) -> Box:
    if isinstance(mark, Text):
        return text_box(mark)
    if isinstance(mark, Disc):
        (x, y), r = mark.centre, mark.radius + mark.width / 2
        return x - r, y - r, x + r, y + r
    if isinstance(mark, Face):
        points, reach = mark.points, mark.width / 2
    elif isinstance(mark, Painting):
        points, reach = painting_corners(mark), 0.0
    else:  # the control points of a Bezier curve enclose it
        points = (mark.start, *(point for step in mark.steps for point in step))
        reach = max(mark.width / 2, ARROW / 2 if mark.arrow else 0.0)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs) - reach, min(ys) - reach, max(xs) + reach, max(ys) + reach


def painting_corners(painting: Painting) -> tuple[Point, ...]:
    """Of the parallelogram, from its first row and column on."""
    (x, y), (along, rise), (aside, fall) = painting.corner, painting.across, painting.down
    return (x, y), (x + along, y + rise), (x + along + aside, y + rise + fall), (x + aside, y + fall)


def extent(parts: Iterable[Part]) -> Box:
    """`bounds` of everything in the parts."""
    return bounds(mark for part in parts for mark in part.marks)


def rectangle(left: float, top: float, right: float, bottom: float) -> tuple[Point, ...]:
    """Corners of an upright rectangle, from the left top one clockwise."""
    return (left, top), (right, top), (right, bottom), (left, bottom)


def bracket(left: float, right: float, top: float, hue: str) -> Stroke:
    """A bracket that holds what stands above it, in a layer's hue."""
    return Stroke((left, top - 6), (((left, top),), ((right, top),), ((right, top - 6),)), f"{hue}-line", role="guide")


def moved(part: Part, dx: float, dy: float) -> Part:
    """The same part, shifted."""

    def shift(point: Point) -> Point:
        return point[0] + dx, point[1] + dy

    return replace(part, marks=tuple(placed_by(shift, mark) for mark in part.marks))


def placed_by(move: Callable[[Point], Point], mark: Mark) -> Mark:
    """A mark with all its points moved."""
    match mark:
        case Text():
            x, y = move((mark.x, mark.y))
            return replace(mark, x=x, y=y)
        case Disc():
            return replace(mark, centre=move(mark.centre))
        case Face():
            return replace(mark, points=tuple(move(point) for point in mark.points))
        case Painting():
            return replace(mark, corner=move(mark.corner))
        case Stroke():
            steps = tuple(tuple(move(point) for point in step) for step in mark.steps)
            return replace(mark, start=move(mark.start), steps=steps)


def heading(title: str, captions: Sequence[str], x: float, top: float) -> Part:
    """The title of a view and the lines under it, the first baseline 20 below `top`."""
    lines = [Text(x, top + 20, title, size=21, weight="bold", anchor="start")]
    for index, caption in enumerate(captions):
        lines.append(Text(x, top + 44 + 20 * index, caption, size=15, anchor="start", fill="muted"))
    return Part(tuple(lines), kind="title")


def heading_height(captions: Sequence[str]) -> float:
    """How much room `heading` takes."""
    return 30 + 20 * len(captions)


def titled(
    title: str,
    captions: Sequence[str],
    parts: Sequence[Part],
    columns: Sequence[Column] = (),
    legend: str = "",
    sliding: Sliding | None = None,
    gap: float = 24,
    beside: bool = False,
) -> Scene:
    """A Scene with its heading above, `legend` under it, and everything shifted so that MARGIN is left around.

    beside: the heading may stand left of what rises high. The alternative text is the heading and its captions.
    """
    left, top, _, bottom = extent(parts)
    head = heading(title, captions, left, 0)
    above = (_top_under(head, parts, gap) if beside else top) - gap - heading_height(captions)
    framed = [moved(head, 0, min(top, above)), *parts]
    if legend:
        note = Text(left, bottom + gap + 8, legend, size=LEGEND, anchor="start", fill="faint")
        framed.append(Part((note,), kind="legend"))
    left, top, right, bottom = extent(framed)
    dx, dy = MARGIN - left, MARGIN - top
    return Scene(
        title=title,
        alt=headed(title, captions),
        width=right - left + 2 * MARGIN,
        height=bottom - top + 2 * MARGIN,
        parts=tuple(moved(part, dx, dy) for part in framed),
        columns=tuple(replace(column, x=column.x + dx) for column in columns),
        sliding=sliding and _slid(sliding, dx, dy),
    )


def noted(scene: Scene, phrases: Sequence[str]) -> Scene:
    """The scene with more said in its legend, which is set anew."""
    begun = [mark for part in scene.parts if part.kind == "legend" for mark in part.marks if isinstance(mark, Text)]
    said = [phrase for text in begun for phrase in text.string.split(DOT)]
    size = note_size(scene)
    lines = wrapped([*said, *phrases], scene.width - 2 * MARGIN, size)
    top = begun[0].y - begun[0].size if begun else scene.height - MARGIN + LEGEND_LINE * size
    texts = [
        Text(MARGIN, top + size + LEGEND_LINE * size * index, line, size, anchor="start", fill="faint")
        for index, line in enumerate(lines)
    ]
    return replace(
        scene,
        parts=(*(part for part in scene.parts if part.kind != "legend"), Part(tuple(texts), kind="legend")),
        width=max(scene.width, *(text_box(text)[2] + MARGIN for text in texts)),
        height=texts[-1].y + 4 + MARGIN,
    )


def note_size(scene: Scene) -> float:
    """The font size of what is noted beside a drawing."""
    return min(LARGEST, max(LEGEND, scene.width / SIZES))


def wrapped(phrases: Sequence[str], room: float, size: float = LEGEND) -> list[str]:
    """Phrases joined by dots, as many a line as there is room for."""
    lines: list[str] = []
    for phrase in phrases:
        longer = f"{lines[-1]}{DOT}{phrase}" if lines else phrase
        if lines and text_width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(phrase)
    return lines


def _top_under(head: Part, parts: Sequence[Part], gap: float) -> float:
    """How high that rises which stands under a heading."""
    reach = extent((head,))[2] + gap
    boxes = [_box(mark) for part in parts for mark in part.marks]
    return min(top for left, top, _, _ in boxes if left < reach)


def _slid(sliding: Sliding, dx: float, dy: float) -> Sliding:
    (x, y), (out_x, out_y) = sliding.in_corner, sliding.out_corner
    return replace(sliding, in_corner=(x + dx, y + dy), out_corner=(out_x + dx, out_y + dy))


def spaced(columns: Sequence[Column], least: float = 22.0) -> list[Column]:
    """Columns from left to right, moved as little as keeps their centres `least` apart: lanes share one chart."""
    runs: list[list[Column]] = []
    for column in sorted(columns, key=lambda column: column.x):
        runs.append([column])
        while len(runs) > 1 and _begin(runs[-1], least) < _begin(runs[-2], least) + least * len(runs[-2]):
            last = runs.pop()
            runs[-1] += last
    return [
        replace(column, x=_begin(run, least) + least * index, width=min(column.width, least))
        for run in runs
        for index, column in enumerate(run)
    ]


def _begin(run: Sequence[Column], least: float) -> float:
    """Where the first column of a run stands if they are `least` apart around where they would like to stand."""
    return sum(column.x for column in run) / len(run) - least * (len(run) - 1) / 2


def elbow(
    start: Point,
    *corners: Point,
    end: Point,
    radius: float = 10,
    dash: bool = False,
    arrow: bool = True,
    line: str = "wire",
    width: float = 1.4,
) -> Stroke:
    """A line with straight legs and rounded corners from start over `corners` to end."""
    steps: list[tuple[Point, ...]] = []
    points = (start, *corners, end)
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        enter, leave = _toward(corner, before, radius), _toward(corner, after, radius)
        steps += [(enter,), (corner, corner, leave)]
    return Stroke(start, (*steps, (end,)), line=line, width=width, dash=dash, arrow=arrow)


def _toward(corner: Point, other: Point, radius: float) -> Point:
    """The point `radius` away from a corner towards another, at most half of the way."""
    dx, dy = other[0] - corner[0], other[1] - corner[1]
    length = max((dx * dx + dy * dy) ** 0.5, 1e-9)
    step = min(radius, length / 2) / length
    return corner[0] + dx * step, corner[1] + dy * step
