"""GET /net/...: from the address as it was sent to the page or the file that it stands for."""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from app.nets import preset
from app.pipeline import Answer, graph_for
from app.web.delivery import delivered, origin, raw_query
from app.web.exports import file_answer
from app.web.pages import page_answer
from app.web.query import LOOK_KEYS, look, pairs, unfolded
from app.web.urls import Address, check_path, split


async def net(request: Request) -> Response:
    """A view, as a page or with a suffix as a file."""
    name: str = request.path_params["name"]
    return await delivered(request, partial(net_answer, name, raw_query(request), origin(request)))


def net_answer(name: str, query: str, origin: str) -> Answer:
    """Traces and draws what `name` (`resnet34/layer2.0.svg`) and the raw query ask for. Raises UserError."""
    known, path, format = split(name)
    base = preset(known)
    given = pairs(query, (*base.fields(), *LOOK_KEYS))
    asked = look(given, format)
    config = base.override({key: value for key, value in given.items() if key not in LOOK_KEYS})
    graph = graph_for(config)
    check_path(graph, path)
    address = Address(config, path, asked, format).looked(expand=unfolded(graph, asked.expand))
    return file_answer(address) if format else page_answer(address, graph, origin)
