"""GET /activations/{panel}/{preset}[/{path}]?...: what a network makes of a picture, in the addresses of its views.

The answer waits for the layers that it needs and no longer: pictures of the first volumes are there while the last
layers still run. Whoever leaves no longer counts; when nobody waits for a pass it stops.
"""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from app.errors import UnknownName, UserError, nearest
from app.forward import Recording, recording
from app.language import say
from app.pipeline import Answer, graph_for
from app.scene.words import view_title
from app.web.delivery import made_fresh, painted, raw_query, sent, traced
from app.web.events import EVENTS, PassEvents, shown
from app.web.panels import Tensors, piece
from app.web.panels.table import PANELS
from app.web.seeing import PIECES
from app.web.seen import Seen, seen_in
from app.web.sight import WHICH
from app.web.urls import Address, check_path, read

PAGES = {piece.name: piece for piece in PIECES}


async def activations(request: Request) -> Response:
    """One panel. Raises UserError for an unknown panel, view or picture."""
    panel, _, name = request.path_params["name"].partition("/")
    if panel not in (*PANELS, EVENTS):
        raise UnknownName("panel", panel, PANELS, nearest(panel, PANELS) or tuple(PANELS))
    address = read(name, raw_query(request))
    await traced(address.config)
    found, waiting = await made_fresh(partial(_asked, panel, address))
    if panel == EVENTS:
        assert waiting
        return PassEvents(waiting, found.graph)
    tensors = await waiting.awaited(request.is_disconnected) if waiting else {}
    alone = "text/html" in request.headers.get("accept", "")
    return sent(request, await painted(request, lambda: _made(panel, found, tensors, alone)))


def _asked(panel: str, address: Address) -> tuple[Seen, Recording | None]:
    """What is shown, and what is waited for. In a thread: of a network with a thousand layers both take a while."""
    found = seen_at(address)
    wanted = shown(found) if panel == EVENTS else PANELS[panel].needs(found)
    return found, recording(found.forward, wanted) if wanted else None


def _made(panel: str, found: Seen, tensors: Tensors, alone: bool) -> Answer:
    """The panel; where a reader opens a piece by itself, in a page of its own."""
    made = PANELS[panel].make(found, tensors)
    if not alone or panel not in PAGES:
        return made
    view = (view_title(found.graph, found.address.path), found.address.url())
    values = {"panel": panel, "title": PAGES[panel].title, "view": view, "weights": found.weights}
    return piece("panel.html", theme=found.address.look.theme, piece=made.body.decode(), **values)


def seen_at(address: Address) -> Seen:
    """What an address shows; the picture is there."""
    if not address.look.sight.image:
        raise UserError("image", "", say(WHICH))
    if address.format:
        raise UserError("format", address.format, because=say("a panel has none"))
    graph = graph_for(address.config)
    check_path(graph, address.path)
    found = seen_in(address, graph)
    assert found is not None
    return found
