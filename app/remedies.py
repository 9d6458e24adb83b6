"""Which changed configurations would fit where a network's shapes do not, and what each costs: every one is traced.

Goes in: a configuration and the graph in which an operation refused. Comes out: remedies, the papers' own first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.graph.types import Graph
from app.language import Language, language, message, say
from app.limits import limit
from app.nets import PRESETS, overrides
from app.nets.config import NetConfig, as_text
from app.pipeline import graph_for, runs, traced
from app.scene.units import count_text, short_count

# Fields that papers offer a choice of where sizes do not agree, and the values to try, in the papers' order.
OFFERED: dict[str, tuple[str, ...]] = {
    "shortcut": ("A", "B", "C"),
    "pool": ("ceil", "floor"),
    "norm": ("batch",),
}
# What is no choice of a paper's: what it is, and who offers it.
ELSEWHERE = {
    "norm=batch": (message("torchvision's arrangement, whose last pool takes a map of any size"), "torchvision"),
}
SIZED = ("conv", "maxpool", "avgpool", "linear", "concat")  # what an image of another size may satisfy
STEPS = tuple(sign * 8 * count for count in range(1, 9) for sign in (1, -1))  # where to look for a size that fits


@dataclass(frozen=True, slots=True)
class Remedy:
    """A configuration that fits. change: how the address says it. what: that in words. source: who offers it.

    cost: what it adds to the network that does not fit, and what all of it takes. paths: of the operation that refused
    and the groups around it, those that are there too.
    """

    config: NetConfig
    paths: tuple[str, ...]
    change: str
    what: str
    source: str
    cost: str


def remedies(config: NetConfig) -> tuple[Remedy, ...]:
    """The changes of one field that make everything fit; none for a network that fits. Kept, as several pages ask."""
    return _found(config, language())


@lru_cache(maxsize=64)
def _found(config: NetConfig, _language: Language) -> tuple[Remedy, ...]:
    broken = graph_for(config)
    if broken.failure is None:
        return ()
    found = [_remedy(broken, name, changed) for name, changed in _candidates(config)]
    sized = _image(config, broken) if broken.failure.op in SIZED else None
    return tuple(remedy for remedy in (*found, sized) if remedy)


def _candidates(config: NetConfig) -> Iterator[tuple[str, NetConfig]]:
    """Each field with another value: what the papers offer, then what was changed as the preset has it."""
    own = {name: values for name, values in OFFERED.items() if name in config.fields()}
    for name, values in own.items():
        for value in values:
            if value != getattr(config, name) and (changed := config.tried({name: value})):
                yield name, changed
    preset = PRESETS[config.preset]
    for name in overrides(config):
        if name not in (*own, "input") and (changed := config.tried({name: getattr(preset, name)})):
            yield name, changed


def _remedy(broken: Graph, name: str, config: NetConfig) -> Remedy | None:
    value, about = as_text(getattr(config, name)), config.about(name)
    what = dict(about.values).get(value)
    source = re.split("[;；]", say(about.source))[0]  # the first is of what was offered first
    change = f"{name}={value}"
    what, source = ELSEWHERE.get(change, (what, source))
    own = say("{field} as {preset} has it", field=say(about.label).lower(), preset=config.preset)
    return _made(broken, config, change, say(what) if what else own, source)


def _made(broken: Graph, config: NetConfig, change: str, what: str, source: str) -> Remedy | None:
    """The remedy that a configuration is, if all of it fits."""
    assert broken.failure is not None
    graph = traced(config)
    known = (broken.failure.path, *broken.failure.within)
    paths = tuple(path for path in known if path in graph.by_path or path in graph.group_by_path)
    return None if graph.failure else Remedy(config, paths, change, what, source, _cost(graph, broken))


def _cost(graph: Graph, broken: Graph) -> str:
    more = graph.params - broken.params
    count, macs = count_text(abs(more)), short_count(graph.macs)
    if more == 0:
        return say("as many parameters, {macs} multiply-adds in all", macs=macs)
    if more > 0:
        return say("{count} more parameters, {macs} multiply-adds in all", count=count, macs=macs)
    return say("{count} fewer parameters, {macs} multiply-adds in all", count=count, macs=macs)


def _image(config: NetConfig, broken: Graph) -> Remedy | None:
    """A square image that fits, with the range of those that do: of the longer edge, the preset's, or a near one."""
    usual, asked = PRESETS[config.preset].input[1], max(config.input[1:])
    start = next((edge for edge in _tries(usual) if _fits(config, edge)), None)
    if start is None:
        return None
    low, high = _end(config, start, -1), _end(config, start, 1)
    changed = _square(config, asked if low <= asked <= high else usual if low <= usual <= high else start)
    if changed is None:
        return None
    return _made(broken, changed, f"input={as_text(changed.input)}", _range(low, high), "")


def _range(low: int, high: int) -> str:
    """The square images that fit."""
    if low == high:
        return say("square images of {low} pixels an edge fit", low=low)
    if high < limit("input_size"):
        return say("square images of {low} to {high} pixels an edge fit", low=low, high=high)
    return say("square images of {low} pixels or more an edge fit", low=low)


def _tries(usual: int) -> Iterator[int]:
    """Edges to try, the preset's own first."""
    yield usual
    yield from (usual + step for step in STEPS if usual + step > 0)
    yield from (edge for edge in (2 * usual, 4 * usual) if edge <= limit("input_size"))


def _end(config: NetConfig, start: int, way: int) -> int:
    """The last edge that fits when walking from one that does: in growing steps, then by halving the gap."""
    last = limit("input_size") if way > 0 else 1
    if _fits(config, last):
        return last
    good, step = start, 1
    while _fits(config, good + way * step):
        good, step = good + way * step, min(2 * step, abs(last - good - way * step))
    bad = good + way * step
    while abs(bad - good) > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if _fits(config, middle) else (good, middle)
    return good


def _fits(config: NetConfig, edge: int) -> bool:
    changed = _square(config, edge)
    return changed is not None and runs(changed)


def _square(config: NetConfig, edge: int) -> NetConfig | None:
    return config.tried({"input": (config.input[0], edge, edge)})
