"""What a page says where the tensor stops: what refused, the numbers that do not agree, links to what would fit."""

from dataclasses import dataclass

from app.graph.types import Graph
from app.language import message, say
from app.remedies import Remedy, remedies
from app.scene.clash import clashes, expected
from app.scene.op_words import op_noun
from app.scene.units import shape_text
from app.web.urls import PLAIN, Address

TOGETHER = {
    "add": message("{given} cannot be added"),
    "multiply": message("{given} cannot be multiplied"),
    "highway": message("{given} cannot be mixed"),
    "concat": message("{given} cannot be concatenated"),
}


@dataclass(frozen=True, slots=True)
class Fix:
    """A link to a configuration that fits: its change as the address says it, what that is, whose it is, its cost."""

    url: str
    change: str
    what: str
    source: str
    cost: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """url: the view of the operation that refused. said: the axes that fail, with their numbers."""

    path: str
    url: str
    name: str
    given: str
    said: tuple[str, ...]
    expected: str
    fixes: tuple[Fix, ...]


def stopped(address: Address, graph: Graph) -> Stopped | None:
    """What there is to say about a graph's failure; None for a network that fits."""
    failure = graph.failure
    if failure is None:
        return None
    return Stopped(
        path=failure.path,
        url=address.at(failure.path).url(),
        name=op_noun(failure.op, failure.type),
        given=say(" and ").join(shape_text(shape) for shape in failure.input_shapes),
        said=clashes(failure),
        expected=expected(failure),
        fixes=tuple(_fix(address, remedy) for remedy in remedies(address.config)),
    )


def refusal(stop: Stopped, op: str) -> str:
    """`128 × 28 × 28 and 64 × 56 × 56 cannot be added`: why it stops, as a clause."""
    if op in TOGETHER:
        return say(TOGETHER[op], given=stop.given)
    if not stop.said:
        return say("the {operation} cannot take {given}", operation=stop.name, given=stop.given)
    said = {"operation": stop.name, "given": stop.given, "clashes": say("; ").join(stop.said)}
    return say("the {operation} cannot take {given} ({clashes})", **said)


def _fix(address: Address, remedy: Remedy) -> Fix:
    """The same part of the network if it is there too, else all of it."""
    path = address.path if address.path in remedy.paths else ""
    look = Address(remedy.config, path, address.looked(chart=PLAIN.chart, expand=()).look)
    return Fix(look.url(), remedy.change, remedy.what, remedy.source, remedy.cost)
