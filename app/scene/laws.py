"""From numbers to lengths: one law for every volume of a view, so that sizes can be compared by eye."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import log2, sqrt

from app.graph.types import Shape
from app.language import message, say

LAWS: dict[str, Callable[[float], float]] = {
    "log": lambda n: log2(1 + n),
    "sqrt": sqrt,
    "linear": float,
}
LAW_WORDS = {
    "log": message("edges grow with log₂(1 + n)"),
    "sqrt": message("edges grow with the square root of n"),
    "linear": message("edges are to scale"),
}
THINNEST = 3.0


def law_text(law: str) -> str:
    """How lengths grow, for a legend."""
    return say(LAW_WORDS[law])


@dataclass(frozen=True, slots=True)
class Scale:
    """Lengths of a view's edges: spatial(H) and channels(C), in drawing units, by one law, monotone.

    The largest H or W of the view is `tallest` long and its largest C `longest`; nothing is thinner than a hairline.
    """

    law: str
    most_cells: int
    most_channels: int
    tallest: float
    longest: float

    def spatial(self, cells: float) -> float:
        grow = LAWS[self.law]
        return max(THINNEST, self.tallest * grow(cells) / grow(self.most_cells))

    def channels(self, count: float) -> float:
        grow = LAWS[self.law]
        return max(THINNEST, self.longest * grow(count) / grow(self.most_channels))


def scale_of(shapes: Iterable[Shape], law: str, tallest: float, longest: float) -> Scale:
    """The law of a view, fitted so that the largest edge of its volumes has the given length."""
    seen = list(shapes)
    return Scale(
        law=law,
        most_cells=max(max(shape[1:], default=1) for shape in seen),
        most_channels=max(shape[0] for shape in seen),
        tallest=tallest,
        longest=longest,
    )
