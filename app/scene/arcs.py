"""What arcs over the row of volumes: each block's shortcut, with the mark of what x meets on it; and the gates."""

from collections.abc import Sequence
from itertools import groupby

from app.graph.types import Graph, Group
from app.language import listed, message, say
from app.scene.op_words import node_label
from app.scene.questions import gate_of, is_projected, shortcut_kind, shortcut_path
from app.scene.row import STACK, Cell
from app.scene.sheet import elbow, rectangle
from app.scene.types import Disc, Face, Mark, Part, Point, Stroke, Text
from app.scene.units import phrases
from app.scene.volume import Box3
from app.scene.words import shortcut_label, shortcut_title

MEANINGS = {
    "identity": message("solid arc: identity shortcut"),
    "projection": message("dashed arc: projection shortcut"),
    "zeropad": message("arc with a hollow box: zero-padding shortcut"),
    "highway": message("arc with a T: highway shortcut and its gate"),
}
GATE_MEANING = message("× on the line: squeeze and excitation")
MOST_FACTORS = 4  # that a legend has room for
GATE, TIMES = 8.0, 5.0  # radii of discs


def meanings(graph: Graph, blocks: Sequence[Group]) -> list[str]:
    """What the arcs and marks of these blocks mean, for a legend."""
    kinds = {shortcut_kind(graph, block) for block in blocks}
    kinds |= {"projection" for block in blocks if "highway" in kinds and is_projected(graph, block)}
    said = [say(words) for kind, words in MEANINGS.items() if kind in kinds]
    said += _scaled(graph)
    return [*said, say(GATE_MEANING)] if any(gate_of(graph, block) for block in blocks) else said


def _scaled(graph: Graph) -> list[str]:
    """By what residuals are multiplied before they are added: the few numbers that blocks take for it in turn."""
    factors = [dict(node.detail)["factor"] for node in graph.nodes if node.op == "scale"]
    told = [f"{factor:g}" for factor, _ in groupby(factors)]
    if len(told) == 1:
        return [say("residuals scaled by {factor}", factor=told[0])]
    if 1 < len(told) <= MOST_FACTORS:
        return [say("residuals scaled by {factors}, from left to right", factors=listed(told))]
    return []


def arcs(graph: Graph, cells: Sequence[Cell], boxes: Sequence[Box3]) -> list[Part]:
    """A shortcut over each block, from the volume it starts at to the volume it is added into."""
    parts: list[Part] = []
    for index, cell in enumerate(cells):
        if cell.run is None:
            continue
        before, box = boxes[index - 1], boxes[index]
        if gate := gate_of(graph, cell.run.first):
            right = before.right + (STACK[0][0] if cells[index - 1].times > 1 else 0)
            parts.append(Part(_times(((right + box.x) / 2, 0)), gate.path, "gate", node_label(gate)))
        if shortcut_kind(graph, cell.run.first) == "none":
            continue
        begin = before.x + (before.length + before.right - before.x) / 2 + 5
        end = box.x + (box.length + box.right - box.x) / 2 - 5
        top = before.top + (STACK[0][1] if cells[index - 1].times > 1 else 0)
        level = min(top, box.top) - 22
        parts.append(_arc(graph, cell.run.first, (begin, top - 5), (end, box.top - 4), level))
    return parts


def _arc(graph: Graph, block: Group, begin: Point, end: Point, level: float) -> Part:
    kind, dash = shortcut_kind(graph, block), is_projected(graph, block)
    middle, left, right = (begin[0] + end[0]) / 2, (begin[0], level), (end[0], level)
    if kind == "highway":
        marks: list[Mark] = [
            elbow(begin, left, end=(middle - GATE, level), radius=8, dash=dash, arrow=False),
            Disc((middle, level), GATE, fill="pill", width=1.2),
            Text(middle, level + 4.2, "T", 12, "semibold", inside=True),
            elbow((middle + GATE, level), right, end=end, radius=8, dash=dash),
        ]
    else:
        marks = [elbow(begin, left, right, end=end, radius=8, dash=dash)]
    if kind == "zeropad":  # the hollow box: channels of zeros
        corners = rectangle(middle - 5, level - 5, middle + 5, level + 5)
        marks.append(Face(corners, "paper", "wire", role="pane", width=1.2))
    path = shortcut_path(graph, block)
    label = phrases(path, shortcut_label(shortcut_title(graph, block), block.path, block.input_shape))
    return Part(tuple(marks), path=path, kind="shortcut", label=label, lane=1)


def _times(centre: Point) -> tuple[Mark, ...]:
    """A disc with a ×: every channel is multiplied by its gate."""
    (x, y), reach = centre, 2.3
    return (
        Disc(centre, TIMES, fill="pill", width=1.1),
        Stroke((x - reach, y - reach), (((x + reach, y + reach),),), width=1.2, role="guide"),
        Stroke((x - reach, y + reach), (((x + reach, y - reach),),), width=1.2, role="guide"),
    )
