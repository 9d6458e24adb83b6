"""A fork on a lane with its branches as small boxes: what is readable of a module where a whole layer is shown."""

from app.graph.types import Node
from app.scene.bands import bands_of
from app.scene.boxes import LABEL, box, plus
from app.scene.failure import CROSS, STOP
from app.scene.flow import Parallel
from app.scene.lane import Lane
from app.scene.op_words import after_text, op_label
from app.scene.plan import JOIN, TURN, Planner, Spot, Way
from app.scene.sheet import elbow
from app.scene.text import text_width
from app.scene.types import Part, Point, Stroke

HEIGHT = 22.0
GAP = 13.0
LEAD = 6.0


class CompactLane(Lane):
    """A Lane on which a fork takes no more height than its branches' boxes."""

    def parallel(self, step: Parallel) -> None:
        """The branches of a fork from left to right, then the stack that they give, or the product."""
        join = step.join
        refused = join.path == self.refused
        gap = GAP + STOP if refused and join.op != "concat" else GAP
        plan = Planner(self.graph, _words, _size, gap, bars=False).fork(step)
        assert self.start is not None
        start = max(self.x, self.start[0]) + LEAD
        self.wires.append(Part((elbow(self.start, end=(start, self.middle), arrow=False),), kind="wire"))
        self.wires += [Part((_line(way, start, self.middle),), kind="wire") for way in plan.ways]
        for item in plan.items:
            centre = (start + item.at[0], self.middle + item.at[1])
            if item.path != self.refused:
                self.parts.append(plus(centre, item) if item.sum else box(item, centre, item.length, item.breadth))
        self.x = start + plan.length
        self.start = (self.x, self.middle)
        if refused and join.op == "concat":
            self.refusal()
        elif refused:  # the cross stands in the place of the disc
            self.stop = (self.x - JOIN, self.middle)
            self.x = self.stop[0] + CROSS
        elif join.op == "concat":
            self.volume(join.path, join.output_shape, after_text(join), bands=bands_of(self.graph, join.path))


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
