"""What is wrong with a lecture, and in which line of its file."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from app.errors import nearest
from app.language import say

# Where a value stands in a lecture: ("steps", 3, "title", "en").
Place = tuple[str | int, ...]
Lines = Mapping[Place, int]


class Problem(NamedTuple):
    """One mistake; lines are counted from 1."""

    line: int
    text: str

    def at(self, file: str) -> str:
        """`resnet.yaml:12: ...`, as compilers say it."""
        return f"{file}:{self.line}: {self.text}"


class Unreadable(Exception):
    """A file that is no lecture: `problems` say why. sound: the steps that could be read, by index, and the lines."""

    def __init__(self, problems: Iterable[Problem], sound: Mapping[int, Any] | None = None, lines: Lines | None = None):
        self.problems, self.sound, self.lines = tuple(problems), sound or {}, lines or {}
        super().__init__(*self.problems)


def line_of(place: Place, lines: Lines) -> int:
    """The line of a value, or of the nearest thing around it that is in the file."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def near(value: str, known: Iterable[str]) -> str:
    """A sentence's end about a name that there is not: the nearest that there are, else all of them."""
    names = list(known)
    if close := nearest(value, names):
        return say("nearest: {names}", names=say(", ").join(close))
    return say("allowed: {names}", names=say(", ").join(names))
