"""A Scene in which blocks that are switched off are seen to be: a dashed frame, and the words F(x) = 0.

In the network's drawing the frame is around the block's volume, and the words are over its arc, the only way that is
left for x; in a layer's and in a block's the frame is around F(x). A schematic has no room for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from app.graph.types import Graph, Group
from app.language import message, prose, say
from app.scene.flow import flow_of, nodes_in
from app.scene.folding import Run, runs_shown
from app.scene.questions import shortcut_path
from app.scene.sheet import bounds, extent, moved, noted, rectangle
from app.scene.text import Box
from app.scene.types import Face, Part, Scene, Text, View

ROOM = 24.0  # above what is drawn, for the words
AROUND, NEAR = 5.0, 3.0  # from what is framed to its frame; from a volume that has its number beneath
SIZE = 15.0
MEANING = message("dashed frame: a block that is switched off, F(x) = 0")


def silenced(scene: Scene, graph: Graph, view: View) -> Scene:
    """The scene with the blocks of `view.off` framed, as far as it shows them."""
    runs = [(run, silent) for run in _runs(graph, view) if (silent := _silent(graph, run, view.off))]
    if not runs or view.style == "schematic":
        return scene
    parts = [part if part.kind == "title" else moved(part, 0, ROOM) for part in scene.parts]
    marks = [mark for run, silent in runs for mark in _marks(graph, run, silent, parts, whole=not view.path)]
    said = say("Switched off: {blocks}.", blocks=say(", ").join(view.off))
    framed = (*parts, Part(tuple(marks), kind="silenced"))
    alt = prose((scene.alt, said))
    return noted(replace(scene, alt=alt, height=scene.height + ROOM, parts=framed), (say(MEANING),))


def _runs(graph: Graph, view: View) -> Iterator[Run]:
    """The blocks that a view shows, repeats folded as in it."""
    group = graph.group_by_path.get(view.path)
    if group and group.kind == "block":
        yield Run(group, group, 1)
    for stage in graph.stages if not view.path else [group] if group and group.kind == "stage" else []:
        yield from (run for run in runs_shown(graph, stage, view) if isinstance(run, Run))


def _silent(graph: Graph, run: Run, off: Sequence[str]) -> int:
    """How many blocks of a run are switched off."""
    if run.times == 1:
        return int(run.first.path in off)
    blocks = graph.children(run.first.parent)
    return sum(block.path in off for block in blocks[blocks.index(run.first) : blocks.index(run.last) + 1])


def _marks(graph: Graph, run: Run, silent: int, parts: Sequence[Part], whole: bool) -> tuple[Face, Text]:
    words = "F(x) = 0" if run.times == 1 else say("F(x) = 0 in {count} of {all}", count=silent, all=run.times)
    if not whole:
        left, top, right, bottom = extent(_residual(graph, run.first, parts))
        return _frame((left, top, right, bottom), AROUND), Text(
            left - AROUND, top - AROUND - 6, words, SIZE, "bold", "start"
        )
    volume = next(part for part in parts if part.kind == "volume" and part.path == run.first.path)
    way = shortcut_path(graph, run.first)
    left, top, right, _ = extent(part for part in parts if part.kind == "shortcut" and part.path == way)
    frame = _frame(bounds(mark for mark in volume.marks if isinstance(mark, Face)), NEAR)
    return frame, Text((left + right) / 2, top - 5, words, SIZE, "bold")


def _residual(graph: Graph, block: Group, parts: Sequence[Part]) -> list[Part]:
    """What is drawn of F(x): before the sum, for behind it a block's own schematic may follow."""
    flow = flow_of(graph, block)
    assert flow.add is not None
    join, inside = flow.add.path, {node.path for node in nodes_in(flow.main)}
    return [part for part in takewhile(lambda part: part.path != join, parts) if part.path in inside]


def _frame(box: Box, around: float) -> Face:
    left, top, right, bottom = box
    corners = rectangle(left - around, top - around, right + around, bottom + around)
    return Face(corners, "", "ink", role="pane", dash=True, width=1.4, radius=4)
