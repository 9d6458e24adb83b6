"""How much room a text takes: real advance widths of the one font that every picture uses (Source Sans Pro).

Knowing a label's box before it is drawn is what lets a test assert that no label touches anything.
"""

from functools import cache, lru_cache
from importlib.resources import files
from math import cos, radians, sin
from pathlib import Path

from fontTools.ttLib import TTFont

from app.scene.types import Text, Weight

Box = tuple[float, float, float, float]

FONT_FILES: dict[Weight, str] = {
    "regular": "SourceSansPro-Regular.ttf",
    "semibold": "SourceSansPro-Semibold.ttf",
    "bold": "SourceSansPro-Bold.ttf",
}
# Ink above and below the baseline, in ems: a capital or a bracket, and a descender.
ASCENT = 0.72
DESCENT = 0.22


def font_path(weight: Weight) -> Path:
    """Where the wheel keeps a font file."""
    return Path(str(files("font_source_sans_pro"))) / "files" / FONT_FILES[weight]


@cache
def _advances(weight: Weight) -> tuple[dict[int, float], float]:
    """Advance width of every character in ems, and the width to assume for one the font lacks."""
    font = TTFont(font_path(weight), lazy=True)
    units, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
    return {code: metrics[name][0] / units for code, name in font.getBestCmap().items()}, 1.0


@lru_cache(maxsize=8192)
def text_width(string: str, size: float, weight: Weight = "regular") -> float:
    """Length of a line of text in drawing units at a font size; kerning left out, tabular figures as drawn."""
    advances, missing = _advances(weight)
    return size * sum(advances.get(ord(character), missing) for character in string)


def text_box(text: Text) -> Box:
    """(left, top, right, bottom) of a text's ink, of its turned corners where it is turned."""
    width = text_width(text.string, text.size, text.weight)
    left = {"start": 0.0, "middle": -width / 2, "end": -width}[text.anchor]
    top, bottom = -ASCENT * text.size, DESCENT * text.size
    if not text.angle:
        return text.x + left, text.y + top, text.x + left + width, text.y + bottom
    turn = radians(-text.angle)
    corners = [
        (text.x + x * cos(turn) - y * sin(turn), text.y + x * sin(turn) + y * cos(turn))
        for x in (left, left + width)
        for y in (top, bottom)
    ]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
