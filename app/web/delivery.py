"""How a rendered answer leaves: kept by its address, revalidated by its entity tag, made off the loop.

`make` functions are plain blocking code and run in threads. Networks that take seconds have one thread and a short
queue of their own, so that they hold up nobody's page. What is made of a picture may need a network to run: no thread
waits for that, and nothing is made for a reader who has left.
"""

import os
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app import __version__
from app.forward import attempted, gone
from app.language import language
from app.limits import limit
from app.nets.config import NetConfig
from app.pipeline import Answer, answers, graph_for
from app.settings import settings

Made = TypeVar("Made")

PAGE_CACHING = "public, max-age=60, stale-while-revalidate=600"
# Made of a picture: only its reader's browser keeps it, and asks each time, for the picture may be deleted.
PRIVATE_CACHING = "private, no-cache"
FILE_CACHING = "public, max-age=3600, s-maxage=604800, stale-while-revalidate=86400"
RETRY_AFTER = "10"  # seconds

_CORES = os.cpu_count() or 1
_makers = CapacityLimiter(2 * _CORES)
_heavy_maker = CapacityLimiter(1)
_painters = CapacityLimiter(2 * _CORES)
_painting_threads = CapacityLimiter(2 * _CORES)  # one for every painter that has begun


async def delivered(
    request: Request, make: Callable[[], Answer], heavy: bool = False, address: str | None = None
) -> Response:
    """The answer kept for an address, or a new one from `make`. heavy: as for `made`. address: else as it was sent."""
    address = raw_address(request) if address is None else address
    return sent(request, kept(request, address) or await made(request, address, make, heavy))


def kept(request: Request, address: str) -> Answer | None:
    """The finished answer at an address of this origin in the language that is spoken, if there is one."""
    return answers.get(_key(request, address))


async def made(request: Request, address: str, make: Callable[[], Answer], heavy: bool = False) -> Answer:
    """A new answer, kept from now on. Heavy ones are made one at a time; HTTPException 503 if too many wait already."""
    return await made_fresh(partial(_kept_or_made, _key(request, address), make), heavy)


async def made_fresh(make: Callable[[], Made], heavy: bool = False) -> Made:
    """The same, not kept."""
    limiter = _with_room(_heavy_maker, limit("heavy_waiting")) if heavy else _makers
    return await to_thread.run_sync(make, limiter=limiter)


async def painted(request: Request, make: Callable[[], Made]) -> Made:
    """What `make` makes of a picture, not kept; it may be called again when a network that it waits for has run.

    HTTPException 503 if too many wait for their turn already, Overloaded when the reader has left.
    """

    async def in_turn(attempt: Callable[[], Made]) -> Made:
        async with _with_room(_painters, limit("pictures_waiting")):
            if await request.is_disconnected():
                raise gone()
            return await to_thread.run_sync(attempt, limiter=_painting_threads)

    return await attempted(make, in_turn, request.is_disconnected)


async def traced(config: NetConfig) -> None:
    """Returns when a network that takes seconds is traced: one at a time, as in `made`."""
    if config.heavy and graph_for.cache_key(config) not in graph_for.cache:
        await made_fresh(partial(graph_for, config), heavy=True)


def _with_room(limiter: CapacityLimiter, most_waiting: int) -> CapacityLimiter:
    if limiter.statistics().tasks_waiting >= most_waiting:
        raise HTTPException(503, headers={"retry-after": RETRY_AFTER})
    return limiter


def sent(request: Request, answer: Answer) -> Response:
    """The answer, or 304 without a body if the reader has it."""
    headers = {"etag": answer.etag, **dict(answer.headers)}
    if has_it(request, answer.etag):
        if is_text(answer.media_type):
            headers["vary"] = "Accept-Encoding"  # as the compression says with a body
        if answer.media_type.startswith("text/html") and "content-language" not in headers:
            headers |= {"vary": "Accept-Encoding, Accept-Language", "content-language": language()}
        return Response(status_code=304, headers=headers)
    return Response(answer.body, headers=headers, media_type=answer.media_type)


def raw_address(request: Request) -> str:
    """Path and query as they were sent, percent-encoding and order of keys untouched."""
    query = raw_query(request)
    return raw_path(request) + (f"?{query}" if query else "")


def raw_path(request: Request) -> str:
    """The path as it was sent."""
    path: bytes = request.scope.get("raw_path") or request.url.path.encode()
    return path.decode("latin-1")


def raw_query(request: Request) -> str:
    """The query string as it was sent."""
    return request.scope["query_string"].decode("latin-1")


def without_slash(request: Request) -> Response | None:
    """The way to the address without its last slash, if it ends in one; two are no address of ours."""
    path, query = raw_path(request), raw_query(request)
    if not path.endswith("/") or path.endswith("//"):
        return None
    return RedirectResponse(path[:-1] + (f"?{query}" if query else ""), 308)


def origin(request: Request) -> str:
    """Scheme and host of absolute links, such as `https://example.org`."""
    return settings().base_url.rstrip("/") or f"{request.url.scheme}://{request.url.netloc}"


def entity_tag(*parts: str | bytes) -> str:
    """A weak tag: compression changes the bytes on the wire and not what they say. The program's version counts."""
    digest = sha256(__version__.encode())
    for part in parts:
        digest.update(b"\0" + (part.encode() if isinstance(part, str) else part))
    return f'W/"{digest.hexdigest()[:24]}"'


def has_it(request: Request, etag: str) -> bool:
    """Whether the reader has this edition (RFC 9110, 13.1.2): any of the listed tags, compared weakly, or `*`."""
    listed = {tag.strip().removeprefix("W/") for tag in ",".join(request.headers.getlist("if-none-match")).split(",")}
    return "*" in listed or etag.removeprefix("W/") in listed


def is_text(media_type: str) -> bool:
    """Whether it is worth compressing; the other types that we send are compressed in themselves."""
    return media_type.startswith("text/") or media_type in ("image/svg+xml", "application/json")


def _key(request: Request, address: str) -> str:
    return f"{language()} {origin(request)}{address}"


def _kept_or_made(key: str, make: Callable[[], Answer]) -> Answer:
    """Another request may have made the answer while this one waited for a thread."""
    answer = answers.get(key)
    if answer is None:
        answer = make()
        answers.put(key, answer)
    return answer
