"""Repeats of one block: a run of identical ones can stand as one, `× 36`, be unfolded, and be folded again."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from app.errors import UserError
from app.graph.types import Graph, Group, Node
from app.language import say
from app.scene.recipes import members
from app.scene.sheet import rectangle
from app.scene.text import text_width
from app.scene.types import Face, Part, Text, View

SHORTEST_RUN = 3
# A view with more blocks has its repeats folded. The article draws layers of 3, 4 and 6 blocks in full.
MOST_BLOCKS = 20
MOST_BLOCKS_OF_A_LAYER = 6  # as volumes, with every operation; a layer's schematic has room for more
ALL = "all"  # in place of layers to unfold


@dataclass(frozen=True, slots=True)
class Run:
    """`times` consecutive identical blocks, drawn as the first of them."""

    first: Group
    last: Group
    times: int


def runs_of(graph: Graph, section: Group, fold: bool) -> tuple[Run | Node, ...]:
    """What a section runs through; with `fold`, every stretch of at least SHORTEST_RUN equal blocks as one run."""
    found: list[Run | Node] = []
    for _, alike in groupby(members(graph, section), lambda member: _looks(graph, member)):
        stretch = list(alike)
        first, last = stretch[0], stretch[-1]
        if fold and isinstance(first, Group) and isinstance(last, Group) and len(stretch) >= SHORTEST_RUN:
            found.append(Run(first, last, len(stretch)))
        else:
            found += [Run(member, member, 1) if isinstance(member, Group) else member for member in stretch]
    return tuple(found)


def folds(graph: Graph, view: View) -> bool:
    """Whether a view, of the network or of a layer, has so many blocks that their repeats are folded unless asked."""
    shown = graph.children(view.path) if view.path else graph.groups
    most = MOST_BLOCKS if not view.path or view.style == "schematic" else MOST_BLOCKS_OF_A_LAYER
    return sum(group.kind == "block" for group in shown) > most


def foldable(graph: Graph, view: View) -> tuple[Group, ...]:
    """The layers in which a view folds repeats unless it is asked to unfold them."""
    shown = [stage for stage in graph.stages if view.path in ("", stage.path)] if folds(graph, view) else []
    return tuple(stage for stage in shown if any(times_of(run) > 1 for run in runs_of(graph, stage, fold=True)))


def times_of(run: Run | Node) -> int:
    """How many equal blocks one member of a section stands for."""
    return run.times if isinstance(run, Run) else 1


def runs_shown(graph: Graph, section: Group, view: View) -> tuple[Run | Node, ...]:
    """The blocks and bare operations of a section as a view shows them, folded or not."""
    return runs_of(graph, section, folds(graph, view) and not is_expanded(section, view.expand))


def unfolded(graph: Graph, expand: Sequence[str]) -> tuple[str, ...]:
    """`expand` in the network's order, without repeats. Raises UserError for what is no layer of it."""
    layers = [stage.path for stage in graph.stages]
    check_layers(expand, layers)
    if ALL in expand or (layers and set(layers) == set(expand)):
        return (ALL,)
    return tuple(layer for layer in layers if layer in expand)


def check_layers(expand: Sequence[str], layers: Sequence[str]) -> None:
    """Raises UserError for a name to unfold that is none of these layers."""
    for name in expand:
        if name not in (ALL, *layers):
            raise UserError("expand", name, say(", ").join([ALL, *layers]))


def is_expanded(stage: Group, expand: Sequence[str]) -> bool:
    """Whether a view unfolds this stage."""
    return stage.path in expand or ALL in expand


def _looks(graph: Graph, member: Node | Group) -> tuple[Any, ...]:
    """What makes two blocks look the same: equal operations on equal shapes. A bare operation is like no other."""
    if isinstance(member, Node):
        return (member.path,)
    return tuple(
        (node.op, node.type, node.input_shapes, node.output_shape, node.kernel, node.stride, node.groups, node.params)
        for node in graph.inside(member)
    )


def fold_pill(stage: Group, times: int, middle: float, top: float, lane: int) -> Part:
    """A link that unfolds a layer, `× 22`, or folds it again: `fold` where `times` is 0."""
    words, label = say("fold"), say("fold the equal blocks of {layer}", layer=stage.path)
    if times:
        words, label = f"× {times}", say("unfold the {count} equal blocks of {layer}", count=times, layer=stage.path)
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
    opened = is_expanded(stage, view.expand) and stage in foldable(graph, view)
    return [fold_pill(stage, 0, middle, top, lane=3)] if opened else []
