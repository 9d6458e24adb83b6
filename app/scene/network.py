"""The network view (Figure 3 of the article): one volume a block, shortcuts as arcs, layers in brackets beneath."""

from collections import defaultdict
from collections.abc import Sequence

from app.graph.types import Graph
from app.language import say
from app.scene.arcs import arcs, meanings
from app.scene.auxiliary import auxiliary_parts
from app.scene.failure import CROSS, failure_part
from app.scene.folding import fold_pill, refold
from app.scene.hues import hue_of
from app.scene.laws import Scale, law_text, scale_of
from app.scene.recipes import stage_signature
from app.scene.row import STACK, Cell, cells_of, placed, volume_faces
from app.scene.sentences import totals
from app.scene.sheet import bracket, extent, titled
from app.scene.text import text_width
from app.scene.types import Column, Mark, Part, Scene, Stroke, Text, View
from app.scene.units import phrases, size_text
from app.scene.volume import Box3, box_of
from app.scene.words import block_title, graph_title

GAP = 15.0
FAR = 520.0


def network_scene(graph: Graph, view: View) -> Scene:
    """The whole network, left to right."""
    cells = cells_of(graph, view)
    scale = scale_of([*(cell.shape for cell in cells), *view.among], view.scale, tallest=112, longest=46)
    boxes = placed(cells, scale, GAP, _overhang, _spreads(graph, cells, scale))
    parts: list[Part] = [_axis(boxes)]
    parts += [_volume(cell, box) for cell, box in zip(cells, boxes, strict=True)]
    parts += [fold for cell, box in zip(cells, boxes, strict=True) if (fold := _fold(cell, box))]
    parts += arcs(graph, cells, boxes)
    parts += auxiliary_parts(graph, cells, boxes, scale)
    if graph.failure:
        parts.append(failure_part(graph, (boxes[-1].right + 24 + CROSS, 0)))
    parts += _brackets(graph, view, cells, boxes, extent(parts)[3] + 16)
    columns = [
        Column(cell.path, box.x + box.length / 2, box.length + 12, cell.times)
        for cell, box in zip(cells, boxes, strict=True)
    ]
    return titled(graph_title(graph), captions(graph), parts, columns, _legend(graph, view, cells), beside=True)


def captions(graph: Graph) -> tuple[str, ...]:
    """What is said under a network's name: its input, its size and its cost, and what was changed in it."""
    said = " · ".join(totals(graph))
    if not graph.changes:
        return (said,)
    return said, say("{network}, changed: {changes}", network=graph.name, changes=" · ".join(graph.changes))


def _legend(graph: Graph, view: View, cells: Sequence[Cell]) -> str:
    """The law of the lengths, and what the arcs, marks and slabs mean that are there."""
    said = [law_text(view.scale), *meanings(graph, [group for group in graph.groups if group.kind == "block"])]
    said += [say("slabs: the channels of a module's branches")] if any(cell.bands for cell in cells) else []
    return " · ".join(said)


def _overhang(cell: Cell, box: Box3) -> float:
    """How far the words under a volume reach beyond its front face, to either side."""
    words = max(
        text_width(str(cell.shape[0]), 17, "bold"),
        text_width(size_text(cell.shape), 14),
        text_width(cell.name, 14, "semibold"),
    )
    return max(2.0, (words - box.length) / 2)


def _spreads(graph: Graph, cells: Sequence[Cell], scale: Scale) -> dict[str, float]:
    """Room to add on either side of each cell so that its section is as wide as the words beneath it."""
    natural: dict[str, float] = defaultdict(float)
    count: dict[str, int] = defaultdict(int)
    for cell in cells:
        if cell.section:
            natural[cell.section.path] += box_of(cell.shape, scale, 0, 0).right + GAP
            count[cell.section.path] += 1
    sections = [graph.group_by_path[path] for path in natural]
    words = {
        section.path: max(text_width(line, 14) for line in (section.path, stage_signature(graph, section)))
        for section in sections
    }
    return {path: max(0.0, (words[path] + 12 - natural[path]) / (2 * count[path])) for path in natural}


def _axis(boxes: Sequence[Box3]) -> Part:
    """The line that the tensor walks along, seen between the volumes."""
    line = Stroke((boxes[0].x, 0), (((boxes[-1].x, 0),),), line="hairline", width=1.2, role="guide")
    return Part((line,), kind="axis")


def _volume(cell: Cell, box: Box3) -> Part:
    marks: list[Mark] = []
    if cell.times > 1:
        for dx, dy in STACK:
            behind = Box3(box.x + dx, box.y + dy, box.length, box.height, box.depth)
            marks += volume_faces(cell, behind)
    marks += volume_faces(cell, box)
    middle = box.x + box.length / 2
    marks.append(Text(middle, box.bottom + 19, str(cell.shape[0]), size=17, weight="bold"))
    marks.append(Text(middle, box.bottom + 37, size_text(cell.shape), size=14, fill="muted"))
    if cell.name:
        marks.append(Text(middle, box.bottom + 55, cell.name, size=14, weight="semibold", fill=f"{cell.hue}-text"))
    return Part(tuple(marks), path=cell.path, kind="volume", label=cell.label)


def _fold(cell: Cell, box: Box3) -> Part | None:
    if cell.times == 1 or cell.section is None:
        return None
    return fold_pill(cell.section, cell.times, box.x + box.length / 2, box.bottom + (63 if cell.name else 45), lane=2)


def _brackets(graph: Graph, view: View, cells: Sequence[Cell], boxes: Sequence[Box3], top: float) -> list[Part]:
    """A bracket with name and recipe under each section: stem, layers, head."""
    parts: list[Part] = []
    for section in dict.fromkeys(cell.section for cell in cells if cell.section):
        own = [box for cell, box in zip(cells, boxes, strict=True) if cell.section is section]
        left, right = own[0].x, max(own[-1].right, own[-1].x + 24)
        middle = min((left + right) / 2, left + FAR)  # under a very long bracket the words stay near its beginning
        hue = hue_of(graph, section.path)
        words = (
            Text(middle, top + 20, section.path, size=17, weight="bold", fill=f"{hue}-text"),
            Text(middle, top + 39, stage_signature(graph, section), size=14, fill="muted"),
        )
        said = (section.path, block_title(graph, section), stage_signature(graph, section))
        label = phrases(*dict.fromkeys(said))  # a stem that is called stem is one once
        parts.append(
            Part((bracket(left, right, top, hue), *words), path=section.path, kind="stage", label=label, lane=3)
        )
        parts += refold(graph, section, view, middle, top + 50)
    return parts
