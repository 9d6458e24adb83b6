"""Numbers that no line breaks: `14 × 14`, `10 %` and `899 pixels` keep their spaces and stay in one piece.

Goes in: a text, or the HTML of a piece. Comes out: the same, with no-break spaces between a number and its sign or
unit.
"""

import re

SPACE = "\u00a0"
TIMES = re.compile(r"(?<=\w) × (?=\d)")
UNIT = re.compile(r"(?<=\d) (?=%|px\b|pixels?\b|像素)")


def unbroken(text: str) -> str:
    """`1451 × 1451 pixels` is read as one thing."""
    return UNIT.sub(SPACE, TIMES.sub(f"{SPACE}×{SPACE}", text))
