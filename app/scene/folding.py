"""Repeats of one block, folded: a run of identical blocks can stand as one, `× 36`."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.graph.types import Graph, Group

SHORTEST_RUN = 3


@dataclass(frozen=True, slots=True)
class Run:
    """`times` consecutive identical blocks, drawn as the first of them."""

    first: Group
    last: Group
    times: int


def runs_of(graph: Graph, stage: Group, fold: bool) -> tuple[Run, ...]:
    """The blocks of a stage; with `fold`, every stretch of at least SHORTEST_RUN equal ones as one run."""
    blocks = graph.children(stage.path)
    if not fold:
        return tuple(Run(block, block, 1) for block in blocks)
    looks = [_signature(graph, block) for block in blocks]
    runs: list[Run] = []
    index = 0
    while index < len(blocks):
        stop = index + 1
        while stop < len(blocks) and looks[stop] == looks[index]:
            stop += 1
        if stop - index >= SHORTEST_RUN:
            runs.append(Run(blocks[index], blocks[stop - 1], stop - index))
        else:
            runs += [Run(block, block, 1) for block in blocks[index:stop]]
        index = stop
    return tuple(runs)


def is_expanded(stage: Group, expand: Sequence[str]) -> bool:
    """Whether a view unfolds this stage."""
    return stage.path in expand or "all" in expand


def _signature(graph: Graph, block: Group) -> tuple[object, ...]:
    """What makes two blocks look the same: the same operations on the same shapes."""
    return tuple(
        (node.op, node.type, node.input_shapes, node.output_shape, node.kernel, node.stride, node.groups, node.params)
        for node in graph.inside(block)
    )
