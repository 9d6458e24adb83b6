"""The Chinese characters of one picture as a font of their own, in WOFF2: some 10 KB where the whole one has 1.5 MB.

The outlines are taken out of `render/noto` as they stand, without subroutines and hints, so that a new font is made of
them in milliseconds; a general subsetter would read all 6,900 each time.
"""

from base64 import b64encode
from functools import cache, lru_cache
from io import BytesIO
from typing import Any, Literal

from fontTools.fontBuilder import FontBuilder
from fontTools.misc.psCharStrings import T2CharString
from fontTools.ttLib import TTFont

from app.render.noto import CHINESE_FAMILY, CHINESE_FILES
from app.scene.text import chinese
from app.scene.types import Scene, Text, Weight

Face = Literal["Regular", "Bold"]
FACES: dict[Weight, Face] = {"regular": "Regular", "semibold": "Bold", "bold": "Bold"}
CSS_WEIGHTS: dict[Face, str] = {"Regular": "400", "Bold": "600 700"}
EM = 1000
UNIX_EPOCH = 2_082_844_800  # in seconds since 1904, as fonts count
RISE, FALL = 880, -120  # of a line, in thousandths of an em


def chinese_used(scene: Scene) -> dict[Face, str]:
    """The Chinese characters of a picture, sorted, by the face that they are set in."""
    used: dict[Face, set[str]] = {}
    for part in scene.parts:
        for mark in part.marks:
            if isinstance(mark, Text) and chinese(mark.string):
                used.setdefault(FACES[mark.weight], set()).update(filter(chinese, mark.string))
    return {face: "".join(sorted(used[face])) for face in CSS_WEIGHTS if face in used}


@lru_cache(maxsize=200)
def chinese_face(face: Face, characters: str) -> str:
    """The @font-face rule with such a font inside; every other character is left to the next font."""
    data = b64encode(chinese_woff2(face, characters)).decode()
    ranges = ",".join(f"U+{ord(character):X}" for character in characters)
    return (
        f'@font-face{{font-family:"{CHINESE_FAMILY}";font-weight:{CSS_WEIGHTS[face]};unicode-range:{ranges};'
        f'src:url("data:font/woff2;base64,{data}") format("woff2")}}'
    )


def chinese_woff2(face: Face, characters: str) -> bytes:
    """A font with these characters, less those that `render/noto` lacks; the same ones give the same bytes."""
    source, names = _source(face)
    names = {ord(character): names[ord(character)] for character in characters if ord(character) in names}
    outlines = {name: T2CharString(source[name].bytecode) for name in (".notdef", *names.values())}
    made: Any = FontBuilder(EM, isTTF=False)
    made.font.recalcBBoxes = False
    made.setupGlyphOrder(list(outlines))
    made.setupCharacterMap(names)
    made.setupCFF(f"NotoSansCJKsc-{face}", {}, outlines, {})
    made.setupHorizontalMetrics(dict.fromkeys(outlines, (EM, 0)))
    made.setupHorizontalHeader(ascent=RISE, descent=FALL)
    made.setupNameTable({"familyName": CHINESE_FAMILY, "styleName": face}, mac=False)
    made.setupOS2(sTypoAscender=RISE, sTypoDescender=FALL, usWinAscent=RISE, usWinDescent=-FALL)
    made.updateHead(created=UNIX_EPOCH, modified=UNIX_EPOCH)  # the time of cutting would make every file differ
    made.setupPost(keepGlyphNames=False)
    made.font.flavor = "woff2"
    file = BytesIO()
    made.save(file)
    return file.getvalue()


@cache
def _source(face: Face) -> tuple[Any, dict[int, str]]:
    """The outlines of a weight by glyph, and the glyphs by character. Read once in a process, when Chinese is drawn."""
    font: Any = TTFont(BytesIO(CHINESE_FILES[face].read_bytes()), lazy=True)
    return font["CFF "].cff.topDictIndex[0].CharStrings, font.getBestCmap()


@cache
def covered(face: Face) -> frozenset[int]:
    """The characters, as numbers, that the Chinese font has."""
    return frozenset(_source(face)[1])
