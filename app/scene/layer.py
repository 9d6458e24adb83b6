"""The layer view (Figures 8 and 12): its blocks in a row, each with its convolutions, its shortcut and its addition.

Of an Inception module the branches stand as small boxes before the stack of slabs that they give.
"""

from dataclasses import dataclass
from functools import partial

from app.graph.types import Graph, Group, Node
from app.language import say
from app.language.nouns import capitalised
from app.scene.aside import aside, aside_parts, drop, rise
from app.scene.bands import bands_of
from app.scene.compact import CompactLane
from app.scene.failure import CROSS, failure_part
from app.scene.flow import Flow, Parallel, flow_of, flow_to_refusal, nodes_in
from app.scene.folding import Run, fold_pill, refold, runs_shown
from app.scene.hues import hue_of
from app.scene.lane import Lane
from app.scene.laws import law_text, scale_of
from app.scene.op_words import after_text
from app.scene.questions import shortcut_kind, unfinished
from app.scene.recipes import stage_signature
from app.scene.sentences import shortcut_sentence
from app.scene.sheet import bracket, extent, titled
from app.scene.types import Column, Mark, Part, Point, Scene, Text, View
from app.scene.units import change_text, phrases, shape_text
from app.scene.ways import said_on, way_kind, way_label
from app.scene.words import block_title, cost_text, is_numbered, name_within, place_name, view_title

BELOW = 24.0  # between what stands above and a shortcut


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A block that has been laid out: where its shortcut leaves and lands, and the lanes that wait for their depth."""

    run: Run
    flow: Flow
    fork: Point
    join: Point | None
    rim: float
    lows: tuple[Lane, ...]
    right: float


def layer_scene(graph: Graph, stage: Group, view: View) -> Scene:
    """One layer, left to right; runs of equal blocks are folded when there are many."""
    shapes = [stage.input_shape, *(node.output_shape for node in graph.inside(stage))]
    lane = CompactLane(graph, scale_of(shapes, view.scale, tallest=88, longest=46), 0, 0, edges=False)
    source = graph.inside(stage)[0].inputs[0]
    label = say("{shape} enters from {source}", shape=shape_text(stage.input_shape), source=source)
    lane.volume(source, stage.input_shape, label, bands=bands_of(graph, source))
    drawn = _members(graph, stage, view, lane)
    parts = [*lane.wires, *lane.parts]
    floor = extent(parts)[3] + BELOW + max((rise(low) for block in drawn for low in block.lows[:1]), default=0.0)
    for block in drawn:
        parts += _lows(block, floor)
        lane.columns += [column for low in block.lows for column in low.columns]
    parts += lane.lows
    bottom = extent(parts)[3] + 20
    for block in drawn:
        parts += _bracket(graph, stage, block, bottom)
    if drawn:
        parts += refold(graph, stage, view, (drawn[0].fork[0] + drawn[-1].right) / 2, bottom + 50)
    if unfinished(graph, stage):
        parts.append(failure_part(graph, lane.stop or (lane.x + 24 + CROSS, 0)))
    legend = say("{law}; kernels are drawn smaller", law=law_text(view.scale))
    if drawn:
        legend += " · " + say("normalisations and activations are in each block's view")
    return titled(view_title(graph, stage.path), captions(graph, stage), parts, lane.columns, legend)


def captions(graph: Graph, stage: Group) -> tuple[str, ...]:
    """What a layer is and costs; how its first block changes the shape."""
    blocks = [child for child in graph.children(stage.path) if child.kind == "block"]
    shapes = change_text(stage.input_shape, stage.output_shape)
    said = (" · ".join((stage_signature(graph, stage), shapes, cost_text(graph, stage))),)
    if not blocks or shortcut_kind(graph, blocks[0]) in ("none", "identity"):
        return said
    sentence = shortcut_sentence(graph, blocks[0])
    if len(blocks) > 1:
        name = capitalised(place_name(graph, blocks[0]))
        sentence = say("{block}: {sentence}", block=name, sentence=f"{sentence[:1].lower()}{sentence[1:]}")
    return (*said, sentence)


def _members(graph: Graph, stage: Group, view: View, lane: Lane) -> list[_Drawn]:
    """Draw a layer's blocks and bare operations on the lane; returns the blocks."""
    drawn: list[_Drawn] = []
    for run in runs_shown(graph, stage, view):
        if isinstance(run, Node):
            lane.within, lane.times = stage.path, 1
            lane.operation(run)
            lane.volume(run.path, run.output_shape, after_text(run), bands=bands_of(graph, run.path))
        else:
            drawn.append(_block(graph, run, lane))
    return drawn


def _block(graph: Graph, run: Run, lane: Lane) -> _Drawn:
    """Draw one block's main path on the lane; its shortcut waits until the depth of all is known."""
    flow = flow_of(graph, run.first)
    if unfinished(graph, run.first):
        assert graph.failure is not None
        flow, lane.refused = flow_to_refusal(graph, run.first), graph.failure.path
    lane.within, lane.times = run.first.path, run.times
    fork = (lane.x, 0.0)
    before = len(lane.columns)
    lane.x += 6
    main = (*flow.lead, *flow.main)
    lane.follow(flow if flow.residual is None else Flow(flow.source, main), pills=False)
    lows: tuple[Lane, ...] = ()
    join, rim = None, 0.0
    if flow.residual:
        lows = tuple(_low(lane, flow.residual, fork, index) for index in range(1, len(flow.residual.branches)))
        lane.x = max(lane.x, *(low.x for low in lows))
        refused = flow.residual.join.path == lane.refused
        join = lane.refusal() if refused else lane.plus(flow.residual.join)
        assert lane.start is not None
        rim = lane.start[0] - join[0]
        if not refused:
            out = flow.residual.join.output_shape
            label = say("{shape} leaves {block}", shape=shape_text(out), block=run.last.path)
            lane.volume(run.last.path, out, label)
            if lane.refused:  # behind the sum
                lane.follow(Flow(run.last.path, flow.tail, flow.open), pills=False)
    right = lane.x - 10
    if any(node.op == "concat" for node in nodes_in(flow.steps)):  # one bar for all that happens side by side
        middle = (fork[0] + right) / 2
        lane.columns[before:] = [Column(run.first.path, middle, min(right - fork[0], 60), run.times)]
    return _Drawn(run, flow, fork, join, rim, lows, right)


def _low(lane: Lane, residual: Parallel, fork: Point, index: int) -> Lane:
    """What a shortcut, or the gate of a highway, meets on its way; drawn at height 0."""
    branch = residual.branches[index]
    return aside(
        lane, fork, partial(Lane.run, steps=branch, pills=False), index, way_kind(residual, index) == "projection"
    )


def _lows(block: _Drawn, floor: float) -> list[Part]:
    """A block's lanes below the main one, the first at y = floor, and their lines into the sum."""
    parts: list[Part] = []
    residual = block.flow.residual
    if residual is None or block.join is None:
        return parts
    for index, low in enumerate(block.lows, start=1):
        if index > 1:
            floor += BELOW + 8 + rise(low)  # a line's words need more room than a lane's boxes
        path = next(nodes_in(residual.branches[index]), residual.join).path
        label = way_label(residual, index, block.run.first.path, block.run.first.input_shape)
        end = (block.join[0] + 12 * (index - (1 + len(block.lows)) / 2), block.rim + 1)
        parts += aside_parts(low, block.fork, end, floor, Part((), path=path, label=label), said_on(residual, index))
        floor += drop(low)
    return parts


def _run_name(graph: Graph, run: Run) -> str:
    """`block 0`, `blocks 1 to 3`, `Mixed_6b to Mixed_6e`."""
    first, last = name_within(run.first), name_within(run.last)
    if run.times == 1:
        return place_name(graph, run.first)
    if is_numbered(graph, run.first):
        return say("blocks {first} to {last}", first=first, last=last)
    return say("{first} to {last}", first=first, last=last)


def _bracket(graph: Graph, stage: Group, block: _Drawn, top: float) -> list[Part]:
    """The name of a block under it, as a link into it."""
    run, hue = block.run, hue_of(graph, stage.path)
    left, right = block.fork[0] - 4, block.right
    middle = (left + right) / 2
    name = _run_name(graph, run)
    marks: tuple[Mark, ...] = (
        bracket(left, right, top, hue),
        Text(middle, top + 21, name, size=17, weight="bold", fill=f"{hue}-text"),
        Text(middle, top + 40, block_title(graph, run.first), size=15, fill="muted"),
    )
    label = phrases(run.first.path, block_title(graph, run.first))
    parts = [Part(marks, path=run.first.path, kind="block", label=label, lane=2)]
    if run.times > 1:
        parts.append(fold_pill(stage, run.times, middle, top + 50, lane=3))
    return parts
