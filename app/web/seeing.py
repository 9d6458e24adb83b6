"""The part of a page that is about a picture: which panels stand under the drawing, and what can be chosen for all."""

from collections.abc import Callable
from dataclasses import dataclass

from app.graph.types import Graph
from app.image.weights import Weights, weights_for
from app.language import message, say
from app.scene.draw import kind_of
from app.scene.row import cells_of
from app.scene.types import View
from app.web.options import Option
from app.web.seen import Seen, residual_blocks
from app.web.urls import Address

WHOLE = ("network", "layer")
WINDOWED = ("conv", "maxpool", "avgpool")


@dataclass(frozen=True, slots=True)
class Piece:
    """A panel that is a piece of the page. heading: the message that is its title. keys: those of the address that it
    is made anew for. on: whether a view has it. wide: whether it takes the whole width.
    """

    name: str
    heading: str
    keys: tuple[str, ...]
    on: Callable[[Seen, str], bool]
    wide: bool = True

    @property
    def title(self) -> str:
        return say(self.heading)


@dataclass(frozen=True, slots=True)
class Seeing:
    """What `_seeing.html` shows. pieces: with the address of each, the legend of the drawing's colours first."""

    seen: Seen
    pieces: tuple[tuple[Piece, str], ...]
    events: str
    weights: tuple[Option, ...]
    undisturbed: str


def _has_sums(seen: Seen, kind: str) -> bool:
    graph, path = seen.graph, seen.address.path
    return bool(residual_blocks(graph)) if kind in WHOLE else path in residual_blocks(graph)


def _has_stacks(seen: Seen, kind: str) -> bool:
    graph, path = seen.graph, seen.address.path
    concats = [node.path for node in graph.nodes if node.op == "concat"]
    if kind in WHOLE or path in concats:
        return bool(concats)
    group = graph.group_by_path.get(path)
    return group is not None and any(node.op == "concat" for node in graph.inside(group))


def _is_windowed(seen: Seen, kind: str) -> bool:
    node = seen.graph.by_path.get(seen.address.path)
    return kind == "operation" and node is not None and node.op in WINDOWED


PIECES = (
    Piece("legend", message("Colours of the drawing"), ("range",), lambda *_: True),
    Piece(
        "prediction",
        message("What it takes the picture for"),
        ("class",),
        lambda _, kind: kind in (*WHOLE, "block"),
        False,
    ),
    Piece("picture", message("Where it looks"), ("cell", "channel", "class", "cam"), lambda *_: True, False),
    Piece("kernel", message("The kernel at work"), ("cell", "channel"), _is_windowed),
    Piece("residual", message("What the shortcuts carry"), ("channel", "range"), _has_sums),
    Piece("shares", message("What each branch gives"), ("channel",), _has_stacks),
    Piece(
        "channels", message("Channels"), ("sort", "page", "channel", "cell", "range"), lambda _, kind: kind != "network"
    ),
)


def seeing(seen: Seen) -> Seeing:
    """The panels of a view."""
    address, kind = seen.address, kind_of(seen.graph, seen.address.path)
    pieces = tuple((piece, activation_url(address, piece.name)) for piece in PIECES if piece.on(seen, kind))
    return Seeing(
        seen=seen,
        pieces=pieces,
        events=activation_url(address, "events"),
        weights=tuple(_option(seen, made) for made in weights_for(address.config)),
        undisturbed=address.sighted(off=()).url() if seen.forward.off else "",
    )


def activation_url(address: Address, panel: str) -> str:
    """The address of one panel of a view."""
    return f"/activations/{panel}/" + address.looked(scale="log", theme="", chart="parameters").url().removeprefix(
        "/net/"
    )


def network_volumes(graph: Graph) -> frozenset[str]:
    """The operations whose outputs the volumes of the network's drawing are, with all repeats unfolded."""
    return frozenset(graph.result_of(cell.path) for cell in cells_of(graph, View(expand=("all",))))


def _option(seen: Seen, weights: Weights) -> Option:
    url = seen.address.sighted(weights=weights.name).url()
    return Option(weights.title, url, weights.name == seen.weights.name)
