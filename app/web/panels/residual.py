"""The piece `residual`: what F(x) and x give to a block's sum; of a network or a layer, the same of every block."""

from dataclasses import dataclass
from functools import partial
from math import isfinite

from app.forward import probe
from app.graph.types import Group, Node
from app.image.colour import number_text
from app.image.joins import at_joins
from app.image.residual import Sum, sum_of, summands
from app.pipeline import Answer
from app.scene.flow import flow_of
from app.scene.questions import gate_of, is_projected, shortcut_kind
from app.web.panels import Panel, Tensors, piece
from app.web.panels.maps import Shown, map_row
from app.web.panels.residual_words import block_words, strip_words
from app.web.panels.strip import NAMED, Place, middle_of, place, top_of, within
from app.web.seen import Seen, residual_blocks


@dataclass(frozen=True, slots=True)
class Switch:
    """A link to the same view with a block on or off. off: whether it is off now."""

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
    """What a block's sum reads and its gate; a strip needs no tensors, but a pass of its own."""
    block = _block(seen)
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
    join = _join(seen, block)
    inputs = [tensors[path] for path in join.inputs]
    found, (changed, carried) = sum_of(inputs), summands(inputs)
    names = _names(seen, block)
    lengths = [f"norm {number_text(length)}" for length in (found.residual, found.shortcut, found.total)]
    shown = (
        Shown(changed, names[0], note=lengths[0], path=join.inputs[0]),
        Shown(carried, names[1], "+", lengths[1], join.inputs[-1]),
        Shown(changed + carried, names[2], "=", lengths[2], join.path),
    )
    channel, gate = seen.sight.channel, gate_of(seen.graph, block)
    values = {
        "rows": [map_row(shown), *([map_row(shown, channel)] if channel is not None else [])],
        "numbers": _numbers(found, names),
        "words": block_words(seen, block, found, tensors[gate.inputs[1]] if gate else None),
        "switch": _switch(seen, block.path),
        "zero": "H(x) = 0" if found.gate is not None else "F(x) = 0",
        "link": lambda path: seen.address.at(path).url(),
    }
    return piece("_residual.html", **values)


def _names(seen: Seen, block: Group) -> tuple[str, str, str]:
    """What the summands and the sum are called."""
    if shortcut_kind(seen.graph, block) == "highway":
        return "H(x) · T(x)", "x · (1 − T(x))", "their sum"
    scale = next((dict(node.detail).get("factor", 1) for node in seen.graph.inside(block) if node.op == "scale"), 1)
    changed = "F(x)" if scale == 1 else f"{scale:g} · F(x)"
    x = "x, projected" if is_projected(seen.graph, block) else "x"
    x = "x, padded with zeros" if shortcut_kind(seen.graph, block) == "zeropad" else x
    return changed, x, f"{changed} + x"


def _numbers(found: Sum, names: tuple[str, str, str]) -> list[tuple[str, str]]:
    """Rows of a list: what is measured, and the number."""
    lengths = zip(names, (found.residual, found.shortcut, found.total), strict=True)
    gate = [] if found.gate is None else [("mean of T(x)", said(found.gate)), ("of x is kept", said(1 - found.gate))]
    return [
        *((f"‖{name}‖", said(length)) for name, length in lengths),
        (f"‖{names[0]}‖ / ‖{names[1]}‖", said(found.ratio)),
        ("cosine of the angle between them", said(found.cosine)),
        *gate,
    ]


def _strip(seen: Seen) -> Answer:
    """One bar a block: how long F(x) is against x, or how far the gates of a highway network are open."""
    graph = seen.graph
    blocks = within(graph, seen.address.path, residual_blocks(graph))
    joins = {path: _join(seen, graph.group_by_path[path]).path for path in residual_blocks(graph)}
    measure = partial(at_joins, paths=frozenset(joins.values()), measure=sum_of)
    found = probe(seen.forward, "sums", (), measure)
    sums = {path: found[joins[path]] for path in blocks}
    gated = all(one.gate is not None for one in sums.values())
    top = 1.0 if gated else top_of([_quantity(one) for one in sums.values()])
    values = {
        "bars": [_bar(seen, path, one, top) for path, one in sums.items()],
        "gated": gated,
        "ticks": [(number_text(number), 100 * number / top) for number in (top, middle_of(top), 0)],
        "dense": len(blocks) > NAMED,
        "words": strip_words(seen, gated),
    }
    return piece("_residual_strip.html", **values)


def _bar(seen: Seen, path: str, found: Sum, top: float) -> Bar:
    numbers = (found.residual, found.shortcut, found.total, _quantity(found), found.cosine)
    height = 100 * _quantity(found) / top if isfinite(_quantity(found)) else 0
    return Bar(place(seen, path), found, height, tuple(map(said, numbers)), _switch(seen, path))


def _quantity(found: Sum) -> float:
    return found.ratio if found.gate is None else found.gate


def _switch(seen: Seen, path: str) -> Switch:
    """A block changes places between those that are off and the others; the order is the network's."""
    off = seen.forward.off
    then = tuple(other for other in residual_blocks(seen.graph) if (other in off) != (other == path))
    return Switch(seen.address.sighted(off=then).url(), path in off)


def said(value: float) -> str:
    """A number for readers; none where something is divided by zero, or is not finite."""
    return number_text(value) if isfinite(value) else "–"


PANEL = Panel(needs=needs, make=residual)
