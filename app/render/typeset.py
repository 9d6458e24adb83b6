"""Typst: markup and values become a PDF or a PNG, drawn with our own fonts, and Typst's where a document asks for one.

Values arrive as `sys.inputs`, never pasted into markup. The same input gives the same bytes: no time is written down,
and fonts of the system are not looked at, so a character that ours lack is refused instead of drawn as a box.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal

from typst import Compiler, Fonts

from app.errors import UserError
from app.language import say
from app.render.chinese import FACES, covered
from app.render.noto import CHINESE_FILES
from app.scene.text import font_path, has_character
from app.scene.types import Scene, Text


def typeset(source: bytes, inputs: Mapping[str, str], format: Literal["pdf", "png"], ppi: float | None = None) -> bytes:
    """The document; a PNG has one page. ppi: pixels an inch of a PNG."""
    # A compiler is not to be shared by threads; its fonts are what is expensive to find, and they are.
    compiler = Compiler(font_paths=_fonts(), ignore_system_fonts=True)
    made = compiler.compile(source, format=format, ppi=ppi, sys_inputs=dict(inputs))
    assert isinstance(made, bytes), "a picture is one page"
    return made


def check_characters(texts: Iterable[str]) -> None:
    """Raise UserError for characters that none of the fonts has."""
    if strange := characters_without_font(texts):
        raise UserError("text", strange, because=say("no font of ours has these; an .svg takes the reader's fonts"))


def characters_without_font(texts: Iterable[str]) -> str:
    """The first few that none of the fonts has, `⁻ (U+207B)`; "" where all can be drawn."""
    strange = {sign for text in texts if not text.isascii() for sign in set(text) if not _drawable(sign)}
    return " ".join(f"{sign} (U+{ord(sign):04X})" for sign in sorted(strange)[:8])


def scene_texts(scene: Scene) -> Iterable[str]:
    """All that stands in a picture."""
    return (mark.string for part in scene.parts for mark in part.marks if isinstance(mark, Text))


def _drawable(sign: str) -> bool:
    return has_character(sign) or ord(sign) in covered(FACES["regular"])


@cache
def _fonts() -> Fonts:
    folders = [font_path("regular").parent, CHINESE_FILES["Regular"].parent]
    return Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)
