"""The way around a block: its shortcut, on a lane of its own below, from the fork to the addition."""

from collections.abc import Callable

from app.graph.types import Graph, Group
from app.scene.flow import Flow, nodes_in
from app.scene.lane import PLUS, Lane
from app.scene.sheet import bounds, elbow, moved
from app.scene.types import Disc, Mark, Part, Point, Text
from app.scene.words import shape_text, shortcut_kind, shortcut_title

TURN = 10.0  # from the fork's vertical to where the lane begins
APART = 44.0  # between the bars of a chart: the shortcut's operations stand beside those above, not under them
STEP, FARTHEST = 6, 240


def low_lane(graph: Graph, block: Group, lane: Lane, fork: Point, draw: Callable[[Lane], None]) -> Lane:
    """The lane of what x meets on the shortcut, drawn at height 0 until it is known how far down it goes.

    `draw` puts the shortcut's operations on it; they begin as far right as keeps their columns clear of the lane's.
    """
    taken = [column.x for column in lane.columns]
    shift = 0
    while True:
        low = Lane(graph, lane.scale, fork[0] + TURN + 4 + shift, 0, block.path, number=1, edges=lane.edges)
        low.times, low.dash = lane.times, shortcut_kind(graph, block) == "projection"
        low.start = (fork[0] + TURN, 0)
        draw(low)
        clear = all(abs(column.x - x) >= APART for column in low.columns for x in taken)
        if clear or shift >= FARTHEST:
            return low
        shift += STEP


def rise(low: Lane) -> float:
    """How far a low lane's pieces reach above its line."""
    return -min((bounds(part.marks)[1] for part in low.parts), default=0.0)


def detour(graph: Graph, block: Group, flow: Flow, fork: Point, low: Lane, plus: Point, floor: float) -> list[Part]:
    """The shortcut's line at y = floor, and what stands on it. The identity says its name where there is room."""
    assert flow.add is not None and low.start is not None
    marks: list[Mark] = [
        Disc(fork, 2.6, fill="wire"),
        elbow(fork, (fork[0], floor), end=(fork[0] + TURN, floor), radius=TURN - 0.1, dash=low.dash, arrow=False),
        elbow((low.start[0], floor), (plus[0], floor), end=(plus[0], PLUS + 1), dash=low.dash),
    ]
    if not flow.shortcut:
        marks.append(Text((fork[0] + plus[0]) / 2, floor - 8, "identity: x", size=14, fill="muted"))
    path = next(nodes_in(flow.shortcut), flow.add).path
    label = f"{shortcut_title(graph, block)} of {block.path}, {shape_text(block.input_shape)}"
    line = Part(tuple(marks), path=path, kind="shortcut", label=label, lane=1)
    return [line, *(moved(part, 0, floor) for part in (*low.wires, *low.parts))]
