"""Nouns as a sentence needs them: counted, in the plural, with an article. A noun is given in the language spoken."""

import re

from app.language import language, say

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
MEASURES = {"捷径": "条"}  # what is counted by a word of its own in Chinese, by the end of its noun
MEASURE = "个"  # what counts the rest
LETTER = re.compile(r"[A-Z]|\d\w*")  # `module A`, `stem module 3a`: a name behind the noun


def number(count: int) -> str:
    """Small numbers in words; in Chinese all are figures, that equal things are counted alike."""
    return NUMBERS[count] if language() == "en" and count < len(NUMBERS) else f"{count:,}"


def plural(noun: str) -> str:
    """`basic blocks of layer2`, `multiplications by the gate`, `modules A`: the word that is counted, and no other.

    Chinese has no plural.
    """
    if language() != "en":
        return noun
    name = re.split(" (?:of|by) ", noun)[0]
    words = name.split(" ")
    counted = -2 if len(words) > 1 and LETTER.fullmatch(words[-1]) else -1
    words[counted] += "s"
    return " ".join(words) + noun.removeprefix(name)


def numbered(noun: str, count: int) -> str:
    """`block`, `blocks`: the noun as so many of it need it."""
    return noun if count == 1 else plural(noun)


def several(count: int, noun: str) -> str:
    """`1 reduction`, `14 Inception modules`; `14 个 Inception 模块`, `3 条投影捷径`."""
    return say("{count} {nouns}", count=_measured(f"{count:,}", noun), nouns=numbered(noun, count))


def counted(count: int, noun: str) -> str:
    """`one linear layer`, `16 basic blocks`; `1 个全连接层`."""
    return say("{count} {nouns}", count=_measured(number(count), noun), nouns=numbered(noun, count))


def _measured(count: str, noun: str) -> str:
    """A number as it stands before a noun: in Chinese with the word that counts such things."""
    if language() == "en":
        return count
    return count + next((word for end, word in MEASURES.items() if noun.endswith(end)), MEASURE)


def percent(digits: str) -> str:
    """`12.5 %`; `12.5%`."""
    return say("{number} %", number=digits)


def one(noun: str) -> str:
    """`a basic block`, `an Inception module`. Chinese has no article."""
    article = "an" if noun[0].lower() in "aeiou" else "a"
    return f"{article} {noun}" if language() == "en" else noun


def capitalised(words: str) -> str:
    """Words at the head of a sentence. Chinese has no capitals: a name there stays as it is."""
    return f"{words[:1].upper()}{words[1:]}" if language() == "en" else words
