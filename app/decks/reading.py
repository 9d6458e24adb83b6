"""A file becomes a lecture, or a list of what is wrong with it, each with its line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.decks.document import parsed
from app.decks.problems import Lines, Place, Problem, Unreadable, line_of, near
from app.decks.schema import Lecture, Question, Step, Words
from app.language import say
from app.limits import limit


def read(text: str) -> tuple[Lecture, Lines]:
    """A lecture and the lines of what it holds. Raises Unreadable."""
    value, lines = parsed(text)
    if not isinstance(value, dict):
        raise Unreadable([Problem(1, say("a lecture is a mapping: title, summary, steps"))])
    try:
        lecture = Lecture.model_validate(value)
    except ValidationError as error:
        told = {Problem(line_of(told["loc"], lines), _told(told)) for told in error.errors(include_url=False)}
        raise Unreadable(sorted(told)) from None
    if twice := sorted(_ids_twice(lecture, lines)):
        raise Unreadable(twice)
    return lecture, lines


def read_file(file: Path) -> tuple[Lecture, Lines]:
    """The same from a file. Raises Unreadable for one that is too long, no text, or not to be read at all."""
    most = limit("deck_bytes")
    try:
        with file.open("rb") as opened:
            content = opened.read(most + 1)
    except OSError as error:
        raise Unreadable([Problem(1, say("this cannot be read: {why}", why=error.strerror))]) from None
    if len(content) > most:
        raise Unreadable([Problem(1, say("longer than a lecture may be, {most} bytes", most=most))])
    try:
        return read(content.decode())
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Unreadable([Problem(line, say("this is no UTF-8 text"))]) from None


def _told(error: ErrorDetails) -> str:
    """One of pydantic's errors in our words."""
    place, kind, given = error["loc"], error["type"], error.get("ctx", {})
    name = _name(place if place[-1:] not in (("en",), ("zh",)) or error["type"] == "missing" else place[:-1])
    if kind == "extra_forbidden":
        return say(
            "“{key}” is no key of {owner}; {near}", key=name, owner=_name(place[:-1]), near=near(name, _keys(place))
        )
    if kind == "missing":
        return say("{owner} has no {key}", owner=_name(place[:-1]), key=name)
    if kind == "value_error":
        return str(given["error"])
    if kind == "string_too_short":
        return say("{key} is empty", key=name)
    if kind in ("string_too_long", "too_long"):
        return say("{key} is too long: at most {most}", key=name, most=given["max_length"])
    if kind.startswith(("float", "greater", "less")):
        return say("{key} is a number of minutes up to 120, and no more", key=name)
    if kind in ("model_type", "model_attributes_type"):
        keys = ", ".join(_keys((*place, "")))
        return say("{key} has keys of its own: {keys}", key=name, keys=keys)
    return say("{key} is a list", key=name) if kind == "tuple_type" else say("{key} is a text", key=name)


def _name(place: Place) -> str:
    """What a reader calls a place: `step 3`, `title`, `the lecture`."""
    if not place:
        return say("the lecture")
    last = place[-1]
    if isinstance(last, str):
        return last
    return (
        say("step {number}", number=last + 1) if place[0] == "steps" and len(place) == 2 else f"{place[-2]} {last + 1}"
    )


def _keys(place: Place) -> list[str]:
    """What is allowed where a key stands."""
    owners: dict[Any, type[BaseModel]] = {1: Lecture, 3: Step}
    owner = owners.get(len(place), Words)
    if len(place) == 4 and place[2] == "question":
        owner = Question
    return list(owner.model_fields)


def _ids_twice(lecture: Lecture, lines: Lines) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, step in enumerate(lecture.steps):
        if step.id and step.id in seen:
            yield Problem(line_of(("steps", index, "id"), lines), say("another step has the id “{id}”", id=step.id))
        seen.add(step.id or "")
