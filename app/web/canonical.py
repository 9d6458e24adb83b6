"""What of a look changes nothing in a view stays out of the view's canonical address: equal pictures, one address."""

from collections.abc import Set
from dataclasses import replace

from app.graph.types import Graph
from app.scene.draw import ONE_WAY, kind_of
from app.scene.folding import ALL, foldable
from app.web.query import Look
from app.web.urls import Address


def settled(address: Address, graph: Graph) -> Address:
    """The address with only those keys of its look that make a difference here. Layers to unfold are in order."""
    look = settled_look(address.look, {kind_of(graph, address.path)})
    return replace(address, look=replace(look, expand=_unfolded_here(address, graph)))


def settled_look(look: Look, kinds: Set[str]) -> Look:
    """A look with the view and the scale that make a difference where views of these kinds are drawn."""
    view = "volumes" if not kinds.isdisjoint(ONE_WAY) else look.view
    return replace(look, view=view, scale=look.scale if view == "volumes" else "log")  # a schematic has no lengths


def _unfolded_here(address: Address, graph: Graph) -> tuple[str, ...]:
    """The layers that the view would fold if they were not asked for; ALL where the whole network has no fold left."""
    asked, layers = address.look.expand, tuple(layer.path for layer in foldable(graph, address.view))
    here = tuple(layer for layer in layers if layer in asked or ALL in asked)
    return (ALL,) if here and here == layers and not address.path else here
