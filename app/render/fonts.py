"""The font as a picture carries it: Source Sans Pro cut down to the characters that pictures use, as WOFF2.

Layout tables are left out on purpose: without kerning and ligatures a line is as long as `scene/text.py` says.
The font's default figures are tabular (every digit 497, 513 and 528 thousandths of an em in the three weights), so
no feature has to be switched on for columns of numbers. Any other character falls back to the reader's fonts.
"""

from base64 import b64encode
from functools import cache
from io import BytesIO

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from app.scene.text import font_path
from app.scene.types import Weight

FAMILY = "Source Sans Pro"
CSS_WEIGHTS: dict[Weight, int] = {"regular": 400, "semibold": 600, "bold": 700}
LAYOUT_TABLES = ["BASE", "DSIG", "GDEF", "GPOS", "GSUB"]
ALPHABET = "".join(map(chr, range(0x20, 0x7F))) + "×·‘’“”‹›→…–—−±≈≠≤≥‖∞²₂⁹βγεμσΣ√"


@cache
def woff2(weight: Weight) -> bytes:
    """One weight with the glyphs of ALPHABET: about 6 KB. Cut once in a process."""
    font = TTFont(font_path(weight), recalcTimestamp=False)  # the time of cutting would make every process differ
    for table in LAYOUT_TABLES:  # before they are read: that would take most of the time
        if table in font:
            del font[table]
    options = Options(hinting=False, layout_features=[], name_IDs=[], notdef_outline=False)
    subsetter = Subsetter(options)
    subsetter.populate(text=ALPHABET)
    subsetter.subset(font)
    font.flavor = "woff2"
    file = BytesIO()
    font.save(file)
    return file.getvalue()


@cache
def font_face(weight: Weight) -> str:
    """The @font-face rule with the font inside, so that a picture opens alone anywhere."""
    data = b64encode(woff2(weight)).decode()
    return (
        f'@font-face{{font-family:"{FAMILY}";font-weight:{CSS_WEIGHTS[weight]};'
        f'src:url("data:font/woff2;base64,{data}") format("woff2")}}'
    )
