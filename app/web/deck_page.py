"""The pages of a lecture: a step before the class, the same in the presenter's window, and the list of lectures."""

from dataclasses import dataclass, replace
from typing import Any

from app.decks.answers import pretty
from app.decks.library import Deck, decks
from app.language import say
from app.pipeline import Answer
from app.render.svg import svg
from app.web.deck_address import Standing
from app.web.deck_check import wrong_in
from app.web.deck_room import Fit, fit
from app.web.deck_views import scene_of_step, shown
from app.web.deck_words import html, inline
from app.web.delivery import entity_tag
from app.web.language import lasting
from app.web.templates import rendered

CACHING = ("cache-control", "no-cache")  # a lecturer who changes a file sees the change at once


@dataclass(frozen=True, slots=True)
class Picture:
    """A step's drawing: as SVG, how it lies on the page, where its view is, and what it says of weights."""

    drawing: str
    fit: Fit
    url: str
    width: float
    weights: str


def step_answer(standing: Standing, origin: str) -> Answer:
    """The page of a step, or the piece of it that a script puts in place of the last."""
    name = "notes" if standing.notes else "step"
    values = _presented(standing) if standing.notes else _step(standing)
    if not standing.is_whole:
        return _answer(rendered(f"_deck_{name}.html", **values))
    values |= {"title": str(standing.step.title), "canonical": origin + standing.covered().url()}
    return _answer(rendered("deck_notes.html" if standing.notes else "deck.html", **values, **_window(standing)))


def list_answer(origin: str) -> Answer:
    """GET /decks: all lectures, and what is wrong with a lecturer's own."""
    found = decks()
    entries = [(each, first_url(each)) for each in found if isinstance(each, Deck)]
    wrong = {each.file: problems for each in found if (problems := wrong_in(each))}
    return _answer(rendered("decks.html", entries=entries, wrong=wrong, canonical=f"{origin}/decks", minutes=minutes))


def first_url(deck: Deck) -> str:
    """Where a lecture begins."""
    return lasting(Standing(deck, 0).url())


def minutes(deck: Deck) -> int:
    """How long a lecture takes, in whole minutes; 0 where it does not say."""
    return round(deck.lecture.minutes)


def _answer(body: str) -> Answer:
    page = body.encode()
    return Answer(page, "text/html; charset=utf-8", entity_tag(page), (CACHING,))


def _window(standing: Standing) -> dict[str, Any]:
    """What is around the steps, once a page: the list of all of them, and what scripts need to know."""
    steps = standing.deck.lecture.steps
    places = [standing.at(index) for index in range(len(steps))]
    return {
        "theme": standing.said("theme"),
        "contents": [(str(step.title), place.url()) for step, place in zip(steps, places, strict=True) if place],
        "other_window": standing.in_window(not standing.notes).url(),
    }


def _step(standing: Standing) -> dict[str, Any]:
    """Everything that `_deck_step.html` names."""
    lecture, step = standing.deck.lecture, standing.step
    before, after = standing.at(standing.index - 1), standing.at(standing.index + 1)
    return {
        "standing": standing,
        "lecture": lecture,
        "step": step,
        "number": standing.index + 1,
        "total": len(lecture.steps),
        "picture": picture(standing) if step.view else None,
        "html": html,
        "inline": inline,
        "pretty": pretty,
        "before": before.url() if before else "",
        "after": after.url() if after else "",
    }


def _presented(standing: Standing) -> dict[str, Any]:
    """Everything that `_deck_notes.html` names: the step as the class sees it, and the next one."""
    after = standing.at(standing.index + 1)
    planned = sum(step.minutes or 0 for step in standing.deck.lecture.steps[: standing.index])
    return {
        **_step(standing),
        "planned": planned,
        "next_step": after.step if after else None,
        "next_picture": picture(after, small=True) if after and after.step.view else None,
    }


def picture(standing: Standing, small: bool = False) -> Picture:
    """The drawing of a step. small: as an announcement of it, beside another."""
    step = standing.step
    view = shown(step.view)
    scene = scene_of_step(step, view, standing.is_revealed)
    if small:
        scene = replace(scene, title=say("Next: {title}", title=scene.title))
    drawing = svg(scene, painting=view.pictures(scene))
    return Picture(drawing, fit(scene, step), lasting(view.url), scene.width, view.weights)
