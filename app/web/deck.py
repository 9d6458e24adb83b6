"""GET /decks, /deck/{slug}, /deck/{slug}/{step}, /deck/{slug}/{step}/notes and /deck/{slug}.pdf.

An answer is kept under its address and the edition of the lecture's file: a file that has changed is another.
"""

from collections.abc import Callable
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.decks.library import Deck, deck
from app.pipeline import Answer
from app.web.deck_address import Standing, read_standing
from app.web.deck_handout import handout_answer, read_handout
from app.web.deck_page import list_answer, step_answer
from app.web.deck_views import place_of
from app.web.delivery import delivered, made_fresh, origin, raw_address, raw_query, sent, without_slash
from app.web.query import pairs

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
    heavy = _is_heavy(standing)
    if standing.guess:
        return sent(request, await made_fresh(make, heavy))
    return await _kept(request, found, raw_address(request), make, heavy)


async def _handout(request: Request, found: Deck) -> Response:
    """A lecture on paper takes seconds: one at a time."""
    asked = read_handout(raw_query(request))
    address = f"/deck/{found.slug}{PDF}?lang={asked.lang}&page={asked.paper}"  # however it was written: one is made
    return await _kept(request, found, address, partial(handout_answer, found, asked, origin(request)), heavy=True)


async def _kept(request: Request, found: Deck, address: str, make: Callable[[], Answer], heavy: bool) -> Response:
    return await delivered(request, make, heavy, f"{address}#{found.edition}")


def _first(request: Request, found: Deck) -> Response:
    query = raw_query(request)
    url = Standing(found, 0).url()
    return RedirectResponse(url + (f"?{query}" if query else ""), 303)


def _is_heavy(standing: Standing) -> bool:
    """Whether what is drawn takes seconds: of the presenter's window, the next step too."""
    after = standing.at(standing.index + 1) if standing.notes else None
    views = [place.step.view for place in (standing, after) if place]
    return any(place_of(view).heavy for view in views if view)
