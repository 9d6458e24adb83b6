"""Room 4: a Scene, or the Graph behind it, becomes a file. A new format touches two files: its own, and RENDERERS."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from app.errors import UnknownFormat, UserError
from app.graph.types import Graph
from app.render.json import graph_json
from app.render.painting import Pictures
from app.render.png import png
from app.render.svg import svg
from app.scene.palette import Theme
from app.scene.types import Scene, View


@dataclass(frozen=True, slots=True)
class Order:
    """What a file is made from. scene is called only by formats that show the picture. width: of a PNG, in pixels.

    painting: the pictures inside volumes, by path. program: the network's source, where it comes from a configuration.
    """

    graph: Graph
    scene: Callable[[], Scene]
    view: View
    theme: Theme = "light"
    width: int | None = None
    painting: Pictures | None = None
    program: Callable[[], str] | None = None


class Renderer(NamedTuple):
    """A format: what it is to HTTP, how an order becomes its bytes, and whether these show the picture at all.

    compared: whether several networks go into one such file.
    """

    media_type: str
    draw: Callable[[Order], bytes]
    pictured: bool = True
    compared: bool = True


def _program(order: Order) -> bytes:
    if order.program is None:
        raise UserError(
            "format", "py", because="a program is written for configurations; a network of your own has its source"
        )
    return order.program().encode()


RENDERERS: dict[str, Renderer] = {
    "svg": Renderer("image/svg+xml", lambda order: svg(order.scene(), order.theme, painting=order.painting).encode()),
    "png": Renderer("image/png", lambda order: png(order.scene(), order.theme, order.width, order.painting)),
    "json": Renderer(
        "application/json", lambda order: graph_json(order.graph, order.view.path).encode(), pictured=False
    ),
    "py": Renderer("text/x-python; charset=utf-8", _program, pictured=False, compared=False),
}


def render(
    graph: Graph,
    scene: Callable[[], Scene],
    view: View,
    format: str,
    theme: Theme = "light",
    width: int | None = None,
    painting: Pictures | None = None,
    program: Callable[[], str] | None = None,
) -> bytes:
    """A view as a file. Raises UnknownFormat for a format that is not in RENDERERS."""
    if format not in RENDERERS:
        raise UnknownFormat(format, RENDERERS)
    return RENDERERS[format].draw(Order(graph, scene, view, theme, width, painting, program))
