"""Auxiliary classifiers in the network view: each a column of small volumes that rises from the module it reads."""

from collections.abc import Sequence

from app.graph.types import Graph, Group, Node
from app.scene.laws import Scale
from app.scene.op_words import node_label
from app.scene.recipes import VOLUMES
from app.scene.row import Cell
from app.scene.text import text_width
from app.scene.types import Part, Stroke, Text
from app.scene.units import phrases, size_text
from app.scene.volume import Box3, box_of, solid
from app.scene.words import block_title

ARROW = 15.0
REACH = 150.0  # how far to the right of its middle a column's words may stand


def auxiliary_parts(graph: Graph, cells: Sequence[Cell], boxes: Sequence[Box3], scale: Scale) -> list[Part]:
    """Every auxiliary classifier of the network, above the row."""
    parts: list[Part] = []
    for group in graph.groups:
        if group.kind == "aux":
            parts += _column(graph, group, cells, boxes, scale)
    return parts


def volumes_of(graph: Graph, group: Group) -> list[Node]:
    """The operations of an auxiliary classifier that make a new volume."""
    return [node for node in graph.inside(group) if node.op in VOLUMES]


def source_of(graph: Graph, group: Group) -> str:
    """The path of the tensor that an auxiliary classifier reads."""
    return graph.inside(group)[0].inputs[0]


def _column(graph: Graph, group: Group, cells: Sequence[Cell], boxes: Sequence[Box3], scale: Scale) -> list[Part]:
    source = source_of(graph, group)
    module = next(box for cell, box in zip(cells, boxes, strict=True) if cell.holds(graph, source))
    middle = (module.left + module.right) / 2
    near = [box.top for box in boxes if box.right > middle - REACH and box.left < middle + REACH]
    parts = [_arrow(middle, module.top - 4, min(near) - ARROW)]
    y = min(near) - ARROW
    for node in volumes_of(graph, group):
        size = box_of(node.output_shape, scale, 0, 0)
        if len(parts) > 1:
            parts.append(_arrow(middle, y, y - ARROW))
            y -= ARROW
        left = middle - (size.right - size.left) / 2
        box = Box3(left, y - 4 - size.height, size.length, size.height, size.depth)
        parts.append(_volume(node, box))
        y = box.top - 4
    words = (
        Text(middle, y - 22, group.path, size=17, weight="bold", fill="grey-text"),
        Text(middle, y - 5, block_title(graph, group), size=14, fill="muted"),
    )
    label = phrases(group.path, block_title(graph, group))
    return [*parts, Part(words, group.path, "aux", label, lane=2)]


def _volume(node: Node, box: Box3) -> Part:
    """A volume with its numbers at its right: there is no room under it."""
    x, baseline = box.right + 8, box.y + (box.height - (box.y - box.top)) / 2 + 5.5
    channels = str(node.output_shape[0])
    marks = (
        *solid(box, "grey"),
        Text(x, baseline, channels, size=17, weight="bold", anchor="start"),
        Text(
            x + text_width(channels, 17, "bold") + 7,
            baseline,
            size_text(node.output_shape),
            14,
            anchor="start",
            fill="muted",
        ),
    )
    return Part(marks, node.path, "volume", node_label(node), lane=2)


def _arrow(x: float, start: float, end: float) -> Part:
    return Part((Stroke((x, start), (((x, end),),), arrow=True),), kind="wire")
