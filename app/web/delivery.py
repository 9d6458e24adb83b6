"""How a rendered answer leaves: kept by the address as it was asked, revalidated by its entity tag, made off the loop.

`make` functions are plain blocking code; they run in a few threads, so that a slow network holds up nobody's page.
"""

import os
from collections.abc import Callable
from hashlib import sha256

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response

from app import __version__
from app.pipeline import Answer, answers
from app.settings import settings

PAGE_CACHING = "public, max-age=60, stale-while-revalidate=600"
FILE_CACHING = "public, max-age=3600, s-maxage=604800, stale-while-revalidate=86400"

_makers = CapacityLimiter(2 * (os.cpu_count() or 1))


async def delivered(request: Request, make: Callable[[], Answer]) -> Response:
    """The answer kept for this very address, or a new one from `make`; 304 without a body if the reader has it."""
    key = f"{origin(request)}{raw_address(request)}"
    answer = answers.get(key)
    if answer is None:
        answer = await to_thread.run_sync(make, limiter=_makers)
        answers.put(key, answer)
    headers = {"etag": answer.etag, **dict(answer.headers)}
    if _matches(request.headers.get("if-none-match"), answer.etag):
        return Response(status_code=304, headers=headers)
    return Response(answer.body, headers=headers, media_type=answer.media_type)


def raw_address(request: Request) -> str:
    """Path and query as they were sent, percent-encoding and order of keys untouched."""
    path = request.scope.get("raw_path") or request.url.path.encode()
    return path.decode("latin-1") + "?" + raw_query(request)


def raw_query(request: Request) -> str:
    """The query string as it was sent."""
    return request.scope["query_string"].decode("latin-1")


def origin(request: Request) -> str:
    """Scheme and host of absolute links, such as `https://example.org`."""
    return settings().base_url.rstrip("/") or f"{request.url.scheme}://{request.url.netloc}"


def entity_tag(*parts: str | bytes) -> str:
    """A weak tag: compression changes the bytes on the wire and not what they say. The program's version counts."""
    digest = sha256(__version__.encode())
    for part in parts:
        digest.update(b"\0" + (part.encode() if isinstance(part, str) else part))
    return f'W/"{digest.hexdigest()[:24]}"'


def _matches(header: str | None, etag: str) -> bool:
    """RFC 9110, 13.1.2: any of the listed tags, compared weakly, or `*`."""
    if header is None:
        return False
    listed = {tag.strip().removeprefix("W/") for tag in header.split(",")}
    return "*" in listed or etag.removeprefix("W/") in listed
