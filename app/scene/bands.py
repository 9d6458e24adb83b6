"""Which branch each channel of a tensor came from: the bands of a concatenation, and of what passes them on.

A band is a range of channels, first and last included. A concat stacks one a branch, in the order in which it reads
them (Szegedy et al. 2014, section 4); normalisations, activations, pools and gates change no channel's place, so
that the bands can be followed into the next module. Bands sum to C.
"""

from dataclasses import dataclass
from itertools import accumulate

from app.graph.types import INPUT, Graph, Node
from app.scene.flow import Parallel, Steps, flow_of, nodes_in
from app.scene.hues import hue_of
from app.scene.palette import branch_hue

# What hands on every channel of its first input in its place.
KEEPS_CHANNELS = ("norm", "activation", "lrn", "dropout", "identity", "maxpool", "avgpool", "scale", "multiply")


@dataclass(frozen=True, slots=True)
class Band:
    """Channels `first` to `last` of a tensor. path: the last operation of the branch that made them."""

    path: str
    first: int
    last: int
    hue: str

    @property
    def channels(self) -> int:
        return self.last - self.first + 1


def bands_of(graph: Graph, path: str) -> tuple[Band, ...]:
    """The bands of what `path` (a node, a group or `input`) puts out, in channel order; () if no concat made it."""
    group = graph.group_by_path.get(path)
    node = graph.nodes[group.places[-1]] if group else graph.by_path.get(path)
    while node is not None and node.op in KEEPS_CHANNELS:
        node = graph.by_path.get(node.inputs[0])
    return stacked(node, _hues(graph, node)) if node is not None and node.op == "concat" else ()


def stacked(concat: Node, hues: tuple[str, ...]) -> tuple[Band, ...]:
    """The bands that a concatenation stacks, in the given hues."""
    ends = accumulate(shape[0] for shape in concat.input_shapes)
    return tuple(
        Band(path, end - shape[0], end - 1, hue)
        for path, shape, end, hue in zip(concat.inputs, concat.input_shapes, ends, hues, strict=True)
    )


def branch_of(graph: Graph, path: str) -> int | None:
    """Which branch of its module an operation stands on, counted from 0; None for what stands on none."""
    block = next((group for group in reversed(graph.around(path)) if group.kind == "block"), None)
    return _number(flow_of(graph, block).steps, path) if block and path != INPUT else None


def hue_on(graph: Graph, path: str) -> str:
    """The hue of an operation in a drawing of its module: that of its branch, else of its layer."""
    branch = branch_of(graph, path)
    return hue_of(graph, path) if branch is None else branch_hue(branch)


def _number(steps: Steps, path: str) -> int | None:
    """The place of the branch with `path` on it, among those of the outermost concat around it."""
    for step in steps:
        if not isinstance(step, Parallel):
            continue
        for index, branch in enumerate(step.branches):
            if any(node.path == path for node in nodes_in(branch)):
                return index if step.join.op == "concat" else _number(branch, path)
    return None


def _hues(graph: Graph, concat: Node) -> tuple[str, ...]:
    """One a branch; a concat within a branch of another is all of that branch's hue."""
    outer = branch_of(graph, concat.path)
    numbers = range(len(concat.inputs)) if outer is None else [outer] * len(concat.inputs)
    return tuple(branch_hue(number) for number in numbers)
