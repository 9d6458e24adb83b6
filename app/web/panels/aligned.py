"""Numbers that stand under each other, with equally many decimals: their digits line up and can be added by eye."""

from collections.abc import Sequence
from math import floor, isfinite, log10

from app.web.panels.channel_words import value_text

SMALL, LARGE = -4, 6  # powers of ten, outside of which numbers have an exponent


def aligned(values: Sequence[float], digits: int) -> list[str]:
    """`0.250`, `−1.500`, `12.000`: the largest has so many digits that count; NaN and infinities are words."""
    most = max((abs(value) for value in values if isfinite(value)), default=0.0)
    size = floor(log10(most)) if most else 0
    layout = f".{max(0, digits - 1 - size)}f" if SMALL <= size < LARGE else f".{digits - 1}e"
    return [_signed(f"{value:{layout}}") if isfinite(value) else value_text(value) for value in values]


def _signed(text: str) -> str:
    """With a minus sign for a number below zero; that of an exponent stays as a computer writes it."""
    return f"−{text[1:]}" if text.startswith("-") else text
