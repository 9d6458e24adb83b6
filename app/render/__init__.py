"""Room 4: a Scene, or the Graph behind it, becomes a file. A new format touches two files: its own, and RENDERERS."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from app.errors import UnknownFormat, UserError
from app.graph.types import Graph
from app.language import message, say
from app.render.csv import table_csv
from app.render.json import graph_json
from app.render.options import PLAIN, Options
from app.render.painting import Pictures
from app.render.pdf import pdf
from app.render.png import png
from app.render.svg import svg
from app.render.tikz import document, tikz
from app.scene.types import Scene, View

# The keys of an address that change a picture; those that only some files have come after them.
PICTURE_KEYS = ("scale", "view", "theme", "lang", "expand", "image")
FILE_KEYS = ("width", "density", "page")


@dataclass(frozen=True, slots=True)
class Order:
    """What a file is made from. scene is called only by formats that show the picture.

    painting: the pictures inside volumes, by path. program: the network's source, where it comes from a configuration.
    """

    graph: Graph
    scene: Callable[[], Scene]
    view: View
    options: Options = PLAIN
    painting: Pictures | None = None
    program: Callable[[], str] | None = None


class Renderer(NamedTuple):
    """A format: what it is to HTTP, how an order becomes its bytes, and what people call it.

    keys: what of PICTURE_KEYS and FILE_KEYS it heeds. compared: whether several networks go into one such file.
    paints: whether it shows what volumes hold; a drawing without that leaves the room for it.
    """

    media_type: str
    draw: Callable[[Order], bytes]
    title: str
    keys: tuple[str, ...] = PICTURE_KEYS
    compared: bool = True
    paints: bool = False


def _program(order: Order) -> bytes:
    if order.program is None:
        why = say("a program is written for configurations; a network of your own has its source")
        raise UserError("format", "py", because=why)
    return order.program().encode()


RENDERERS: dict[str, Renderer] = {
    "svg": Renderer(
        "image/svg+xml",
        lambda order: svg(order.scene(), order.options.theme, painting=order.painting).encode(),
        message("drawing"),
        paints=True,
    ),
    "png": Renderer(
        "image/png",
        lambda order: png(order.scene(), order.options, order.painting),
        message("picture"),
        (*PICTURE_KEYS, "width", "density"),
        paints=True,
    ),
    "pdf": Renderer(
        "application/pdf",
        lambda order: pdf(order.scene(), order.options, order.painting),
        message("page"),
        (*PICTURE_KEYS, "page"),
        paints=True,
    ),
    "tex": Renderer(
        "text/x-tex; charset=utf-8",
        lambda order: document(order.scene(), order.options).encode(),
        message("LaTeX document"),
    ),
    "tikz": Renderer(
        "text/x-tex; charset=utf-8",
        lambda order: tikz(order.scene(), order.options).encode(),
        message("TikZ picture"),
    ),
    "csv": Renderer(
        "text/csv; charset=utf-8",
        lambda order: table_csv(order.graph, order.scene(), order.view).encode(),
        message("table"),
        keys=("lang", "expand"),
        compared=False,
    ),
    "json": Renderer(
        "application/json",
        lambda order: graph_json(order.graph, order.view.path).encode(),
        message("numbers"),
        keys=(),
    ),
    "py": Renderer("text/x-python; charset=utf-8", _program, message("program"), keys=(), compared=False),
}


def render(order: Order, format: str) -> bytes:
    """A view as a file. Raises UnknownFormat for a format that is not in RENDERERS."""
    if format not in RENDERERS:
        raise UnknownFormat(format, RENDERERS)
    return RENDERERS[format].draw(order)
