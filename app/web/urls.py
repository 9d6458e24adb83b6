"""The one place that reads and writes addresses of views: `/net/resnet34/layer2.0.svg?input=3,225,225&scale=sqrt`.

A canonical address has its keys in one order, defaults dropped, and commas left readable.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any
from urllib.parse import quote, urlencode

from app.errors import UnknownFormat, UnknownName
from app.graph.types import INPUT, Graph
from app.language import Language, language
from app.nets import PRESETS, overrides, preset
from app.nets.config import NetConfig
from app.render import RENDERERS
from app.scene.folding import ALL, unfolded
from app.scene.types import Part, View
from app.web.meant import meant
from app.web.query import LOOK_KEYS, Look, look, look_keys, pairs
from app.web.sight import Sight, sight_query

PLAIN = Look()
ASSUMED = {"scale": PLAIN.scale, "view": PLAIN.view, "theme": PLAIN.theme, "lang": PLAIN.lang}
PAGE_KEYS = (*ASSUMED, "expand")
NO_FILE: dict[str, Any] = {"width": None, "density": None, "paper": ""}  # what only some files have
IN_FILES = {"theme": "light", "lang": "en"}  # what files have if the address says nothing


@dataclass(frozen=True, slots=True)
class Address:
    """A view of a network: which, where in it (a module path, "" for all of it), how, and as what ("" is a page)."""

    config: NetConfig
    path: str = ""
    look: Look = PLAIN
    format: str = ""

    @property
    def view(self) -> View:
        """The part of the address that decides what is drawn."""
        look, sight = self.look, self.look.sight
        painted = bool(sight.image)
        return View(self.path, look.scale, look.expand, look.view, painted=painted, off=sight.off, lang=self.language)

    @property
    def language(self) -> Language:
        """What it asks for; a page that does not speaks as its reader wishes, a file English."""
        return self.look.lang or ("en" if self.format else language())

    def url(self) -> str:
        """The canonical path and query."""
        path = f"/net/{quote(self.config.preset)}" + (f"/{quote(self.path)}" if self.path else "")
        suffix = f".{self.format}" if self.format else ""
        query = urlencode(self._query(), quote_via=quote, safe=",:")
        return path + suffix + (f"?{query}" if query else "")

    @property
    def heavy(self) -> bool:
        """Whether its network takes seconds, as `NetConfig.heavy` says."""
        return self.config.heavy

    @property
    def stem(self) -> str:
        """`resnet34-layer2.0`: what its files are called."""
        return "-".join(filter(None, (self.config.preset, self.path)))

    def at(self, path: str) -> "Address":
        """The same look at another part of the network, as a page. A channel and a cell are of one part only."""
        sight = replace(self.look.sight, page=0, channel=None, cell=None)
        return replace(self, path=path, format="", look=replace(self.look, **NO_FILE, sight=sight))

    def places(self) -> Callable[[str], str]:
        """From a path to the address of that part as a page in the same look; a page asks for hundreds of them."""
        network, _, query = self.at("").url().partition("?")
        end = f"?{query}" if query else ""
        return lambda path: network + (f"/{quote(path)}" if path else "") + end

    def looked(self, **look: object) -> "Address":
        """The same view with another look."""
        return replace(self, look=replace(self.look, **look))

    def sighted(self, **sight: object) -> "Address":
        """The same view with something else seen in it; without `image` nothing else counts."""
        changed = replace(self.look.sight, **sight)
        return self.looked(sight=changed if changed.image else Sight())

    def file(self, format: str, **look: object) -> "Address":
        """The same view as a file."""
        return replace(self, format=format, look=replace(self.look, chart=PLAIN.chart, **look))

    def _query(self) -> dict[str, str]:
        """What is not default, config first. A file is light and English where it does not say."""
        query, look = overrides(self.config) | look_query(self.look, self.format), self.look
        if not self.format or "image" in RENDERERS[self.format].keys:
            query |= sight_query(look.sight, file=bool(self.format))
        if look.chart != PLAIN.chart:
            query["chart"] = look.chart
        return query


def look_query(look: Look, format: str) -> dict[str, str]:
    """What is not default of a look, less its chart and what it sees: only keys that a format heeds, "" is a page."""
    heeded = RENDERERS[format].keys if format else PAGE_KEYS
    assumed = ASSUMED | IN_FILES if format else ASSUMED
    words = {key: getattr(look, key) for key in ASSUMED}
    said = {key: word for key, word in words.items() if word not in (ASSUMED[key], assumed[key])}
    said["expand"] = ",".join(look.expand)
    said |= {"width": str(look.width or ""), "density": str(look.density or ""), "page": look.paper}
    return {key: word for key, word in said.items() if word and key in heeded}


class UnknownSuffix(UnknownFormat):
    """A suffix that stands for no format, at a part of the network that there is: `path`."""

    def __init__(self, suffix: str, path: str) -> None:
        super().__init__(suffix, RENDERERS)
        self.path = path


def read(name: str, query: str) -> Address:
    """What follows `/net/`, and the raw query, as an address; whether the network has its path only a trace can tell.

    Raises UserError.
    """
    known, path, format = split(name)
    base = preset(known)
    given = pairs(query, (*base.fields(), *LOOK_KEYS), (*base.fields(), *look_keys(format)))
    config = base.override({key: value for key, value in given.items() if key not in LOOK_KEYS})
    return Address(config, path, look(given, format), format)


def split(name: str) -> tuple[str, str, str]:
    """`resnet34/layer2.0.svg` as preset, path and format; a last suffix that is no format belongs to the path.

    So does one before the path, with its dot: `resnet34.svg/layer2` is `.svg/layer2` in resnet34.
    """
    first, _, path = name.partition("/")
    preset, dot, suffix = first.partition(".")
    if preset not in PRESETS:
        return (preset if suffix in RENDERERS else first), path, ""
    if not path:
        if dot and suffix not in RENDERERS:
            raise UnknownSuffix(suffix, "")
        return preset, "", suffix
    stem, _, last = path.rpartition(".")
    path, format = (stem, last) if stem and last in RENDERERS else (path, "")
    return preset, f".{suffix}/{path}" if dot else path, format


def check_path(graph: Graph, path: str, format: str = "") -> None:
    """Raise for a path that the network does not have: UnknownSuffix where only the suffix is at fault.

    `layer2.0.pdf` is a block with a suffix that no renderer writes, `layer2.0.conv9` a misspelt operation.
    """
    known = ["", INPUT, *graph.group_by_path, *graph.by_path, *_stopped(graph)]
    if path in known:
        return
    if path.startswith(".") and "/" in path:
        suffix, _, path = path[1:].partition("/")
        check_path(graph, path, format)
        raise UnknownSuffix(f"{suffix}/{path}", path)
    stem, _, suffix = path.rpartition(".")
    if stem in known and stem and not suffix.isdigit() and not _names_inside(graph, stem, suffix):
        raise UnknownSuffix(f"{suffix}.{format}" if format else suffix, stem)
    raise UnknownName("path", path, known[1:], meant(path, known[1:]))


def _stopped(graph: Graph) -> tuple[str, ...]:
    """The operation that refused what it was given: it has a view too."""
    return (graph.failure.path,) if graph.failure else ()


def _names_inside(graph: Graph, path: str, name: str) -> bool:
    """Whether something in a part of the network is called about so."""
    group = graph.group_by_path.get(path)
    inside = {node.name for node in graph.inside(group)} if group else set()
    below = {at[len(path) + 1 :].partition(".")[0] for at in graph.by_path if at.startswith(f"{path}.")}
    return bool(get_close_matches(name[:40].lower(), inside | below, cutoff=0.4))


def link_from(address: Address, graph: Graph) -> Callable[[Part], str]:
    """Where each part of a drawing leads: to its own page in the same look, or to this page with a layer (un)folded."""
    place = address.places()

    def link(part: Part) -> str:
        if part.expand:
            return address.looked(expand=_toggled(graph, address.look.expand, part.expand)).url()
        return place(part.path)

    return link


def _toggled(graph: Graph, expand: tuple[str, ...], stage: str) -> tuple[str, ...]:
    """The layers that are unfolded, with one more or one less."""
    layers = [layer.path for layer in graph.stages]
    now = layers if ALL in expand else expand
    return unfolded(graph, tuple(layer for layer in layers if (layer in now) != (layer == stage)))
