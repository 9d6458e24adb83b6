"""What the operation pictures share: the ruler that sizes their boxes, labelled volumes, arrows, the result.

Local coordinates: y = 0 is the line on which all volumes are centred, x = 0 the front of the input.
"""

from dataclasses import dataclass

from app.graph.types import INPUT, Graph, Node, Shape
from app.language import say
from app.scene.bands import bands_of, hue_on
from app.scene.flow import passes_through
from app.scene.laws import THINNEST, Scale, law_text
from app.scene.op_words import op_title
from app.scene.sheet import extent
from app.scene.slabs import stack
from app.scene.text import text_box
from app.scene.types import Column, Face, Mark, Part, Point, Sliding, Stroke, Text, View
from app.scene.units import phrases, shape_text
from app.scene.volume import DEPTH, Box3, solid, volume_shape
from app.scene.words import block_title

TALLEST = 200.0
LARGEST_CELL = 56.0
NAME_DROP = 36.5


@dataclass(frozen=True, slots=True)
class Drawing:
    """An operation's picture without its title: parts in local coordinates, and the words around them."""

    parts: tuple[Part, ...]
    captions: tuple[str, ...]
    columns: tuple[Column, ...] = ()
    sliding: Sliding | None = None
    legend: str = ""


@dataclass(frozen=True, slots=True)
class Ruler:
    """Lengths of an operation view: `unit` for one cell of height or width, always linear; channels by the law."""

    unit: float
    scale: Scale

    def length(self, channels: float) -> float:
        return self.scale.channels(channels)

    def cells(self, count: float) -> float:
        return max(THINNEST, count * self.unit)

    def box(self, shape: Shape, x: float, middle: float = 0) -> Box3:
        """The box of a tensor, its front at x, its picture centred on the line `middle`."""
        channels, height, width = volume_shape(shape)
        down, into = self.cells(height), self.cells(width)
        return Box3(x, middle - (down + into * DEPTH[1]) / 2, self.length(channels), down, into)

    def words(self) -> str:
        return say("channels: {law}; height and width to scale, cell by cell", law=law_text(self.scale.law))


def ruler(view: View, most_cells: int, *counts: int, tallest: float = TALLEST, cell: float = LARGEST_CELL) -> Ruler:
    """A ruler on which `most_cells` are `tallest` long (a cell at most `cell`) and the largest count fits."""
    most = max(counts)
    longest = 44 + 11 * Scale("log", 1, 1, 1, 1).channels(most)
    return Ruler(min(cell, tallest / most_cells), Scale(view.scale, 1, most, 1, longest))


def channel_label(box: Box3, shape: Shape) -> Text:
    return Text(box.x + box.length / 2, box.bottom + 19, str(shape[0]), 16, "bold")


def edge_labels(box: Box3, shape: Shape, height_right: bool = False) -> tuple[Text, ...]:
    """C, H and W at the edges that they measure: C under the front, W along the depth, H left or right.

    A vector has only its length.
    """
    channels = channel_label(box, shape)
    if len(shape) == 1:
        return (channels,)
    side_x, side_y = box.at(box.length, box.height, box.depth / 2)
    width_x = max(side_x + 8, text_box(channels)[2] + 8)
    height = height_label(box, shape, height_right)
    width_y = max(side_y + 15, height.y + 16) if height_right else side_y + 15
    width = Text(width_x, width_y, str(shape[2]), 14, anchor="start", fill="muted")
    return channels, height, width


def height_label(box: Box3, shape: Shape, right: bool = False) -> Text:
    if right:
        return Text(box.right + 9, box.top + box.height / 2 + 5, str(shape[1]), 14, anchor="start", fill="muted")
    return Text(box.left - 9, box.y + box.height / 2 + 5, str(shape[1]), 14, anchor="end", fill="muted")


def faces_of(graph: Graph, path: str, box: Box3) -> tuple[Face, ...]:
    """The box of the tensor that `path` puts out: in one hue, or in the bands of a concatenation."""
    bands = bands_of(graph, path)
    return stack(box, bands) if bands else solid(box, hue_on(graph, path))


def input_part(
    graph: Graph,
    node: Node,
    box: Box3,
    index: int = 0,
    shell: Box3 | None = None,
    lane: int = 0,
    faces: tuple[Mark, ...] = (),
) -> Part:
    """A tensor that the operation reads: a link to the operation that made it. `faces` replaces the solid box."""
    source, shape = node.inputs[index], node.input_shapes[index]
    outer = shell or box
    marks: tuple[Mark, ...] = (*(faces or faces_of(graph, source, box)), *edge_labels(outer, shape))
    name = say("the network's input") if source == INPUT else say("from {source}", source=source)
    note = Text(outer.x, outer.bottom + NAME_DROP, name, 13, anchor="start", fill="faint")
    label = phrases(say("input {shape}", shape=shape_text(shape)), name)
    return Part((*marks, note), source, "volume", label, lane=lane)


def output_part(graph: Graph, node: Node, box: Box3, faces: tuple[Mark, ...] = ()) -> Part:
    """The tensor that the operation makes. `faces` replaces the solid box."""
    marks = (*(faces or faces_of(graph, node.path, box)), *edge_labels(box, node.output_shape, height_right=True))
    label = say("output {shape} of {operation}", shape=shape_text(node.output_shape), operation=op_title(node))
    return Part(marks, node.path, "volume", label)


def next_parts(graph: Graph, node: Node, box: Box3, lines: int = 2) -> tuple[Part, ...]:
    """Links to the operations that read the output, under it."""
    made = node.inputs[0] if passes_through(node) else node.path
    later = graph.nodes[graph.place_of[node.path] + 1 :] if node.path in graph.place_of else ()
    readers = [other for other in later if made in other.inputs]
    named = {reader.path: op_title(reader) for reader in readers}
    if len(named) > lines:
        named = dict(_whole(graph, node, reader) for reader in readers)
    parts: list[Part] = []
    for index, (path, title) in enumerate([*named.items()][:lines]):
        drop = NAME_DROP + 16 * index
        note = Text(box.x, box.bottom + drop, say("to {path}", path=path), 13, anchor="start", fill="faint")
        parts.append(Part((note,), path, "next", say("next: {path}, {operation}", path=path, operation=title)))
    return tuple(parts)


def _whole(graph: Graph, node: Node, reader: Node) -> tuple[str, str]:
    """(path, title) of the block or auxiliary classifier that a reader outside of the node's own begins, or of it."""
    own = graph.around(node.path)
    entered = [group for group in graph.around(reader.path) if group.kind in ("block", "aux") and group not in own]
    if not entered:
        return reader.path, op_title(reader)
    return entered[0].path, block_title(graph, entered[0])


def columns(node: Node, output: Box3) -> tuple[Column, ...]:
    """Where the bar of a chart stands: under the output."""
    return (Column(node.path, (output.left + output.right) / 2, output.right - output.left),)


def no_weights(node: Node) -> str:
    """The first caption of an operation that has none."""
    return say("{operation} · no weights", operation=sentence(op_title(node)))


def sentence(words: str) -> str:
    """The words with a capital: `ReLU` keeps its own."""
    return words[0].upper() + words[1:]


def right_of(*parts: Part) -> float:
    """The right edge of what has been drawn so far."""
    return extent(parts)[2]


def arrow(start: Point, end: Point, dash: bool = False) -> Stroke:
    return Stroke(start, ((end,),), dash=dash, arrow=True)


def bow(start: Point, end: Point, *, bend: float = 0.5, line: str = "wire") -> Stroke:
    """An S-shaped arrow that leaves and arrives along x."""
    reach = max(28.0, abs(end[0] - start[0]) * bend)
    return Stroke(start, (((start[0] + reach, start[1]), (end[0] - reach, end[1]), end),), line, arrow=True)


def grid(box: Box3, rows: int, columns: int, line: str) -> tuple[Stroke, ...]:
    """Lines between the cells on a box's side."""
    down, into = box.height / rows, box.depth / columns
    across = [(box.at(box.length, i * down, 0), box.at(box.length, i * down, box.depth)) for i in range(1, rows)]
    along = [(box.at(box.length, 0, i * into), box.at(box.length, box.height, i * into)) for i in range(1, columns)]
    return tuple(Stroke(a, ((b,),), line, 0.7, role="guide") for a, b in (*across, *along))
