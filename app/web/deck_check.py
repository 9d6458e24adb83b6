"""Whether what a lecture shows is there: addresses, parts, links, and shapes that it says and the trace knows."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import suppress
from math import floor
from pathlib import Path
from threading import Lock
from typing import Any

from cachetools import LRUCache, cached

from app.decks.answers import shape_in
from app.decks.handout import MATHEMATICAL
from app.decks.library import Broken, Deck, deck, decks
from app.decks.markdown import marked
from app.decks.problems import Lines, Place, Problem, Unreadable, line_of, near
from app.decks.reading import read_file
from app.decks.schema import Lecture, Question, Step, Words
from app.errors import UserError
from app.image.weights.folder import latest
from app.language import LANGUAGES, language, say, speaking
from app.limits import limit
from app.pipeline import graph_for
from app.render.typeset import characters_without_font
from app.scene.staged import meets, names_in
from app.web.deck_address import step_index
from app.web.deck_room import READABLE, WALL, fit
from app.web.deck_views import COMPARISON, NETWORK, Shown, place_of, scene_of_step, shown
from app.web.urls import check_path, read

LECTURE = "/deck/"
PRINTED: dict[type[Any], tuple[str, ...]] = {
    Lecture: ("title", "summary", "author", "sources"),
    Step: ("title", "text", "source", "question"),
    Question: ("ask", "choices", "answer", "formula"),
}

log = logging.getLogger(__name__)


def wrong_in(found: Deck | Broken) -> tuple[Problem, ...]:
    """Every mistake of a file, looked for once an edition of it and of the weights; lectures that ship have none."""
    if isinstance(found, Broken):
        return found.problems
    return _problems_of(found) if found.own else ()


def log_wrong() -> None:
    """What is wrong in the lecturer's folder, for who starts the server."""
    for found in decks():
        for problem in wrong_in(found):
            log.warning("lecture %s", problem.at(found.file))


def _edition(found: Deck) -> tuple[object, ...]:
    return found.slug, found.edition, latest(), language()


@cached(LRUCache(len(LANGUAGES) * (limit("decks") + 20)), key=_edition, lock=Lock())
def _problems_of(found: Deck) -> tuple[Problem, ...]:
    return tuple(sorted(problems(found.lecture, found.lines)))


def problems_in(file: Path) -> tuple[Lecture | None, list[Problem]]:
    """A file's lecture, None for one that cannot be read, and every mistake in it: of its steps that can be, too."""
    try:
        lecture, lines = read_file(file)
    except Unreadable as error:
        return None, sorted({*error.problems, *_of_steps(error.sound, error.lines)})
    return lecture, sorted(problems(lecture, lines))


def problems(lecture: Lecture, lines: Lines) -> Iterator[Problem]:
    """The same for a lecture and the lines of what it holds."""
    yield from _of_characters(lecture, (), lines)
    yield from _of_steps(dict(enumerate(lecture.steps)), lines)


def notes_in(file: Path) -> list[Problem]:
    """What is no mistake of a lecture that can be read, but not for every room: words that its back row cannot read."""
    try:
        lecture, lines = read_file(file)
    except Unreadable:
        return []
    return list(notes(lecture, lines))


def notes(lecture: Lecture, lines: Lines) -> Iterator[Problem]:
    """The same for a lecture and the lines of what it holds."""
    for index, step in enumerate(lecture.steps):
        if step.view and (size := _smallest_words(step)) < READABLE:
            text = say(
                "note: on a wall of {wall} the smallest words of this drawing are {size} pixels high; the back row "
                "reads {least}: a part of the network, layers left folded, view=schematic or fewer words help",
                wall=" × ".join(f"{length:.0f}" for length in WALL),
                size=f"{floor(10 * size) / 10:.1f}",
                least=f"{READABLE:.0f}",
            )
            yield Problem(_line(lines, index, "view"), text)


def _smallest_words(step: Step) -> float:
    """In the drawing of a step, in either language; what cannot be drawn has none."""
    sizes: list[float] = []
    for lang in LANGUAGES:
        with speaking(lang), suppress(UserError):
            sizes.append(fit(scene_of_step(step, shown(step.view), revealed=False), step).words)
    return min(sizes, default=READABLE)


def _of_steps(steps: Mapping[int, Step], lines: Lines) -> Iterator[Problem]:
    for index, step in steps.items():
        yield from _of_characters(step, ("steps", index), lines)
        yield from _of_links(step, index, lines)
        if step.view:
            yield from _of_step(step, index, lines)
        elif names := [key for key, given in (("lit", step.lit), ("hidden", step.hidden)) if given]:
            yield Problem(_line(lines, index, names[0]), say("{key} needs a view", key=names[0]))


def _of_step(step: Step, index: int, lines: Lines) -> Iterator[Problem]:
    try:
        view = shown(step.view)
    except UserError as error:
        yield Problem(_line(lines, index, "view"), str(error))
        return
    for key, names in (("lit", step.lit), ("hidden", step.hidden)):
        for number, name in enumerate(names):
            if wrong := _unknown(view, name):
                yield Problem(_line(lines, index, key, number), wrong)
    if step.question:
        yield from _of_question(step.question, view, index, lines)


def _unknown(view: Shown, name: str) -> str:
    """What is wrong with the name of a part; "" where one is drawn."""
    if any(meets(part, (name,)) for part in view.scene.parts):
        return ""
    known = names_in(view.scene)
    return say("no part “{name}” is drawn in {view}; {near}", name=name, view=view.url, near=near(name, known))


def _of_question(question: Question, view: Shown, index: int, lines: Lines) -> Iterator[Problem]:
    for number, name in enumerate(question.masks):
        if wrong := _unknown(view, name):
            yield Problem(_line(lines, index, "question", "masks", number), wrong)
    shape = view.shape_of(question.masks[0]) if question.masks else None
    for number, answer in enumerate(question.answer):
        said = shape_in(answer.en)
        if shape and said and said not in _right(shape, len(said)):
            measured = " x ".join(map(str, shape))
            text = say(
                "the answer is “{answer}”, but {path} puts out {measured}",
                answer=answer.en,
                path=question.masks[0],
                measured=measured,
            )
            yield Problem(_line(lines, index, "question", "answer", number), text)


def _right(shape: tuple[int, ...], sizes: int) -> list[tuple[int, ...]]:
    """What a shape may be called in so many sizes: all of it, its height and width, or one of them."""
    if sizes == 2 and len(shape) == 3:
        return [shape[1:]]
    return [(size,) for size in shape] if sizes == 1 else [shape]


def _of_links(step: Step, index: int, lines: Lines) -> Iterator[Problem]:
    """Links into this program have to lead somewhere."""
    for key in ("text", "notes"):
        words: Words | None = getattr(step, key)
        addresses = {to for text in (words.en, words.zh) for to in marked(text).links()} if words else set()
        for address in sorted(addresses):
            try:
                _follow(address)
            except UserError as error:
                yield Problem(_line(lines, index, key), str(error))


def _follow(address: str) -> None:
    """Raise UserError for a link to a view or a lecture that is not there; where others lead is not looked at."""
    if address.startswith(NETWORK):
        name, _, query = address.removeprefix(NETWORK).partition("#")[0].partition("?")
        view = read(name, query)
        check_path(graph_for(view.config), view.path, view.format)
    elif address.startswith(f"{COMPARISON}?"):
        place_of(address)
    elif address.startswith(LECTURE):
        slug, _, step = address.removeprefix(LECTURE).partition("?")[0].removesuffix(".pdf").partition("/")
        found = deck(slug)
        if step:
            step_index(found, step)


def _of_characters(value: Any, place: Place, lines: Lines) -> Iterator[Problem]:
    """A handout has no letters but those of its fonts. Of a lecture, what is not in a step; notes are not printed."""
    if isinstance(value, Words | str):
        texts = (value.en, value.zh) if isinstance(value, Words) else (value,)
        if strange := characters_without_font(text.translate(MATHEMATICAL).replace("\n", " ") for text in texts):
            yield Problem(line_of(place, lines), say("no font has {signs}: a handout cannot print it", signs=strange))
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from _of_characters(each, (*place, number), lines)
    elif isinstance(value, Lecture | Step | Question):
        for key in PRINTED[type(value)]:
            yield from _of_characters(getattr(value, key), (*place, key), lines)


def _line(lines: Lines, index: int, *place: str | int) -> int:
    return line_of(("steps", index, *place), lines)
