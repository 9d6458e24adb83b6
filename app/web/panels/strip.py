"""What strips over depth share: a column a block, in the hue of its layer, each a link to the block."""

from dataclasses import dataclass
from math import floor, isfinite, log10

from app.graph.types import Graph
from app.scene.hues import hue_of
from app.web.seen import Seen

NAMED = 60  # more columns than this have no room for a name, nor for something to press


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column leads. name: as it stands under the column."""

    path: str
    url: str
    hue: str


def place(seen: Seen, path: str) -> Place:
    return Place(path, seen.address.at(path).url(), hue_of(seen.graph, path))


def within(graph: Graph, path: str, paths: tuple[str, ...]) -> tuple[str, ...]:
    """Those of some parts that lie inside a part; all if none does, as seen from a stem without blocks."""
    inside = tuple(other for other in paths if path in {group.path for group in graph.around(other)})
    return inside or paths


def top_of(values: list[float]) -> float:
    """The end of an axis from 0: the next of 1, 2 and 5 with some zeros that is not below the largest number."""
    most = max((value for value in values if isfinite(value)), default=0)
    if most <= 0:
        return 1.0
    ten = 10 ** floor(log10(most))
    return next(step * ten for step in (1, 2, 5, 10) if most <= step * ten * (1 + 1e-9))


def middle_of(top: float) -> float:
    """The number with a line of its own between 0 and the end of an axis: 1, if it stands apart from both."""
    return 1.0 if 2 <= top <= 5 else top / 2
