"""A picture in a network: an address with an image, checked against the trace, and the weights that it runs with."""

from dataclasses import dataclass, replace

from app.errors import UserError
from app.graph.types import INPUT, Graph, Shape
from app.image.store import picture
from app.image.takes import check_takes
from app.image.types import Forward
from app.image.weights import Weights, weights_named
from app.language import say
from app.scene.flow import flow_of
from app.web.sight import Sight
from app.web.urls import Address


@dataclass(frozen=True, slots=True)
class Seen:
    """What every answer about a picture in a network is made of.

    path: the operation whose output the view shows. forward: the pass that makes it.
    """

    address: Address
    graph: Graph
    weights: Weights
    forward: Forward
    path: str

    @property
    def sight(self) -> Sight:
        return self.address.look.sight

    @property
    def shape(self) -> Shape:
        """Of the tensor that the view shows: (C, H, W), or (C,)."""
        return self.graph.shape_of(self.path)


def seen(address: Address, graph: Graph) -> Seen:
    """An address with an image, whose path the network has. Raises UserError for what the network has not."""
    sight = address.look.sight
    check_takes(graph, sight.image)
    off = _switched_off(graph, sight.off)
    sight = replace(sight, off=off)
    weights = weights_named(address.config, sight.weights)
    path = graph.result_of(address.path)
    _check_place(graph, path, sight)
    forward = Forward(address.config, weights.name, sight.image, sight.crop, off, weights.edition)
    return Seen(address.looked(sight=sight), graph, weights, forward, path)


def seen_in(address: Address, graph: Graph) -> Seen | None:
    """What is seen of the picture in an address; None without one. Raises UnknownName for one that is not there."""
    if not address.look.sight.image:
        return None
    picture(address.look.sight.image)
    return seen(address, graph)


def residual_blocks(graph: Graph) -> tuple[str, ...]:
    """The blocks that have a shortcut around them, in order: those that can be switched off."""
    return tuple(group.path for group in graph.groups if group.kind == "block" and flow_of(graph, group).add)


def _switched_off(graph: Graph, asked: tuple[str, ...]) -> tuple[str, ...]:
    blocks = residual_blocks(graph) if asked else ()
    for path in asked:
        if path not in blocks:
            there = say(", ").join(blocks) or say("this network has no residual block")
            raise UserError("off", path, say("residual blocks: {there}", there=there))
    return tuple(path for path in blocks if path in asked)


def _check_place(graph: Graph, path: str, sight: Sight) -> None:
    """Whether the channel and the cell are in the tensor, and the class is one that the network tells apart."""
    channels, *sides = graph.shape_of(path)
    if sight.channel is not None and sight.channel >= channels:
        allowed = say("0 to {last}, the output of {path}", last=channels - 1, path=path)
        raise UserError("channel", sight.channel, allowed)
    height, width = sides or (1, 1)
    if sight.cell and (sight.cell[0] >= height or sight.cell[1] >= width):
        where = path if path != INPUT else say("the input")
        allowed = say("rows 0 to {row}, columns 0 to {column} of {path}", row=height - 1, column=width - 1, path=where)
        raise UserError("cell", "{},{}".format(*sight.cell), allowed)
    classes = graph.shape_of(graph.result_of(""))[0]
    if sight.class_ is not None and sight.class_ >= classes:
        raise UserError("class", sight.class_, say("0 to {last}", last=classes - 1))
