"""GET /deck/{slug}.pdf: a lecture on paper, with `lang` and `page`; as every file it is English if not told."""

from typing import NamedTuple, cast

from app.decks.handout import PAPERS, Paper, Plate, handout
from app.decks.library import Deck
from app.errors import UserError
from app.language import Language, say, speaking
from app.pipeline import Answer
from app.web.deck_address import given_in
from app.web.deck_views import scene_of_step, shown
from app.web.delivery import entity_tag
from app.web.headers import FILE_POLICIES

KEYS = ("lang", "page")


class Asked(NamedTuple):
    """The language and the paper of a handout."""

    lang: Language
    paper: Paper


def read_handout(query: str) -> Asked:
    """The raw query of a handout. Raises UserError."""
    given = given_in(query, KEYS)
    paper = given.get("page", PAPERS[0])
    if paper not in PAPERS:
        raise UserError("page", paper, say(", ").join(PAPERS))
    return Asked(cast(Language, given.get("lang", "en")), cast(Paper, paper))


def handout_answer(deck: Deck, asked: Asked, origin: str) -> Answer:
    """The handout as a PDF."""
    with speaking(asked.lang):
        body = handout(deck.lecture, plates(deck, asked.lang, origin), f"{origin}/deck/{deck.slug}", asked.paper)
    name = "-".join([deck.slug, *([asked.lang] if asked.lang != "en" else [])])
    headers = (
        ("cache-control", "no-cache"),
        ("content-disposition", f'inline; filename="{name}.pdf"'),
        ("content-security-policy", FILE_POLICIES["pdf"]),
    )
    return Answer(body, "application/pdf", entity_tag(body), headers)


def plates(deck: Deck, lang: Language, origin: str) -> dict[int, Plate]:
    """Every step's drawing by its index, its numbers covered where they are asked for."""
    made: dict[int, Plate] = {}
    for index, step in enumerate(deck.lecture.steps):
        if step.view:
            view = shown(step.view)
            said = "" if lang == "en" else f"{'&' if '?' in view.url else '?'}lang={lang}"
            scene = scene_of_step(step, view, revealed=False)
            made[index] = Plate(scene, origin + view.url + said, view.pictures(scene), view.weights)
    return made
