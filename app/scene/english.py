"""Nouns as a sentence needs them: counted, in the plural, with an article; and several things in a list."""

import re
from collections.abc import Sequence

from app.scene.words import count_text

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
LETTER = re.compile(r"[A-Z]|\d\w*")  # `module A`, `stem module 3a`: a name behind the noun


def number(count: int) -> str:
    """Small numbers in words."""
    return NUMBERS[count] if count < len(NUMBERS) else count_text(count)


def plural(noun: str) -> str:
    """`basic blocks of layer2`, `multiplications by the gate`, `modules A`: the word that is counted, and no other."""
    name = re.split(" (?:of|by) ", noun)[0]
    words = name.split(" ")
    counted = -2 if len(words) > 1 and LETTER.fullmatch(words[-1]) else -1
    words[counted] += "s"
    return " ".join(words) + noun.removeprefix(name)


def numbered(noun: str, count: int) -> str:
    """`block`, `blocks`: the noun as so many of it need it."""
    return noun if count == 1 else plural(noun)


def several(count: int, noun: str) -> str:
    """`1 reduction`, `14 Inception modules`."""
    return f"{count_text(count)} {numbered(noun, count)}"


def counted(count: int, noun: str) -> str:
    """`one linear layer`, `16 basic blocks`."""
    return f"{number(count)} {numbered(noun, count)}"


def one(noun: str) -> str:
    """`a basic block`, `an Inception module`."""
    return f"{'an' if noun[0].lower() in 'aeiou' else 'a'} {noun}"


def listed(words: Sequence[str]) -> str:
    """`conv1`, `conv1 and bn1`, `conv1, bn1 and relu`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
