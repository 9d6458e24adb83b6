"""GET /net/...: from the address as it was sent to the page or the file that it stands for.

GET /build/...: from a form that was sent whole to the address of what it asks for.
"""

from functools import partial
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.errors import UserError
from app.language import speaking
from app.pipeline import Answer, graph_for
from app.scene.folding import unfolded
from app.web.canonical import settled
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
from app.web.exports import file_answer
from app.web.pages import page_answer
from app.web.urls import Address, check_path, read


async def net(request: Request) -> Response:
    """A view, as a page or with a suffix as a file. However the address is written, one answer is kept for it."""
    if elsewhere := without_slash(request):
        return elsewhere
    if answer := kept(request, raw_address(request)):
        return sent(request, answer)
    address = read(request.path_params["name"], raw_query(request))
    make = partial(net_answer, address, origin(request))
    if address.look.sight.image:  # it may be deleted: nothing that is made of it is kept
        await traced(address.config)
        fresh = painted(request, make) if address.format else made_fresh(make, address.heavy)
        return sent(request, await fresh)
    return await delivered(request, make, address.heavy, address.url())


async def build(request: Request) -> Response:
    """The canonical address of what a form says, which without a script says every field, the preset's own too.

    What is refused goes on as it was sent: the page there says what is wrong, with all that was given.
    """
    name, query = request.path_params["name"], raw_query(request)
    try:
        url = read(name, query).url()
    except UserError:
        url = f"/net/{quote(name)}?{query}"
    return RedirectResponse(url, 303)


def net_answer(address: Address, origin: str) -> Answer:
    """Traces and draws what an address asks for. Raises UserError for a path or a layer that the network lacks."""
    with speaking(address.language):
        return _net_answer(address, origin)


def _net_answer(address: Address, origin: str) -> Answer:
    graph = graph_for(address.config)
    address = address.looked(expand=unfolded(graph, address.look.expand))
    check_path(graph, address.path, address.format)
    return file_answer(settled(address, graph), origin) if address.format else page_answer(address, graph, origin)
