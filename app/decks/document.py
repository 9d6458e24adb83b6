"""YAML as plain values, and the line of each: mappings, lists, and texts, for every scalar is the text that it is.

Only what a lecture needs of YAML: anchors, which can make a small file huge, tags and repeated keys are refused.
"""

import re
from collections.abc import Iterator
from typing import Any, cast

import yaml

from app.decks.characters import without_unseen
from app.decks.problems import Place, Problem, Unreadable
from app.language import say

DEEPEST = 8  # mappings and lists within each other; a lecture has 5
INDENTED_BY_TAB = re.compile(r" *\t")
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same events, ten times as fast where libyaml is there


def parsed(text: str) -> tuple[Any, dict[Place, int]]:
    """The value of a document, and the line of everything in it by its place. Raises Unreadable."""
    lines: dict[Place, int] = {}
    try:
        events = yaml.parse(text, Loader=Loader)
        next(events)  # the stream begins
        value = None
        if isinstance(next(events), yaml.DocumentStartEvent):
            value = _value(next(events), events, (), lines)
            next(events)  # the document ends
            if not isinstance(event := next(events), yaml.StreamEndEvent):
                raise _refused(cast(yaml.Event, event), say("a file holds one lecture; another document begins here"))
    except yaml.MarkedYAMLError as error:
        raise Unreadable([_no_yaml(error, text)]) from None
    except yaml.YAMLError as error:
        raise Unreadable([_no_text(error, text)]) from None
    return value, lines


def _no_text(error: yaml.YAMLError, text: str) -> Problem:
    """Where a character stands that YAML does not read."""
    for number, written in enumerate(text.split("\n"), 1):
        try:
            without_unseen(written.rstrip("\r"))
        except ValueError as strange:
            return Problem(number, str(strange))
    return Problem(1, say("this is no YAML: {why}", why=" ".join(str(error).split())))


def _no_yaml(error: yaml.MarkedYAMLError, text: str) -> Problem:
    """What YAML did not understand; a quotation is wrong where it opens, not where its end is missed."""
    mark, opened = error.problem_mark or error.context_mark, error.context_mark
    if opened and "quoted scalar" in (error.context or ""):
        return Problem(opened.line + 1, say("a quotation mark opens here and is not closed"))
    line = mark.line if mark else 0
    if any(INDENTED_BY_TAB.match(written) for written in text.splitlines()[line : line + 1]):
        return Problem(line + 1, say("tabs do not indent; use spaces"))
    return Problem(line + 1, say("this is no YAML: {why}", why=error.problem or error))


def _value(event: yaml.Event, events: Iterator[yaml.Event], place: Place, lines: dict[Place, int]) -> Any:
    """The value that begins with an event; its own line is what a key has not said before."""
    lines.setdefault(place, event.start_mark.line + 1)
    if getattr(event, "anchor", None):
        raise _refused(event, say("anchors (&, *) are not used in lectures: write it out"))
    tag = getattr(event, "tag", None)
    if tag and tag != "!":
        raise _refused(event, say("tags ({tag}) are not used in lectures", tag=tag))
    if isinstance(event, yaml.ScalarEvent):
        return event.value
    if len(place) >= DEEPEST:
        raise _refused(event, say("nested more deeply than any lecture needs"))
    return (_list if isinstance(event, yaml.SequenceStartEvent) else _mapping)(events, place, lines)


def _list(events: Iterator[yaml.Event], place: Place, lines: dict[Place, int]) -> list[Any]:
    made: list[Any] = []
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        made.append(_value(event, events, (*place, len(made)), lines))
    return made


def _mapping(events: Iterator[yaml.Event], place: Place, lines: dict[Place, int]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        if not isinstance(event, yaml.ScalarEvent):
            raise _refused(event, say("a key is a word"))
        if event.value in made:
            raise _refused(event, say("“{key}” is there twice", key=event.value))
        inside = (*place, event.value)
        lines[inside] = event.start_mark.line + 1
        made[event.value] = _value(next(events), events, inside, lines)
    return made


def _refused(event: yaml.Event, why: str) -> Unreadable:
    return Unreadable([Problem(event.start_mark.line + 1, why)])
