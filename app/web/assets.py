"""What pages load besides themselves: files of static/, colours and fonts made by `app/render`, plotly's script.

All under `/static/`, compressed once and kept. A page asks for them under `/static/{fingerprint}/`, which changes with
their content, so that a browser may keep them for good; without the fingerprint they are checked again each time.
"""

import gzip
import mimetypes
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import brotli
from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app import __version__
from app.render.fonts import woff2
from app.render.stylesheet import palette_css
from app.scene.text import FONT_FILES
from app.web.delivery import has_it, is_text

STATIC = Path(__file__).parents[2] / "static"
FOR_GOOD = "public, max-age=31536000, immutable"
CHECKED = "public, no-cache"
SHARED = {"tensor-walk.js"}  # for pages of others
SLOW_ABOVE = 500_000  # bytes; beyond this the best compression takes seconds

mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("font/woff2", ".woff2")


def _plotly() -> bytes:
    return Path(str(files("plotly"))).joinpath("package_data", "plotly.min.js").read_bytes()


GENERATED: dict[str, Callable[[], bytes]] = {
    "palette.css": lambda: palette_css().encode(),
    "plotly.min.js": _plotly,
    **{f"fonts/{weight}.woff2": partial(woff2, weight) for weight in FONT_FILES},
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file in every encoding that it is worth sending in; identity under ""."""

    media_type: str
    etag: str
    encodings: dict[str, bytes]


async def asset(request: Request) -> Response:
    """GET /static/{name} and /static/{fingerprint}/{name}."""
    name: str = request.path_params["name"]
    first, _, rest = name.partition("/")
    lasting = first == fingerprint()
    if lasting:
        name = rest
    if name not in names():
        raise HTTPException(404)
    found = await to_thread.run_sync(_found, name)
    headers = {
        "etag": found.etag,
        "cache-control": FOR_GOOD if lasting else CHECKED,
        "vary": "Accept-Encoding",
    }
    if name in SHARED:
        headers |= {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}
    if has_it(request, found.etag):
        return Response(status_code=304, headers=headers)
    encoding = _best(",".join(request.headers.getlist("accept-encoding")), found)
    if encoding:
        headers["content-encoding"] = encoding
    return Response(found.encodings[encoding], headers=headers, media_type=found.media_type)


def _best(accept_encoding: str, found: Asset) -> str:
    """The smallest encoding that the reader takes and the asset has."""
    offers = [offer.replace(" ", "").partition(";") for offer in accept_encoding.lower().split(",")]
    taken = {name: not re.fullmatch(r"q=0(\.0*)?", quality) for name, _, quality in offers}
    others = taken.get("*", False)
    return next((name for name in ("br", "gzip") if taken.get(name, others) and name in found.encodings), "")


def static_url(name: str) -> str:
    """Where a page finds an asset."""
    return f"/static/{fingerprint()}/{name}"


@cache
def fingerprint() -> str:
    """Changes when any file of static/ does, or the program's version."""
    digest = sha256(__version__.encode())
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def names() -> frozenset[str]:
    """Every asset that there is, as the address writes it; another spelling of its path is no address."""
    files = {path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file()}
    return frozenset(files | GENERATED.keys())


def _found(name: str) -> Asset:
    """name: one of `names`."""
    return _asset(name, 0 if name in GENERATED else (STATIC / name).stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _asset(name: str, _changed: int) -> Asset:
    """_changed: when the file was written; a new edition is another entry."""
    body = GENERATED[name]() if name in GENERATED else (STATIC / name).read_bytes()
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    encodings = {"": body}
    if is_text(media_type):
        encodings["br"] = brotli.compress(body, quality=5 if len(body) > SLOW_ABOVE else 11)
        encodings["gzip"] = gzip.compress(body, 6, mtime=0)
    return Asset(media_type, f'W/"{sha256(body).hexdigest()[:24]}"', encodings)
