"""Strings as TeX sets them: nothing in them is ever a command. What text fonts of LaTeX lack is said in mathematics.

Only ASCII, accented Latin letters and, for engines that read Unicode, other scripts are left as they are.
"""

import re
from collections.abc import Iterable
from typing import Literal

from app.scene.text import chinese

Letters = Literal["latin", "unicode", "chinese"]
# What a document needs to set them.
ENGINES: dict[Letters, str] = {
    "latin": "pdfLaTeX, XeLaTeX or LuaLaTeX",
    "unicode": "XeLaTeX or LuaLaTeX",
    "chinese": r"XeLaTeX and \usepackage[scheme=plain]{ctex}",
}
SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "`": r"\textasciigrave{}",
    '"': r"\textquotedblright{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "\u00a0": "~",
    "–": "--",
    "—": "---",
    "…": r"\ldots{}",
    "‘": "`{}",
    "’": "'{}",
    "“": "``{}",
    "”": "''{}",
    "•": r"\textbullet{}",
    "×": r"\texttimes{}",
    "÷": r"\textdiv{}",
    "·": r"\textperiodcentered{}",
    "−": r"\textminus{}",
    "±": r"\textpm{}",
    "°": r"\textdegree{}",
}
MATHEMATICS = {
    "→": r"\rightarrow",
    "←": r"\leftarrow",
    "↑": r"\uparrow",
    "↓": r"\downarrow",
    "∞": r"\infty",
    "√": r"\surd",
    "≤": r"\leq",
    "≥": r"\geq",
    "≠": r"\neq",
    "≈": r"\approx",
    "∈": r"\in",
    "⌊": r"\lfloor",
    "⌋": r"\rfloor",
    "⌈": r"\lceil",
    "⌉": r"\rceil",
    "‹": r"\scriptstyle\langle",
    "›": r"\scriptstyle\rangle",
    "α": r"\alpha",
    "β": r"\beta",
    "γ": r"\gamma",
    "δ": r"\delta",
    "ε": r"\varepsilon",
    "λ": r"\lambda",
    "μ": r"\mu",
    "µ": r"\mu",
    "π": r"\pi",
    "σ": r"\sigma",
    "τ": r"\tau",
    "Σ": r"\Sigma",
    "Δ": r"\Delta",
    "¹": "^{1}",
    **{character: f"^{{{power}}}" for power, character in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
    **{character: f"_{{{index}}}" for index, character in enumerate("₀₁₂₃₄₅₆₇₈₉")},
}
REPLACED = SPECIAL | {sign: rf"\ensuremath{{{said}}}" for sign, said in MATHEMATICS.items()}
# Two of these in a row would join: `--` is a dash in TeX.
JOINING = re.compile("(?<=[-',])(?=[-',])")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
SURROGATE = re.compile("[\ud800-\udfff]")


def tex(string: str) -> str:
    """A string as the words of a node."""
    joined = JOINING.sub("\0", cleaned(string))
    return "".join(REPLACED.get(sign, sign) for sign in joined).replace("\0", "{}")


def comment(string: str) -> str:
    """A string as the rest of a line after `%`: it cannot end that line."""
    return cleaned(string)


def name(path: str) -> str:
    """A module path as the name of a node, whose anchors follow a dot: `layer2-0-conv1`."""
    return re.sub("[^A-Za-z0-9_]", "-", path)


def letters(strings: Iterable[str]) -> Letters:
    """Which letters some words need: those that pdfLaTeX has, others, or Chinese ones."""
    found = "".join(strings)
    if chinese(found):
        return "chinese"
    return "unicode" if _needs_unicode(found) else "latin"


def _needs_unicode(string: str) -> bool:
    """Whether pdfLaTeX has no letters for it."""
    return not string.isascii() and any(
        sign > "\x7f" and sign not in REPLACED and not "\u00c0" <= sign <= "\u017e" for sign in string
    )


def cleaned(string: str) -> str:
    """Without what no engine reads: control characters become spaces."""
    return SURROGATE.sub("\ufffd", CONTROL.sub(" ", string))
