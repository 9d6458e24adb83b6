"""A lane with forks: what runs through a group, along one line, with the branches of its forks above and below it.

Branches that a concat stacks fan out around the line, each in its own hue, and come together again (Szegedy et al.
2014, Figure 2). Where x is added, or a gate multiplied in, the first branch stays on the line and the others take a
detour below it (He et al. 2015, Figure 2; Hu et al. 2018, Figure 3). Both nest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from app.graph.types import KEEPS_SHAPE, Node
from app.language import say
from app.scene.aside import BELOW, TURN, apart, aside, aside_parts, drop, foot, open_parts, rise
from app.scene.bands import Band, bands_of
from app.scene.failure import CROSS, STOP
from app.scene.flow import Flow, Parallel, Step, Steps, nodes_in, rows_of
from app.scene.hues import hue_of
from app.scene.line import Line
from app.scene.op_words import after_text
from app.scene.palette import branch_hue
from app.scene.sheet import elbow, moved
from app.scene.slabs import ranges_width, slab_parts
from app.scene.types import Column, Part, Point, Stroke
from app.scene.units import phrases
from app.scene.volume import Box3
from app.scene.ways import said_on, way_kind, way_label

NOTED = ("norm", "activation")  # written under a convolution where lanes are many
FORK = 8.0  # bare line before a fork
BETWEEN = 12.0  # between the ink of one lane and of the next
STRAIGHT = 14.0  # a branch this near to the line is put on it


@dataclass
class Lane(Line):
    """A Line that can be given steps that fork."""

    def enter(self, path: str, label: str) -> None:
        """The volume that the lane begins with, in the bands that it comes with."""
        shape, bands = self.graph.shape_of(path), bands_of(self.graph, path)
        box = self.volume(path, shape, label, hollow=bool(bands))
        if bands:
            self._slabs(box, bands)

    def follow(self, flow: Flow, pills: bool = True) -> None:
        """A whole flow. Branches that never met lie as a shortcut does, the refusal right of them all."""
        self.run(flow.steps, pills)
        if not flow.open:
            return
        first, *others = flow.open
        fork = self._forked()
        self.follow(first, pills)
        floor, lows = foot(self), list[tuple[Lane, float]]()
        for branch in others:
            number = 1 + len(lows) + max(part.lane for part in (*self.parts, *self.lows))
            low = aside(self, fork, partial(Lane.follow, flow=branch, pills=pills), number)
            floor += BELOW + rise(low)
            lows.append((low, floor))
            floor += drop(low)
        self.x = max(self.x, *(low.x for low, _ in lows))
        for branch, (low, height) in zip(others, lows, strict=True):
            if low.stop:
                self._stopped(low, height)
            path = next((node.path for steps in rows_of(branch) for node in nodes_in(steps)), "")
            line = Part((), path=path, label=say("beside the main path of {block}", block=self.within))
            self.lows += open_parts(low, fork, height, line)
            self.columns += low.columns

    def _stopped(self, low: "Lane", height: float) -> None:
        """Prolong the line of a lane below, to a cross that stands as far right as anything on this one."""
        assert low.stop is not None
        (x, y), late = low.stop, self.x - low.x
        if late:
            begin = x - CROSS - STOP
            low.wires.append(Part((Stroke((begin, y), (((begin + late, y),),), dash=low.dash),), kind="wire"))
        self.stop = (x + late, y + height)

    def run(self, steps: Steps, pills: bool = True) -> None:
        """Steps in a row, a volume after each that changes the shape."""
        for step, notes in _units(steps, self.folded, self.refused):
            if isinstance(step, Parallel):
                self.parallel(step)
            elif step.path == self.refused:
                self.refusal()
            elif pills or step.op not in ("norm", "activation"):
                self.operation(step, notes)
                if step.op not in KEEPS_SHAPE:
                    self._after(notes[-1] if notes else step)

    def _after(self, node: Node) -> None:
        label = after_text(node)
        if node.op == "zeropad":  # what is kept of x still wears the hue of x
            ghosts = node.output_shape[0] - node.input_shapes[0][0]
            hue = hue_of(self.graph, node.inputs[0])
            said = say("{kept} kept + {added} of zeros", kept=node.output_shape[0] - ghosts, added=ghosts)
            label = phrases(label, say("{count} channels of zeros", count=ghosts))
            self.volume(node.path, node.output_shape, label, ghosts, hue, said=said)
        else:
            self.volume(node.path, node.output_shape, label)

    def parallel(self, step: Parallel) -> None:
        """Branches and their join."""
        if step.join.op == "concat":
            self._fan(step)
        else:
            self._around(step)

    def _around(self, step: Parallel) -> None:
        """The first branch on the line, the others below it, one under the other, into the disc of the join."""
        fork = self._forked()
        self.run(step.branches[0])
        placed: list[tuple[Lane, float]] = []
        floor = foot(self)
        for index, branch in enumerate(step.branches[1:], start=1):
            number = 1 + max(part.lane for part in (*self.parts, *self.lows))
            dash = way_kind(step, index) == "projection"
            low = aside(self, fork, partial(Lane.run, steps=branch), number + len(placed), dash)
            floor += BELOW + rise(low)
            placed.append((low, floor))
            floor += drop(low)
            self.x = max(self.x, low.x + 6)
        centre = self.refusal() if step.join.path == self.refused else self.plus(step.join)
        assert self.start is not None
        for index, (low, floor) in enumerate(placed, start=1):
            across = 12 * (index - (1 + len(placed)) / 2)
            end = (centre[0] + across, self.start[0] - centre[0] + 1)
            self.lows += aside_parts(low, fork, end, floor, self._line(step, index), said_on(step, index))
            self.columns += low.columns

    def _forked(self) -> Point:
        """Where a detour leaves the line, with the line's pieces going on behind it."""
        assert self.start is not None
        clear = self.x >= self.start[0] + FORK  # behind a volume; a pill ends at its line's start
        fork = (self.x if clear else self.x + 1.5 * FORK, self.middle)
        self.x = fork[0] + FORK
        return fork

    def _line(self, step: Parallel, index: int) -> Part:
        """What the line of a branch beside the main one leads to: its first operation, or the join."""
        branch = step.branches[index]
        label = way_label(step, index, self.within, self.graph.shape_of(step.fork))
        return Part((), path=next(nodes_in(branch), step.join).path, label=label)

    def _fan(self, step: Parallel) -> None:
        """A lane a branch, spread around the line, then the stack of what they give."""
        assert self.start is not None
        middle, fork = self.middle, max(self.x, self.start[0] + FORK) + TURN
        lanes = [self._branch(branch, index, fork) for index, branch in enumerate(step.branches)]
        reach = max(lane.x for lane in lanes)
        join = reach + TURN
        self._wire((fork - TURN, middle), arrow=False)
        for lane, y in zip(lanes, _heights(lanes), strict=True):
            late = reach - lane.x  # branches end together
            assert lane.start is not None
            into = _bend((fork - TURN, middle), fork, (fork + TURN + late, middle + y))
            out = _bend((lane.start[0] + late, middle + y), join, (join + TURN, middle))
            self.wires += (Part((line,), kind="wire", name=f"lane-{lane.number}") for line in (into, out))
            self.wires += (moved(wire, late, middle + y) for wire in lane.wires)
            self.parts += (moved(part, late, middle + y) for part in (*lane.parts, *lane.lows))
            self.columns += (replace(column, x=column.x + late) for column in lane.columns)
        self.start, self.x = (join + TURN, middle), join + TURN
        if step.join.path == self.refused:
            self.refusal()
        else:
            self._stacked(step.join)

    def _branch(self, steps: Steps, index: int, fork: float) -> "Lane":
        """A branch of a fan at height 0. A branch of a branch has its number and its hue."""
        number, hue = (self.number, self.hue) if self.number else (index + 1, branch_hue(index))
        lane = apart(self, fork + TURN, fork + TURN, number, hue)
        lane.run(steps)
        return lane

    def _stacked(self, join: Node) -> None:
        """The volume of a concat, in slabs; the outermost says which channels each branch gave."""
        bands = bands_of(self.graph, join.path)
        said = f"concat {' + '.join(str(band.channels) for band in bands)}"
        label = after_text(join)
        if self.number:
            box = self.volume(join.path, join.output_shape, label, said=said, bands=bands)
        else:
            box = self.volume(join.path, join.output_shape, label, said=said, hollow=True)
            self._slabs(box, bands, "band")
        self.columns.append(Column(join.path, box.x + box.length / 2, min(box.length, 60), self.times))

    def _slabs(self, box: Box3, bands: Sequence[Band], name: str = "") -> None:
        self.parts += slab_parts(box, bands, name)
        self.x = max(self.x, box.x + ranges_width(box, bands) + 10)


def lanes_of(steps: Steps) -> int:
    """How many branches lie over one another where they are most."""
    most = 1
    for step in steps:
        if isinstance(step, Parallel):
            lanes = [lanes_of(branch) for branch in step.branches]
            most = max(most, sum(lanes) if step.join.op == "concat" else max(lanes))
    return most


def longest_row(steps: Steps) -> int:
    """How many convolutions and pools follow one another on the longest way through."""
    return sum(
        max(longest_row(branch) for branch in step.branches) if isinstance(step, Parallel) else step.kernel is not None
        for step in steps
    )


def _units(steps: Steps, folded: bool, refused: str) -> Iterator[tuple[Step, list[Node]]]:
    """Each step, with the operations that are written under it where lanes are folded."""
    unit: tuple[Step, list[Node]] | None = None
    for step in steps:
        noted = folded and unit is not None and _takes_notes(unit[0])
        if unit and noted and isinstance(step, Node) and step.op in NOTED and step.path != refused:
            unit[1].append(step)
            continue
        if unit:
            yield unit
        unit = (step, [])
    if unit:
        yield unit


def _takes_notes(step: Step) -> bool:
    return isinstance(step, Node) and step.op == "conv"


def _heights(lanes: Sequence[Line]) -> list[float]:
    """Where lanes drawn at height 0 go, so that their ink keeps apart and they spread evenly around 0."""
    heights = [0.0]
    for above, below in pairwise(lanes):
        heights.append(heights[-1] + max(drop(above), 0) + BETWEEN + max(rise(below), 0))
    centre = (heights[0] + heights[-1]) / 2
    nearest = min(heights, key=lambda y: abs(y - centre))
    shift = nearest if abs(nearest - centre) < STRAIGHT else centre
    return [y - shift for y in heights]


def _bend(start: Point, x: float, end: Point) -> Stroke:
    """A line that changes its height at x; straight where it has none to change."""
    corners = () if start[1] == end[1] else ((x, start[1]), (x, end[1]))
    return elbow(start, *corners, end=end, radius=TURN - 0.1, arrow=False)
