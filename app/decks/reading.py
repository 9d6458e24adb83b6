"""A file becomes a lecture, or a list of what is wrong with it, each with its line."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.decks.document import parsed
from app.decks.problems import Lines, Place, Problem, Unreadable, line_of, near
from app.decks.schema import Lecture, Question, Step, Words
from app.errors import nearest
from app.language import say
from app.limits import limit

ABSENT = "…"


def read(text: str) -> tuple[Lecture, Lines]:
    """A lecture and the lines of what it holds. Raises Unreadable."""
    value, lines = parsed(text)
    if not isinstance(value, dict):
        raise Unreadable([Problem(1, say("a lecture is a mapping: title, summary, steps"))])
    try:
        lecture = Lecture.model_validate(value)
    except ValidationError as error:
        told = error.errors(include_url=False)
        sound = _sound(value.get("steps"), told)
        found = {Problem(line_of(each["loc"], lines), _told(each)) for each in told if not _is_explained(each, told)}
        raise Unreadable(sorted({*found, *_ids_twice(sound, lines)}), sound, lines) from None
    steps = dict(enumerate(lecture.steps))
    if twice := sorted(_ids_twice(steps, lines)):
        raise Unreadable(twice, steps, lines)
    return lecture, lines


def read_file(file: Path) -> tuple[Lecture, Lines]:
    """The same from a file. Raises Unreadable for one that is too long, no text, or not to be read at all."""
    most = limit("deck_bytes")
    try:
        if not is_file(file):
            raise Unreadable([Problem(1, say("this is no file, but a folder, a pipe or a device"))])
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


def is_file(file: Path) -> bool:
    """Whether a name stands for a regular file; who opens a pipe waits until somebody writes. Raises OSError."""
    return S_ISREG(file.stat().st_mode)


def _is_explained(error: ErrorDetails, errors: list[ErrorDetails]) -> bool:
    """Whether a key is missing because it is misspelt, which is said already."""
    *owner, missing = error["loc"]
    strange = [[*each["loc"]] for each in errors if each["type"] == "extra_forbidden"]
    others = [str(place[-1]) for place in strange if place[:-1] == owner]
    return error["type"] == "missing" and any(missing in nearest(other, _keys(error["loc"])) for other in others)


def _sound(steps: Any, errors: list[ErrorDetails]) -> dict[int, Step]:
    """The steps that can be looked at further, by index: what is wrong with them left out, an absent text made up."""
    made: dict[int, Step] = {}
    for index, step in enumerate(steps if isinstance(steps, list) else []):
        wrong = {each["loc"][2] for each in errors if each["loc"][:2] == ("steps", index) and len(each["loc"]) > 2}
        if isinstance(step, dict):
            kept = {key: given for key, given in step.items() if key not in wrong}
            with suppress(ValidationError):
                made[index] = Step.model_validate({"title": ABSENT, "text": ABSENT, **kept})
    return made


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


def _ids_twice(steps: Mapping[int, Step], lines: Lines) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, step in steps.items():
        if step.id and step.id in seen:
            yield Problem(line_of(("steps", index, "id"), lines), say("another step has the id “{id}”", id=step.id))
        seen.add(step.id or "")
