"""The block view (Figures 7 and 11): every operation on its line, the shortcut below, the paper's schematic beside.

A stem, a head and a projection are drawn the same way, without a shortcut.
"""

from app.graph.types import Graph, Group, Node
from app.scene.detour import detour, low_lane, rise
from app.scene.failure import failure_part
from app.scene.flow import Flow, flow_of, nodes_in
from app.scene.lane import Lane
from app.scene.laws import LAW_WORDS, scale_of
from app.scene.schematic import inset, inset_size
from app.scene.sheet import extent, titled
from app.scene.types import Part, Point, Scene, View
from app.scene.words import block_title, count_text, shape_text, short_count, shortcut_kind, unfinished, view_title

BELOW = 26.0  # between the main path's labels and the shortcut


def block_scene(graph: Graph, group: Group, view: View) -> Scene:
    """One block, or another short chain of operations, with every operation that ran."""
    flow = flow_of(graph, group)
    source = graph.shape_of(flow.source)
    shapes = [source, *(node.output_shape for node in graph.inside(group))]
    lane = Lane(graph, scale_of(shapes, view.scale, tallest=132, longest=84), 0, 0, within=group.path)
    lane.volume(flow.source, source, f"{shape_text(source)} enters from {flow.source}")
    fork = (lane.x, 0.0)
    lane.x += 8
    lane.run(flow.main)
    below = _shortcut(graph, group, lane, flow, fork) if flow.add else []
    _output(lane, graph.inside(group)[-1])
    parts = [*lane.wires, *lane.parts, *below]
    if unfinished(graph, group):
        parts.append(failure_part(graph, lane.x + 24, 0))
    elif group.kind == "block":
        parts += _schematic(graph, group, lane, parts)
    legend = LAW_WORDS[view.scale]
    if any(part.kind == "kernel" for part in lane.parts):
        legend += "; kernels are drawn smaller"
    return titled(view_title(graph, group.path), captions(graph, group), parts, lane.columns, legend)


def captions(graph: Graph, group: Group) -> tuple[str, ...]:
    """What a block is and costs, and how its shortcut makes the two sides of the addition equal."""
    cost = f"{count_text(group.params)} parameters · {short_count(group.macs)} multiply-adds"
    first = f"{block_title(graph, group).capitalize()} · {cost}"
    said = shortcut_sentence(graph, group)
    return (first, said) if said else (first,)


def shortcut_sentence(graph: Graph, group: Group) -> str:
    """One sentence on the shortcut of a block; empty for what is not a block."""
    if group.kind != "block":
        return ""
    if unfinished(graph, group):
        return "The shapes stop fitting inside this block: it is drawn as far as the tensor went."
    entering, leaving = shape_text(group.input_shape), shape_text(group.output_shape)
    kind = shortcut_kind(graph, group)
    carried = f"The shortcut carries {entering}, the residual branch {leaving}"
    if kind == "projection":
        params = count_text(sum(node.params for node in nodes_in(flow_of(graph, group).shortcut)))
        return f"{carried}: a 1×1 projection ({params} parameters) makes them equal."
    if kind == "zeropad":
        return f"{carried}: rows and columns are skipped, channels of zeros appended."
    if kind == "identity":
        return f"Input and residual branch are both {leaving}: the shortcut adds x as it is, without parameters."
    return "A plain block: what the residual block is without its shortcut."


def _shortcut(graph: Graph, group: Group, lane: Lane, flow: Flow, fork: Point) -> list[Part]:
    """The shortcut below `lane`, which is extended by the addition and what follows; columns go to the lane too."""
    assert flow.add is not None
    low = low_lane(graph, group, lane, fork, lambda low: low.run(flow.shortcut))
    floor = extent(lane.parts)[3] + BELOW + rise(low)
    lane.x = max(lane.x, low.x + 6)
    plus = lane.plus(flow.add)
    lane.run(flow.tail)
    lane.columns += low.columns
    return detour(graph, group, flow, fork, low, plus, floor)


def _output(lane: Lane, last: Node) -> None:
    """The volume that leaves, unless the last operation has just drawn it."""
    if last.op in ("norm", "activation", "add"):
        lane.volume(last.path, last.output_shape, f"{shape_text(last.output_shape)} leaves from {last.path}")


def _schematic(graph: Graph, group: Group, lane: Lane, parts: list[Part]) -> tuple[Part, ...]:
    """The paper's drawing of this block: under the volume that leaves, or beside everything where nothing is added."""
    if plus := next((column for column in lane.columns if graph.by_path[column.path].op == "add"), None):
        bottom = extent(lane.parts)[3]
        return inset(graph, group, plus.x + 40, bottom + 22)
    _, top, right, bottom = extent(parts)
    _, height = inset_size(graph, group)
    return inset(graph, group, right + 48, (top + bottom - height) / 2)
