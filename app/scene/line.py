"""A lane: volumes in a row on one line, and on the line between them the operations that make one from the other.

Convolutions and pools are bars of their kernels (K high, C long, F deep), what keeps a shape is a pill, an addition
a disc. A lane is laid out left to right from a cursor; lines are kept apart, so that they are drawn underneath.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.graph.types import Graph, Node, Shape
from app.language import say
from app.scene.bands import Band
from app.scene.failure import CROSS, STOP
from app.scene.glyphs import CHANNELS, EDGE, NAME, PILL, RECIPE, SPACE, edge_sizes, edges_have_room, kernel_box, sign
from app.scene.hues import hue_of
from app.scene.laws import Scale
from app.scene.op_words import conv_signature, node_label, op_label, stride_text
from app.scene.sheet import rectangle
from app.scene.slabs import stack
from app.scene.text import text_width
from app.scene.types import Column, Disc, Face, Mark, Part, Point, Stroke, Text
from app.scene.units import count_text, size_text
from app.scene.volume import DEPTH, Box3, box_of, ghost, solid

GAP = 14.0
LEAD = 20.0  # a line's bare end before an arrow head
PLUS, MIX = 12.0, 19.0  # radii of the discs of joins


@dataclass
class Line:
    """Draws from `x` on, along y = middle.

    within: the block whose operations these are, left out of their names. times: how many equal blocks it stands for.
    number: 0 for the main path, 1, 2, ... for a shortcut or a branch. edges: H and W stand at the edges they measure,
    else under the box. hue: of the volumes, "" for that of their layer. folded: what follows a convolution without
    changing the shape is written under it. lows: what stands on lanes below. start: where the next line begins.
    shown: the path of the last volume. refused: that of an operation that did not run. stop: where its cross goes.
    """

    graph: Graph
    scale: Scale
    x: float
    middle: float
    within: str = ""
    times: int = 1
    number: int = 0
    edges: bool = True
    dash: bool = False
    hue: str = ""
    folded: bool = False
    parts: list[Part] = field(default_factory=list[Part])
    wires: list[Part] = field(default_factory=list[Part])
    lows: list[Part] = field(default_factory=list[Part])
    columns: list[Column] = field(default_factory=list[Column])
    start: Point | None = None
    shown: str = ""
    refused: str = ""
    stop: Point | None = None

    def drawn(self) -> list[Part]:
        """Everything, in drawing order."""
        return [*self.wires, *self.parts, *self.lows]

    def volume(
        self,
        path: str,
        shape: Shape,
        label: str,
        ghosts: int = 0,
        hue: str = "",
        said: str = "",
        bands: Sequence[Band] = (),
        hollow: bool = False,
    ) -> Box3:
        """A volume, with an arrow into it from where the line began.

        ghosts: its last channels, which are zeros. bands: the slabs that it is a stack of. said: a line under it.
        hollow: without faces, for slabs that are parts of their own.
        """
        hue = hue or self.hue or hue_of(self.graph, path)
        box, edges = self._place(shape)
        marks: list[Mark] = []
        if not hollow:
            marks += stack(box, bands) if bands else self._faces(box, shape, ghosts, hue)
        middle = box.x + box.length / 2
        marks.append(Text(middle, box.bottom + 19, str(shape[0]), size=CHANNELS, weight="bold"))
        if edges:
            marks += edge_sizes(box, shape)
            right = box.x + box.length + box.depth * DEPTH[0] / 2 + 5 + text_width(str(shape[2]), EDGE)
        else:
            marks.append(Text(middle, box.bottom + 37, size_text(shape), size=SPACE, fill="muted"))
            right = middle + self._words(shape, edges) / 2
        if said:
            marks.append(Text(box.x, box.bottom + (37 if edges else 55), said, size=NAME, anchor="start", fill="muted"))
            right = max(right, box.x + text_width(said, NAME))
        self.parts.append(Part(tuple(marks), path=path, kind="volume", label=label, lane=self.number))
        self.start = (box.right + 2, self.middle)
        self.x = max(box.right, right) + 10
        self.shown = path
        return box

    def _place(self, shape: Shape) -> tuple[Box3, bool]:
        """Where the next volume stands, with its arrow drawn, and whether its edges carry their lengths."""
        size = box_of(shape, self.scale, 0, 0)
        edges = self.edges and len(shape) == 3 and edges_have_room(size, shape)
        if self.start is not None:
            self.x += LEAD + (0 if edges else max(0.0, (self._words(shape, edges) - size.length) / 2))
        if edges:
            self.x += text_width(str(shape[1]), EDGE) + 8
        box = box_of(shape, self.scale, self.x, self.middle)
        if self.start is not None:
            self._wire((box.x - 2, self.middle), arrow=True)
        return box, edges

    def _words(self, shape: Shape, edges: bool) -> float:
        """How wide the words under a volume are."""
        channels = text_width(str(shape[0]), CHANNELS, "bold")
        return channels if edges else max(channels, text_width(size_text(shape), SPACE))

    def _faces(self, box: Box3, shape: Shape, ghosts: int, hue: str) -> tuple[Face, ...]:
        if not ghosts:
            return solid(box, hue)
        length = box.length * (shape[0] - ghosts) / shape[0]
        kept = Box3(box.x, box.y, length, box.height, box.depth)
        added = Box3(box.x + length, box.y, box.length - length, box.height, box.depth)
        return (*ghost(added, hue), *solid(kept, hue))

    def operation(self, node: Node, notes: Sequence[Node] = ()) -> None:
        """What stands on the line for a node: a bar of kernels or a pill. notes: what is written under its bar."""
        if (node.kernel and node.output_shape[1:] != (1, 1)) or node.op in ("conv", "maxpool"):
            self._bar(node, notes)
        else:
            self._pill(node)

    def plus(self, node: Node) -> Point:
        """The disc that a join is: an addition, a multiplication, a mix; returns its centre."""
        radius = MIX if node.op == "highway" else PLUS
        self.x += LEAD
        centre = (self.x + radius, self.middle)
        self._wire((centre[0] - radius - 1, self.middle), arrow=True)
        marks = (Disc(centre, radius, fill="pill"), *sign(node, centre))
        self.parts.append(Part(marks, path=node.path, kind="operation", label=node_label(node), lane=self.number))
        self.columns.append(Column(node.path, centre[0], 2 * radius, self.times))
        self.start = (centre[0] + radius, self.middle)
        self.x = centre[0] + radius
        return centre

    def refusal(self) -> Point:
        """Where the line stops: leaves room from `x` on for the cross; returns the centre of its disc."""
        assert self.start is not None
        self.x = max(self.x, self.start[0] + 4)
        self._wire((self.x, self.middle), arrow=False)
        self.x += STOP
        self.start = (self.x + 2 * CROSS, self.middle)
        self.stop = (self.x + CROSS, self.middle)
        return self.stop

    def _bar(self, node: Node, notes: Sequence[Node]) -> None:
        box = kernel_box(node, self.scale)
        name = op_label(node) if node.op != "conv" else conv_signature(node) + stride_text(node)
        below = self._below(node)
        noted = " · ".join(op_label(note) for note in notes)
        width = max(text_width(name, RECIPE, "semibold"), text_width(below, NAME), text_width(noted, NAME), box.right)
        x = self.x + GAP + (width - box.right) / 2
        placed = Box3(x, self.middle - (box.height + box.depth * DEPTH[1]) / 2, box.length, box.height, box.depth)
        middle = self.x + GAP + width / 2
        marks: list[Mark] = [
            *solid(placed, "kernel" if node.op == "conv" else "pool"),
            Text(middle, placed.bottom + 19, name, size=RECIPE, weight="semibold"),
        ]
        if below:
            marks.append(Text(middle, placed.bottom + 36, below, size=NAME, fill="muted"))
        self.parts.append(Part(tuple(marks), path=node.path, kind="kernel", label=node_label(node), lane=self.number))
        self.parts += self._notes(notes, middle - text_width(noted, NAME) / 2, placed.bottom + 36)
        self.columns.append(Column(node.path, middle, min(width, 60), self.times))
        self.x += GAP + width

    def _below(self, node: Node) -> str:
        """What is written under an operation's recipe: its name; of a shortcut that learns, what it costs in all."""
        if self.folded:
            return ""
        branch = self.graph.group_by_path.get(node.path.rpartition(".")[0])
        if self.number and branch and sum(inside.op == "conv" for inside in self.graph.inside(branch)) == 1:
            cost = say("{count} parameters", count=count_text(branch.params))
            return f"{branch.name} · {cost}" if node.op == "conv" else ""
        return node.path.removeprefix(f"{self.within}.")

    def _notes(self, nodes: Sequence[Node], left: float, baseline: float) -> Iterator[Part]:
        """What happens to a convolution's output without changing its shape, written on one line under its bar."""
        for index, node in enumerate(nodes):
            word, dot = op_label(node), " · " if index else ""
            marks = [Text(left + text_width(dot, NAME), baseline, word, size=NAME, anchor="start", fill="muted")]
            if dot:
                marks.append(Text(left, baseline, "\u00a0·", size=NAME, anchor="start", fill="faint"))
            yield Part(tuple(marks), path=node.path, kind="operation", label=node_label(node), lane=self.number)
            left += text_width(dot + word, NAME)

    def _pill(self, node: Node) -> None:
        words = op_label(node)
        width = text_width(words, PILL, "semibold") + 18
        left, top, right, bottom = self.x + GAP, self.middle - 13, self.x + GAP + width, self.middle + 13
        marks = (
            Face(rectangle(left, top, right, bottom), "pill", "outline", "pane", radius=13),
            Text((left + right) / 2, self.middle + 4.9, words, size=PILL, weight="semibold", inside=True),
        )
        if self.start is not None:
            self._wire((left, self.middle), arrow=False)
        self.start = (right, self.middle)
        self.parts.append(Part(marks, path=node.path, kind="operation", label=node_label(node), lane=self.number))
        self.columns.append(Column(node.path, (left + right) / 2, min(width, 40), self.times))
        self.x += GAP + width

    def _wire(self, end: Point, arrow: bool) -> None:
        assert self.start is not None
        line = Stroke(self.start, ((end,),), dash=self.dash, arrow=arrow)
        self.wires.append(Part((line,), kind="wire", name=f"lane-{self.number}" if self.folded and self.number else ""))
