"""What is aligned: the operations of a network, or its blocks where every network that is compared has blocks.

A `Look` is all that counts when two units are held against each other. It names no path, so that a block of one
family can equal one of another, and it is hashable. Lengths are cells and channels; `jump` is in pixels.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.graph.types import Graph, Group, Node, Pair, Shape
from app.scene.flow import Parallel, Step, flow_of
from app.scene.questions import unfinished

WHOLE = ("block", "aux")  # groups that are aligned as one thing

# Where a node lies between a fork and a join: (what joins, which branch) from the outermost fork inwards.
Lane = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """kind: `block`, `aux` or the operation, one for all pools that move a window. type: class name.
    shrinks: whether H x W changes. content: everything."""

    kind: str
    type: str
    shape: Shape
    jump: Pair
    shrinks: bool
    kernel: Pair | None
    lane: Lane
    content: tuple[object, ...]

    @property
    def beside(self) -> Lane:
        """The shortcuts and gates that this stands on; the branches of a concatenation are all on the main path."""
        return tuple(fork for fork in self.lane if fork[0] != "concat")


@dataclass(frozen=True, slots=True)
class Subject:
    """One of the things that are compared: a path of a network, "" for all of it.

    end: place in the graph from which on nothing is compared, as there another subject's shapes stopped fitting.
    """

    graph: Graph
    path: str = ""
    end: int | None = None

    @property
    def stopped(self) -> bool:
        """Whether its shapes stopped fitting, so that only a part of it ran."""
        failure = self.graph.failure
        return failure is not None and (not self.path or self.path in failure.within)

    @property
    def refused(self) -> str | None:
        """The operation that it stopped at."""
        return self.graph.failure.path if self.graph.failure and self.stopped else None

    @property
    def group(self) -> Group | None:
        return self.graph.group_by_path.get(self.path)

    @property
    def nodes(self) -> Sequence[Node]:
        """Its operations, in execution order."""
        if not self.path:
            return self.graph.nodes
        return self.graph.inside(self.group) if self.group else (self.graph.by_path[self.path],)

    @property
    def reached(self) -> Sequence[Node]:
        """Those of its operations that are compared."""
        if self.end is None:
            return self.nodes
        return [node for node in self.nodes if self.graph.place_of[node.path] < self.end]

    @property
    def blocks(self) -> tuple[Group, ...]:
        """The outermost blocks (and auxiliary classifiers) inside it."""
        places = {self.graph.place_of[node.path] for node in self.nodes}
        found: list[Group] = []
        for group in self.graph.groups:
            if group.kind in WHOLE and group.path != self.path and places.issuperset(group.places):
                found.append(group)
                places.difference_update(group.places)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Unit:
    """One operation, or one block with its operations in execution order.

    broken: whether the shapes stopped fitting in this block. whole: whether all that it is made of is compared.
    """

    path: str
    nodes: tuple[Node, ...]
    look: Look
    group: Group | None = None
    broken: bool = False
    whole: bool = True


def units_of(subject: Subject, by_block: bool) -> list[Unit]:
    """The units of a subject in execution order."""
    graph, blocks = subject.graph, subject.blocks
    if not by_block:
        around = [group for group in (subject.group, *blocks) if group and group.kind in WHOLE]
        lanes = {path: lane for group in around for path, lane in lanes_of(graph, group).items()}
        return [unit_of(node, lanes.get(node.path, ())) for node in subject.reached]
    holder = {place: group for group in blocks for place in group.places}
    units: list[Unit] = []
    for node in subject.reached:
        place = graph.place_of[node.path]
        group = holder.get(place)
        if group is None:
            units.append(unit_of(node))
        elif group.places[0] == place:
            units.append(_block(subject, group))
    return units


def whole_unit(subject: Subject) -> Unit:
    """A group as one unit."""
    assert subject.group is not None
    return _block(subject, subject.group)


def operations_of(subject: Subject, unit: Unit) -> list[Unit]:
    """What a unit is made of, each operation by itself."""
    if unit.group is None:
        return [unit]
    lanes = lanes_of(subject.graph, unit.group)
    return [unit_of(node, lanes.get(node.path, ())) for node in unit.nodes]


def _block(subject: Subject, group: Group) -> Unit:
    """A group as one unit, with as much of it as is compared."""
    graph = subject.graph
    inside = graph.inside(group)
    nodes = tuple(node for node in inside if subject.end is None or graph.place_of[node.path] < subject.end)
    broken = unfinished(graph, group)
    look = _block_look(group, nodes)
    return Unit(group.path, nodes, look, group, broken, whole=not broken and len(nodes) == len(inside))


def unit_of(node: Node, lane: Lane = ()) -> Unit:
    """An operation by itself."""
    shape, size = node.output_shape, node.input_shapes[0][1:]
    look = Look(
        kind="pool" if _moves_window(node) else node.op,
        type=node.type,
        shape=shape,
        jump=node.receptive_field.jump,
        shrinks=shape[1:] != size,
        kernel=node.kernel,
        lane=lane,
        content=content_of(node),
    )
    return Unit(node.path, (node,), look)


def content_of(node: Node) -> tuple[object, ...]:
    """What of a node can differ, but its name, its place and what was measured on a device.

    How sizes are rounded counts only where it decides a size.
    """
    return (
        node.op, node.type, node.kernel, node.stride, node.padding, node.dilation, node.groups, rounding(node),
        node.bias, node.input_shapes, node.output_shape, node.params,
    )  # fmt: skip


def rounding(node: Node) -> bool | None:
    """Whether sizes are rounded up; None where the windows come out even, or none is begun for the rest."""
    if node.ceil_mode is None or not (node.kernel and node.stride and node.padding):
        return node.ceil_mode
    dilation = node.dilation or (1, 1)
    axes = zip(node.input_shapes[0][1:], node.kernel, node.stride, node.padding, dilation, strict=True)
    return node.ceil_mode if any(_rest(*axis) for axis in axes) else None


def _rest(size: int, kernel: int, stride: int, padding: int, dilation: int) -> bool:
    """Whether rounding up adds a window: it must begin in the map or its padding before it."""
    steps, rest = divmod(size + 2 * padding - dilation * (kernel - 1) - 1, stride)
    return rest > 0 and (steps + 1) * stride < size + padding


def _moves_window(node: Node) -> bool:
    """A pool that is no global average: maximum and average pools do the same job."""
    return node.op == "maxpool" or (
        node.op == "avgpool" and node.type == "AvgPool2d" and node.output_shape[1:] != (1, 1)
    )


def lanes_of(graph: Graph, group: Group) -> dict[str, Lane]:
    """path -> lane of every node of a block. Where shapes stopped fitting nobody knows how it would have forked."""
    if unfinished(graph, group):
        return {}
    return dict(_lanes(flow_of(graph, group).steps, ()))


def _lanes(steps: Iterable[Step], lane: Lane) -> Iterator[tuple[str, Lane]]:
    for step in steps:
        if isinstance(step, Parallel):
            join = step.join.op
            for index, branch in enumerate(step.branches):
                # what is added to or multiplied with x is the main path; only a concatenation has branches of one rank
                further = ((join, index),) if index or join == "concat" else ()
                yield from _lanes(branch, (*lane, *further))
            yield step.join.path, lane
        else:
            yield step.path, lane


def _block_look(group: Group, nodes: Sequence[Node]) -> Look:
    last = nodes[-1]
    shape = last.output_shape
    place = {node.path: index for index, node in enumerate(nodes)}
    wiring = tuple(tuple(place.get(path, -1) for path in node.inputs) for node in nodes)
    return Look(
        kind=group.kind,
        type=group.type,
        shape=shape,
        jump=last.receptive_field.jump,
        shrinks=shape[1:] != group.input_shape[1:],
        kernel=None,
        lane=(),
        content=(wiring, *(content_of(node) for node in nodes)),
    )
