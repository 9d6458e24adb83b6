"""How a picture arrives: counted while it streams, kept in memory, from pages of this origin only.

A body is refused as soon as it says or turns out to be too long, before the rest is read. No name and no header that
a client sent goes further than this file.
"""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import parse_qsl, urlsplit

from anyio import CapacityLimiter, WouldBlock, current_time, move_on_after
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from app.errors import TooLarge, UserError
from app.language import message, say
from app.limits import limit
from app.settings import settings
from app.web.delivery import RETRY_AFTER, origin

FORM_BYTES = 10_000  # what a form has besides its picture: an address, a token, boundaries
FILES = 2  # a form has two fields for a picture, one for a file and one for a camera; the other comes empty
ALLOWED = message("a form (multipart/form-data) with a file in its field image, or a picture as the body (image/*)")

_arriving = CapacityLimiter(limit("uploads_waiting"))


@dataclass(frozen=True, slots=True)
class Upload:
    """data: the bytes of a file, None if there is none. next: where its uploader wants to go on, not checked yet."""

    data: bytes | None
    next: str = ""

    def file(self) -> bytes:
        """The bytes, of a length that is allowed. Raises UserError."""
        if self.data is None:
            raise UserError("image", say("no file"), say(ALLOWED), because=say("choose one first"))
        check_length(len(self.data))
        return self.data


class TooManyBytes(TooLarge):
    """Said while the rest is still on its way: the connection ends with the answer."""

    status = 413
    headers: ClassVar[dict[str, str]] = {"connection": "close"}


class NoUpload(UserError):
    """A body that is of no kind a picture comes in."""

    status = 415
    headers: ClassVar[dict[str, str]] = {"connection": "close"}


class Foreign(UserError):
    """A request that the page of another site sent."""

    status = 403


def check_same_site(request: Request) -> None:
    """Raise Foreign for what a browser says comes from elsewhere; programs that are no browsers say nothing.

    The public origin of the settings decides where it is set: a Host header can be anybody's name for this server.
    """
    sender, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if site not in (None, "same-origin", "none"):
        raise Foreign("origin", sender or site, say("pages of this site"))
    told = settings().base_url or site is None  # else the browser has compared it, with a host that a proxy may hide
    if told and sender is not None and _host(sender) != _host(origin(request)):
        raise Foreign("origin", sender, say("pages of this site"))


def _host(url: str) -> str:
    """Host and port of an address; "" for what is none."""
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


@asynccontextmanager
async def place() -> AsyncIterator[None]:
    """One of the places for uploads on their way. Raises HTTPException 503 if all are taken."""
    holder = object()
    try:
        _arriving.acquire_on_behalf_of_nowait(holder)
    except WouldBlock:
        raise HTTPException(503, headers={"retry-after": RETRY_AFTER, "connection": "close"}) from None
    try:
        yield
    finally:
        _arriving.release_on_behalf_of(holder)


async def received(request: Request) -> Upload:
    """The upload that a request carries. Raises UserError; HTTPException 408 for one that takes too long."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind.startswith("image/"):
        return Upload(await _body(request, limit("image_bytes")))
    if kind != "multipart/form-data":
        raise NoUpload("content-type", kind, say(ALLOWED))
    body = await _body(request, limit("image_bytes") + FORM_BYTES)
    with closing(_InMemory(request.headers, _whole(body), max_files=FILES, max_fields=FILES)) as parser:
        try:
            return await _chosen(await parser.parse())
        except MultiPartException:
            raise UserError("image", say("a form that cannot be read"), say(ALLOWED)) from None


async def _chosen(form: FormData) -> Upload:
    """What a form holds: of its files the first one that has a name."""
    next = form.get("next", "")
    if not isinstance(next, str) or len(next) > limit("query_length"):
        next = ""
    files = [file for file in form.getlist("image") if isinstance(file, UploadFile) and file.filename]
    return Upload(await files[0].read() if files else None, next)


async def fields(request: Request) -> dict[str, str]:
    """The fields of a small form without a file."""
    return dict(parse_qsl((await _body(request, FORM_BYTES)).decode("utf-8", "replace")))


def check_length(length: int, most: int = limit("image_bytes")) -> None:
    if length > most:
        raise TooManyBytes("image", _bytes(length), say("at most {bytes}", bytes=_bytes(limit("image_bytes"))))


def _bytes(count: int) -> str:
    return say("{count} bytes", count=f"{count:,}")


async def _body(request: Request, most: int) -> bytes:
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit():
        check_length(int(declared), most)
    data = bytearray()
    last = current_time() + limit("upload_seconds")
    with move_on_after(limit("upload_idle_seconds")) as time:
        try:
            async for chunk in request.stream():
                time.deadline = min(last, current_time() + limit("upload_idle_seconds"))
                data += chunk
                if len(data) > most:
                    given = say("more than {bytes}", bytes=_bytes(most))
                    raise TooManyBytes("image", given, say("at most {bytes}", bytes=_bytes(most)))
        except ClientDisconnect:
            raise HTTPException(400) from None  # there is nobody left to tell
    if time.cancelled_caught:
        raise HTTPException(408, headers={"connection": "close"})
    return bytes(data)


class _InMemory(MultiPartParser):
    """Starlette's parser, without its temporary files on disk."""

    spool_max_size = 0  # unbounded: the body was measured before

    def close(self) -> None:
        """Of a form that is cut off the files that were begun too, of which `parse` says nothing."""
        for file in self._files_to_close_on_error:
            file.close()


async def _whole(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body
