"""The block view (Figures 7 and 11): every operation on its line, the shortcut below, the paper's schematic beside.

A stem, a head and a projection are drawn the same way, without a shortcut.
"""

from app.graph.types import Graph, Group
from app.language import say
from app.scene.failure import failure_part
from app.scene.flow import SUMS, flow_of, flow_to_refusal, rows_of
from app.scene.lane import Lane, lanes_of, longest_row
from app.scene.laws import law_text, scale_of
from app.scene.questions import unfinished
from app.scene.schematic import inset, inset_size
from app.scene.sentences import sentences
from app.scene.sheet import extent, spaced, titled
from app.scene.types import Part, Scene, View
from app.scene.units import shape_text
from app.scene.words import block_title, cost_text, view_title

# How long the longest edges of a view are, down and along the channels: less where branches lie over one another, as
# many as the key says, and in a long row, so that labels can be read where the picture is as wide as a page.
SIZES = {1: (132.0, 84.0), 2: (84.0, 64.0), 3: (76.0, 68.0), 4: (66.0, 66.0), 5: (56.0, 60.0)}
LONG, LONG_SIZES = 5, (92.0, 54.0)  # from so many convolutions and pools in a row on


def block_scene(graph: Graph, group: Group, view: View) -> Scene:
    """One block, or another group without layers, with every operation that ran."""
    stops = unfinished(graph, group)
    flow = flow_to_refusal(graph, group) if stops else flow_of(graph, group)
    source, lanes = graph.shape_of(flow.source), max(map(lanes_of, rows_of(flow)))
    shapes = [source, *(node.output_shape for node in graph.inside(group))]
    long = max(map(longest_row, rows_of(flow))) >= LONG
    tallest, longest = LONG_SIZES if long and lanes == 1 else SIZES[min(lanes, max(SIZES))]
    lane = Lane(graph, scale_of([*shapes, *view.among], view.scale, tallest, longest), 0, 0, within=group.path)
    lane.folded = long or lanes > 1
    if lanes > 1:  # hue says which branch, and what belongs to none has none
        lane.hue = "grey"
    if stops and graph.failure:
        lane.refused = graph.failure.path
    lane.enter(flow.source, say("{shape} enters from {source}", shape=shape_text(source), source=flow.source))
    lane.follow(flow)
    if lane.stop:
        parts = [*lane.drawn(), failure_part(graph, lane.stop)]
    else:
        parts = _finished(graph, group, lane, inset=lanes == 1)
    columns = spaced(lane.columns) if lanes > 1 else lane.columns
    return titled(view_title(graph, group.path), captions(graph, group), parts, columns, _legend(lane, view))


def _finished(graph: Graph, group: Group, lane: Lane, inset: bool) -> list[Part]:
    """What is on the lane, with the volume that leaves, and the block's schematic if there is to be one."""
    last = graph.inside(group)[-1]
    if lane.shown != last.path:
        label = say("{shape} leaves from {path}", shape=shape_text(last.output_shape), path=last.path)
        lane.volume(last.path, last.output_shape, label)
    parts = lane.drawn()
    return [*parts, *_schematic(graph, group, lane, parts)] if inset and group.kind == "block" else parts


def _legend(lane: Lane, view: View) -> str:
    legend = law_text(view.scale)
    if any(part.kind == "kernel" for part in lane.parts):
        legend = say("{law}; kernels are drawn smaller", law=legend)
    if any(part.kind == "band" for part in lane.parts):
        legend += " · " + say("slabs: the channels of each branch, first to last, counted from 0")
    return legend


def captions(graph: Graph, group: Group) -> tuple[str, ...]:
    """What a block is and costs, and what its shortcut, its gate and its branches do."""
    title = block_title(graph, group)
    return (f"{title[:1].upper()}{title[1:]} · {cost_text(graph, group)}", *sentences(graph, group))


def _schematic(graph: Graph, group: Group, lane: Lane, parts: list[Part]) -> tuple[Part, ...]:
    """The paper's drawing of this block: under the volume that leaves, or beside everything where nothing is added."""
    if plus := next((column for column in lane.columns if graph.by_path[column.path].op in SUMS), None):
        bottom = extent(lane.parts)[3]
        return inset(graph, group, plus.x + 40, bottom + 22)
    _, top, right, bottom = extent(parts)
    _, height = inset_size(graph, group)
    return inset(graph, group, right + 48, (top + bottom - height) / 2)
