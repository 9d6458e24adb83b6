"""The composition: config -> graph -> scene -> document, each step kept by its whole input."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from threading import Condition, Lock

from cachetools import LRUCache, cached

from app.errors import TooLarge
from app.graph.device import best_device, measured
from app.graph.fingerprint import fingerprint
from app.graph.own import Module, own_graph
from app.graph.trace import fits, trace
from app.graph.types import Graph, Shape
from app.language import say
from app.limits import limit
from app.nets import build, overrides
from app.nets.config import NetConfig
from app.notebook import ShownGraph, shown
from app.program import program
from app.render import Order, render
from app.render.options import PLAIN, Options
from app.render.painting import Pictures
from app.scene.draw import draw
from app.scene.types import Scene, View
from app.settings import settings

_device_lock = Lock()


# Both caches count what they hold, the least used dropped first; who asks for what is being made waits for it.
@cached(LRUCache(limit("nodes_cached"), getsizeof=lambda graph: len(graph.nodes)), condition=Condition())
def graph_for(config: NetConfig) -> ShownGraph:
    """The traced network, with times and memory where there is an accelerator and the network fits in it."""
    graph = shown(traced(config))
    device = best_device(settings().device)
    needed = 4 * graph.params + graph.activation_bytes
    if device == "meta" or graph.failure or needed > limit("device_bytes"):
        return graph
    with _device_lock:  # one timed run at a time: two would disturb each other's clock
        return shown(measured(graph, build(config, device), device))


def graph_of(module: Module, input: Shape = (3, 224, 224), name: str = "") -> ShownGraph:
    """The traced graph of any torch module that takes one image tensor; `app/graph/own` says what it sees.

    For people's own Python only: nothing on HTTP leads here. The module is neither changed nor run itself.
    """
    return shown(own_graph(module, input, name))


@cached(LRUCache(1000), condition=Condition())
def fingerprint_for(config: NetConfig) -> str:
    """The structural hash of a network."""
    return fingerprint(graph_for(config))


@cached(LRUCache(limit("parts_cached"), getsizeof=lambda scene: len(scene.parts)), condition=Condition())
def scene_for(config: NetConfig, view: View) -> Scene:
    """The picture of one view of one network. Raises TooLarge for one with more parts than a page can bear."""
    scene = draw(graph_for(config), view)
    check_parts(len(scene.parts), view.expand)
    return scene


def check_parts(count: int, expand: Sequence[str]) -> None:
    """Raises TooLarge for more parts than a page can bear. expand: the layers that were unfolded."""
    most = limit("drawing_parts")
    if count > most:
        allowed = say("at most {most} parts in a drawing, this has {count}; folded it fits", most=most, count=count)
        raise TooLarge("expand", ",".join(expand), allowed)


def document_for(
    config: NetConfig, view: View, format: str, options: Options = PLAIN, painting: Pictures | None = None
) -> bytes:
    """A view as a file: one of the formats of `app/render`.

    painting: the pictures inside a painted view's volumes, as `render.svg.svg` takes them.
    """
    graph = graph_for(config)
    source = partial(program, config, graph, view.path)
    return render(Order(graph, lambda: scene_for(config, view), view, options, painting, source), format)


def traced(config: NetConfig) -> Graph:
    """The network's shapes and costs alone, and not kept: for whoever tries many configurations to use one."""
    values = tuple((name, getattr(config, name)) for name in config.fields())
    changes = tuple(f"{name}={value}" for name, value in overrides(config).items())
    return replace(trace(build(config, "meta"), config.input, config.preset, values), changes=changes)


def runs(config: NetConfig) -> bool:
    """Whether all shapes of a network fit."""
    return fits(build(config, "meta"), config.input)


@dataclass(frozen=True, slots=True)
class Answer:
    """A rendered HTTP answer, ready to be sent again. headers come on top of its type and entity tag."""

    body: bytes
    media_type: str
    etag: str
    headers: tuple[tuple[str, str], ...] = ()


class Answers:
    """Finished answers by address, the least used dropped when they outgrow their limit. Safe in threads."""

    def __init__(self, most_bytes: int) -> None:
        self._lock = Lock()
        self._kept: LRUCache[str, tuple[str, Answer]] = LRUCache(most_bytes, getsizeof=_held_bytes)

    def get(self, address: str) -> Answer | None:
        with self._lock:
            kept = self._kept.get(address)
        return kept[1] if kept else None

    def put(self, address: str, answer: Answer) -> None:
        with self._lock:
            if _held_bytes((address, answer)) <= self._kept.maxsize:
                self._kept[address] = (address, answer)


def _held_bytes(kept: tuple[str, Answer]) -> int:
    """What an entry takes in memory: its address (the cache measures values only, so it is kept with them too), the
    body, and about a kilobyte of headers."""
    address, answer = kept
    return len(address) + len(answer.body) + 1024


answers = Answers(limit("documents_cached_bytes"))
