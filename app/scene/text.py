"""How much room a text takes: real advance widths of the one font that every picture uses (Source Sans Pro).

Knowing a label's box before it is drawn is what lets a test assert that no label touches anything. What that font
lacks is Chinese, or is not drawn at all: Chinese is set in squares, so it is measured without its font.
"""

from functools import cache, lru_cache
from importlib.resources import files
from math import cos, radians, sin
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont  # pyright: ignore[reportMissingTypeStubs]

from app.scene.types import Point, Text, Weight

Box = tuple[float, float, float, float]

FONT_FILES: dict[Weight, str] = {
    "regular": "SourceSansPro-Regular.ttf",
    "semibold": "SourceSansPro-Semibold.ttf",
    "bold": "SourceSansPro-Bold.ttf",
}
# Ink above and below the baseline, in ems: a capital or a bracket, and a descender.
ASCENT = 0.72
DESCENT = 0.22
CHINESE_ASCENT = 0.86
SQUARE = 1.0  # the width of a Chinese character and of its punctuation, in ems (`render/noto`)
FIRST_CHINESE = "\u2e80"  # where the scripts of East Asia begin


def font_path(weight: Weight) -> Path:
    """Where the wheel keeps a font file."""
    return Path(str(files("font_source_sans_pro"))) / "files" / FONT_FILES[weight]


def chinese(string: str) -> bool:
    """Whether any of a text is set in the Chinese font."""
    return max(string, default="") >= FIRST_CHINESE


@cache
def _advances(weight: Weight) -> dict[int, float]:
    """Advance width of every character of the font, in ems."""
    with TTFont(font_path(weight), lazy=True) as opened:
        font: Any = opened
        units: int = font["head"].unitsPerEm
        metrics: dict[str, tuple[int, int]] = font["hmtx"].metrics
        characters: dict[int, str] = font.getBestCmap()
        return {code: metrics[name][0] / units for code, name in characters.items()}


def has_character(character: str) -> bool:
    """Whether Source Sans Pro has it; its weights do not differ in that."""
    return ord(character) in _advances("regular")


@lru_cache(maxsize=8192)
def text_width(string: str, size: float, weight: Weight = "regular") -> float:
    """Length of a line of text in drawing units at a font size; kerning left out, tabular figures as drawn."""
    advances = _advances(weight)
    return size * sum(advances.get(ord(character), SQUARE) for character in string)


def text_corners(text: Text) -> tuple[Point, Point, Point, Point]:
    """Corners of the rectangle that holds a text's ink, turned with it."""
    width = text_width(text.string, text.size, text.weight)
    left = {"start": 0.0, "middle": -width / 2, "end": -width}[text.anchor]
    ascent = CHINESE_ASCENT if chinese(text.string) else ASCENT
    right, top, bottom = left + width, -ascent * text.size, DESCENT * text.size
    if not text.angle:  # nearly every one
        left, top, right, bottom = text.x + left, text.y + top, text.x + right, text.y + bottom
        return (left, top), (right, top), (right, bottom), (left, bottom)
    across, down = cos(radians(-text.angle)), sin(radians(-text.angle))

    def turned(x: float, y: float) -> Point:
        return text.x + x * across - y * down, text.y + x * down + y * across

    return turned(left, top), turned(right, top), turned(right, bottom), turned(left, bottom)


def text_box(text: Text) -> Box:
    """(left, top, right, bottom) of a text's ink, of its turned corners where it is turned."""
    corners = text_corners(text)
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
