"""Chinese for pictures: Noto Sans CJK SC in two weights, cut down to the characters of GB 2312 (`cut.py`).

Every one of its characters is one em wide in both weights, as Chinese is set.
"""

from pathlib import Path

CHINESE_FAMILY = "Noto Sans CJK SC"
CHINESE_FILES = {weight: Path(__file__).parent / f"NotoSansCJKsc-{weight}.otf" for weight in ("Regular", "Bold")}
