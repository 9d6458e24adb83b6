"""The piece `shares`: which branch of a module gives how much of its output; of a network, the same of every module."""

from dataclasses import dataclass
from functools import partial
from math import isfinite

from app.errors import UserError
from app.forward import probe
from app.graph.types import Graph, Group, Node
from app.image.colour import number_text
from app.image.joins import at_joins
from app.image.shares import Share, shares_of
from app.inspector.place import concat_of
from app.language import message, prose, say
from app.language.nouns import percent
from app.pipeline import Answer
from app.scene.bands import Band, bands_of
from app.scene.units import count_text
from app.web.panels import Panel, Tensors, piece
from app.web.panels.branches import recipes_at
from app.web.panels.chance import chance
from app.web.panels.maps import Shown, map_row
from app.web.panels.strip import NAMED, Place, place, within
from app.web.seen import Seen

EVEN = 0.05  # a branch's part of the energy may differ by so much from that of the channels, and is still about it

ODD = message("{branch} gives {energy} of the energy with {channels} of the channels, {factor} times its part.")
EVENLY = message("Every branch gives about as much of the energy as it has of the channels.")
ENERGY = message(
    "Energy is the sum of the squares of all numbers of a branch; those of stacked branches add up to the energy "
    "of the module's output. It tells which branch speaks loudest, not which matters most for the prediction."
)


@dataclass(frozen=True, slots=True)
class Part:
    """A branch in a stack of shares. energy, channels: in percent, to be drawn; the texts are to be read."""

    band: Band
    label: str
    range: str
    energy: float
    energy_text: str
    channels: float
    channels_text: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A module in the strip."""

    place: Place
    parts: tuple[Part, ...]

    @property
    def says(self) -> str:
        """What each of its branches gives."""
        parts = say("; ").join(f"{part.label} {part.energy_text}" for part in self.parts)
        return say("{part}: {numbers}", part=self.place.path, numbers=parts)


def needs(seen: Seen) -> frozenset[str]:
    """What a module stacks; a strip needs no tensors, but a pass of its own. Raises UserError where nothing stacks."""
    join = _join(seen)
    if not _modules(seen.graph, ""):
        raise UserError("path", seen.address.path or seen.graph.name, say("networks whose modules have branches"))
    return frozenset(join.inputs) if join else frozenset()


def shares(seen: Seen, tensors: Tensors) -> Answer:
    join = _join(seen)
    return _module(seen, join, tensors) if join else _strip(seen)


def _join(seen: Seen) -> Node | None:
    """The concatenation that a view is about: itself, or of a module the one that all its branches end in."""
    graph, path = seen.graph, seen.address.path
    node = graph.by_path.get(path)
    if node and node.op == "concat":
        return node
    group = graph.group_by_path.get(path)
    return _stacked(graph, group) if group and not _modules(graph, path) else None


def _stacked(graph: Graph, group: Group) -> Node | None:
    if group.kind == "block" and (fan := concat_of(graph, group)):
        return fan.join
    return next((node for node in reversed(graph.inside(group)) if node.op == "concat"), None)


def _modules(graph: Graph, path: str) -> tuple[str, ...]:
    """The modules with branches inside a part of the network."""
    blocks = [group for group in graph.groups if group.kind == "block" and concat_of(graph, group)]
    return tuple(
        group.path for group in blocks if not path or path in {around.path for around in graph.around(group.path)}
    )


def _parts(seen: Seen, join: Node, found: tuple[Share, ...]) -> tuple[Part, ...]:
    chosen = seen.sight.channel
    bands, recipes = bands_of(seen.graph, join.path), recipes_at(seen.graph, join)
    return tuple(
        Part(
            band=band,
            label=recipe,
            range=say("{first} to {last}", first=count_text(band.first), last=count_text(band.last)),
            energy=100 * share.energy if isfinite(share.energy) else 0,
            energy_text=percent_text(share.energy),
            channels=100 * share.channels,
            channels_text=percent_text(share.channels),
            chosen=chosen is not None and band.first <= chosen <= band.last,
        )
        for band, recipe, share in zip(bands, recipes, found, strict=True)
    )


def _module(seen: Seen, join: Node, tensors: Tensors) -> Answer:
    """The branches of one module: their shares and their maps."""
    inputs = [tensors[path] for path in join.inputs]
    parts = _parts(seen, join, shares_of(inputs))
    drawn = [
        Shown(tensor, part.label, note=part.energy_text, path=part.band.path, hue=part.band.hue)
        for tensor, part in zip(inputs, parts, strict=True)
    ]
    values = {
        "parts": parts,
        "row": map_row(drawn) if len(join.output_shape) == 3 else None,
        "words": _words(seen, parts),
        "link": lambda path: seen.address.at(path).url(),
    }
    return piece("_shares.html", **values)


def _words(seen: Seen, parts: tuple[Part, ...]) -> list[str]:
    """What stands out, and what the numbers are."""
    if not any(part.energy for part in parts):
        return [say("What is stacked here is zero everywhere or not finite: it cannot be shared out.")]
    most, least = (end(parts, key=_factor) for end in (max, min))
    odd = most if _factor(most) > 1 + EVEN else least
    told = say(
        ODD if abs(_factor(odd) - 1) > EVEN else EVENLY,
        branch=odd.label,
        energy=odd.energy_text,
        channels=odd.channels_text,
        factor=number_text(_factor(odd)),
    )
    return [prose((told, say(ENERGY))), *chance(seen)]


def _factor(part: Part) -> float:
    """How much more of the energy a branch gives than it has of the channels."""
    return part.energy / part.channels


def _strip(seen: Seen) -> Answer:
    """A stack of shares for every module."""
    graph = seen.graph
    modules = {path: _stacked(graph, graph.group_by_path[path]) for path in _modules(graph, "")}
    joins = {path: join for path, join in modules.items() if join}
    measure = partial(at_joins, paths=frozenset(join.path for join in joins.values()), measure=shares_of)
    found = probe(seen.forward, "shares", (), measure, gradients=False)
    shown = within(graph, seen.address.path, tuple(joins))
    columns = [Column(place(seen, path), _parts(seen, joins[path], found[joins[path].path])) for path in shown]
    most = max(len(column.parts) for column in columns)
    values = {
        "columns": columns,
        "branches": range(1, most + 1),
        "dense": len(columns) > NAMED,
        "longest": max(map(len, shown)),
        "random": prose(chance(seen)),
    }
    return piece("_shares_strip.html", **values)


def percent_text(share: float) -> str:
    """`23.4 %`."""
    return percent(number_text(100 * share)) if isfinite(share) else "–"


PANEL = Panel(needs=needs, make=shares)
