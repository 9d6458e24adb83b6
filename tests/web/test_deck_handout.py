"""A lecture on paper: two steps a page, its signs as text, made once for all who wait."""

from pathlib import Path

import httpx
import pytest

from app.decks.library import deck
from app.web.deck_handout import handout_answer, read_handout

SIGNS = "⌊7.5⌋ ⌈6.5⌉ 10⁻³"
OPERATION = f"  - title: c\n    text: {60 * 'words '}\n    view: /net/resnet18/conv1\n    source: e\n"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lecturer's folder."""
    monkeypatch.setattr("app.decks.library.own_folder", lambda: tmp_path)
    return tmp_path


def printed(slug: str, query: str = "") -> bytes:
    return handout_answer(deck(slug), read_handout(query), "http://host").body


def test_two_steps_with_high_drawings_share_a_page(own: Path) -> None:
    (own / "six.yaml").write_text(f"title: a\nsummary: b\nsteps:\n{6 * OPERATION}")
    assert b"/Count 4" in printed("six")  # the first has the title and one step
    assert b"/Count 4" in printed("six", "page=letter")


def test_signs_that_our_fonts_lack_are_letters_of_another_font(own: Path) -> None:
    for name, said in (("plain", "d"), ("signs", SIGNS)):
        (own / f"{name}.yaml").write_text(f"title: a\nsummary: b\nsteps:\n  - title: c\n    text: {said}\n")
    assert b"NewCMMath" in printed("signs")
    assert b"NewCMMath" not in printed("plain")


def test_a_handout_is_made_once_however_it_is_asked_for(
    web: httpx.Client, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own / "once.yaml").write_text("title: a\nsummary: b\nsteps:\n  - title: c\n    text: d\n")
    made = []

    def counted(*given: object) -> object:
        made.append(given)
        return handout_answer(*given)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr("app.web.deck.handout_answer", counted)
    bodies = [
        web.get(f"/deck/once.pdf{query}").content
        for query in ("?lang=zh&page=a4", "?page=a4&lang=zh", "?lang=zh", "", "?lang=en")
    ]
    assert len(made) == 2
    assert bodies[0] == bodies[1] == bodies[2] != bodies[3] == bodies[4]
