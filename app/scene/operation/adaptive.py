"""Adaptive pooling: the map is shared among a given number of windows, which may differ in size and overlap.

Window i of n over L cells reads from floor(i L / n) up to, but not including, ceil((i + 1) L / n).
"""

from app.graph.types import Graph, Node, elements
from app.language import say, say_in
from app.scene.op_words import op_title
from app.scene.operation.drawing import Drawing, sentence
from app.scene.operation.plain import between, common_ruler
from app.scene.sheet import rectangle
from app.scene.types import Face, Mark, Part, Text, View
from app.scene.units import count_text, window_text
from app.scene.volume import Box3, volume_shape

Span = tuple[int, int]
Spans = tuple[Span, ...]

WIDE = 190.0  # the rows of the input, laid along a line
STEP = 9.0  # from one window's bar to the next
MOST_BARS = 12
THICK = 0.1  # of the channels, for the slab that the window is drawn on


def spans(length: int, count: int) -> tuple[Span, ...]:
    """[first, stop) of the cells that each window reads along one axis."""
    return tuple((i * length // count, -(-(i + 1) * length // count)) for i in range(count))


def adaptive(graph: Graph, node: Node, view: View) -> Drawing:
    _, height, width = volume_shape(node.input_shapes[0])
    _, rows, columns = volume_shape(node.output_shape)
    high, wide = spans(height, rows), spans(width, columns)
    measure = common_ruler(node, view)
    middle = (
        *_bars(high, height),
        Text(0, 24, say("mean of each window,"), 14, "semibold"),
        Text(0, 42, say("channel by channel"), 14, fill="muted"),
    )
    captions = (
        say(
            "{operation} to {size} · no weights",
            operation=sentence(op_title(node)),
            size=window_text((rows, columns)),
        ),
        say(
            "Each of the {count} numbers is the mean of its window: {windows}",
            count=count_text(elements(node.output_shape)),
            windows=_windows(high, height, None if (height, rows) == (width, columns) else (wide, width)),
        ),
    )
    drawing = between(graph, node, measure, middle, WIDE + 40, captions)
    source, action, result, *others = drawing.parts
    start = measure.box(node.input_shapes[0], 0)
    end = measure.box(node.output_shape, min(x for face in _faces(result) for x, _ in face.points))
    window = _window(start, high[0][1] / height, wide[0][1] / width, "pool", say("the window of output cell (0, 0)"))
    cell = _window(end, 1 / rows, 1 / columns, "", say("output cell (0, 0)"))
    return Drawing((source, window, action, result, cell, *others), captions, drawing.columns, legend=drawing.legend)


def _faces(part: Part) -> list[Face]:
    return [mark for mark in part.marks if isinstance(mark, Face)]


def _windows(high: Spans, height: int, across: tuple[Spans, int] | None) -> str:
    """`14 rows as 0–3, 3–6, 7–10, 10–13`; the columns only where they are shared in another way."""
    rows = say("{count} rows as {spans}", count=count_text(height), spans=_listed(high))
    if not across:
        return rows
    wide, width = across
    columns = say("{count} columns as {spans}", count=count_text(width), spans=_listed(wide))
    return say_in("between phrases", "; ").join((rows, columns))


def _listed(found: Spans) -> str:
    """Of many windows the first and the last."""
    words = [f"{first}–{stop - 1}" if stop - first > 1 else str(first) for first, stop in found]
    if len(words) > 8:
        words = [*words[:2], "…", words[-1]]
    return say(", ").join(words)


def _bars(found: tuple[Span, ...], length: int) -> tuple[Mark, ...]:
    """Over the arrow: the input's rows along a line, and over it a bar for the rows of each window."""
    shown = found[:MOST_BARS]
    unit, low = WIDE / length, -16.0
    marks: list[Mark] = [
        Face(rectangle(-WIDE / 2, low - 4, WIDE / 2, low), "pool-top", "pool-line", role="pane", width=0.6)
    ]
    for number, (first, stop) in enumerate(shown, start=1):
        y = low - 6 - STEP * number
        left = -WIDE / 2 + first * unit
        bar = rectangle(left, y, left + max(1.0, (stop - first) * unit), y + 6)
        marks.append(Face(bar, "pool-side" if number > 1 else "highlight", "pool-line", role="pane", width=0.8))
    top = low - 14 - STEP * len(shown)
    marks.append(
        Text(
            0,
            top - 4,
            say("{rows} rows, {windows} windows", rows=count_text(length), windows=len(found)),
            13,
            fill="pool-text",
        )
    )
    return tuple(marks)


def _window(box: Box3, down: float, into: float, hue: str, label: str) -> Part:
    """The first window on the last channels of a box: shares `down` of its height and `into` of its depth."""
    thick = box.length * THICK
    x, y = box.at(box.length - thick, 0, 0)
    part = Box3(x, y, thick, box.height * down, box.depth * into)
    shades = ("top", "side", "front")
    faces = tuple(
        Face(points, f"{hue}-{shade}" if hue else "highlight", f"{hue}-line" if hue else "ink", opacity=0.9)
        for points, shade in zip((part.roof(), part.side(), part.front()), shades, strict=True)
    )
    return Part(faces, kind="kernel" if hue else "cell", label=label)
