"""Addresses of lectures: `/deck/walking-resnet34/conv1?reveal=1&ratio=4:3`, read and written.

The keys of a step: `lang`, `theme` and `ratio` stay with the reader from step to step; `reveal` and `guess` are about
one question; `part` asks for a piece of the page, for scripts.
"""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

from app.decks.library import Deck
from app.decks.schema import Step
from app.errors import UnknownName, UserError, nearest
from app.language import say
from app.web.query import CHOICES, pairs

KEYS = ("lang", "theme", "ratio", "reveal", "guess", "part")
HELD = ("lang", "theme", "ratio")
ALLOWED: dict[str, tuple[str, ...]] = {
    "lang": CHOICES["lang"],
    "theme": CHOICES["theme"],
    "ratio": ("4:3", "16:9"),
    "reveal": ("1",),
    "part": ("stage",),
}
NOTES = "notes"
SHOWN = 5  # steps that are named where none is near


@dataclass(frozen=True, slots=True)
class Standing:
    """Where in a lecture one is. notes: in the presenter's window. given: the keys of the address, checked."""

    deck: Deck
    index: int
    notes: bool = False
    given: tuple[tuple[str, str], ...] = ()

    @property
    def step(self) -> Step:
        return self.deck.lecture.steps[self.index]

    def said(self, key: str) -> str:
        """The value of a key, "" where it is not given."""
        return dict(self.given).get(key, "")

    @property
    def guess(self) -> str:
        """What was answered to the step's question."""
        return self.said("guess").strip() if self.step.question else ""

    @property
    def is_revealed(self) -> bool:
        """Whether nothing is covered: asked for, or found out."""
        question = self.step.question
        return not question or bool(self.said("reveal")) or (bool(self.guess) and question.is_right(self.guess))

    @property
    def is_reordered(self) -> bool:
        """Whether the sizes that were answered are right, and their order is not."""
        question = self.step.question
        return bool(question) and question.is_reordered(self.guess)

    @property
    def is_whole(self) -> bool:
        """Whether a page is asked for, not a piece of one."""
        return not self.said("part")

    def at(self, index: int) -> "Standing | None":
        """Another step as one comes to it; None beyond the ends."""
        if not 0 <= index < len(self.deck.lecture.steps):
            return None
        return replace(self, index=index, given=tuple((key, value) for key, value in self.given if key in HELD))

    def covered(self) -> "Standing":
        """The same step with its question open."""
        return replace(self, given=tuple((key, value) for key, value in self.given if key in HELD))

    def revealed(self) -> "Standing":
        """The same step with its answer."""
        covered = self.covered()
        return replace(covered, given=(*covered.given, ("reveal", "1")))

    def in_window(self, notes: bool) -> "Standing":
        """The same step before the class, or in the presenter's window."""
        return replace(self, notes=notes)

    def url(self) -> str:
        """The path and query, without what asks for a piece."""
        path = f"/deck/{self.deck.slug}/{quote(self.deck.lecture.address_of(self.index))}"
        given: dict[str, Any] = {key: value for key, value in self.given if key != "part"}
        query = urlencode({key: given[key] for key in KEYS if key in given}, quote_via=quote, safe=",:")
        return path + (f"/{NOTES}" if self.notes else "") + (f"?{query}" if query else "")


def read_standing(deck: Deck, name: str, window: str, query: str) -> Standing:
    """What follows `/deck/{slug}/`, and the raw query. Raises UserError."""
    if window not in ("", NOTES):
        raise UnknownName("address", window, [NOTES])
    return Standing(deck, step_index(deck, name), window == NOTES, tuple(given_in(query, KEYS).items()))


def given_in(query: str, keys: tuple[str, ...]) -> dict[str, str]:
    """The keys of a raw query and their values. Raises UserError for those that are not allowed."""
    given = pairs(query, keys)
    for key, value in given.items():
        if key in ALLOWED and value not in ALLOWED[key]:
            raise UserError(key, value, say(", ").join(ALLOWED[key]))
    return given


def step_index(deck: Deck, name: str) -> int:
    """A step by its id, or by its number from 1."""
    steps = deck.lecture.steps
    names = [deck.lecture.address_of(index) for index in range(len(steps))]
    if name in names:
        return names.index(name)
    if name.isascii() and name.isdigit() and len(name) < 5 and 1 <= int(name) <= len(steps):
        return int(name) - 1
    raise UnknownName("step", name, names, nearest(name, names) or names[:SHOWN])
