"""The raw query string, checked: what a visitor asked for becomes a `Look` and overrides of a preset's config.

Keys may come in any order, each once. Every mistake is a UserError that names the key, the value and what is
allowed. What only the traced network can tell, which layers there are to unfold, is checked by `scene.folding`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args
from urllib.parse import parse_qsl

from app.charts import CHARTS
from app.errors import TooLarge, UnknownFormat, UserError
from app.language import LANGUAGES, Language, message, say
from app.limits import limit
from app.render import FILE_KEYS, RENDERERS
from app.render.options import Options, Paper, sized, two_sizes
from app.scene.palette import Theme
from app.scene.types import Part
from app.web.sight import FILE_KEYS as SIGHT_FILE_KEYS
from app.web.sight import NOTHING, SIGHT_KEYS, Sight, sight_of

CHOICES: dict[str, tuple[str, ...]] = {
    "scale": ("log", "sqrt", "linear"),
    "view": ("volumes", "schematic"),
    "theme": ("light", "dark", "print"),
    "lang": tuple(LANGUAGES),
    "chart": tuple(CHARTS),
}
OPEN = ("theme", "lang")  # not given, they follow the reader
PAPERS = tuple(paper for paper in get_args(Paper) if paper)
# `page` is here a PDF's paper, and among the keys of a sight a page's sheet of channels.
LOOK_KEYS = (*CHOICES, "expand", "width", "density", *SIGHT_KEYS)
ELSEWHERE = {
    "width": message("only a .png has a width in pixels, pages and other files have none"),
    "density": message("only a .png has pixels for a drawing unit, pages and other files have none"),
    "page": message("only a .pdf is set on a page"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """How to look at a network. theme and lang "" are not given: a page follows its reader, a file is
    light and English.

    expand: layers whose repeats are unfolded, in the network's order, or ("all",). width, density: of a PNG, in pixels
    and in pixels a drawing unit. paper: of a PDF. chart: the one that a page shows, by its key. sight: what is seen of
    a picture in the network.
    """

    scale: Literal["log", "sqrt", "linear"] = "log"
    view: Literal["volumes", "schematic"] = "volumes"
    theme: Theme | Literal[""] = ""
    lang: Language | Literal[""] = ""
    expand: tuple[str, ...] = ()
    width: int | None = None
    density: int | None = None
    paper: Paper = ""
    chart: str = CHOICES["chart"][0]
    sight: Sight = NOTHING

    def options(self, address: str = "", link: Callable[[Part], str] | None = None) -> Options:
        """How a file looks, which is light where nothing is said; address and link as `Options` has them."""
        return Options(self.theme or "light", self.width, self.density, self.paper, address, link)


def look_keys(format: str) -> tuple[str, ...]:
    """The keys of a look that an address means something by; `format` is "" for a page."""
    if not format:
        return tuple(key for key in LOOK_KEYS if key not in ("width", "density"))
    heeded = RENDERERS[format].keys
    return (*heeded, *(SIGHT_FILE_KEYS[1:] if "image" in heeded else ()))


def pairs(raw: str, allowed: Collection[str], named: Collection[str] = ()) -> dict[str, str]:
    """The keys and values of a query string. Raises UserError for one too long, unknown or given twice.

    named: which keys to name to who writes an unknown one; without it all that are allowed.
    """
    if len(raw) > limit("query_length"):
        length = say("{count} characters", count=len(raw))
        raise TooLarge("query", length, say("at most {count} characters", count=limit("query_length")))
    given: dict[str, str] = {}
    for key, value in parse_qsl(raw, keep_blank_values=True):
        if key not in allowed:
            raise UserError("key", key, say(", ").join(named or allowed))
        if key in given:
            raise UserError(key, say("{first} and {last}", first=given[key], last=value), say("one value for a key"))
        given[key] = value
    return given


def look(given: Mapping[str, str], format: str) -> Look:
    """The look that some query keys ask for; `format` is "" for a page. Keys that are not a look's are ignored."""
    if format and format not in RENDERERS:
        raise UnknownFormat(format, RENDERERS)
    chosen: dict[str, str] = {}
    if format and "chart" in given:
        raise UserError("chart", given["chart"], because=say("only pages have a chart, files have none"))
    for key, allowed in CHOICES.items():
        if key in given and given[key] not in allowed:
            raise UserError(key, given[key], say(", ").join(allowed))
        chosen[key] = given.get(key, "" if key in OPEN else allowed[0])
    expand = tuple(given["expand"].split(",")) if "expand" in given else ()
    files_own = _files_own(given, format)
    seen = {key: value for key, value in given.items() if key != "page" or not format}
    return Look(**cast(dict[str, Any], chosen), **files_own, expand=expand, sight=sight_of(seen, format))


def _files_own(given: Mapping[str, str], format: str) -> dict[str, Any]:
    """What only some files have. Raises UserError for a key that means nothing here."""
    keys = RENDERERS[format].keys if format else ("page",)
    for key in FILE_KEYS:
        if key in given and key not in keys:
            raise UserError(key, given[key], because=say(ELSEWHERE[key]))
    if "width" in given and "density" in given:
        raise two_sizes(given["density"])
    found: dict[str, Any] = {key: sized(key, _number(given[key])) for key in ("width", "density") if key in given}
    if format and "page" in given:
        if given["page"] not in PAPERS:
            raise UserError("page", given["page"], say(", ").join(PAPERS))
        found["paper"] = given["page"]
    return found


def _number(text: str) -> object:
    """The number that a text is, or else the text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else text
