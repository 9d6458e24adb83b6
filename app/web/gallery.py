"""The gallery: every preset with its picture and its size, in the groups that people look for it under."""

import re
from dataclasses import dataclass

from app.errors import UserError
from app.graph.types import Graph
from app.language import LANGUAGES, message, say, speaking
from app.language.nouns import plural, several
from app.nets import PRESETS
from app.nets.config import NetConfig
from app.pipeline import Answer, graph_for
from app.render.svg import svg
from app.scene.miniature import thumbnail_scene
from app.scene.op_words import OP_NAMES
from app.scene.questions import gate_of, is_module, shortcut_kind
from app.scene.recipes import census
from app.scene.titles import network_title
from app.scene.units import phrases, shape_text, short_count, size_text
from app.scene.words import SHORTCUT_TITLES
from app.web.delivery import PAGE_CACHING, entity_tag
from app.web.language import lasting
from app.web.query import look, pairs
from app.web.templates import rendered
from app.web.urls import Address

LONGEST_SEARCH = 80
RESIDUAL = ("projection", "zeropad", "identity")  # the shortcuts that are added
SPECIAL = ("highway", *RESIDUAL)  # of a network's shortcuts, the first of these is named


@dataclass(frozen=True, slots=True)
class Kind:
    """A group of presets. title and note are messages. names: a regular expression that their names match."""

    title: str
    note: str
    names: str

    def holds(self, name: str) -> bool:
        return re.fullmatch(self.names, name) is not None


KINDS: dict[str, Kind] = {
    "resnet": Kind(
        "ResNet",
        message(
            "Deep residual networks (He et al. 2015), as torchvision has them: a bottleneck's stride sits in its 3×3."
        ),
        r"resnet\d+",
    ),
    "plain": Kind(
        message("Plain"),
        message("The same layers without shortcuts: what the residual networks are compared with."),
        r"plain\d+",
    ),
    "highway": Kind(
        message("Highway"),
        message("Gates learn how much is transformed and how much carried past (Srivastava et al. 2015)."),
        r"highway\d+",
    ),
    "v1": Kind(
        "ResNet v1",
        message("As the paper builds them: a bottleneck's stride sits in its first 1×1 convolution."),
        r"resnet\d+_v1",
    ),
    "refined": Kind(
        message("ResNet, refined"),
        message(
            "C and D change stem and shortcuts (He et al. 2018), V2 normalises first (He et al. 2016), SE weighs the "
            "channels (Hu et al. 2018)."
        ),
        r"resnet\d+[cd]|resnetv2_\d+|seresnet\d+",
    ),
    "resnext": Kind(
        "ResNeXt", message("Grouped 3×3 convolutions: more paths at the same cost (Xie et al. 2017)."), r"resnext.*"
    ),
    "wide": Kind(
        "Wide ResNet",
        message("Twice the channels inside each bottleneck (Zagoruyko and Komodakis 2016)."),
        r"wide_resnet.*",
    ),
    "googlenet": Kind(
        "GoogLeNet",
        message("Windows of several sizes side by side, their channels stacked (Szegedy et al. 2014)."),
        r"googlenet.*",
    ),
    "inception": Kind(
        "Inception",
        message(
            "Factorised windows and grid reductions (Szegedy et al. 2015), then purer modules and scaled residuals "
            "(Szegedy et al. 2016)."
        ),
        r"inception_.*",
    ),
    "ancestors": Kind(
        message("Ancestors"),
        message(
            "Chains of layers: LeNet-5 (LeCun et al. 1998), Network in Network (Lin et al. 2013), VGG (Simonyan and "
            "Zisserman 2014)."
        ),
        r"vgg\d+|lenet5|nin",
    ),
    "cifar": Kind(
        "CIFAR-10",
        message(
            "The paper's section 4.2: 32 × 32 images, three layers, up to 1,202 deep; and a GoogLeNet of that size."
        ),
        r"cifar_.*",
    ),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A preset as the gallery and the API list it, in the language spoken. what: one line that says how it is built."""

    name: str
    title: str
    kind: str
    what: str
    graph: Graph

    @property
    def words(self) -> tuple[str, ...]:
        """What a search looks through, in every language: people look for the English terms on a Chinese page too.

        Counts of blocks are left out: 50 of them do not make a ResNet-50. So are the notes of kinds, which speak of
        other networks as well.
        """
        kind = KINDS[self.kind].title
        size = f"{shape_text(self.graph.input)} {size_text(self.graph.input)}"
        found = words_of(f"{self.name} {self.title} {kind.replace('-', '')} {size}")
        for spoken in LANGUAGES:
            with speaking(spoken):
                found += words_of(f"{say(kind)} {say('{count} layers', count=self.graph.depth)}")
                built = words_of(" ".join((_what(self.graph), *_traits(self.graph))))
                found += [word for word in built if not word.isdigit()]
        return tuple(dict.fromkeys(found))

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        graph = self.graph
        return (
            (say("Depth"), say("{count} layers", count=graph.depth)),
            (say("Parameters"), short_count(graph.params)),
            (say("Multiply-adds"), short_count(graph.macs)),
        )


def entries() -> tuple[Entry, ...]:
    """Every preset, by kind in the page's order."""
    found = [_entry(name, config) for name, config in PRESETS.items()]
    return tuple(sorted(found, key=lambda entry: list(KINDS).index(entry.kind)))


def gallery_answer(query: str, origin: str) -> Answer:
    """The page at `/`, narrowed by `q` (words that must all occur) and `family` (a key of KINDS)."""
    given = pairs(query, ("q", "family", "lang"))
    looked = look(given, "")
    family, words = given.get("family", ""), given.get("q", "")
    if family not in ("", *KINDS):
        raise UserError("family", family, say(", ").join(KINDS))
    if len(words) > LONGEST_SEARCH:
        raise UserError("q", words, say("at most {count} characters", count=LONGEST_SEARCH))
    everything = entries()
    shown = {entry.name for entry in everything if _matches(entry, words, family)}
    body = rendered(
        "gallery.html",
        groups=[
            (key, KINDS[key], [(entry, thumbnail(entry.graph)) for entry in everything if entry.kind == key])
            for key in KINDS
        ],
        shown=shown,
        total=len(everything),
        q=words,
        family=family,
        canonical=origin + lasting("/"),
        image=origin + Address(PRESETS["resnet34"], look=looked).file("png", width=1200).url(),
    ).encode()
    return Answer(body, "text/html; charset=utf-8", entity_tag(body), (("cache-control", PAGE_CACHING),))


def words_of(text: str) -> list[str]:
    """The words of a text, Chinese by the character; sizes such as `32 × 32` are one word.

    `static/search.js` keeps the same rule.
    """
    return re.findall(
        r"[\u4e00-\u9fff]|[^\W_\u4e00-\u9fff]+", re.sub(r"([0-9])\s*[x×]\s*(?=[0-9])", r"\1x", text.lower())
    )


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
    blocks = [group for group in graph.groups if group.kind == "block"]
    if not blocks:
        counts = [(sum(node.op == op for node in graph.nodes), say(OP_NAMES[op])) for op in ("conv", "linear")]
        return phrases(*(several(count, word) for count, word in counts if count))
    (name, runs), *others = census(graph)
    counted = say("{blocks} ({runs})", blocks=several(sum(runs), name), runs=", ".join(map(str, runs)))
    counted = phrases(counted, *(several(sum(more), kind) for kind, more in others))
    kinds = {shortcut_kind(graph, block) for block in blocks}
    special = next((kind for kind in SPECIAL if kind in kinds), "none")
    if special == "none" and any(is_module(graph, block) for block in blocks):
        return counted if others else phrases(counted, say("their branches stacked"))
    gated = [say("squeeze and excitation")] if any(gate_of(graph, block) for block in blocks) else []
    title = say(SHORTCUT_TITLES[special])
    return phrases(counted, title if special == "none" else plural(title), *gated)


def _traits(graph: Graph) -> list[str]:
    """What sorts of network it is one of, beside what its line says."""
    kinds = {shortcut_kind(graph, group) for group in graph.groups if group.kind == "block"}
    residual = [say("residual")] if kinds & set(RESIDUAL) else []
    grouped = [say("grouped")] if any((node.groups or 1) > 1 for node in graph.nodes) else []
    return residual + grouped


def _matches(entry: Entry, words: str, family: str) -> bool:
    """Whether it is of the family and every word of the search begins one of its own."""
    asked = words_of(words)
    return family in ("", entry.kind) and all(any(own.startswith(word) for own in entry.words) for word in asked)
