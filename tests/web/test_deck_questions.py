"""What a question of a lecture that ships asks for is nowhere on its page, but for what is drawn in sight anyway."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import get_args

import pytest

from app.decks.answers import shape_in
from app.decks.library import SHIPPED, deck
from app.decks.schema import Step
from app.language import Language, speaking
from app.render.typeset import scene_texts
from app.web.deck_address import Standing
from app.web.deck_page import step_answer
from app.web.deck_views import scene_of_step, shown

WORDS = re.compile(r"(data|aria)-.*|title|alt|value|placeholder|content")  # attributes that are no geometry
ASKED = re.compile(r'<(p|div) class="(?:ask|choices)".*?</\1>', re.DOTALL)  # what a lecturer asks may say what enters
NAMES = sorted(file.stem for file in SHIPPED.glob("*.yaml"))


@dataclass
class Piece:
    """A part of a drawing, or all that is around the parts."""

    kind: str = ""
    path: str = ""
    label: str = ""
    said: list[str] = field(default_factory=list[str])


class Page(HTMLParser):
    """The words of a page: of each part of its drawing, and of everything else; `pieces[0]`."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.pieces, self._depth = [Piece()], 0
        self.feed(ASKED.sub("", page.decode()))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if "part" in given.get("class", "").split():
            self.pieces.append(Piece(given["class"], given.get("data-path", ""), given.pop("aria-label", "")))
            self._depth = 0
        self._depth += tag == "g"
        self._piece.said += [value for key, value in given.items() if WORDS.fullmatch(key)]

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "g"

    def handle_data(self, data: str) -> None:
        self._piece.said += [data]

    @property
    def _piece(self) -> Piece:
        return self.pieces[-1 if self._depth > 0 else 0]


def questions() -> list[tuple[str, int]]:
    """Lectures and steps that ask for a shape which their drawing knows."""
    steps = [(name, index, step) for name in NAMES for index, step in enumerate(deck(name).lecture.steps)]
    return [
        (name, index)
        for name, index, step in steps
        if step.question and step.question.masks and len(asked_for(step)) > 1
    ]


def asked_for(step: Step) -> tuple[int, ...]:
    assert step.question
    return shape_in(step.question.answer[0].en) or ()


@pytest.mark.parametrize("lang", get_args(Language))
@pytest.mark.parametrize(("name", "index"), questions())
def test_a_shape_that_is_asked_for_is_said_of_volumes_in_sight_alone(name: str, index: int, lang: Language) -> None:
    standing = Standing(deck(name), index, given=(("lang", lang),))
    with speaking(lang):
        around, *parts = Page(step_answer(standing, "http://x").body).pieces
    step = standing.step
    assert step.question
    assert any("?" in part.said for part in parts)
    shape = re.compile(r"(?<![\d.])" + r"\s*[×x,*·\s]\s*".join(map(str, asked_for(step))) + r"(?![\d.])")
    assert not shape.search(" | ".join(around.said))
    for part in parts:
        in_sight = "volume" in part.kind.split() and part.path not in step.question.masks
        if in_sight and shape.search(part.label):
            assert len(shape.findall(part.label)) == 1, part.label
            assert set(map(str, asked_for(step))) <= set(re.findall(r"\d+", " ".join(part.said))), "it is not drawn"
        else:
            assert not shape.search(part.label), part.label
            assert not shape.search(" ".join(part.said)), part.said


def test_what_is_asked_for_is_not_read_off_the_softmax_behind_it() -> None:
    view, question = "/net/googlenet_paper/softmax", {"ask": "a", "masks": ["fc"], "answer": "1000"}
    step = Step.model_validate({"title": "t", "text": "d", "view": view, "question": question})
    scene = scene_of_step(step, shown(view), revealed=False)
    assert "1000" in " ".join(scene_texts(shown(view).scene))
    assert "1000" not in " ".join(scene_texts(scene))
    assert [part.label for part in scene.parts if "1000" in part.label] == []


def test_a_volume_that_is_drawn_behind_the_activation_is_covered_with_its_convolution() -> None:
    question = {"ask": "a", "masks": ["inception3a.branch1.conv"], "answer": "64 x 28 x 28"}
    step = Step.model_validate(
        {"title": "t", "text": "d", "view": "/net/googlenet_paper/inception3a", "question": question}
    )
    scene = scene_of_step(step, shown(step.view), revealed=False)
    volumes = {part.path: part.label for part in scene.parts if part.kind == "volume"}
    assert volumes["inception3a.branch1.act"].startswith("? × ? × ?")
    assert volumes["inception3a.branch2.0.act"].startswith("96 × 28 × 28")
    assert not any("64 × 28 × 28" in part.label for part in scene.parts)
