"""GET /decks, /deck/{slug}, /deck/{slug}/{step}, /deck/{slug}/{step}/notes and /deck/{slug}.pdf.

An answer is kept under its address and the edition of the lecture's file: a file that has changed is another. So are
other weights, where pictures go through them; they have gone before anything is drawn, and no thread waits for that.
"""

from collections.abc import Callable, Sequence
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.decks.library import Deck, deck
from app.pipeline import Answer
from app.web.deck_address import Standing, read_standing
from app.web.deck_handout import handout_answer, read_handout
from app.web.deck_page import list_answer, step_answer
from app.web.deck_views import Shown, place_of, shown
from app.web.delivery import (
    delivered,
    kept,
    made_fresh,
    origin,
    painted,
    raw_address,
    raw_query,
    sent,
    traced,
    without_slash,
)
from app.web.query import pairs
from app.web.urls import Address

PDF = ".pdf"
LONGEST = 3  # pieces of an address: a lecture, a step, a window


async def lectures(request: Request) -> Response:
    """The list; it is made anew each time, for files come and go."""
    pairs(raw_query(request), ("lang", "theme"))
    return without_slash(request) or sent(request, await made_fresh(partial(list_answer, origin(request))))


async def lecture(request: Request) -> Response:
    """A lecture's first step, any of its steps, or its handout."""
    if elsewhere := without_slash(request):
        return elsewhere
    pieces = request.path_params["name"].split("/")
    if len(pieces) > LONGEST or not all(pieces):
        raise HTTPException(404)
    slug, paper = (pieces[0].removesuffix(PDF), pieces[0].endswith(PDF)) if len(pieces) == 1 else (pieces[0], False)
    found = await made_fresh(partial(deck, slug))
    if paper:
        return await _handout(request, found)
    if len(pieces) == 1:
        return _first(request, found)
    standing = read_standing(found, pieces[1], "".join(pieces[2:]), raw_query(request))
    make = partial(step_answer, standing, origin(request))
    views = _views(standing)
    heavy = any(place_of(view).heavy for view in views)
    if standing.guess:
        await _gone_through(request, await _with_pictures(views))
        return sent(request, await made_fresh(make, heavy))
    return await _kept(request, found, raw_address(request), make, views, heavy)


async def _handout(request: Request, found: Deck) -> Response:
    """A lecture on paper takes seconds: one at a time."""
    asked = read_handout(raw_query(request))
    address = f"/deck/{found.slug}{PDF}?lang={asked.lang}&page={asked.paper}"  # however it was written: one is made
    views = [step.view for step in found.lecture.steps if step.view]
    make = partial(handout_answer, found, asked, origin(request))
    return await _kept(request, found, address, make, views, heavy=True)


async def _kept(
    request: Request, found: Deck, address: str, make: Callable[[], Answer], views: Sequence[str], heavy: bool
) -> Response:
    pictured = await _with_pictures(views)
    weights = [f" {view.seen.forward.weights} {view.seen.forward.edition}" for view in pictured if view.seen]
    key = f"{address}#{found.edition}{''.join(weights)}"
    if not kept(request, key):
        await _gone_through(request, pictured)
    return await delivered(request, make, heavy, key)


async def _with_pictures(views: Sequence[str]) -> list[Shown]:
    """Those of some views that have a picture in their network."""
    pictured: list[str] = []
    for view in views:
        place = place_of(view)
        if isinstance(place, Address) and place.look.sight.image:
            await traced(place.config)
            pictured.append(view)
    return await made_fresh(lambda: [shown(view) for view in pictured]) if pictured else []


async def _gone_through(request: Request, pictured: Sequence[Shown]) -> None:
    """Returns when the networks have run on their pictures; what they made is kept for whoever draws it."""
    if pictured:
        await painted(request, lambda: [view.pictures(view.scene) for view in pictured])


def _first(request: Request, found: Deck) -> Response:
    query = raw_query(request)
    url = Standing(found, 0).url()
    return RedirectResponse(url + (f"?{query}" if query else ""), 303)


def _views(standing: Standing) -> list[str]:
    """What is drawn for a step: in the presenter's window, the next one too."""
    after = standing.at(standing.index + 1) if standing.notes else None
    return [place.step.view for place in (standing, after) if place and place.step.view]
