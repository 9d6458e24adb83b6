"""What a step of a lecture costs: its piece of the page, which a script asks for, made for the first time."""

from statistics import median
from time import perf_counter

from app.bench.row import Row
from app.bench.server import Server, running
from app.decks.library import Deck, decks

# Decides nothing about what is drawn, and makes an address new.
AGAIN = ("theme=light", "theme=dark", "theme=print")


def step_change() -> list[Row]:
    """The steps of the lectures that ship, against the pages of their views; and the largest pieces.

    Networks are traced by a round before: in a lecture they are by the first step that shows them.
    """
    steps = [
        (f"/deck/{deck.slug}/{deck.lecture.address_of(index)}?part=stage", step.view)
        for deck in decks()
        if isinstance(deck, Deck) and not deck.own
        for index, step in enumerate(deck.lecture.steps)
        if step.view
    ]
    with running() as server:
        sizes = {piece: len(server.get(piece, "br")) for piece, _ in steps}
        for _, view in steps:
            server.get(view, "br")
        pieces = [_seconds(server, f"{piece}&{again}") for again in AGAIN for piece, _ in steps]
        pages = [_seconds(server, view + ("&" if "?" in view else "?") + again) for again in AGAIN for _, view in steps]
    pictured = {piece for piece, view in steps if "image=" in view}
    plain = max(size for piece, size in sizes.items() if piece not in pictured)
    painted = max(sizes[piece] for piece in pictured)
    return [
        Row("a step of a lecture, never asked for, against the page of its view", median(pieces) / median(pages), 1),
        Row("the same over the loopback, by the clock", median(pieces), 0.1, "s"),
        Row("the largest piece of a lecture, compressed", plain / 1e3, 20, "KB"),
        Row("the same of those with a picture in their network", painted / 1e3, 60, "KB"),
    ]


def _seconds(server: Server, path: str) -> float:
    begun = perf_counter()
    server.get(path, "br")
    return perf_counter() - begun
