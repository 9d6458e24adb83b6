"""From Debian's fonts-noto-cjk to the two font files beside this module: what `script/chinese-font` runs.

Kept are the 6,763 characters of GB 2312, which is what simplified Chinese is written with, its punctuation and the
full-width forms. Layout tables and hints go, and so do subroutines, so that a picture can take single outlines out.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from app.render.noto import CHINESE_FILES

FOLDER = Path("/usr/share/fonts/opentype/noto")
SIMPLIFIED = 2  # the face in the collection: Japanese, Korean, simplified Chinese, ...
LEFT_OUT = ("BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx")
BLOCKS = (("\u3000", "\u303f"), ("\u4e00", "\u9fff"), ("\uff00", "\uffef"))  # punctuation, characters, full-width forms


def characters() -> str:
    """All of GB 2312 that Source Sans Pro has not, in the order of the standard."""
    pairs = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    signs = (pair.decode("gb2312", "ignore") for pair in pairs)
    return "".join(sign for sign in signs if sign and any(low <= sign <= up for low, up in BLOCKS))


def cut(source: Path, target: Path) -> None:
    """One weight: 1.5 MB of 19."""
    font = TTFont(source, fontNumber=SIMPLIFIED, lazy=True, recalcTimestamp=False)
    for table in LEFT_OUT:
        del font[table]
    subsetter = Subsetter(Options(hinting=False, layout_features=[], notdef_outline=True, desubroutinize=True))
    subsetter.populate(text=characters())
    subsetter.subset(font)
    font.save(target)


def main(folder: Path) -> None:
    for weight, file in CHINESE_FILES.items():
        cut(folder / f"NotoSansCJK-{weight}.ttc", file)
        print(f"{file.name}: {file.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
