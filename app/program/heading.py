"""The docstring of a program: which network it is, what was measured, where it stops if its shapes do not fit."""

from textwrap import fill
from urllib.parse import quote

from app.graph.types import Failure, Graph, Shape

WIDTH = 100
NAMES = "Modules are named as in the diagram, and build() draws the same random weights."


def heading(graph: Graph, path: str) -> str:
    """Title, address and paragraphs, without the quotes around them; nothing in it can end a string."""
    address = f"/net/{graph.name}" + (f"/{quote(path)}" if path else "")
    query = f"?{'&'.join(graph.changes)}" if graph.changes else ""
    paragraphs = [f"{graph.name} in plain PyTorch.", address + query]
    if graph.changes:
        paragraphs.append(f"Changed: {', '.join(graph.changes)}.")
    paragraphs.append(f"{_measured(graph)} {NAMES}")
    if path:
        paragraphs.append(f"Asserted are the shapes of {path} and of what is inside it.")
    if graph.failure:
        paragraphs.append(_stop(graph.failure))
    return "\n\n".join(_lines(paragraph) for paragraph in paragraphs)


def _measured(graph: Graph) -> str:
    ran = "" if graph.failure else f" and {graph.macs:,} multiply-adds for an image of {_volume(graph.input)}"
    return f"{graph.params:,} parameters{ran}."


def _stop(failure: Failure) -> str:
    given = " and ".join(_volume(shape) for shape in failure.input_shapes)
    said = failure.message.rstrip(".")
    return f"The shapes do not fit, and this is asserted too: it stops at {failure.path}, given {given} ({said})."


def _volume(shape: Shape) -> str:
    return " x ".join(map(str, shape))


def _lines(paragraph: str) -> str:
    """Wrapped, of printable characters but no backslash and no double quote: torch's own words may hold them."""
    printed = "".join(character if character.isprintable() else " " for character in paragraph)
    harmless = printed.replace("\\", "/").replace('"', "'")
    return fill(harmless, WIDTH, break_long_words=False, break_on_hyphens=False)
