"""The language that people are spoken to in. A leaf: every room that says something imports it.

A message is an English literal with named places, `say("The shortcut carries {entering}.", entering=...)`; English is
the message itself, every other language has its translation in a catalogue (`catalogue.py`), one file a room. A whole
sentence is one message: languages do not agree on how sentences are put together.

The language is ambient (`speaking`), as in every web framework: HTTP sets it once a request, a drawing from its View.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Literal, get_args

from app.language.catalogue import catalogue

Language = Literal["en", "zh"]
LANGUAGES: dict[Language, str] = {"en": "English", "zh": "中文"}
assert set(LANGUAGES) == set(get_args(Language))
# Full-width punctuation brings its own room along.
TIGHT = re.compile(r"(?<=[，。；：？！、（）]) (?=[\u4e00-\u9fffA-Za-z0-9“（])| (?=[，。；：？！、（）])")
# Between a Chinese character and a Latin one, or a number, stands a space.
SEAM = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=[\u4e00-\u9fff])")

_spoken: ContextVar[Language] = ContextVar("spoken", default="en")


def language() -> Language:
    """The language that is spoken now."""
    return _spoken.get()


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Speak a language inside a `with`."""
    before = _spoken.set(chosen)
    try:
        yield
    finally:
        _spoken.reset(before)


def message(text: str) -> str:
    """Marks a literal that is said later, `say(TABLE[key])`, so that it reaches the catalogues."""
    return text


def say(text: str, **values: object) -> str:
    """A message in the language that is spoken, its places filled in."""
    return _filled(_found(text) or text, values)


def say_in(context: str, text: str, **values: object) -> str:
    """A message whose words mean several things; the context says which."""
    return _filled(_found((context, text)) or text, values)


def say_count(one: str, many: str, count: int, **values: object) -> str:
    """A message about `count` things, which is one of its places: `one` for 1, `many` for any other number."""
    text = _found((one, many)) if language() != "en" else None
    return _filled(text or (one if count == 1 else many), {"count": count, **values})


def listed(words: Sequence[str]) -> str:
    """`conv1`, `conv1 and bn1`, `conv1, bn1 and relu`."""
    if len(words) == 1:
        return words[0]
    return say("{first} and {last}", first=say(", ").join(words[:-1]), last=words[-1])


def gap() -> str:
    """What stands between two sentences: nothing in Chinese, whose full stop brings its room along."""
    return " " if language() == "en" else ""


def prose(sentences: Iterable[str]) -> str:
    """Sentences one behind the other, the empty ones left out."""
    return gap().join(filter(None, sentences))


def _found(key: str | tuple[str, str]) -> str | None:
    return None if language() == "en" else catalogue(language()).get(key)


def _filled(text: str, values: dict[str, Any]) -> str:
    """Without values a text stands as it is, braces included."""
    filled = text.format(**values) if values else text
    return filled if language() == "en" else SEAM.sub(" ", TIGHT.sub("", filled))
