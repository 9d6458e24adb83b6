"""Small tables of numbers, each in the colour of its size: white is zero, blue below, orange above."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, isfinite, log10

import numpy as np
from numpy.typing import NDArray

from app.graph.types import Pair
from app.image.colour import around_zero, coloured, number_text
from app.image.kernel import Numbers
from app.web.panels.channel_words import value_text

NUMBERED = 3  # cells along an edge, in which numbers can be read; larger grids are maps with the numbers on hover
LEAST_SIZE = -3  # power of ten
DARK = 0.18  # relative luminance; brighter colours carry dark numbers, and either way they can be read


@dataclass(frozen=True, slots=True)
class GridCell:
    """text: as it stands in the cell, full: with three digits, "" in the padding."""

    text: str
    full: str
    colour: str
    dark: bool
    padding: bool
    won: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells. numbered: whether the numbers stand in them."""

    rows: Sequence[Sequence[GridCell]]
    numbered: bool


def reach(numbers: Sequence[Numbers]) -> float:
    """The largest size of all finite numbers: where the colours end."""
    finite = np.concatenate([each[np.isfinite(each)] for each in numbers])
    return float(np.abs(finite).max()) if finite.size else 0.0


def grid(values: Numbers, most: float, inside: NDArray[np.bool_] | None = None, winner: Pair | None = None) -> Grid:
    """inside: where there is input and no padding. winner: the cell that counts alone."""
    colours = coloured(values, around_zero(most))
    bright = (colours / 255.0) ** 2.2 @ np.array([0.2126, 0.7152, 0.0722])
    there = np.ones(values.shape, dtype=bool) if inside is None else inside
    places = _places(most)
    rows = [
        [
            GridCell(
                text=_short(float(values[row, column]), places) if there[row, column] else "P",
                full=value_text(float(values[row, column])) if there[row, column] else "",
                colour="#{:02x}{:02x}{:02x}".format(*colours[row, column].tolist()),
                dark=bool(bright[row, column] < DARK),
                padding=not there[row, column],
                won=winner == (row, column),
            )
            for column in range(values.shape[1])
        ]
        for row in range(values.shape[0])
    ]
    return Grid(rows, max(values.shape) <= NUMBERED)


def _places(most: float) -> int | None:
    """Decimals that tell a grid's numbers apart in little room; None where there are too many of them."""
    if most == 0:
        return 0
    size = floor(log10(most))
    return None if size < LEAST_SIZE or size > -2 * LEAST_SIZE else max(0, (2 if most >= 0.1 else 1) - size)


def _short(value: float, places: int | None) -> str:
    if value == 0 or not isfinite(value):
        return value_text(value)
    return number_text(float(f"{value:.1g}")) if places is None else f"{value:.{places}f}".replace("-", "−")
