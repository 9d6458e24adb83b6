"""The paper's own drawing (He et al. 2015, Figure 3): labelled boxes from top to bottom, shortcuts at the right.

A whole network, a layer, or a block with everything beside its arrows; and the small one that stands in the
corner of a block view and says where its operations belong.
"""

from app.graph.types import Graph, Group, Node
from app.scene.failure import failure_part
from app.scene.folding import Run, runs_shown
from app.scene.recipes import stage_signature
from app.scene.sheet import extent, moved, titled
from app.scene.stack import BETWEEN, Stack, box_width
from app.scene.types import Part, Scene, Text, View
from app.scene.words import (
    block_title,
    count_text,
    graph_title,
    shape_text,
    short_count,
    shortcut_kind,
    unfinished,
    view_title,
)

LEGEND = {
    "identity": "solid: identity shortcut",
    "projection": "dashed: projection shortcut",
    "zeropad": "with a 0: zero-padding shortcut",
}


def schematic_scene(graph: Graph, view: View) -> Scene:
    """The network, a layer or another group of operations as a schematic."""
    if view.path == "":
        stack, said = _network(graph, view), _network_captions(graph)
        title, stopped = graph_title(graph), graph.failure is not None
    else:
        group = graph.group_by_path[view.path]
        stack, said = _group(graph, group, view), _group_captions(graph, group)
        title, stopped = view_title(graph, view.path), unfinished(graph, group)
    parts = [*stack.wires, *stack.parts]
    if stopped:
        parts.append(failure_part(graph, -stack.width / 2, stack.y + 60))
    return titled(title, said, parts, legend=_legend(graph, view))


def inset_size(graph: Graph, group: Group) -> tuple[float, float]:
    """Width and height of `inset`."""
    left, top, right, bottom = extent(_block_parts(graph, group))
    return right - left, bottom - top


def inset(graph: Graph, group: Group, x: float, y: float) -> tuple[Part, ...]:
    """One block as a schematic, its left top corner at (x, y); every part leads to its operation."""
    parts = _block_parts(graph, group)
    left, top, _, _ = extent(parts)
    return tuple(moved(part, x - left, y - top) for part in parts)


def _block_parts(graph: Graph, group: Group) -> list[Part]:
    stack = Stack(graph, box_width(_boxed(graph.inside(group))))
    stack.block(Run(group, group, 1))
    stack.arrow()
    return [*stack.wires, *stack.parts]


def _network(graph: Graph, view: View) -> Stack:
    stack = Stack(graph, box_width(_boxed(graph.nodes)), sizes=True)
    stack.image()
    for section in graph.groups:
        if section.kind not in ("stem", "stage", "head"):
            continue
        top = stack.y + (10 if section.kind == "stage" else 0) + stack.gap
        if section.kind == "stage":
            _blocks(graph, stack, section, view)
        else:
            stack.nodes(graph.inside(section))
        stack.bracket(section, top)
    return stack


def _group(graph: Graph, group: Group, view: View) -> Stack:
    stack = Stack(graph, box_width(_boxed(graph.inside(group))), detailed=group.kind != "stage")
    _end(stack, shape_text(group.input_shape), -6)
    stack.line(6)
    if group.kind == "stage":
        _blocks(graph, stack, group, view)
    elif group.kind == "block":
        stack.block(Run(group, group, 1))
    else:
        stack.nodes(graph.inside(group))
    stack.arrow()
    _end(stack, shape_text(group.output_shape), stack.y + 15)
    return stack


def _blocks(graph: Graph, stack: Stack, stage: Group, view: View) -> None:
    for run in runs_shown(graph, stage, view):
        if isinstance(run, Run):
            stack.block(run)
        else:
            stack.nodes((run,))


def _end(stack: Stack, words: str, baseline: float) -> None:
    """The shape that comes in or goes out, where the line begins or ends."""
    stack.parts.append(Part((Text(0, baseline, words, 13, "semibold"),), kind="size"))


def _boxed(nodes: tuple[Node, ...]) -> list[Node]:
    return [node for node in nodes if node.op not in (*BETWEEN, "add", "zeropad")]


def _network_captions(graph: Graph) -> tuple[str, ...]:
    return (
        f"input {shape_text(graph.input)}",
        f"{graph.depth} layers with weights",
        f"{count_text(graph.params)} parameters",
        f"{short_count(graph.macs)} multiply-adds",
    )


def _group_captions(graph: Graph, group: Group) -> tuple[str, ...]:
    title = stage_signature(graph, group) if group.kind == "stage" else block_title(graph, group)
    return (
        title[:1].upper() + title[1:],
        f"{count_text(group.params)} parameters",
        f"{short_count(group.macs)} multiply-adds",
    )


def _legend(graph: Graph, view: View) -> str:
    """What the lines at the right mean, of those that are there."""
    kinds = {
        shortcut_kind(graph, group)
        for group in graph.groups
        if group.kind == "block" and f"{group.path}.".startswith(f"{view.path}." if view.path else "")
    }
    return " · ".join(words for kind, words in LEGEND.items() if kind in kinds)
