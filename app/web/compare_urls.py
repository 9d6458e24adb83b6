"""Addresses of comparisons: `/compare?a=resnet34&b=plain34`, read and written.

A value of a, b and c is what follows /net/ in an address, its own query percent-encoded; whole addresses of this
program are taken too. How to look is said once, for all.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from app.compare.unit import Subject
from app.errors import UnknownFormat, UnknownName, UserError
from app.language import Language, language, message, say
from app.nets import PRESETS, overrides
from app.render import RENDERERS
from app.scene.draw import kind_of
from app.scene.folding import ALL, check_layers, foldable
from app.scene.types import View
from app.web.canonical import settled_look
from app.web.query import Look, look, pairs
from app.web.urls import NO_FILE, Address, look_query, read

KEYS = ("a", "b", "c")
LOOK_KEYS = ("scale", "view", "theme", "lang", "expand", "width", "density", "page")
MEANT = message("what follows /net/ in an address, such as resnet34 or resnet34/layer2?shortcut=A")
NO_NAME = message("see the gallery at / for the networks that there are")
NO_PART = message("see the page of the network for its parts")
CLOSE = 0.6  # of 1: a slip of the keys, not another word
PLACE = re.compile(r"(?:https?://[^/?#]*)?/net/")


class Uncomparable(UserError):
    """What is wrong with one of the things to compare. links: comparisons with what is near instead, if anything is."""

    def __init__(self, key: str, value: str, cause: UserError, given: Mapping[str, str]) -> None:
        unknown = isinstance(cause, UnknownName)
        near: list[str] = list(getattr(cause, "suggestions", ()))
        if unknown and (cause.what != "path" or len(near) > 1):  # a path alone is what another network calls so
            near = [name for name in near if _close(name, cause.value)]
        nothing = NO_PART if cause.what == "path" else NO_NAME
        hint = say("nearest: {names}", names=say(", ").join(near)) if near else say(nothing)
        super().__init__(key, value, "" if unknown else cause.right, because=hint if unknown else cause.because)
        self.status = cause.status
        refused = say(UnknownName.refusal, value=cause.value)
        self._said = say("{refused}; {why}.", refused=refused, why=hint) if unknown else str(cause)
        self.suggestions = [_instead(value, cause, name) for name in near]
        preset = value.partition("?")[0].partition("/")[0]
        others = self.suggestions if cause.status == 404 else [preset]
        self.links = tuple((name, _raw({**given, key: name})) for name in others)

    @property
    def sentence(self) -> str:
        return self._said


@dataclass(frozen=True, slots=True)
class Compared:
    """Two or three views without a look of their own, the look of all of them, and the format, "" for a page."""

    addresses: tuple[Address, ...]
    look: Look
    format: str = ""
    given: tuple[tuple[str, str], ...] = ()

    @property
    def language(self) -> Language:
        """What it asks for; a page that does not speaks as its reader wishes, a file English. Programs read JSON."""
        if self.format and "lang" not in RENDERERS[self.format].keys:
            return "en"
        return self.look.lang or ("en" if self.format else language())

    def url(self) -> str:
        """The canonical path and query."""
        suffix = f".{self.format}" if self.format else ""
        values = [f"{key}={value_of(address)}" for key, address in zip(KEYS, self.addresses, strict=False)]
        look = urlencode(self._look(), quote_via=quote, safe=",")
        return f"/compare{suffix}?{'&'.join([*values, *([look] if look else [])])}"

    @property
    def heavy(self) -> bool:
        """Whether one of its networks takes seconds."""
        return any(address.heavy for address in self.addresses)

    @property
    def stem(self) -> str:
        """`resnet34-plain34`: what its files are called."""
        return "-".join(address.config.preset for address in self.addresses)

    def looked(self, **look: object) -> "Compared":
        """The same comparison with another look."""
        return replace(self, look=replace(self.look, **look))

    def at(self, paths: tuple[str, ...]) -> "Compared":
        """Other parts of the same networks, as a page."""
        parts = tuple(address.at(path) for address, path in zip(self.addresses, paths, strict=True))
        return replace(self, addresses=parts, format="", look=replace(self.look, **NO_FILE, expand=()))

    def file(self, format: str, **look: object) -> "Compared":
        """The same comparison as a file."""
        return replace(self.looked(**look), format=format)

    def _look(self) -> dict[str, str]:
        return look_query(self.look, self.format)


def value_of(address: Address) -> str:
    """An address as the value of a key: `resnet34/layer2%3Fshortcut%3DA`."""
    return quote(readable_value(address), safe="/,:")


def readable_value(address: Address) -> str:
    """The same as people write it: `resnet34/layer2?shortcut=A`."""
    return plain(address).url().removeprefix("/net/")


def plain(address: Address) -> Address:
    """The view itself: no look, no format."""
    return Address(address.config, address.path)


def read_comparison(format: str, query: str) -> Compared:
    """What follows `/compare.`, and the raw query. Raises UserError; whether paths exist only traces can tell."""
    compared = [name for name, renderer in RENDERERS.items() if renderer.compared]
    if format and format not in compared:
        raise UnknownFormat(format, compared)
    given = pairs(query, (*KEYS, *LOOK_KEYS))
    if given.get("c") == "":  # a form sends its empty field too
        del given["c"]
    for key in ("a", "b"):
        if key not in given:
            raise UserError(key, "", say(MEANT))
    addresses = tuple(_read(key, given) for key in KEYS if key in given)
    return Compared(addresses, look(given, format), format, tuple(given.items()))


def has_picture(compared: Compared) -> bool:
    """Whether a value names a visitor's picture. It is left out; no cache should keep an address with it in."""
    queries = [value.partition("?")[2] for key, value in compared.given if key in KEYS]
    return any("image" in dict(parse_qsl(query, keep_blank_values=True)) for query in queries)


def checked(compared: Compared, index: int, check: Callable[[], object]) -> None:
    """Runs a check of one of the views; what it raises names the key."""
    try:
        check()
    except UserError as error:
        key, given = KEYS[index], dict(compared.given)
        raise Uncomparable(key, _named(given[key]), error, given) from None


def values_given(query: str) -> dict[str, str]:
    """What a raw query says of the things to compare, right or wrong, for a form to correct; a always."""
    given = dict(parse_qsl(query, keep_blank_values=True))
    return {key: given.get(key, "") for key in KEYS if key in given or key == "a"}


def _read(key: str, given: Mapping[str, str]) -> Address:
    """One of the views; whatever look and format its address had is left out."""
    value = _named(given[key])
    name, _, inner = value.partition("?")
    try:
        if not name:
            raise UserError("name", value, say(MEANT))
        return plain(read(name, inner))
    except UserError as error:
        raise Uncomparable(key, value, error, given) from None


def _named(value: str) -> str:
    """What follows /net/, where a whole address was given."""
    found = PLACE.match(value.strip())
    return value.strip()[found.end() :].partition("#")[0] if found else value.strip()


def _close(name: str, asked: str) -> bool:
    """Whether a name is what was asked for but for a slip, or holds it."""
    name, asked = name.lower(), asked.lower()
    return asked in name or SequenceMatcher(None, name, asked).ratio() >= CLOSE


def _instead(value: str, cause: UserError, name: str) -> str:
    """The value with the name that was meant: of a network, else of a part of it, its own query kept."""
    whole, mark, inner = value.partition("?")
    preset = whole.partition("/")[0]
    return (f"{preset}/{name}" if cause.what == "path" else name) + mark + inner


def _raw(given: Mapping[str, str]) -> str:
    """An address with these keys as they are."""
    return f"/compare?{urlencode(given, quote_via=quote, safe='/,:')}"


def settled(asked: Compared, subjects: tuple[Subject, ...]) -> Compared:
    """Only those keys of the look that make a difference here; layers to unfold in their order."""
    kinds = {kind_of(subject.graph, subject.path) for subject in subjects}
    look = settled_look(asked.look, kinds)
    layers = list(dict.fromkeys(stage.path for subject in subjects for stage in subject.graph.stages))
    check_layers(asked.look.expand, layers)
    views = [View(subject.path, style=look.view) for subject in subjects]
    found = [foldable(subject.graph, view) for subject, view in zip(subjects, views, strict=True)]
    folds = {stage.path for stages in found for stage in stages}
    here = tuple(layer for layer in layers if layer in folds and {layer, ALL} & set(asked.look.expand))
    expand = (ALL,) if here and len(here) == len(folds) else here
    return replace(asked, look=replace(look, expand=expand))


def compare_options(address: Address) -> dict[str, Any]:
    """What `_compare.html` needs on the page of a view: the network that it belongs to, and what there is to choose.

    A variant's own preset comes first: what was changed is what a reader wants to see.
    """
    own = address.config.preset
    first = [own] if overrides(address.config) else []
    names = [*first, *(name for name in PRESETS if name != own)]
    return {"compare_value": readable_value(Address(address.config)), "compare_presets": names}
