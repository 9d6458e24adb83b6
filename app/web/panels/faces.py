"""`faces.png`: what one tensor holds, as the picture that a diagram shows inside its volume."""

from base64 import b64encode

from app.graph.types import INPUT
from app.image.faces import faces, picture_faces, spans_of
from app.pipeline import Answer
from app.web.panels import Panel, Tensors, answer
from app.web.panels.paged import by_unit, needs
from app.web.seeing import network_volumes
from app.web.seen import Seen


def faces_png(seen: Seen, tensors: Tensors) -> bytes:
    """The picture of `seen.path`, coloured by the range that the address asks for."""
    values = tensors[seen.path]
    if seen.path == INPUT:
        return picture_faces(values, seen.weights.transform)
    return faces(values, None if by_unit(seen) else spans_of(tensors[path] for path in _shared(seen)))


def _shared(seen: Seen) -> frozenset[str]:
    """The tensors with the same colours. Of a whole network they are the same in all views: what is larger inside a
    block than in any volume of the network's drawing has the colour of the end."""
    return network_volumes(seen.graph) if seen.sight.range == "network" else frozenset((seen.path,))


def faces_uri(seen: Seen, tensors: Tensors) -> str:
    """The same as an address that holds the picture."""
    return f"data:image/png;base64,{b64encode(faces_png(seen, tensors)).decode()}"


def _make(seen: Seen, tensors: Tensors) -> Answer:
    return answer(faces_png(seen, tensors), "image/png")


PANEL = Panel(needs, _make)
