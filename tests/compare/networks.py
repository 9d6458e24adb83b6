"""Subjects by the words of an address, traced once: `resnet34/layer2?shortcut=A`."""

from functools import cache

from app.compare.alignment import Comparison, compared
from app.compare.unit import Subject
from app.graph.trace import trace
from app.graph.types import Graph
from app.nets import build, preset


@cache
def network(name: str, query: str = "") -> Graph:
    config = preset(name).override(dict(pair.split("=") for pair in query.split("&")) if query else {})
    return trace(build(config, "meta"), config.input, config.preset)


def subject(address: str) -> Subject:
    whole, _, query = address.partition("?")
    name, _, path = whole.partition("/")
    return Subject(network(name, query), path)


def comparison(*addresses: str) -> Comparison:
    return compared([subject(address) for address in addresses])


def matched(*addresses: str) -> list[tuple[str, ...]]:
    """The paths of the units in rows where every subject has one."""
    rows = [[unit.path for unit in row.units if unit] for row in comparison(*addresses).rows]
    return [tuple(row) for row in rows if len(row) == len(addresses)]
