"""How data runs through a group: operations in a row, and where the row forks, branches that meet again in a join.

Any group whose forks and joins nest (residual blocks, Inception modules, gates, modules inside residual blocks)
comes out as steps: a node, or a Parallel with steps on each of its branches. Read off the traced edges alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.errors import UserError
from app.graph.types import Graph, Group, Node

SUMS = ("add", "highway")  # joins that a shortcut ends in


@dataclass(frozen=True, slots=True)
class Parallel:
    """Branches from one fork to one join, in the order in which the join reads them; an empty one is the identity.

    fork: the path of the tensor that they all start from.
    """

    fork: str
    branches: tuple["Steps", ...]
    join: Node


Step = Node | Parallel
Steps = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """source: the path of the tensor that enters a group. steps: what happens to it, in a row.

    open: where an operation refused on one of several branches, those branches, each a flow from the last step's
    output; they never met. The refusal is at the end of the last one.
    """

    source: str
    steps: Steps
    open: tuple["Flow", ...] = ()

    @property
    def residual(self) -> Parallel | None:
        """The fork and join of the group's shortcut: its last sum. None for a plain block and for a plain module."""
        sums = [step for step in self.steps if isinstance(step, Parallel) and step.join.op in SUMS]
        return sums[-1] if sums else None

    @property
    def lead(self) -> Steps:
        """What comes before the shortcut forks off (pre-activation); without a shortcut, nothing."""
        return self.steps[: self.steps.index(self.residual)] if self.residual else ()

    @property
    def main(self) -> Steps:
        """F(x): from the fork to the sum; without a shortcut, everything."""
        return self.residual.branches[0] if self.residual else self.steps

    @property
    def shortcut(self) -> Steps:
        """What x meets on its way past F(x); nothing for the identity."""
        return self.residual.branches[-1] if self.residual else ()

    @property
    def add(self) -> Node | None:
        """The sum that the shortcut ends in."""
        return self.residual.join if self.residual else None

    @property
    def tail(self) -> Steps:
        """What follows the sum."""
        return self.steps[self.steps.index(self.residual) + 1 :] if self.residual else ()


def flow_of(graph: Graph, group: Group) -> Flow:
    """The flow through a group, from the tensor that its first operation reads to the last one's output."""
    return flow_through(graph.inside(group))


def flow_to_refusal(graph: Graph, group: Group) -> Flow:
    """The flow through a group that the network's failure is in, up to the operation that refused: the last step.

    What ran beside it and would have met its output later is in the flow's open branches.
    """
    failure, nodes = graph.failure, graph.inside(group)
    assert failure is not None and group.path in failure.within
    refused = replace(
        nodes[-1],
        path=failure.path,
        op=failure.op,
        type=failure.type,
        inputs=failure.inputs,
        input_shapes=failure.input_shapes,
        params=0,
        macs=0,
    )
    every = (*nodes, refused)
    source = nodes[0].inputs[0]
    inputs = _through(every, source)
    read = {path for paths in inputs.values() for path in paths}
    ends = [node.path for node in every if node.path not in read]
    return _open({node.path: node for node in every}, inputs, _dominators(inputs, source), source, ends)


def flow_through(nodes: Sequence[Node]) -> Flow:
    """The flow through nodes in execution order, to the last one's output. All that enters counts as one tensor."""
    source = nodes[0].inputs[0]
    inputs = _through(nodes, source)
    over = _dominators(inputs, source)
    return Flow(source, _steps({node.path: node for node in nodes}, inputs, over, source, nodes[-1].path))


def rows_of(flow: Flow) -> Iterator[Steps]:
    """Its steps, and those of the branches that it ends in."""
    yield flow.steps
    for branch in flow.open:
        yield from rows_of(branch)


def nodes_in(steps: Iterable[Step]) -> Iterator[Node]:
    """Every node of some steps, branch by branch, each join behind its branches."""
    for step in steps:
        if isinstance(step, Parallel):
            for branch in step.branches:
                yield from nodes_in(branch)
            yield step.join
        else:
            yield step


def _through(nodes: Sequence[Node], source: str) -> dict[str, tuple[str, ...]]:
    """path -> the paths it reads, `source` for what lies outside; a node that passes its input through is not skipped.

    In eval mode a dropout hands on the very tensor it was given, so whatever reads that tensor later reads the dropout.
    """
    inside = {node.path for node in nodes}
    instead: dict[str, str] = {}
    found: dict[str, tuple[str, ...]] = {}
    for node in nodes:
        found[node.path] = tuple(instead.get(path, path if path in inside else source) for path in node.inputs)
        if passes_through(node):
            instead[node.inputs[0]] = node.path
    return found


def passes_through(node: Node) -> bool:
    """Whether a node's output is its input, the same tensor: a dropout in eval mode, a flatten of what is flat."""
    return node.op in ("dropout", "identity") or (node.op == "flatten" and node.output_shape in node.input_shapes)


def _dominators(inputs: Mapping[str, tuple[str, ...]], source: str) -> dict[str, str]:
    """path -> the last path that everything from `source` to it passes through (its immediate dominator)."""
    over: dict[str, str] = {source: source}
    depth = {source: 0}
    for path, read in inputs.items():
        first, *others = read
        for other in others:
            while first != other:
                if depth[first] >= depth[other]:
                    first = over[first]
                else:
                    other = over[other]
        over[path], depth[path] = first, depth[first] + 1
    return over


def _steps(
    left: dict[str, Node], inputs: Mapping[str, tuple[str, ...]], over: Mapping[str, str], begin: str, end: str
) -> Steps:
    """The steps from `begin` (not among them) to `end` (the last of them). left: the nodes that are no step yet."""
    steps: list[Step] = []
    while end != begin:
        read = inputs[end]
        if len(read) == 1:
            steps.append(_taken(left, end))
            end = read[0]
        else:
            fork = over[end]
            join = _taken(left, end)
            branches = tuple(_steps(left, inputs, over, fork, path) for path in read)
            steps.append(Parallel(fork, branches, join))
            end = fork
    return tuple(reversed(steps))


def _open(
    left: dict[str, Node],
    inputs: Mapping[str, tuple[str, ...]],
    over: Mapping[str, str],
    begin: str,
    ends: Sequence[str],
) -> Flow:
    """The flow from `begin` to one end, or to the fork of several, none of which reads another, and on."""
    if len(ends) == 1:
        return Flow(begin, _steps(left, inputs, over, begin, ends[0]))
    ways = {end: tuple(_passed(over, end)) for end in ends}
    fork = next(path for path in ways[ends[0]] if all(path in way for way in ways.values()))
    steps = _steps(left, inputs, over, begin, fork)
    sharing: dict[str, list[str]] = {}
    for end, way in ways.items():
        sharing.setdefault(way[way.index(fork) - 1], []).append(end)
    branches = sorted(sharing.values(), key=lambda branch: branch[-1] == ends[-1])  # the refusal's is the last
    return Flow(begin, steps, tuple(_open(left, inputs, over, fork, branch) for branch in branches))


def _passed(over: Mapping[str, str], path: str) -> Iterator[str]:
    """From a path back to the source, all that everything on the way to it passes through."""
    yield path
    while over[path] != path:
        path = over[path]
        yield path


def _taken(left: dict[str, Node], path: str) -> Node:
    """A node, which is a step once. In a network of our own it always is; a person's may read it on many ways."""
    if path not in left:
        raise UserError(
            "path", path, because="its forks and joins do not nest (DenseNet's do not): no lanes can show them"
        )
    return left.pop(path)
