"""The piece `residual`: what F(x) and x give to a block's sum; of a network or a layer, the same of every block."""

from dataclasses import dataclass, replace
from functools import partial
from math import isfinite
from typing import Any

from app.errors import UserError
from app.forward import probe
from app.graph.types import Group, Node
from app.image.colour import number_text
from app.image.joins import at_joins
from app.image.residual import Sum, norm, sum_of, summands
from app.language import message, say
from app.pipeline import Answer
from app.scene.flow import flow_of
from app.scene.questions import gate_of, shortcut_kind
from app.web.panels import Panel, Tensors, piece
from app.web.panels.maps import MapRow, Shown, map_row
from app.web.panels.residual_words import block_words, strip_words
from app.web.panels.strip import NAMED, Place, middle_of, place, top_of, within
from app.web.seen import Seen, residual_blocks

WAYS = {"zeropad": message("{x}, padded with zeros"), "projection": message("{x}, projected")}


@dataclass(frozen=True, slots=True)
class Switch:
    """A link to the same view with a block on or off.

    id: of the link, and the fragment of its address: there the reader goes on. off: whether it is off now.
    """

    id: str
    url: str
    off: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A block in the strip. height: in percent of the axis."""

    place: Place
    sum: Sum
    height: float
    cells: tuple[str, ...]
    switch: Switch


def needs(seen: Seen) -> frozenset[str]:
    """What a block's sum reads and its gate; a strip needs no tensors, but a pass of its own.

    Raises UserError for a network without shortcuts.
    """
    block = _block(seen)
    if not residual_blocks(seen.graph):
        raise UserError("path", seen.address.path or seen.graph.name, say("networks with shortcuts"))
    if block is None:
        return frozenset()
    gate = gate_of(seen.graph, block)
    return frozenset((*_join(seen, block).inputs, *((gate.inputs[1],) if gate else ())))


def residual(seen: Seen, tensors: Tensors) -> Answer:
    block = _block(seen)
    return _strip(seen) if block is None else _sum(seen, block, tensors)


def _block(seen: Seen) -> Group | None:
    path = seen.address.path
    return seen.graph.group_by_path[path] if path in residual_blocks(seen.graph) else None


def _join(seen: Seen, block: Group) -> Node:
    join = flow_of(seen.graph, block).add
    assert join is not None
    return join


def _sum(seen: Seen, block: Group, tensors: Tensors) -> Answer:
    """F(x), x and their sum as maps, with their norms."""
    join, gate = _join(seen, block), gate_of(seen.graph, block)
    inputs = [tensors[path] for path in join.inputs]
    found, symbols, way = sum_of(inputs), _symbols(seen, block), _way(seen, block)
    shown = _shown(inputs, join, symbols, way)
    channel = seen.sight.channel
    values = {
        "rows": [_row(shown), *(() if channel is None else (_row(shown, channel),))],
        "numbers": _numbers(found, symbols, way),
        "words": block_words(seen, block, found, tensors[gate.inputs[1]] if gate else None),
        "switch": _switch(seen, residual_blocks(seen.graph), block.path),
        "zero": "H(x) = 0" if found.gate is not None else "F(x) = 0",
        "link": lambda path: seen.address.at(path).url(),
    }
    return piece("_residual.html", **values)


def _shown(inputs: list[Any], join: Node, symbols: tuple[str, str, str], way: str) -> tuple[Shown, ...]:
    """The two that are added, and the sum."""
    changed, carried = summands(inputs)
    return (
        Shown(changed, symbols[0], path=join.inputs[0]),
        Shown(carried, say(way, x=symbols[1]), sign="+", path=join.inputs[-1]),
        Shown(changed + carried, symbols[2], sign="=", path=join.path),
    )


def _row(shown: tuple[Shown, ...], channel: int | None = None) -> MapRow:
    """Their maps, with the norms of what each map is made of."""
    parts = [one.tensor if channel is None else one.tensor[channel] for one in shown]
    noted = [
        replace(one, note=say("norm {number}", number=said(norm(part)))) for one, part in zip(shown, parts, strict=True)
    ]
    return map_row(noted, channel)


def _symbols(seen: Seen, block: Group) -> tuple[str, str, str]:
    """What the summands and the sum are called."""
    if shortcut_kind(seen.graph, block) == "highway":
        return "H(x) · T(x)", "x · (1 − T(x))", say("sum")
    scale = next((dict(node.detail).get("factor", 1) for node in seen.graph.inside(block) if node.op == "scale"), 1)
    changed = "F(x)" if scale == 1 else f"{scale:g} · F(x)"
    return changed, "x", f"{changed} + x"


def _way(seen: Seen, block: Group) -> str:
    """What has become of x on its way to the sum, as a message about it."""
    return WAYS.get(shortcut_kind(seen.graph, block), "{x}")


def _numbers(found: Sum, symbols: tuple[str, str, str], way: str) -> list[tuple[str, str]]:
    """Rows of a list: what is measured, and the number."""
    changed, carried, total = (f"‖{symbol}‖" for symbol in symbols)
    gate = (
        []
        if found.gate is None
        else [(say("T(x), mean"), said(found.gate)), (say("1 − T(x), mean"), said(1 - found.gate))]
    )
    return [
        (changed, said(found.residual)),
        (say(way, x=carried), said(found.shortcut)),
        (total, said(found.total)),
        (f"{changed} / {carried}", said(found.ratio)),
        (say("Cosine of the angle between them"), said(found.cosine)),
        *gate,
    ]


def _strip(seen: Seen) -> Answer:
    """One bar a block: how long F(x) is against x, or how far the gates of a highway network are open."""
    graph = seen.graph
    every = residual_blocks(graph)
    blocks = within(graph, seen.address.path, every)
    joins = {path: _join(seen, graph.group_by_path[path]).path for path in every}
    measure = partial(at_joins, paths=frozenset(joins.values()), measure=sum_of)
    found = probe(seen.forward, "sums", (), measure, gradients=False)
    sums = {path: found[joins[path]] for path in blocks}
    gated = all(one.gate is not None for one in sums.values())
    top = 1.0 if gated else top_of([_quantity(one) for one in sums.values()])
    values = {
        "bars": [_bar(seen, path, one, top, _switch(seen, every, path)) for path, one in sums.items()],
        "gated": gated,
        "ticks": [(number_text(number), 100 * number / top) for number in (top, middle_of(top), 0)],
        "dense": len(blocks) > NAMED,
        "longest": max(map(len, blocks)),
        "words": strip_words(seen, gated),
    }
    return piece("_residual_strip.html", **values)


def _bar(seen: Seen, path: str, found: Sum, top: float, switch: Switch) -> Bar:
    numbers = (found.residual, found.shortcut, found.total, _quantity(found), found.cosine)
    height = 100 * _quantity(found) / top if isfinite(_quantity(found)) else 0
    return Bar(place(seen, path), found, height, tuple(map(said, numbers)), switch)


def _quantity(found: Sum) -> float:
    return found.ratio if found.gate is None else found.gate


def _switch(seen: Seen, every: tuple[str, ...], path: str) -> Switch:
    """A block changes places between those that are off and the others; the order is the network's, as in `every`."""
    off = seen.forward.off
    then = tuple(other for other in every if (other in off) != (other == path))
    id = f"switch-{path}"
    return Switch(id, f"{seen.address.sighted(off=then).url()}#{id}", path in off)


def said(value: float) -> str:
    """A number for readers; none where something is divided by zero, or is not finite."""
    return number_text(value) if isfinite(value) else "–"


PANEL = Panel(needs=needs, make=residual)
