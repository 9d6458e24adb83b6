"""A fork on a lane with its branches as small boxes: what is readable of a module where a whole layer is shown."""

from app.graph.types import Graph, Node
from app.scene.boxes import LABEL, box, plus
from app.scene.flow import Parallel
from app.scene.lane import Lane
from app.scene.plan import TURN, Planner, Spot, Way
from app.scene.sheet import elbow
from app.scene.text import text_width
from app.scene.types import Part, Point, Stroke
from app.scene.words import op_label

HEIGHT = 22.0
GAP = 13.0
LEAD = 6.0


def add_compact(graph: Graph, lane: Lane, step: Parallel) -> None:
    """The branches of a fork from left to right, then the stack that they give, or the product."""
    plan = Planner(graph, _words, _size, GAP, bars=False).fork(step)
    assert lane.start is not None
    start = max(lane.x, lane.start[0]) + LEAD
    lane.wires.append(Part((elbow(lane.start, end=(start, lane.middle), arrow=False),), kind="wire"))
    lane.wires += [Part((_line(way, start, lane.middle),), kind="wire") for way in plan.ways]
    for item in plan.items:
        centre = (start + item.at[0], lane.middle + item.at[1])
        lane.parts.append(plus(centre, item) if item.sum else box(item, centre, item.length, item.breadth))
    lane.x = start + plan.length
    lane.start = (lane.x, lane.middle)


def _line(way: Way, x: float, y: float) -> Stroke:
    """A way along a lane from (x, y)."""

    def at(spot: Spot) -> Point:
        return x + spot[0], y + spot[1]

    start, *corners, end = map(at, way.spots)
    return elbow(start, *corners, end=end, radius=TURN, arrow=way.arrow)


def _words(node: Node) -> str:
    """`3×3, 128`, `3×3 max pool`."""
    return op_label(node).replace(" conv", "")


def _size(words: str) -> Spot:
    return text_width(words, LABEL) + 16, HEIGHT
