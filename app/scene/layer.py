"""The layer view (Figures 8 and 12): its blocks in a row, each with its convolutions, its shortcut and its addition."""

from dataclasses import dataclass

from app.graph.types import Graph, Group
from app.scene.detour import detour, low_lane, rise
from app.scene.failure import failure_part
from app.scene.flow import Flow, flow_of, nodes_in
from app.scene.folding import Run, fold_pill, refold, runs_shown
from app.scene.hues import hue_of
from app.scene.lane import Lane
from app.scene.laws import LAW_WORDS, scale_of
from app.scene.recipes import stage_signature
from app.scene.sentences import shortcut_sentence
from app.scene.sheet import bracket, extent, titled
from app.scene.types import Mark, Part, Point, Scene, Text, View
from app.scene.words import (
    block_title,
    count_text,
    shape_text,
    short_count,
    shortcut_kind,
    unfinished,
    view_title,
)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A block that has been laid out: where its shortcut leaves and lands, and what it meets on its way."""

    run: Run
    flow: Flow
    fork: Point
    plus: Point | None
    low: Lane
    right: float


def layer_scene(graph: Graph, stage: Group, view: View) -> Scene:
    """One layer, left to right; runs of equal blocks are folded when there are many."""
    shapes = [stage.input_shape, *(node.output_shape for node in graph.inside(stage))]
    lane = Lane(graph, scale_of([*shapes, *view.among], view.scale, tallest=88, longest=46), 0, 0, edges=False)
    source = graph.inside(stage)[0].inputs[0]
    lane.volume(source, stage.input_shape, f"{shape_text(stage.input_shape)} enters from {source}")
    drawn = [_block(graph, run, lane) for run in runs_shown(graph, stage, view) if isinstance(run, Run)]
    parts = [*lane.wires, *lane.parts]
    floor = extent(parts)[3] + 24 + max(rise(block.low) for block in drawn)
    for block in drawn:
        if block.plus:
            parts += detour(graph, block.run.first, block.flow, block.fork, block.low, block.plus, floor)
        lane.columns += block.low.columns
    bottom = extent(parts)[3] + 20
    for block in drawn:
        parts += _bracket(graph, stage, block, bottom)
    parts += refold(graph, stage, view, (drawn[0].fork[0] + drawn[0].right) / 2, bottom + 50)
    if unfinished(graph, stage):
        parts.append(failure_part(graph, lane.x + 24, 0))
    legend = (
        f"{LAW_WORDS[view.scale]}; kernels are drawn smaller · normalisations and activations are in each block's view"
    )
    return titled(view_title(graph, stage.path), captions(graph, stage), parts, lane.columns, legend)


def captions(graph: Graph, stage: Group) -> tuple[str, ...]:
    """What a layer is and costs; how its first block changes the shape."""
    first = graph.children(stage.path)[0]
    cost = f"{count_text(stage.params)} parameters · {short_count(stage.macs)} multiply-adds"
    shapes = f"{shape_text(stage.input_shape)} to {shape_text(stage.output_shape)}"
    said = (f"{stage_signature(graph, stage)} · {shapes} · {cost}",)
    return said if shortcut_kind(graph, first) in ("none", "identity") else (*said, shortcut_sentence(graph, first))


def _block(graph: Graph, run: Run, lane: Lane) -> _Drawn:
    """Draw one block's main path on the lane; its shortcut waits until the depth of all is known."""
    flow = flow_of(graph, run.first)
    lane.within, lane.times = run.first.path, run.times
    fork = (lane.x, 0.0)
    lane.x += 6
    lane.run(tuple(nodes_in(flow.main)), pills=False)
    low = low_lane(graph, run.first, lane, fork, lambda low: low.run(tuple(nodes_in(flow.shortcut)), pills=False))
    plus = None
    if flow.add:
        lane.x = max(lane.x, low.x)
        plus = lane.plus(flow.add)
        out = run.first.output_shape
        lane.volume(run.last.path, out, f"{shape_text(out)} leaves {run.last.path}")
    return _Drawn(run, flow, fork, plus, low, lane.x - 10)


def _bracket(graph: Graph, stage: Group, block: _Drawn, top: float) -> list[Part]:
    """The name of a block under it, as a link into it."""
    run, hue = block.run, hue_of(graph, stage.path)
    left, right = block.fork[0] - 4, block.right
    middle = (left + right) / 2
    name = f"block {run.first.name}" if run.times == 1 else f"blocks {run.first.name} to {run.last.name}"
    marks: tuple[Mark, ...] = (
        bracket(left, right, top, hue),
        Text(middle, top + 21, name, size=17, weight="bold", fill=f"{hue}-text"),
        Text(middle, top + 40, block_title(graph, run.first), size=15, fill="muted"),
    )
    label = f"{run.first.path}, {block_title(graph, run.first)}"
    parts = [Part(marks, path=run.first.path, kind="block", label=label, lane=2)]
    if run.times > 1:
        parts.append(fold_pill(stage, run.times, middle, top + 50, lane=3))
    return parts
