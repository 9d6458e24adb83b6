"""What a lecture's file may hold. Every text is in both languages, or one for both; `extra` keys are mistakes."""

import re
from collections.abc import Iterable
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from app.decks.answers import pretty, reordered, right
from app.decks.characters import without_unseen
from app.decks.markdown import marked
from app.language import language, say
from app.limits import limit

STEP_ID = re.compile(r"[a-z0-9-]{1,60}")
OWN_PATH = re.compile(r"/(?!/)")
PLACES = ("/net/", "/compare")
LONGEST_ANSWER = 80  # characters, as many as a class can type
MOST_ANSWERS = 8  # choices that fit on a wall, and writings of what is right

SEEN = AfterValidator(without_unseen)
Plain = Annotated[str, SEEN]


class Model(BaseModel):
    """Frozen, and nothing in it that has no name here."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Model):
    """A text in every language."""

    en: Annotated[str, Field(min_length=1, max_length=limit("deck_text")), SEEN]
    zh: Annotated[str, Field(min_length=1, max_length=limit("deck_text")), SEEN]

    def __str__(self) -> str:
        """In the language that is spoken."""
        return getattr(self, language())


class Short(Words):
    """An answer in every language."""

    en: Annotated[str, Field(min_length=1, max_length=LONGEST_ANSWER), SEEN]
    zh: Annotated[str, Field(min_length=1, max_length=LONGEST_ANSWER), SEEN]


def _both(value: Any) -> Any:
    return dict.fromkeys(Words.model_fields, value) if isinstance(value, str) else value


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str | dict) else value


def _with_good_links(words: Words) -> Words:
    for text in (words.en, words.zh):
        for address in marked(text).links():
            if not (address.startswith(("http://", "https://")) or OWN_PATH.match(address)):
                allowed = say("allowed: https://… or a path of this site, /net/…")
                raise ValueError(say("“{address}” leads nowhere; {allowed}", address=address, allowed=allowed))
    return words


def _known_place(view: str) -> str:
    if view.startswith("/deck"):
        raise ValueError(say("a lecture does not show a lecture: {view}; allowed: /net/… or /compare?…", view=view))
    if not view.startswith(PLACES):
        raise ValueError(say("“{view}” is no view; allowed: /net/… or /compare?…", view=view))
    return view


def _some(values: tuple[Any, ...]) -> tuple[Any, ...]:
    if not values:
        raise ValueError(say("nothing is in this list"))
    return values


def _good_id(id: str) -> str:
    if not STEP_ID.fullmatch(id) or id.isdigit():
        raise ValueError(say("“{id}” is no id; allowed: a to z, digits and -, not digits alone", id=id))
    return id


Text = Annotated[Words, BeforeValidator(_both)]
Prose = Annotated[Text, AfterValidator(_with_good_links)]
Names = Annotated[tuple[Plain, ...], BeforeValidator(_listed)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_listed)]
ShortTexts = Annotated[tuple[Annotated[Short, BeforeValidator(_both)], ...], Field(max_length=MOST_ANSWERS)]


class Question(Model):
    """A shape to predict. masks: parts whose numbers are covered until then; answer: every writing that is right."""

    ask: Prose
    masks: Names = ()
    answer: Annotated[ShortTexts, BeforeValidator(_listed), AfterValidator(_some)]
    choices: ShortTexts = ()
    formula: Prose | None = None

    @model_validator(mode="after")
    def _one_choice_is_right(self) -> Self:
        if self.choices and not self._right_choice:
            raise ValueError(say("none of the choices is the answer, {answer}", answer=self.answer[0]))
        return self

    def is_right(self, said: str) -> bool:
        """Whether an answer is one of the right ones; a choice is known by either of its languages."""
        same = next((choice for choice in self.choices if said in (choice.en, choice.zh)), None)
        return self._is_answer((same.en, same.zh) if same else (said,))

    def is_reordered(self, said: str) -> bool:
        """Whether an answer has the sizes of the tensor that is asked for, and not their order."""
        return any(reordered(said, answer.en) for answer in self.answer)

    @property
    def solution(self) -> str:
        """The answer as it is shown, in the language that is spoken: words as a choice has them."""
        return pretty(str(self._right_choice or self.answer[0]))

    @property
    def _right_choice(self) -> Words | None:
        return next((choice for choice in self.choices if self._is_answer((choice.en, choice.zh))), None)

    def _is_answer(self, ways: Iterable[str]) -> bool:
        return any(right(way, told) for way in ways for answer in self.answer for told in (answer.en, answer.zh))


class Step(Model):
    """view: an address of this program, "" for a step of words. lit, hidden: parts by module path, or `name:`, `kind:`.

    notes are the presenter's. source: where the claim is from.
    """

    title: Text
    text: Prose
    id: Annotated[str, AfterValidator(_good_id)] | None = None
    view: Annotated[Plain, AfterValidator(_known_place)] = ""
    lit: Names = ()
    hidden: Names = ()
    notes: Prose | None = None
    minutes: Annotated[float, Field(gt=0, le=120)] | None = None
    source: Texts = ()
    question: Question | None = None


class Lecture(Model):
    """A whole file."""

    title: Text
    summary: Text
    author: Plain = ""
    sources: Texts = ()
    steps: Annotated[tuple[Step, ...], Field(max_length=limit("deck_steps")), AfterValidator(_some)]

    @property
    def minutes(self) -> float:
        """What its steps take together, as far as they say."""
        return sum(step.minutes or 0 for step in self.steps)

    def address_of(self, index: int) -> str:
        """The last word of a step's address: its id, else its number."""
        return self.steps[index].id or str(index + 1)
