"""Characters that have no place in a text: nobody sees them, and some turn the words around them."""

import unicodedata

from app.language import say

KEPT = "\n\t"
# They set the direction of what follows; a reader would see other words than are there.
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def without_unseen(text: str) -> str:
    """The text as it is. Raises ValueError for control characters and marks of direction."""
    if not text.isprintable() and (strange := next(filter(_is_unseen, text), "")):
        raise ValueError(say("a character that nobody sees, U+{code}: leave it out", code=f"{ord(strange):04X}"))
    return text


def _is_unseen(sign: str) -> bool:
    return sign in TURNING or (unicodedata.category(sign) == "Cc" and sign not in KEPT)
