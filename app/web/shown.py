"""A view for other people's pages: of a network or of a comparison, by the part of its address behind the first slash.

What is shared is public: an address with a visitor's picture is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass

from app.compare.alignment import Comparison, compared
from app.errors import UserError
from app.graph.types import Graph
from app.language import say
from app.pipeline import graph_for, scene_for
from app.scene.comparison import LETTERS
from app.scene.folding import unfolded
from app.scene.types import Part, Scene
from app.scene.words import view_title
from app.web.canonical import settled
from app.web.compare import scene_of, subject_at
from app.web.compare_page import links, title_of
from app.web.compare_urls import Compared, has_picture, read_comparison
from app.web.compare_urls import settled as settled_comparison
from app.web.urls import Address, check_path, link_from, read

NETWORK = "net/"
COMPARISON = "compare"


class Private(UserError):
    """A view that holds a visitor's picture."""


@dataclass(frozen=True, slots=True)
class Shown:
    """asked: its canonical address. graphs: its networks, each with the prefix of its parts' paths in the drawing."""

    asked: Address | Compared
    title: str
    scene: Scene
    graphs: tuple[tuple[str, Graph], ...]
    comparison: Comparison | None = None

    @property
    def link(self) -> Callable[[Part], str]:
        """Where each part of the drawing leads."""
        if isinstance(self.asked, Address):
            return link_from(self.asked, self.graphs[0][1])
        assert self.comparison
        return links(self.asked, self.comparison)


def address_at(name: str, query: str) -> Address | Compared:
    """`net/resnet34/layer2` or `compare`, and the raw query. Raises UserError, also for a file and for a picture."""
    if name == COMPARISON:
        asked = read_comparison("", query)
        private = has_picture(asked)
    elif name.startswith(NETWORK):
        asked = read(name.removeprefix(NETWORK), query)
        private = bool(asked.look.sight.image)
    else:
        raise UserError("address", f"/{name}", say("the address of a view, /net/… or /compare?a=…&b=…"))
    if private:
        raise Private(
            "image",
            asked.look.sight.image,
            because=say("a picture in a network is its reader's own and is not shown elsewhere"),
        )
    if asked.format:
        raise UserError("format", asked.format, say("the address of a page, not of a file"))
    return asked


def shown(asked: Address | Compared) -> Shown:
    """Traced, drawn and titled. Raises UserError for a path that there is not."""
    return _comparison(asked) if isinstance(asked, Compared) else _network(asked)


def _network(asked: Address) -> Shown:
    graph = graph_for(asked.config)
    asked = asked.looked(expand=unfolded(graph, asked.look.expand))
    check_path(graph, asked.path)
    asked = settled(asked, graph)
    return Shown(asked, view_title(graph, asked.path), scene_for(asked.config, asked.view), (("", graph),))


def _comparison(asked: Compared) -> Shown:
    subjects = tuple(subject_at(asked, index) for index in range(len(asked.addresses)))
    asked, comparison = settled_comparison(asked, subjects), compared(subjects)
    graphs = tuple((f"{letter}/", subject.graph) for letter, subject in zip(LETTERS, subjects, strict=False))
    return Shown(asked, title_of(subjects), scene_of(asked, comparison), graphs, comparison)
