"""GET /oembed?url=...: how a page of ours is shown in another, for programs (oembed.com): a frame, as JSON or XML.

What is none of our views is 404, another format 501, a visitor's picture 401, as it is said there; another size 422.
"""

import json
from functools import partial
from html import escape
from typing import Any, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit
from xml.etree import ElementTree

from starlette.requests import Request
from starlette.responses import Response

from app.errors import UserError
from app.language import say, speaking
from app.pipeline import Answer
from app.web.compare_urls import Compared
from app.web.delivery import FILE_CACHING, delivered, entity_tag, origin, raw_query
from app.web.embed import CAPTION, embed_url
from app.web.query import pairs
from app.web.shown import Private, Shown, address_at, shown
from app.web.urls import Address

WIDEST = 960  # pixels of a frame, if its page does not say how wide it may be
NARROWEST = 200
CACHE_SECONDS = 86400
PORTS = {"http": 80, "https": 443}
TYPES = {"json": "application/json", "xml": "text/xml; charset=utf-8"}


class NotOurs(UserError):
    """An address that is no view here."""

    status = 404

    def __init__(self, url: str, cause: UserError | None = None) -> None:
        ours = say("the address of a view here, /net/… or /compare?a=…&b=…")
        super().__init__("url", url, "" if cause else ours, because=str(cause or "").rstrip(".。"))


class NotPublic(UserError):
    """A view that its reader alone may see."""

    status = 401


class OtherFormat(UserError):
    """A format that is not spoken here."""

    status = 501


class Asked(NamedTuple):
    """What a consumer asks for. most: the width and height that it has room for, None without bound."""

    url: str
    format: str
    most: tuple[int | None, int | None]


async def oembed(request: Request) -> Response:
    """An answer is kept by its whole address, as everything here."""
    asked = read(raw_query(request))
    target = _ours(asked.url, origin(request))
    return await delivered(request, partial(oembed_answer, asked, target, origin(request)), target.heavy)


def oembed_answer(asked: Asked, target: Address | Compared, origin: str) -> Answer:
    """Raises NotOurs for a path that the network lacks."""
    with speaking(target.look.lang or "en"):
        try:
            found = shown(target)
        except UserError as error:
            raise NotOurs(asked.url, error) from error
    members = _members(found, asked, origin)
    body = (json.dumps(members, ensure_ascii=False) if asked.format == "json" else _xml(members)).encode()
    headers = (("cache-control", FILE_CACHING), ("access-control-allow-origin", "*"))
    return Answer(body, TYPES[asked.format], entity_tag(body), headers)


def read(query: str) -> Asked:
    """The keys of the specification, checked."""
    given = pairs(query, ("url", "format", "maxwidth", "maxheight"))
    if not given.get("url"):
        raise UserError("url", "", say("the address of a page here, percent-encoded"))
    format = given.get("format", "json")
    if format not in TYPES:
        raise OtherFormat("format", format, say(", ").join(TYPES))
    return Asked(given["url"], format, (_size(given, "maxwidth"), _size(given, "maxheight")))


def frame(found: Shown, origin: str, width: int, height: int) -> str:
    """The <iframe> of a view, as HTML."""
    source, title = escape(origin + embed_url(found.asked)), escape(found.title)
    size = f'width="{width}" height="{height}" style="border:0;max-width:100%"'
    return f'<iframe src="{source}" title="{title}" {size} loading="lazy"></iframe>'


def frame_size(found: Shown, most: tuple[int | None, int | None] = (None, None)) -> tuple[int, int]:
    """Width and height, in pixels, at which a frame shows its drawing whole, within what is allowed.

    A frame too low for that keeps a width at which something can be seen."""
    ratio = found.scene.width / found.scene.height
    width = min(most[0] or WIDEST, WIDEST, round(found.scene.width))
    height = round(width / ratio) + CAPTION
    if most[1] and height > most[1]:
        height = most[1]
        width = min(width, max(NARROWEST, round((height - CAPTION) * ratio)))
    return width, height


def _ours(url: str, origin: str) -> Address | Compared:
    """The view at an address of this site. Raises NotOurs, NotPublic."""
    try:
        parts = urlsplit(url)
        here = parts.scheme in PORTS and _host(parts) == _host(urlsplit(origin)) and url.isprintable()
    except ValueError:  # no address at all
        raise NotOurs(url) from None
    if not here or not parts.path.startswith(("/net/", "/compare", "/embed/")):
        raise NotOurs(url)
    try:
        return address_at(unquote(parts.path).removeprefix("/embed").removeprefix("/"), parts.query)
    except Private as error:
        raise NotPublic("url", url, because=error.because) from error
    except UserError as error:
        raise NotOurs(url, error) from error


def _host(parts: SplitResult) -> tuple[str | None, int | None]:
    return parts.hostname, parts.port or PORTS.get(parts.scheme)


def _members(found: Shown, asked: Asked, origin: str) -> dict[str, Any]:
    width, height = frame_size(found, asked.most)
    thumbnail = min(width, round(height * found.scene.width / found.scene.height))
    return {
        "version": "1.0",
        "type": "rich",
        "title": found.title,
        "provider_name": "Tensorwalk",
        "provider_url": f"{origin}/",
        "cache_age": CACHE_SECONDS,
        "thumbnail_url": origin + found.asked.file("png", width=thumbnail).url(),
        "thumbnail_width": thumbnail,
        "thumbnail_height": max(1, round(thumbnail * found.scene.height / found.scene.width)),
        "html": frame(found, origin, width, height),
        "width": width,
        "height": height,
    }


def _xml(members: dict[str, Any]) -> str:
    root = ElementTree.Element("oembed")
    for name, value in members.items():
        ElementTree.SubElement(root, name).text = str(value)
    return '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n' + ElementTree.tostring(root, encoding="unicode")


def _size(given: dict[str, str], key: str) -> int | None:
    if key not in given:
        return None
    value = given[key].lstrip("0")
    if not (value.isascii() and value.isdigit()):
        raise UserError(key, given[key], say("a whole number of pixels from 1"))
    return int(value[:10])
