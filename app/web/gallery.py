"""The gallery: every preset with its picture and its size, in the groups that people look for it under."""

import re
from dataclasses import dataclass

from app.errors import UserError
from app.graph.types import Graph
from app.nets import PRESETS
from app.nets.config import NetConfig
from app.pipeline import Answer, graph_for
from app.render.svg import svg
from app.scene.miniature import thumbnail_scene
from app.scene.titles import network_title
from app.scene.words import (
    SHORTCUT_TITLES,
    count_text,
    shape_text,
    short_count,
    shortcut_kind,
    size_text,
)
from app.web.delivery import PAGE_CACHING, entity_tag
from app.web.query import pairs
from app.web.templates import rendered
from app.web.urls import Address

LONGEST_SEARCH = 80


@dataclass(frozen=True, slots=True)
class Kind:
    """A group of presets: those whose name begins with `prefix` and ends with `suffix`."""

    title: str
    note: str
    prefix: str
    suffix: str = ""

    def holds(self, name: str) -> bool:
        return name.startswith(self.prefix) and name.endswith(self.suffix)


# The first kind that holds a name has it, so the narrower ones stand before `resnet`; KINDS_SHOWN is the page's order.
KINDS: dict[str, Kind] = {
    "v1": Kind(
        "ResNet v1",
        "As the paper builds them: a bottleneck's stride sits in its first 1×1 convolution.",
        "resnet",
        "_v1",
    ),
    "resnet": Kind(
        "ResNet",
        "Deep residual networks (He et al. 2015), as torchvision has them: a bottleneck's stride sits in its 3×3.",
        "resnet",
    ),
    "plain": Kind("Plain", "The same layers without shortcuts: what the residual networks are compared with.", "plain"),
    "resnext": Kind("ResNeXt", "Grouped 3×3 convolutions: more paths at the same cost (Xie et al. 2017).", "resnext"),
    "wide": Kind("Wide ResNet", "Twice the channels inside each bottleneck (Zagoruyko and Komodakis 2016).", "wide"),
    "cifar": Kind("CIFAR-10", "The paper's section 4.2: 32 × 32 images, three layers, up to 1,202 deep.", "cifar"),
}
KINDS_SHOWN = ("resnet", "plain", "v1", "resnext", "wide", "cifar")


@dataclass(frozen=True, slots=True)
class Entry:
    """A preset as the gallery and the API list it. what: one line that says how it is built."""

    name: str
    title: str
    kind: str
    what: str
    graph: Graph

    @property
    def words(self) -> tuple[str, ...]:
        """What a search looks through. Counts of blocks are left out: 50 of them do not make a ResNet-50."""
        kind = KINDS[self.kind].title
        built = [word for word in words_of(self.what) if not word.isdigit()]
        size = f"{shape_text(self.graph.input)} {size_text(self.graph.input)}"
        named = words_of(f"{self.name} {self.title} {kind} {kind.replace('-', '')} {size}")
        return tuple(dict.fromkeys([*named, *built]))

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        graph = self.graph
        return (
            ("Depth", f"{graph.depth} layers"),
            ("Parameters", short_count(graph.params)),
            ("Multiply-adds", short_count(graph.macs)),
        )


def entries() -> tuple[Entry, ...]:
    """Every preset, by kind in the page's order."""
    found = [_entry(name, config) for name, config in PRESETS.items()]
    return tuple(sorted(found, key=lambda entry: KINDS_SHOWN.index(entry.kind)))


def gallery_answer(query: str, origin: str) -> Answer:
    """The page at `/`, narrowed by `q` (words that must all occur) and `family` (a key of KINDS)."""
    given = pairs(query, ("q", "family"))
    family, words = given.get("family", ""), given.get("q", "")
    if family not in ("", *KINDS):
        raise UserError("family", family, f"allowed: {', '.join(KINDS_SHOWN)}")
    if len(words) > LONGEST_SEARCH:
        raise UserError("q", words, f"allowed: at most {LONGEST_SEARCH} characters")
    everything = entries()
    shown = {entry.name for entry in everything if _matches(entry, words, family)}
    body = rendered(
        "gallery.html",
        groups=[
            (key, KINDS[key], [(entry, thumbnail(entry.graph)) for entry in everything if entry.kind == key])
            for key in KINDS_SHOWN
        ],
        shown=shown,
        total=len(everything),
        q=words,
        family=family,
        canonical=f"{origin}/",
        image=f"{origin}{Address(PRESETS['resnet34']).file('png', width=1200).url()}",
    ).encode()
    return Answer(body, "text/html; charset=utf-8", entity_tag(body), (("cache-control", PAGE_CACHING),))


def words_of(text: str) -> list[str]:
    """The words of a text; sizes such as `32 × 32` are one word. `static/search.js` keeps the same rule."""
    return re.findall(r"[^\W_]+", re.sub(r"([0-9])\s*[x×]\s*(?=[0-9])", r"\1x", text.lower()))


def thumbnail(graph: Graph) -> str:
    """The network at the size of a card."""
    return svg(thumbnail_scene(graph))


def kind_of_preset(name: str) -> str:
    """The key in KINDS that a preset belongs to."""
    return next(key for key, kind in KINDS.items() if kind.holds(name))


def _entry(name: str, config: NetConfig) -> Entry:
    graph = graph_for(config)
    return Entry(name, network_title(name), kind_of_preset(name), _what(graph), graph)


def _what(graph: Graph) -> str:
    """`16 basic blocks (3, 4, 6, 3), projection shortcuts`: from what was traced."""
    stages = [group for group in graph.groups if group.kind == "stage"]
    blocks = [graph.children(stage.path) for stage in stages]
    count = sum(map(len, blocks))
    name = "bottleneck" if blocks[0][0].type == "Bottleneck" else "basic block"
    kinds = {shortcut_kind(graph, block) for run in blocks for block in run}
    special = next((kind for kind in ("projection", "zeropad", "identity", "none") if kind in kinds), "none")
    depths = ", ".join(str(len(run)) for run in blocks)
    return f"{count_text(count)} {name}s ({depths}), {SHORTCUT_TITLES[special]}{'' if special == 'none' else 's'}"


def _matches(entry: Entry, words: str, family: str) -> bool:
    """Whether it is of the family and every word of the search begins one of its own."""
    asked = words_of(words)
    return family in ("", entry.kind) and all(any(own.startswith(word) for own in entry.words) for word in asked)
