"""Numbers become colours that the eye reads as evenly as the numbers lie.

Values from 0 up: viridis (S. van der Walt, N. Smith, matplotlib, CC0), dark to light. Signed values: zero is near
white, blue below and orange above, and both grow darker alike, so that equal sizes look equally strong. NaN and
infinity are magenta, which neither scale has. A scale has 255 levels; with the colour for what is no number they make a
palette of 256, which is all that a small PNG needs.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

LEVELS = 255  # odd: a signed scale has a middle
BROKEN = 255  # the level of what is no number
MAGENTA = (255, 0, 220)
STOPS = 9  # of a legend

Colours = NDArray[np.uint8]  # [..., 3], RGB

TINY = 1e-30  # a span this narrow is one number

VIRIDIS = ("440154", "482878", "3e4989", "31688e", "26828e", "1f9e89", "35b779", "6ece58", "b5de2b", "fde725")
# Lightness in the middle and at the ends, greatest chroma, and hue angles of the signed scale, in OKLab
# (B. Ottosson 2020).
MIDDLE, END, CHROMA, BELOW, ABOVE = 0.97, 0.42, 0.135, 258.0, 45.0

_TO_CUBES = np.array(  # linear RGB -> the cubes of l, m, s
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


@dataclass(frozen=True, slots=True)
class Span:
    """The numbers at the ends of a scale: 0 and the largest, or equally far below and above 0."""

    low: float
    high: float

    @property
    def signed(self) -> bool:
        return self.low < 0


def span_of(*values: Any) -> Span:
    """The span of all numbers of some arrays or CPU tensors; what is no number is left out."""
    ends = [end for array in values for end in _ends(np.asarray(array))]
    low, high = min(ends, default=0.0), max(ends, default=0.0)
    most = max(-low, high)
    return Span(-most, most) if low < 0 else Span(0.0, high)


def around_zero(most: float) -> Span:
    """A signed span as far as `most` on both sides; where there is nothing but zeros, they are its middle."""
    return Span(-(most or 1.0), most or 1.0)


def _ends(values: NDArray[Any]) -> tuple[float, ...]:
    if not values.size:
        return ()
    low, high = float(values.min()), float(values.max())
    if np.isfinite(low) and np.isfinite(high):  # NaN and infinity come through min and max
        return low, high
    finite = values[np.isfinite(values)]
    return (float(finite.min()), float(finite.max())) if finite.size else ()


def coloured(values: NDArray[Any], span: Span) -> Colours:
    """The colours of an array [...] as [..., 3]; what lies beyond the span has the colour of its end."""
    return palette(span)[levels(values, span)]


def levels(values: NDArray[Any], span: Span) -> NDArray[np.uint8]:
    """The places of an array's numbers in `palette(span)`."""
    width, numbers = span.high - span.low, np.isfinite(values)
    if width <= TINY:  # nothing can be told apart: everything is zero
        return np.where(numbers, np.uint8((LEVELS - 1) // 2 if span.signed else 0), np.uint8(BROKEN))
    scale = (LEVELS - 1) / width
    with np.errstate(over="ignore"):  # far beyond the span: clipped like anything there
        places = np.where(numbers, values, 0) * np.float32(scale) - span.low * scale
    return np.where(numbers, np.clip(places + 0.5, 0, LEVELS - 0.5).astype(np.uint8), np.uint8(BROKEN))


def palette(span: Span) -> Colours:
    """The 255 colours of a span's scale, and the one for what is no number."""
    return _signed() if span.signed else _unsigned()


def legend(span: Span) -> tuple[tuple[str, ...], str, str]:
    """CSS colours from the low to the high end, evenly apart, and the two numbers as words."""
    table = palette(span)
    stops = (table[round(index * (LEVELS - 1) / (STOPS - 1))] for index in range(STOPS))
    return tuple("#{:02x}{:02x}{:02x}".format(*stop) for stop in stops), number_text(span.low), number_text(span.high)


def number_text(value: float) -> str:
    """A number for readers, with three digits that count: `3.21`, `−0.0456`, `1234`, `4.56e-07`."""
    size = abs(value)
    text = f"{size:.0f}" if 1000 <= size < 1e6 else f"{size:.3g}"
    return f"−{text}" if value < 0 else text


@cache
def _unsigned() -> Colours:
    stops = np.array([[int(colour[i : i + 2], 16) for i in (0, 2, 4)] for colour in VIRIDIS])
    lab = _lab(stops)
    places = np.linspace(0, len(stops) - 1, LEVELS)
    return _table(np.stack([np.interp(places, np.arange(len(stops)), lab[:, axis]) for axis in range(3)], axis=-1))


@cache
def _signed() -> Colours:
    way = np.linspace(-1, 1, LEVELS)
    strength = np.abs(way)
    angle = np.radians(np.where(way < 0, BELOW, ABOVE))
    chroma = CHROMA * np.sin(strength * np.pi * 0.62)  # there is less room for it in dark colours
    lightness = MIDDLE + (END - MIDDLE) * strength
    return _table(np.stack([lightness, chroma * np.cos(angle), chroma * np.sin(angle)], axis=-1))


def _table(lab: NDArray[np.float64]) -> Colours:
    return np.concatenate([_rgb(lab), np.array([MAGENTA], dtype=np.uint8)])


def _lab(colours: NDArray[Any]) -> NDArray[np.float64]:
    """sRGB from 0 to 255 as OKLab."""
    share = colours / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.cbrt(linear @ _TO_CUBES.T) @ _TO_LAB.T


def _rgb(lab: NDArray[np.float64]) -> Colours:
    """OKLab as sRGB from 0 to 255."""
    linear = np.clip((lab @ np.linalg.inv(_TO_LAB).T) ** 3 @ np.linalg.inv(_TO_CUBES).T, 0, 1)
    share = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.round(share * 255).astype(np.uint8)
