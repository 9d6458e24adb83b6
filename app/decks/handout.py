"""A lecture on paper: every step's picture and words, its questions open, the answers on a page at the end.

The pictures and their addresses are given; `handout.typ` sets them. Same lecture and language, same bytes.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from app.decks.answers import pretty
from app.decks.markdown import marked
from app.decks.schema import Lecture, Question, Step, Words
from app.language import language, say
from app.render.painting import Pictures
from app.render.svg import svg
from app.render.typeset import check_characters, scene_texts, typeset
from app.scene.palette import THEMES
from app.scene.types import Scene

Paper = Literal["a4", "letter"]
PAPERS: tuple[Paper, ...] = get_args(Paper)

SOURCE = (Path(__file__).parent / "handout.typ").read_bytes()
SIZES: dict[Paper, tuple[str, float, float]] = {"a4": ("a4", 595.28, 841.89), "letter": ("us-letter", 612, 792)}
MARGIN = 50.0  # points
TALLEST = 0.27  # of the page: two steps with some words fit on one
THEME = "print"
MATHEMATICAL = dict.fromkeys(map(ord, "⌊⌋⌈⌉⁻"))  # no font of ours has them; `handout.typ` has another for them


@dataclass(frozen=True, slots=True)
class Plate:
    """A step's drawing, its questions open, and the absolute address of its view.

    painting: the pictures inside its volumes, as `render.svg.svg` takes them. weights: what is said of theirs.
    """

    scene: Scene
    url: str
    painting: Pictures | None = None
    weights: str = ""


def handout(lecture: Lecture, plates: Mapping[int, Plate], address: str, paper: Paper) -> bytes:
    """The PDF in the language that is spoken. plates: by a step's index. address: where the lecture is, absolute."""
    name, width, height = SIZES[paper]
    room = (width - 2 * MARGIN, TALLEST * height)
    steps = [_step(step, index, plates.get(index), address, room) for index, step in enumerate(lecture.steps)]
    given = {
        "title": str(lecture.title),
        "summary": str(lecture.summary),
        "author": lecture.author,
        "address": address,
        "sources": [str(source) for source in lecture.sources],
        "lang": language(),
        "paper": name,
        "margin": MARGIN,
        "colours": THEMES[THEME],
        "words": {"answers": say("Answers")},
        "steps": steps,
        "answers": [step for step in steps if step["question"]],
    }
    drawn = (text for plate in plates.values() for text in scene_texts(plate.scene))
    check_characters((*_texts({key: given[key] for key in given if key != "colours"}), *drawn))
    return typeset(SOURCE, {"given": json.dumps(given)}, "pdf")


def _step(step: Step, index: int, plate: Plate | None, address: str, room: tuple[float, float]) -> dict[str, Any]:
    """What `handout.typ` names of a step."""
    scale = min(room[0] / plate.scene.width, room[1] / plate.scene.height, 1.0) if plate else 0
    return {
        "number": index + 1,
        "title": str(step.title),
        "text": _tree(step.text, address),
        "source": " · ".join([*map(str, step.source), *([plate.weights] if plate and plate.weights else [])]),
        "question": _question(step.question, address) if step.question else None,
        "svg": svg(plate.scene, THEME, embed=False, painting=plate.painting) if plate else "",
        "size": (scale * plate.scene.width, scale * plate.scene.height) if plate else (0, 0),
        "alt": plate.scene.alt if plate else "",
        "url": plate.url if plate else "",
        "shown": plate.url.partition("://")[2] if plate else "",
    }


def _question(question: Question, address: str) -> dict[str, Any]:
    return {
        "ask": _tree(question.ask, address),
        "choices": [pretty(str(choice)) for choice in question.choices],
        "answer": question.solution,
        "formula": _tree(question.formula, address) if question.formula else None,
    }


def _tree(words: Words, address: str) -> dict[str, Any]:
    """A text as plain values; its own paths are absolute, for paper is nowhere."""
    origin = "/".join(address.split("/", 3)[:3])
    return _absolute(marked(str(words)).plain(), origin)


def _absolute(piece: dict[str, Any], origin: str) -> dict[str, Any]:
    to = origin + piece["to"] if piece["to"].startswith("/") else piece["to"]
    return {**piece, "to": to, "inside": [_absolute(each, origin) for each in piece["inside"]]}


def _texts(value: Any) -> Iterator[str]:
    """Every text that is set; those of a drawing are known from its scene."""
    if isinstance(value, str):
        yield value.translate(MATHEMATICAL)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from () if key == "svg" else _texts(each)
    elif isinstance(value, Sequence):
        for each in value:
            yield from _texts(each)
