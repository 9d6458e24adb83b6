"""What a network's volumes hold, face on beneath them: a card a volume, the mean on top, then its most active channels.

As the columns of CNN Explainer's overview (Z. Wang et al. 2020). A network whose volumes stand too near to each other
for cards has none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from app.graph.types import INPUT, Graph, Shape
from app.language import say
from app.language.nouns import counted
from app.scene.hues import hue_of
from app.scene.sheet import MARGIN, extent, moved, note_size, rectangle
from app.scene.types import Column, Face, Painting, Part, Scene, Text
from app.scene.units import shape_text
from app.scene.volume import is_vector, volume_shape

MOST = 3  # active channels that are shown
LARGEST, SMALLEST = 48.0, 20.0  # edges of a card's pictures
BETWEEN = 4.0  # two pictures
ABOVE = 28.0  # a row, for its words
SMALLEST_WORDS = 14.0
STRIP = 10.0  # height of a vector's numbers
LANE = 4  # under the brackets


def filmstrip(scene: Scene, graph: Graph) -> Scene:
    """The drawing of a network with the strip between its brackets and its legend."""
    columns = scene.columns
    edge = min([LARGEST, *(right.x - left.x - BETWEEN for left, right in pairwise(columns))])
    if edge < SMALLEST:
        return scene
    drawn = [part for part in scene.parts if part.kind != "legend"]
    legend = [part for part in scene.parts if part.kind == "legend"]
    top = extent(drawn)[3] + ABOVE / 2
    strip = list(_cards(graph, columns, edge, top, max(SMALLEST_WORDS, note_size(scene))))
    left, _, right, bottom = extent(strip)
    dx = max(0.0, MARGIN - left)
    dy = bottom - extent(drawn)[3]
    return replace(
        scene,
        width=max(scene.width, right + MARGIN) + dx,
        height=scene.height + dy,
        parts=(
            *(part if part.kind == "title" else moved(part, dx, 0) for part in (*drawn, *strip)),
            *(moved(part, 0, dy) for part in legend),
        ),
        columns=tuple(replace(column, x=column.x + dx) for column in columns),
    )


def _cards(graph: Graph, columns: Sequence[Column], edge: float, top: float, size: float) -> Iterator[Part]:
    """The words of the two rows, in a font of that size, and a card a column."""
    tallest = max(_size(graph, column, edge)[1] for column in columns)
    left, second = columns[0].x - edge / 2, top + ABOVE + tallest + ABOVE
    words = (
        Text(left, top + ABOVE - 8, say("mean over the channels"), size, anchor="start", fill="muted"),
        Text(left, second - 8, say("most active channels"), size, anchor="start", fill="muted"),
    )
    yield Part(words, kind="filmstrip")
    for column in columns:
        yield from _card(graph, column, edge, top + ABOVE, second)


def _size(graph: Graph, column: Column, edge: float) -> tuple[float, float]:
    """Width and height of a card's pictures."""
    shape = graph.shape_of(graph.result_of(column.path))
    if is_vector(shape):
        return edge, STRIP
    _, height, width = volume_shape(shape)
    return edge * min(1, width / height), edge * min(1, height / width)


def _card(graph: Graph, column: Column, edge: float, first: float, second: float) -> Iterator[Part]:
    """The frames, which are a link, and what is in them."""
    made = graph.result_of(column.path)
    shape = graph.shape_of(made)
    width, height = _size(graph, column, edge)
    left = column.x - width / 2
    tops = [first] if is_vector(shape) or shape[0] == 1 else [first, *_tops(second, height, min(MOST, shape[0]))]
    line = f"{hue_of(graph, column.path)}-line"
    frames = tuple(Face(rectangle(left, top, left + width, top + height), "hairline", line) for top in tops)
    pictures = tuple(Painting(made, index, (left, top), (width, 0), (0, height)) for index, top in enumerate(tops))
    label = say(
        "{path}, {shape}: {contents}", path=column.path, shape=shape_text(shape), contents=contents(made, shape)
    )
    yield Part(frames, column.path, "card", label, lane=LANE)
    yield Part(pictures, kind="paintings")


def _tops(first: float, height: float, count: int) -> list[float]:
    return [first + index * (height + BETWEEN) for index in range(count)]


def contents(path: str, shape: Shape) -> str:
    """What is shown of a tensor, for those who do not see it."""
    if is_vector(shape):
        return say("its numbers in a row")
    if path == INPUT:
        return say("the picture as the network sees it")
    if shape[0] == 1:
        return say("its one channel")
    channel = say("most active channel")
    return say("its mean and {channels}", channels=counted(min(MOST, shape[0]), channel))
