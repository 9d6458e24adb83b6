"""Boxes and arrows from top to bottom, as in the paper's Figure 3: one box an operation, shortcuts at the right.

Local coordinates: x = 0 is the line that the data runs down, y = 0 the top. What the paper leaves out
(normalisation, activation) is written beside the arrows where there is room, in a detailed stack.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.graph.types import Graph, Group, Node
from app.scene.flow import Flow, flow_of, nodes_in
from app.scene.folding import Run
from app.scene.hues import hue_of
from app.scene.network import fold_pill
from app.scene.sheet import elbow, rectangle
from app.scene.text import text_width
from app.scene.types import Disc, Face, Mark, Part, Point, Stroke, Text
from app.scene.words import op_label, op_title, shape_text, shortcut_kind, shortcut_title, size_text

BOX = 23.0
PLUS = 7.0
ZEROS = 9.0  # the disc with a 0 on a shortcut that appends channels of zeros
ASIDE = 24.0  # from a box to the shortcut beside it
BETWEEN = ("norm", "activation", "flatten")  # operations without a box


def box_width(nodes: Sequence[Node]) -> float:
    """A width for which every label has air around it."""
    return max((text_width(op_label(node), 13) for node in nodes), default=60) + 26


@dataclass
class Stack:
    """Draws downwards from `y`. width: of the boxes. detailed: names what the paper leaves out, and every shape.
    sizes: H × W stands at the left where it changes; `size` is the one that stands there last."""

    graph: Graph
    width: float
    detailed: bool = False
    sizes: bool = False
    y: float = 0.0
    size: str = ""
    parts: list[Part] = field(default_factory=list[Part])
    wires: list[Part] = field(default_factory=list[Part])

    @property
    def gap(self) -> float:
        """The length of an arrow."""
        return 25.0 if self.detailed else 13.0

    def image(self) -> None:
        """The network's input."""
        shape = shape_text(self.graph.input)
        self.size = size_text(self.graph.input)
        self._size(self.size, self.y + BOX / 2)
        self._pill("image", "grey", Part((), path="input", kind="operation", label=f"input, {shape}"))

    def nodes(self, nodes: Sequence[Node]) -> list[str]:
        """Operations in a row; those without a box are written beside the arrow behind them. Returns the last ones."""
        beside: list[str] = []
        for node in nodes:
            if node.op in BETWEEN:
                beside.append(op_label(node))
                continue
            self.arrow(beside)
            beside = []
            label = f"{node.path}, {op_title(node)}, {shape_text(node.output_shape)}"
            if self.detailed:
                self._size(shape_text(node.output_shape), self.y + BOX / 2)
            elif self.sizes and len(node.output_shape) == 3 and size_text(node.output_shape) != self.size:
                self.size = size_text(node.output_shape)
                self._size(self.size, self.y + BOX / 2)
            self._pill(
                op_label(node),
                "pool" if node.op == "maxpool" and self.detailed else hue_of(self.graph, node.path),
                Part((), path=node.path, kind="operation", label=label),
            )
        return beside

    def block(self, run: Run) -> None:
        """A block, its shortcut at the right, the addition below; a folded run says how often it repeats."""
        flow = flow_of(self.graph, run.first)
        self.line(10)
        fork = self.y
        behind = self.nodes(tuple(nodes_in(flow.main)))
        middle = (fork + self.y) / 2 + 4
        right = self.width / 2 + ASIDE
        if flow.add:
            self.arrow(behind)
            right = self._join(run.first, flow, fork)
        else:  # as long as with an addition, so that plain and residual networks stand side by side
            self.line(self.gap + 2 * PLUS)
            if self.detailed and behind:
                self.parts.append(_note(", ".join(behind), 9, self.y - self.gap))
        if run.times > 1:
            stage = self.graph.group_by_path[run.first.path.rpartition(".")[0]]
            half = text_width(f"× {run.times}", 13, "bold") / 2 + 8
            top = middle + 2 if flow.shortcut else middle - 10
            self.parts.append(fold_pill(stage, run.times, right + 10 + half, top, lane=2))

    def arrow(self, beside: Sequence[str] = (), head: bool = True) -> None:
        """The arrow to the next box, with what happens on the way beside it."""
        top, self.y = self.y, self.y + self.gap
        self.wires.append(Part((Stroke((0, top), (((0, self.y),),), arrow=head),), kind="wire"))
        if self.detailed and beside:
            self.parts.append(_note(", ".join(beside), 9, top + self.gap / 2 + 2.5))

    def line(self, length: float) -> None:
        """The line without a head."""
        top, self.y = self.y, self.y + length
        self.wires.append(Part((Stroke((0, top), (((0, self.y),),)),), kind="wire"))

    def bracket(self, section: Group, top: float) -> None:
        """The name of a section at the left of its boxes, which reach from `top` to here."""
        hue, left = hue_of(self.graph, section.path), -self.width / 2 - 12
        room = text_width(size_text(self.graph.input), 12.5) + 22
        marks = (
            Stroke((left, top), (((left, self.y),),), f"{hue}-line", width=2, role="guide"),
            Text(left - room, top + BOX / 2 + 4.5, section.path, 14, "bold", "end", f"{hue}-text"),
        )
        label = f"{section.path}, {shape_text(section.input_shape)} to {shape_text(section.output_shape)}"
        self.parts.append(Part(marks, path=section.path, kind="stage", label=label, lane=3))

    def _size(self, words: str, middle: float) -> None:
        marks = (Text(-self.width / 2 - 22, middle + 4.5, words, 12.5, "regular", "end", "muted"),)
        self.parts.append(Part(marks, kind="size"))

    def _pill(self, words: str, hue: str, part: Part) -> None:
        left, right, top, bottom = -self.width / 2, self.width / 2, self.y, self.y + BOX
        corners = rectangle(left, top, right, bottom)
        marks: tuple[Mark, ...] = (
            Face(corners, f"{hue}-top", "", role="pane", opacity=0.5, radius=5),
            Face(corners, "", f"{hue}-line", role="pane", width=1.2, radius=5),
            Text(0, top + BOX / 2 + 4.5, words, 13, inside=True),
        )
        self.parts.append(Part(marks, part.path, part.kind, part.label))
        self.y = bottom

    def _join(self, block: Group, flow: Flow, fork: float) -> float:
        """The addition, and the shortcut into it; returns how far right the shortcut and its words reach."""
        assert flow.add is not None
        centre = (0.0, self.y + PLUS)
        reach = self._shortcut(block, flow, fork, centre)
        self.parts.append(_plus(flow.add, centre))
        self.y += 2 * PLUS
        self._beside([op_label(node) for node in nodes_in(flow.tail)])
        return reach

    def _beside(self, tail: Sequence[str]) -> None:
        """What follows the addition, written beside the line below it."""
        if self.detailed and tail:
            self.parts.append(_note(", ".join(tail), 9, self.y + 13))
            self.line(12)

    def _shortcut(self, block: Group, flow: Flow, fork: float, centre: Point) -> float:
        kind = shortcut_kind(self.graph, block)
        right, hue = self.width / 2 + ASIDE, hue_of(self.graph, block.path)
        middle = (fork + centre[1]) / 2
        corners, end = ((right, fork), (right, centre[1])), (PLUS + 1, centre[1])
        marks: list[Mark] = [Disc((0, fork), 2.2, fill="wire")]
        met = tuple(nodes_in(flow.shortcut))
        words = [op_label(node) for node in met if node.op not in BETWEEN]
        if kind == "zeropad":
            added = met[0].output_shape[0] - met[0].input_shapes[0][0]
            words = [f"{added} channels of zeros"]
            above, below = (right, middle - ZEROS), (right, middle + ZEROS)
            marks += [
                elbow((0, fork), corners[0], end=above, radius=16, arrow=False),
                Disc((right, middle), ZEROS, fill="pill", line=f"{hue}-line"),
                Text(right, middle + 4.2, "0", 12, "semibold", inside=True),
                elbow(below, corners[1], end=end, radius=16),
            ]
        else:
            marks.append(elbow((0, fork), *corners, end=end, radius=16, dash=kind == "projection"))
        reach = right
        if words:
            aside = right + (16 if kind == "zeropad" else 12)
            marks.append(Text(aside, middle + 4.5, words[0], 12.5, "regular", "start", f"{hue}-text"))
            reach = aside + text_width(words[0], 12.5)
        path = self._shortcut_path(block, flow)
        label = f"{path}, {shortcut_title(self.graph, block)} of {block.path}, {shape_text(block.input_shape)}"
        self.wires.append(Part(tuple(marks), path=path, kind="shortcut", label=label, lane=1))
        return reach

    def _shortcut_path(self, block: Group, flow: Flow) -> str:
        """Where the shortcut leads: to its projection or padding, or to the addition that it ends in."""
        if branches := self.graph.children(block.path):
            return branches[0].path
        assert flow.add is not None
        return next((node.path for node in nodes_in(flow.shortcut)), flow.add.path)


def _plus(node: Node, centre: Point) -> Part:
    x, y = centre
    marks = (
        Disc(centre, PLUS, fill="pill", width=1.2),
        Stroke((x - 3.5, y), (((x + 3.5, y),),), width=1.3, role="guide"),
        Stroke((x, y - 3.5), (((x, y + 3.5),),), width=1.3, role="guide"),
    )
    return Part(marks, node.path, "operation", f"{node.path}, addition, {shape_text(node.output_shape)}")


def _note(words: str, x: float, baseline: float) -> Part:
    return Part((Text(x, baseline + 1, words, 11.5, "regular", "start", "muted"),), kind="note")
