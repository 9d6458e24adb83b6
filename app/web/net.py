"""GET /net/...: from the address as it was sent to the page or the file that it stands for."""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from app.pipeline import Answer, graph_for
from app.web.canonical import settled
from app.web.delivery import kept, made, origin, raw_address, raw_query, sent, without_slash
from app.web.exports import file_answer
from app.web.pages import page_answer
from app.web.query import unfolded
from app.web.urls import Address, check_path, read


async def net(request: Request) -> Response:
    """A view, as a page or with a suffix as a file. However the address is written, one answer is kept for it."""
    if elsewhere := without_slash(request):
        return elsewhere
    answer = kept(request, raw_address(request))
    if answer is None:
        address = read(request.path_params["name"], raw_query(request))
        url = address.url()
        make = partial(net_answer, address, origin(request))
        answer = kept(request, url) or await made(request, url, make, address.config.heavy)
    return sent(request, answer)


def net_answer(address: Address, origin: str) -> Answer:
    """Traces and draws what an address asks for. Raises UserError for a path or a layer that the network lacks."""
    graph = graph_for(address.config)
    address = address.looked(expand=unfolded(graph, address.look.expand))
    check_path(graph, address.path, address.format)
    return file_answer(settled(address, graph)) if address.format else page_answer(address, graph, origin)
