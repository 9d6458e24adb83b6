"""Boxes and arrows from top to bottom, as in the paper's Figure 3: one box an operation, forks as columns.

Local coordinates: x = 0 is the line that the data runs down, y = 0 the top. What the paper leaves out
(normalisation, activation) is written beside the arrows where there is room, in a detailed stack.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.graph.types import Graph, Group, Node, Shape
from app.language import say
from app.scene.boxes import BOX, box, box_size, note, plus
from app.scene.flow import Parallel, Steps, flow_of
from app.scene.hues import hue_of
from app.scene.op_words import made_label, op_label
from app.scene.plan import BETWEEN, STUB, TURN, Item, Plan, Planner, Way
from app.scene.sheet import elbow, moved
from app.scene.text import text_width
from app.scene.types import Part, Stroke, Text
from app.scene.units import change_text, phrases, shape_text, size_text
from app.scene.words import block_title

BESIDE = 34.0  # from the widest row to an auxiliary classifier


def box_width(nodes: Sequence[Node]) -> float:
    """The width of boxes that hold any of these."""
    return max((box_size(op_label(node))[1] for node in nodes), default=86)


@dataclass
class Stack:
    """Draws downwards from `y`. width: of the boxes on the line. detailed: names what the paper leaves out, and every
    shape. sizes: H × W stands at the left where it changes; `size` is the one that stands there last.

    left, right: how far the widest row reaches; reach: the last box, to the right. margin: which parts stand left of
    all rows, drawn as if those began at x = 0.
    """

    graph: Graph
    width: float
    detailed: bool = False
    sizes: bool = False
    y: float = 0.0
    size: str = ""
    parts: list[Part] = field(default_factory=list[Part])
    wires: list[Part] = field(default_factory=list[Part])
    margin: set[int] = field(default_factory=set[int])
    asides: list[tuple[Group, float, float]] = field(default_factory=list[tuple[Group, float, float]])
    left: float = 0.0
    right: float = 0.0
    reach: float = 0.0

    def __post_init__(self) -> None:
        self.left = self.right = self.width / 2

    @property
    def gap(self) -> float:
        """The length of an arrow."""
        return 25.0 if self.detailed else 13.0

    @property
    def planner(self) -> Planner:
        return Planner(self.graph, op_label, box_size, self.gap, notes=self.detailed)

    def all(self) -> list[Part]:
        """Everything drawn, lines first; what stands beside all rows takes its place now."""
        for group, x, y in self.asides:
            self._aside(group, x, y)
        placed = (moved(part, -self.left, 0) if i in self.margin else part for i, part in enumerate(self.parts))
        return [*self.wires, *placed]

    def image(self) -> None:
        """The network's input."""
        shape = shape_text(self.graph.input)
        self.size = size_text(self.graph.input)
        self._beside_left(self.size, self.y + BOX / 2)
        label = phrases(say("input"), shape)
        self._pill(say("image"), "grey", Part((), path="input", kind="operation", label=label))

    def steps(self, steps: Steps, hue: str = "") -> list[str]:
        """What the data runs through; operations without a box are written beside the arrow behind them, the last
        ones are returned. hue: of the boxes, if it is not each one's own."""
        beside: list[str] = []
        for step in steps:
            if isinstance(step, Parallel):
                if beside:
                    self.arrow(beside, head=False)
                plan = self.planner.fork(step, hue)
                self.draw(plan, 0, self.y)
                self.y += plan.length
                self.reach = plan.after
                self._shape(step.join.output_shape, self.y - BOX / 2)
                beside = []
            elif step.op in BETWEEN:
                beside.append(op_label(step))
            else:
                self.arrow(beside)
                beside = []
                self._shape(step.output_shape, self.y + BOX / 2)
                self._box(step)
        return beside

    def draw(self, plan: Plan, x: float, y: float) -> None:
        """A plan that runs down from (x, y)."""
        self.left, self.right = max(self.left, plan.before - x), max(self.right, plan.after + x)
        for way in plan.ways:
            self.wires.append(_wire(way, x, y))
            if way.note:
                across, along = way.spots[0][1], (way.spots[0][0] + way.spots[1][0]) / 2
                self.parts.append(note(way.note, x + across + 9, y + along + 3))
        self.parts += [_item(item, x, y) for item in plan.items]

    def arrow(self, beside: Sequence[str] = (), head: bool = True) -> None:
        """The arrow to the next box, with what happens on the way beside it."""
        top, self.y = self.y, self.y + self.gap
        self.wires.append(Part((Stroke((0, top), (((0, self.y),),), arrow=head),), kind="wire"))
        if self.detailed and beside:
            self.parts.append(note(phrases(*beside), 9, top + self.gap / 2 + 2.5))

    def line(self, length: float) -> None:
        """The line without a head."""
        top, self.y = self.y, self.y + length
        self.wires.append(Part((Stroke((0, top), (((0, self.y),),)),), kind="wire"))

    def bracket(self, section: Group, top: float) -> None:
        """The name of a section at the left of its boxes, which reach from `top` to here."""
        hue = hue_of(self.graph, section.path)
        room = text_width(size_text(self.graph.input), 12.5) + 22
        marks = (
            Stroke((-12, top), (((-12, self.y),),), f"{hue}-line", width=2, role="guide"),
            Text(-12 - room, top + BOX / 2 + 4.5, section.path, 14, "bold", "end", f"{hue}-text"),
        )
        label = phrases(section.path, change_text(section.input_shape, section.output_shape))
        self._at_left(Part(marks, path=section.path, kind="stage", label=label, lane=3))

    def name(self, block: Group, words: str) -> None:
        """What a module is called, at the left of where it begins."""
        if words:
            mark = Text(-22, self.y + 10 + STUB + TURN + self.gap + BOX / 2 + 4.5, words, 13, "semibold", "end", "ink")
            label = phrases(block.path, block_title(self.graph, block))
            self._at_left(Part((mark,), block.path, "block", label, lane=2))

    def branch_off(self, group: Group) -> None:
        """An auxiliary classifier that reads what the last box puts out."""
        self.asides.append((group, self.reach, self.y - BOX / 2))

    def _aside(self, group: Group, reach: float, y: float) -> None:
        plan = self.planner.row(flow_of(self.graph, group).steps, "grey")
        x = self.right + BESIDE + plan.before
        self.wires.append(Part((elbow((reach, y), (x, y), end=(x, y + TURN), radius=TURN, arrow=False),), kind="wire"))
        title = Text(x, y - 8, group.path, 14, "bold", "middle", "grey-text")
        label = phrases(group.path, block_title(self.graph, group))
        self.parts.append(Part((title,), group.path, "aux", label, lane=2))
        right = self.right
        self.draw(plan, x, y + TURN)
        self.right = right

    def _shape(self, shape: Shape, middle: float) -> None:
        """The shape of a box at its left, where it is to be said."""
        if self.detailed:
            self._beside_left(shape_text(shape), middle)
        elif self.sizes and len(shape) == 3 and size_text(shape) != self.size:
            self.size = size_text(shape)
            self._beside_left(self.size, middle)

    def _beside_left(self, words: str, middle: float) -> None:
        marks = (Text(-22, middle + 4.5, words, 12.5, "regular", "end", "muted"),)
        self._at_left(Part(marks, kind="size"))

    def _at_left(self, part: Part) -> None:
        self.margin.add(len(self.parts))
        self.parts.append(part)

    def _box(self, node: Node) -> None:
        hue = "pool" if node.op == "maxpool" and self.detailed else hue_of(self.graph, node.path)
        self._pill(op_label(node), hue, Part((), path=node.path, kind="operation", label=made_label(node)))

    def _pill(self, words: str, hue: str, part: Part) -> None:
        item = Item(words, part.path, part.label, hue, (BOX / 2, 0), BOX, self.width)
        self.parts.append(_item(item, 0, self.y))
        self.y += BOX


def _item(item: Item, x: float, y: float) -> Part:
    """A box of a plan that runs down from (x, y)."""
    centre = (x + item.at[1], y + item.at[0])
    if item.sum:
        return plus(centre, item)
    bands = tuple((x + left, x + right, hue) for left, right, hue in item.bands)
    return box(item, centre, item.breadth, item.length, bands)


def _wire(way: Way, x: float, y: float) -> Part:
    """A way down the page."""
    start, *corners, end = ((x + across, y + along) for along, across in way.spots)
    return Part((elbow(start, *corners, end=end, radius=TURN, arrow=way.arrow),), kind="wire")
