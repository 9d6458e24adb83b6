"""Boxes, lines and forks laid out along a line, before anyone says which way the line runs.

`along` grows with the data, `across` to the right of someone who looks down the page (down, on a line that runs to
the right). Branches that a concat joins fan out around the line and end on one bar; where a sum or a product joins,
the first branch stays on the line and the others pass beside it. Both nest.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from app.graph.types import Graph, Node
from app.language import say
from app.scene.flow import Parallel, Steps, nodes_in
from app.scene.hues import hue_of
from app.scene.op_words import made_label, op_label
from app.scene.palette import branch_hue
from app.scene.text import text_width
from app.scene.units import phrases
from app.scene.words import block_title

BETWEEN = ("norm", "activation", "flatten", "dropout", "softmax", "scale", "identity")  # operations without a box
STUB = 8.0  # from where a line arrives to where it forks
TURN = 6.0  # radius of a corner
AIR = 14.0  # between the columns of a fork
JOIN = 7.0  # radius of a sum or a product
NOTE = 12.5  # font size of what is written beside a line

Spot = tuple[float, float]  # along, across


@dataclass(frozen=True, slots=True)
class Item:
    """A box, or a disc where a sum or a product (its op is `sum`) joins. at: its middle.

    bands: the stretches across of a concat's branches, each with a hue.
    """

    words: str
    path: str
    label: str
    hue: str
    at: Spot
    length: float
    breadth: float
    bands: tuple[tuple[float, float, str], ...] = ()
    sum: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """A line over some corners. note: what happens on it, written beside its first stretch."""

    spots: tuple[Spot, ...]
    arrow: bool = True
    note: str = ""


@dataclass
class Plan:
    """Laid out from (0, 0) to (length, 0); before and after: how far it reaches to either side."""

    length: float = 0.0
    before: float = 0.0
    after: float = 0.0
    items: list[Item] = field(default_factory=list[Item])
    ways: list[Way] = field(default_factory=list[Way])
    behind: list[str] = field(default_factory=list[str])  # what happens after the last box

    def take(self, other: "Plan", along: float, across: float) -> None:
        """Add another plan, shifted."""
        self.items += [
            replace(item, at=_shift(item.at, along, across), bands=_bands(item, across)) for item in other.items
        ]
        self.ways += [
            replace(way, spots=tuple(_shift(spot, along, across) for spot in way.spots)) for way in other.ways
        ]
        self.before = max(self.before, other.before - across)
        self.after = max(self.after, other.after + across)


@dataclass(frozen=True, slots=True)
class Planner:
    """How steps are laid out. size: (length, breadth) of a box with these words. gap: the length of an arrow.

    notes: what has no box is named beside the lines. bars: a concat has a box, else its branches only come together.
    """

    graph: Graph
    words: Callable[[Node], str]
    size: Callable[[str], Spot]
    gap: float
    notes: bool = False
    bars: bool = True

    def row(self, steps: Steps, hue: str = "", breadth: float = 0.0) -> Plan:
        """Steps one after the other. hue: of the branch they stand on. breadth: of all boxes, 0 for what they need."""
        nodes = [step for step in steps if isinstance(step, Node) and step.op not in BETWEEN]
        breadth = breadth or max((self.size(self.words(node))[1] for node in nodes), default=2 * JOIN)
        plan = Plan(before=breadth / 2, after=breadth / 2)
        for step in steps:
            if isinstance(step, Parallel):
                if plan.behind:
                    self._line(plan, self.gap, arrow=False)
                inner = self.fork(step, hue)
                plan.take(inner, plan.length, 0)
                plan.length += inner.length
            elif step.op in BETWEEN:
                plan.behind += [op_label(step)] if self.notes else []
            else:
                self._line(plan, self.gap)
                length = self.size(self.words(step))[0]
                plan.items.append(self._item(step, hue, (plan.length + length / 2, 0), length, breadth))
                plan.length += length
        return plan

    def fork(self, step: Parallel, hue: str = "") -> Plan:
        """A fork with its join. hue: of the branch that it stands on."""
        return self._fan(step, hue) if step.join.op == "concat" else self._rail(step, hue)

    def aside(self, branch: Steps, hue: str = "") -> Plan:
        """What stands beside the line: all of it where there is room for notes, else a gate as one box."""
        boxes = [node for node in nodes_in(branch) if node.op not in BETWEEN]
        if self.notes or len(boxes) < 2:
            return self.row(branch, hue)
        gate = say("gate")
        length, breadth = self.size(gate)
        holder = self.graph.around(boxes[0].path)[-1]
        label = phrases(holder.path, block_title(self.graph, holder))
        own = hue or hue_of(self.graph, holder.path)
        item = Item(gate, holder.path, label, own, (self.gap + length / 2, 0), length, breadth)
        way = Way(((0, 0), (self.gap, 0)))
        return Plan(self.gap + length, breadth / 2, breadth / 2, [item], [way])

    def _line(self, plan: Plan, length: float, arrow: bool = True) -> None:
        """Prolong a plan by a line, with what happens on it."""
        note, plan.behind = phrases(*plan.behind), []
        plan.ways.append(Way(((plan.length, 0), (plan.length + length, 0)), arrow, note))
        plan.after = max(plan.after, _room(note))
        plan.length += length

    def _item(self, node: Node, hue: str, at: Spot, length: float, breadth: float) -> Item:
        own = "pool" if hue and node.op in ("maxpool", "avgpool") else hue or hue_of(self.graph, node.path)
        return Item(self.words(node), node.path, made_label(node), own, at, length, breadth)

    def _fan(self, step: Parallel, hue: str) -> Plan:
        """Branches side by side around the line, and the concat that stacks them."""
        hues = [hue or branch_hue(index) for index in range(len(step.branches))]
        columns = [self.row(branch, own) for branch, own in zip(step.branches, hues, strict=True)]
        for column in columns:
            column.after = max(column.after, _room(phrases(*column.behind)))
        middles = _side_by_side(columns)
        start = STUB + TURN
        end = start + max(column.length for column in columns) + self.gap + (0 if self.bars else TURN)
        plan = Plan()
        for column, middle in zip(columns, middles, strict=True):
            turned = ((STUB, 0.0), (STUB, middle)) if abs(middle) > 1 else ()
            plan.ways.append(Way(((0, 0), *turned, (start, middle)), arrow=False))
            plan.take(column, start, middle)
            note = phrases(*column.behind)
            home = ((end - TURN, middle), (end - TURN, 0.0)) if not self.bars and abs(middle) > 1 else ()
            last = (end, middle) if self.bars else (end, 0.0)
            plan.ways.append(Way(((start + column.length, middle), *home, last), self.bars, note))
        if self.bars:
            edges = [-plan.before, *_between(columns, middles), plan.after]
            bands = tuple((edges[index], edges[index + 1], own) for index, own in enumerate(hues))
            length = self.size("concat")[0]
            at = (end + length / 2, (edges[0] + edges[-1]) / 2)
            bar = self._item(step.join, "grey", at, length, edges[-1] - edges[0])
            plan.items.append(replace(bar, words=f"concat, {step.join.output_shape[0]}", bands=bands))
            end += length
        plan.length = end
        return plan

    def _rail(self, step: Parallel, hue: str) -> Plan:
        """The first branch on the line, the others beside it, into a sum or a product."""
        first, *others = (
            self.aside(branch, hue) if index else self.row(branch, hue) for index, branch in enumerate(step.branches)
        )
        plan = Plan(ways=[Way(((0, 0), (STUB, 0)), arrow=False)])
        plan.take(first, STUB, 0)
        plan.after = max(plan.after, _room(phrases(*first.behind)))
        beside: list[tuple[float, Plan]] = []
        for other in others:
            across = plan.after + AIR + other.before
            plan.take(other, STUB + TURN, across)
            beside.append((across, other))
        length = max(STUB + first.length, *(STUB + TURN + other.length for other in others)) + self.gap
        plan.ways.append(Way(((STUB + first.length, 0), (length, 0)), note=phrases(*first.behind)))
        for index, (across, other) in enumerate(beside):
            entry = length + JOIN + 4 * (index - (len(beside) - 1) / 2)
            plan.ways.append(Way(((STUB, 0), (STUB, across), (STUB + TURN, across)), arrow=False))
            begin = (STUB + TURN + other.length, across)
            plan.ways.append(Way((begin, (entry, across), (entry, JOIN)), note=phrases(*other.behind)))
        plan.items.append(replace(self._item(step.join, hue, (length + JOIN, 0), 2 * JOIN, 2 * JOIN), sum=step.join.op))
        plan.length = length + 2 * JOIN
        return plan


def _side_by_side(columns: Sequence[Plan]) -> list[float]:
    """Where the middles of columns stand so that all of them together are centred on 0."""
    middles: list[float] = []
    edge = 0.0
    for column in columns:
        middles.append(edge + column.before)
        edge += column.before + column.after + AIR
    return [middle - (edge - AIR) / 2 for middle in middles]


def _between(columns: Sequence[Plan], middles: Sequence[float]) -> list[float]:
    """The borders between neighbouring columns."""
    ends = [middle + column.after + AIR / 2 for column, middle in zip(columns, middles, strict=True)]
    return ends[:-1]


def _room(note: str) -> float:
    return 9 + text_width(note, NOTE) + 6 if note else 0.0


def _shift(spot: Spot, along: float, across: float) -> Spot:
    return spot[0] + along, spot[1] + across


def _bands(item: Item, across: float) -> tuple[tuple[float, float, str], ...]:
    return tuple((left + across, right + across, hue) for left, right, hue in item.bands)
