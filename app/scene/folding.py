"""Repeats of one block: a run of identical ones can stand as one, `× 36`, be unfolded, and be folded again."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.graph.types import Graph, Group
from app.scene.sheet import rectangle
from app.scene.text import text_width
from app.scene.types import Face, Part, Text, View

SHORTEST_RUN = 3
# A view with more blocks has its repeats folded. The article draws layers of 3, 4 and 6 blocks in full.
MOST_BLOCKS = 20
MOST_BLOCKS_OF_A_LAYER = 6  # as volumes, with every operation; a layer's schematic has room for more


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


def folds(graph: Graph, view: View) -> bool:
    """Whether a view, of the network or of a layer, has so many blocks that their repeats are folded unless asked."""
    if not view.path:
        return sum(group.kind == "block" for group in graph.groups) > MOST_BLOCKS
    most = MOST_BLOCKS_OF_A_LAYER if view.style == "volumes" else MOST_BLOCKS
    return len(graph.children(view.path)) > most


def foldable(graph: Graph, view: View) -> tuple[Group, ...]:
    """The layers in which a view folds repeats unless it is asked to unfold them."""
    shown = [stage for stage in graph.stages if view.path in ("", stage.path)] if folds(graph, view) else []
    return tuple(stage for stage in shown if any(run.times > 1 for run in runs_of(graph, stage, fold=True)))


def runs_shown(graph: Graph, stage: Group, view: View) -> tuple[Run, ...]:
    """The blocks of a stage as a view shows them, folded or not."""
    return runs_of(graph, stage, folds(graph, view) and not is_expanded(stage, view.expand))


def is_expanded(stage: Group, expand: Sequence[str]) -> bool:
    """Whether a view unfolds this stage."""
    return stage.path in expand or "all" in expand


def _signature(graph: Graph, block: Group) -> tuple[object, ...]:
    """What makes two blocks look the same: the same operations on the same shapes."""
    return tuple(
        (node.op, node.type, node.input_shapes, node.output_shape, node.kernel, node.stride, node.groups, node.params)
        for node in graph.inside(block)
    )


def fold_pill(stage: Group, times: int, middle: float, top: float, lane: int) -> Part:
    """A link that unfolds a layer, `× 22`, or folds it again: `fold` where `times` is 0."""
    words = f"× {times}" if times else "fold"
    label = f"unfold the {times} equal blocks of {stage.path}" if times else f"fold the equal blocks of {stage.path}"
    half = text_width(words, 14, "bold") / 2 + 9
    corners = rectangle(middle - half, top, middle + half, top + 22)
    return Part(
        (
            Face(corners, "pill", "accent", role="pane", radius=11),
            Text(middle, top + 15.8, words, size=14, weight="bold", fill="accent", inside=True),
        ),
        kind="fold",
        expand=stage.path,
        label=label,
        lane=lane,
    )


def refold(graph: Graph, stage: Group, view: View, middle: float, top: float) -> list[Part]:
    """The link that folds a layer again, where the view has unfolded one."""
    unfolded = is_expanded(stage, view.expand) and stage in foldable(graph, view)
    return [fold_pill(stage, 0, middle, top, lane=3)] if unfolded else []
