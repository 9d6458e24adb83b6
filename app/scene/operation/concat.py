"""A concatenation (Szegedy et al. 2014, Figure 2): what the branches bring, side by side, stacked into one volume.

Here channels are to scale: every slab of the output is as long as the volume that became it.
"""

from app.graph.types import Graph, Node, Shape
from app.language import say
from app.scene.bands import Band, bands_of
from app.scene.op_words import op_title
from app.scene.operation.drawing import Drawing, columns, edge_labels, next_parts, output_part, sentence
from app.scene.sheet import bounds, extent, moved
from app.scene.slabs import range_text, slabs
from app.scene.text import text_box, text_width
from app.scene.types import Part, Stroke, Text, View
from app.scene.units import count_text, shape_text
from app.scene.volume import Box3, solid, volume_shape

LENGTH, TALLEST, CELL = 400.0, 84.0, 30.0
THINNEST = 2.0
BESIDE = 30.0
DROP = 56.0  # from the inputs' lowest label to the output's roof


def concat(graph: Graph, node: Node, view: View) -> Drawing:
    bands = bands_of(graph, node.path)
    inputs = _side_by_side([_input(node, band, index) for index, band in enumerate(bands)])
    left, _, right, bottom = extent(inputs)
    stack = _box(node.output_shape, node.output_shape[0], 0)
    output = Box3((left + right - stack.length) / 2, bottom + DROP - stack.top, stack.length, stack.height, stack.depth)
    parts = list(zip(bands, slabs(output, bands), strict=True))
    return Drawing(
        parts=(
            *inputs,
            output_part(graph, node, output),
            *(_band(band, box) for band, box in parts),
            *(_arrow(part, box) for part, (_, box) in zip(inputs, parts, strict=True)),
            *next_parts(graph, node, output),
        ),
        captions=(
            say(
                "{operation} of {count} branches · no parameters, nothing is computed",
                operation=sentence(op_title(node)),
                count=len(bands),
            ),
            say(
                "{parts} = {sum} channels; height and width must be the same in all, {size} here",
                parts=" + ".join(count_text(band.channels) for band in bands),
                sum=count_text(node.output_shape[0]),
                size=_map(node.output_shape),
            ),
        ),
        columns=columns(node, output),
        legend=say("all edges are to scale: channels by one measure, height and width by another"),
    )


def _map(shape: Shape) -> str:
    return shape_text(shape[1:]) if len(shape) == 3 else say("one cell")


def _box(shape: Shape, of: int, x: float) -> Box3:
    """The box of a shape whose channels are some `of` all, its front from x on around y = 0."""
    channels, height, width = volume_shape(shape)
    unit = min(CELL, TALLEST / max(height, width))
    down, into = max(THINNEST, height * unit), max(THINNEST, width * unit)
    return Box3(x, -down / 2, max(THINNEST, LENGTH * channels / of), down, into)


def _input(node: Node, band: Band, index: int) -> Part:
    """A branch's volume from x = 0 on, in the branch's hue, with its place in the stack."""
    box = _box(node.input_shapes[index], node.output_shape[0], 0)
    name = band.path.removeprefix(f"{node.path.rpartition('.')[0]}.")
    range_ = say("channels {range}", range=range_text(band))
    words = (
        Text(box.x, box.bottom + 40, range_, 14, "semibold", "start", f"{band.hue}-text"),
        Text(box.x, box.bottom + 57, name, 13, anchor="start", fill="faint"),
    )
    labels = edge_labels(box, node.input_shapes[index])
    label = say(
        "input {shape} from {path}, becomes {channels}",
        shape=shape_text(node.input_shapes[index]),
        path=band.path,
        channels=range_,
    )
    return Part((*solid(box, band.hue), *labels, *words), band.path, "volume", label, lane=index)


def _side_by_side(parts: list[Part]) -> list[Part]:
    x, placed = 0.0, list[Part]()
    for part in parts:
        left, _, right, _ = bounds(part.marks)
        placed.append(moved(part, x - left, 0))
        x += right - left + BESIDE
    return placed


def _band(band: Band, box: Box3) -> Part:
    """The slab that a branch became, as a link to the branch."""
    label = say("channels {range}: {count} from {path}", range=range_text(band), count=band.channels, path=band.path)
    roof, _, front = solid(box, band.hue)
    return Part((roof, front), band.path, "band", label, lane=1)


def _arrow(part: Part, box: Box3) -> Part:
    """From under an input's words to the roof of its slab."""
    texts = [mark for mark in part.marks if isinstance(mark, Text)]
    low = max(text_box(text)[3] for text in texts)
    start = (texts[-1].x + text_width(texts[-1].string, texts[-1].size) / 2, low + 6)
    end = box.at(box.length / 2, 0, box.depth / 2)
    bend = (end[1] - start[1]) * 0.5
    curve = ((start[0], start[1] + bend), (end[0], end[1] - bend), end)
    return Part((Stroke(start, (curve,), arrow=True),), kind="curve")
