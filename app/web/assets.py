"""What pages load besides themselves: files of static/, colours and fonts made by `app/render`, plotly's script.

All under `/static/`, compressed once and kept. A page asks for them under `/static/{fingerprint}/`, which changes with
their content, so that a browser may keep them for good; without the fingerprint they are checked again each time.
"""

import gzip
import mimetypes
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

STATIC = Path(__file__).parents[2] / "static"
FOR_GOOD = "public, max-age=31536000, immutable"
CHECKED = "public, no-cache"
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
    found = await to_thread.run_sync(_found, rest if lasting else name)
    headers = {
        "etag": found.etag,
        "cache-control": FOR_GOOD if lasting else CHECKED,
        "vary": "Accept-Encoding",
        "access-control-allow-origin": "*",
    }
    if request.headers.get("if-none-match") == found.etag:
        return Response(status_code=304, headers=headers)
    encoding = _best(request.headers.get("accept-encoding", ""), found)
    if encoding:
        headers["content-encoding"] = encoding
    return Response(found.encodings[encoding], headers=headers, media_type=found.media_type)


def _best(accept_encoding: str, found: Asset) -> str:
    """The smallest encoding that the reader takes and the asset has."""
    offers = [offer.replace(" ", "") for offer in accept_encoding.lower().split(",")]
    accepted = {offer.partition(";")[0] for offer in offers if not offer.endswith(";q=0")}
    return next((name for name in ("br", "gzip") if name in accepted and name in found.encodings), "")


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


def _found(name: str) -> Asset:
    """Raises HTTPException 404 for what is not there, or lies outside static/."""
    if name in GENERATED:
        return _asset(name, 0)
    path = (STATIC / name).resolve() if "\0" not in name else STATIC
    if not path.is_relative_to(STATIC) or not path.is_file():
        raise HTTPException(404)
    return _asset(name, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _asset(name: str, _changed: int) -> Asset:
    """_changed: when the file was written; a new edition is another entry."""
    body = GENERATED[name]() if name in GENERATED else (STATIC / name).read_bytes()
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    encodings = {"": body}
    if media_type.startswith("text/") or media_type == "image/svg+xml":
        encodings["br"] = brotli.compress(body, quality=5 if len(body) > SLOW_ABOVE else 11)
        encodings["gzip"] = gzip.compress(body, 6, mtime=0)
    return Asset(media_type, f'W/"{sha256(body).hexdigest()[:24]}"', encodings)
