"""Nouns as a sentence needs them: counted, in the plural, with an article."""

import re

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


def counted(count: int, noun: str) -> str:
    """`one linear layer`, `16 basic blocks`."""
    return f"{number(count)} {noun if count == 1 else plural(noun)}"


def one(noun: str) -> str:
    """`a basic block`, `an Inception module`."""
    return f"{'an' if noun[0].lower() in 'aeiou' else 'a'} {noun}"
