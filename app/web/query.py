"""The raw query string, checked: what a visitor asked for becomes a `Look` and overrides of a preset's config.

Keys may come in any order, each once. Every mistake is a UserError that names the key, the value and what is
allowed. What only the traced network can tell (which layers there are to unfold) is checked by `unfolded`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast
from urllib.parse import parse_qsl

from app.charts import CHARTS
from app.errors import TooLarge, UserError
from app.graph.types import Graph
from app.language import LANGUAGES, Language
from app.limits import limit
from app.scene.palette import Theme
from app.web.sight import NOTHING, SIGHT_KEYS, Sight, sight_of

# What a chart is called in an address: `Multiply-adds` is `multiply-adds`.
CHART_KEYS = {name: name.lower().replace(" ", "-") for name in CHARTS}
CHOICES: dict[str, tuple[str, ...]] = {
    "scale": ("log", "sqrt", "linear"),
    "view": ("volumes", "schematic"),
    "theme": ("light", "dark", "print"),
    "lang": tuple(LANGUAGES),
    "chart": tuple(CHART_KEYS.values()),
}
OPEN = ("theme", "lang")  # not given, they follow the reader
LOOK_KEYS = (*CHOICES, "expand", "width", *SIGHT_KEYS)
ALL = "all"


@dataclass(frozen=True, slots=True)
class Look:
    """How to look at a network. theme and lang "" are not given: a page follows its reader, a file is
    light and English.

    expand: layers whose repeats are unfolded, in the network's order, or ("all",). width: of a PNG, in pixels.
    chart: the one that a page shows, by its key. sight: what is seen of a picture in the network.
    """

    scale: Literal["log", "sqrt", "linear"] = "log"
    view: Literal["volumes", "schematic"] = "volumes"
    theme: Theme | Literal[""] = ""
    lang: Language | Literal[""] = ""
    expand: tuple[str, ...] = ()
    width: int | None = None
    chart: str = CHOICES["chart"][0]
    sight: Sight = NOTHING


def pairs(raw: str, allowed: Collection[str]) -> dict[str, str]:
    """The keys and values of a query string. Raises UserError for one too long, unknown or given twice."""
    if len(raw) > limit("query_length"):
        raise TooLarge("query", f"{len(raw)} characters", f"at most {limit('query_length')} characters")
    given: dict[str, str] = {}
    for key, value in parse_qsl(raw, keep_blank_values=True):
        if key not in allowed:
            raise UserError("key", key, ", ".join(allowed))
        if key in given:
            raise UserError(key, f"{given[key]} and {value}", "one value for a key")
        given[key] = value
    return given


def look(given: Mapping[str, str], format: str) -> Look:
    """The look that some query keys ask for; `format` is "" for a page. Keys that are not a look's are ignored."""
    chosen: dict[str, str] = {}
    if format and "chart" in given:
        raise UserError("chart", given["chart"], because="only pages have a chart, files have none")
    for key, allowed in CHOICES.items():
        if key in given and given[key] not in allowed:
            raise UserError(key, given[key], ", ".join(allowed))
        chosen[key] = given.get(key, "" if key in OPEN else allowed[0])
    expand = tuple(given["expand"].split(",")) if "expand" in given else ()
    width = _width(given["width"], format) if "width" in given else None
    return Look(**cast(dict[str, Any], chosen), expand=expand, width=width, sight=sight_of(given, format))


def unfolded(graph: Graph, expand: tuple[str, ...]) -> tuple[str, ...]:
    """`expand` in the network's order, without repeats. Raises UserError for what is no layer of it."""
    layers = [group.path for group in graph.groups if group.kind == "stage"]
    for name in expand:
        if name not in (ALL, *layers):
            raise UserError("expand", name, ", ".join([ALL, *layers]))
    if ALL in expand or (layers and set(layers) == set(expand)):
        return (ALL,)
    return tuple(layer for layer in layers if layer in expand)


def _width(value: str, format: str) -> int:
    if format != "png":
        raise UserError("width", value, because="only a .png has a width in pixels, pages and other files have none")
    most = limit("png_width")
    if not (value.isascii() and value.isdigit() and len(value) < 9 and 1 <= int(value) <= most):
        raise UserError("width", value, f"a whole number of pixels from 1 to {most}")
    return int(value)
