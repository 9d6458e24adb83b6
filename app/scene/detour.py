"""The shortcut of one block among several: drawn first, and put below when the depth of all is known."""

from collections.abc import Callable

from app.graph.types import Graph, Group
from app.scene.aside import aside, aside_parts, rise
from app.scene.flow import Flow, nodes_in
from app.scene.lane import Lane
from app.scene.line import PLUS
from app.scene.types import Part, Point
from app.scene.words import shape_text, shortcut_kind, shortcut_title

__all__ = ["detour", "low_lane", "rise"]


def low_lane(graph: Graph, block: Group, lane: Lane, fork: Point, draw: Callable[[Lane], None]) -> Lane:
    """The lane of what x meets on the shortcut, at height 0; `draw` puts the shortcut's operations on it."""
    return aside(lane, fork, draw, number=1, dash=shortcut_kind(graph, block) == "projection")


def detour(graph: Graph, block: Group, flow: Flow, fork: Point, low: Lane, plus: Point, floor: float) -> list[Part]:
    """The shortcut's line at y = floor, and what stands on it. The identity says its name where there is room."""
    assert flow.add is not None
    label = f"{shortcut_title(graph, block)} of {block.path}, {shape_text(block.input_shape)}"
    line = Part((), path=next(nodes_in(flow.shortcut), flow.add).path, label=label)
    said = "" if flow.shortcut else "identity: x"
    return aside_parts(low, fork, (plus[0], PLUS + 1), floor, line, said)
