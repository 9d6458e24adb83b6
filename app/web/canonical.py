"""What of a look changes nothing in a view stays out of the view's canonical address: equal pictures, one address."""

from app.graph.types import Graph
from app.scene.draw import kind_of
from app.scene.folding import runs_of
from app.scene.layer import FOLD_FROM
from app.scene.row import folds
from app.web.query import ALL
from app.web.urls import Address


def settled(address: Address, graph: Graph) -> Address:
    """The address with only those keys of its look that make a difference here. Layers to unfold are in order."""
    look = address.look
    view = "volumes" if kind_of(graph, address.path) in ("operation", "input") else look.view
    scale = look.scale if view == "volumes" else "log"  # a schematic has no lengths
    return address.looked(view=view, scale=scale, expand=_unfolded_here(address, graph))


def _unfolded_here(address: Address, graph: Graph) -> tuple[str, ...]:
    """The layers that the view would fold if they were not asked for; ALL where the whole network has no fold left."""
    asked, foldable = address.look.expand, _foldable(graph, address.path)
    here = tuple(layer for layer in foldable if layer in asked or ALL in asked)
    return (ALL,) if here and here == foldable and not address.path else here


def _foldable(graph: Graph, path: str) -> tuple[str, ...]:
    """The layers whose repeats a view folds: all of a long network, or the one long layer that it shows."""
    shown = graph.stages if not path and folds(graph) else [stage for stage in graph.stages if stage.path == path]
    long = [stage for stage in shown if not path or len(graph.children(path)) > FOLD_FROM]
    return tuple(stage.path for stage in long if any(run.times > 1 for run in runs_of(graph, stage, fold=True)))
