"""Graphs that show themselves: in a notebook as a picture, on disk in any format.

    graph = graph_of(MyNetwork())          # or graph_for(config("resnet34"))
    graph                                  # the last line of a cell: the picture
    graph.draw("layer2.0", theme="dark")   # another view, another look
    graph.save("block.pdf", "layer2.0")    # any format of `app/render`, by the suffix

What a notebook gets is self-contained: an image on its own paper, legible on a light and on a dark page, no script.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

from app.errors import UserError
from app.graph.types import Graph, Node
from app.language import Language, say, speaking
from app.render import Order, render
from app.render.options import Options, Paper, sized, two_sizes
from app.render.svg import escaped
from app.scene.draw import draw
from app.scene.folding import unfolded
from app.scene.palette import Theme
from app.scene.types import Scene, View

SMALLEST = 0.62  # of its own size: a picture wider than the cell shrinks so far, then it scrolls


@dataclass(frozen=True)
class Picture:
    """One view of a graph, and how its files look."""

    graph: Graph
    view: View
    options: Options

    @cached_property
    def scene(self) -> Scene:
        return draw(self.graph, self.view)

    def data(self, format: str) -> bytes:
        """The view in any format of `app/render`. Raises UnknownFormat."""
        return render(Order(self.graph, lambda: self.scene, self.view, self.options), format)

    def save(self, file: str | Path) -> None:
        """Write it to a file, whose suffix says the format, in capitals or not. Raises UnknownFormat."""
        Path(file).write_bytes(self.data(Path(file).suffix.removeprefix(".").lower()))

    def _repr_svg_(self) -> str:
        return self.data("svg").decode()

    def _repr_html_(self) -> str:
        """An <img>, so that neither its styles nor the notebook's reach the other, and what could not be traced."""
        source = f"data:image/svg+xml;base64,{b64encode(self.data('svg')).decode()}"
        width = round(self.scene.width)
        size = f"width:100%;min-width:{round(SMALLEST * width)}px;max-width:{width}px;height:auto"
        image = f'<img src="{source}" alt="{escaped(self.scene.alt)}" style="display:block;{size}">'
        with speaking(self.view.lang):
            unseen = "".join(f"<li>{escaped(said)}</li>" for said in self.graph.unseen)
            heading = say("Not seen or not followed:")
        notes = f"<p>{heading}</p><ul>{unseen}</ul>" if unseen else ""
        return f'<div style="overflow-x:auto">{image}</div>{notes}'


@dataclass(frozen=True, eq=False)
class ShownGraph(Graph):
    """A Graph with ways to look at it. Equal to every Graph with the same content."""

    def draw(
        self,
        path: str = "",
        *,
        scale: str = "log",
        view: str = "volumes",
        expand: str | Sequence[str] = (),
        lang: Language = "en",
        theme: Theme = "light",
        width: int | None = None,
        density: int | None = None,
        page: Paper = "",
    ) -> Picture:
        """A view: of the network, or of the layer, block or operation at `path`. The words are those of the URLs.
        width and density are of a PNG, in pixels and in pixels a drawing unit, page is that of a PDF.

        Raises UnknownName for a path that is not there, UserError for a word that means nothing and for what no picture
        can show: forks and joins that do not nest, an operation on other things than volumes and vectors.
        """
        _check("scale", scale, View, "scale")
        _check("view", view, View, "style")
        _check("lang", lang, View, "lang")
        _check("theme", theme, Options, "theme")
        _check("page", page, Options, "paper")
        if width is not None and density is not None:
            raise two_sizes(density)
        pixels = None if width is None else sized("width", width)
        times = None if density is None else sized("density", density)
        if path in self.by_path and not _volumes(self.by_path[path]):
            why = say("a picture shows volumes (C, H, W) and vectors, and this has other shapes")
            raise UserError("path", path, because=why)
        opened = [name for name in expand.split(",") if name] if isinstance(expand, str) else expand
        look: dict[str, Any] = {"scale": scale, "style": view, "expand": unfolded(self, opened), "lang": lang}
        picture = Picture(self, View(path, **look), Options(theme, pixels, times, page))
        assert picture.scene
        return picture

    def save(self, file: str | Path, path: str = "", **look: Any) -> None:
        """Write a view to a file in any format of `app/render`, by its suffix. look: as for `draw`."""
        self.draw(path, **look).save(file)

    def _repr_svg_(self) -> str:
        return self.draw()._repr_svg_()

    def _repr_html_(self) -> str:
        return self.draw()._repr_html_()

    def __eq__(self, other: object) -> bool:
        compared = (field.name for field in fields(Graph) if field.compare)
        return isinstance(other, Graph) and all(getattr(self, name) == getattr(other, name) for name in compared)

    __hash__ = Graph.__hash__


def shown(graph: Graph) -> ShownGraph:
    """The same graph, with ways to look at it."""
    return ShownGraph(**{field.name: getattr(graph, field.name) for field in fields(Graph) if field.init})


def _volumes(node: Node) -> bool:
    """Whether all that it reads and puts out are volumes or vectors."""
    return not node.apart and all(len(shape) in (1, 3) for shape in (*node.input_shapes, node.output_shape))


def _check(name: str, value: str, owner: type, field: str) -> None:
    """Raise UserError for a word that is not among those of a field of literals."""
    allowed = get_args(owner.__dataclass_fields__[field].type)
    if value not in allowed:
        raise UserError(name, value, say(", ").join(filter(None, allowed)))
