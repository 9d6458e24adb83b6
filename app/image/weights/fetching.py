"""A URL becomes a file: over http or https, streamed, and never more than a file of weights may have."""

import http.client
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from app.errors import UserError
from app.limits import limit

Progress = Callable[[int, int], None]  # bytes that have come, bytes in all, 0 where the server does not say
CHUNK = 2**20
PATIENCE = 30  # seconds without a byte
SCHEMES = ("http", "https")
ALLOWED = "an address that begins with https:// or http://"


class _OnlyHttp(HTTPRedirectHandler):
    """Follows redirects to http and https; urllib would go on to ftp as well."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        check_scheme(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def check_scheme(url: str) -> None:
    """Raise UserError for an address that is not one of the web."""
    if parted(url).scheme not in SCHEMES:
        raise UserError("URL", url, ALLOWED)


def parted(url: str) -> SplitResult:
    """An address in its parts. Raises UserError for what has none, such as `http://[/`."""
    try:
        return urlsplit(url)
    except ValueError:
        raise UserError("URL", url, ALLOWED) from None


def fetch(url: str, file: Path, progress: Progress) -> None:
    """Write what an address holds into a file. Raises UserError where it cannot be had whole, or is too large."""
    check_scheme(url)
    try:
        with build_opener(_OnlyHttp).open(url, timeout=PATIENCE) as answer, file.open("wb") as out:
            _copy(url, answer, out, progress)
    except HTTPError as error:
        with error:
            raise UserError("URL", url, because=f"its server answers {error.code} {error.reason}") from None
    except (URLError, OSError, http.client.HTTPException, ValueError) as error:
        why = getattr(error, "reason", error)
        raise UserError("URL", url, because=f"it cannot be fetched: {why}") from None


def _copy(url: str, answer: http.client.HTTPResponse, out: IO[bytes], progress: Progress) -> None:
    most, total, come = limit("weights_bytes"), int(answer.headers.get("Content-Length") or 0), 0
    if total > most:
        raise UserError("URL", url, f"at most {most:,} bytes, it has {total:,}")
    while chunk := answer.read(CHUNK):
        come += len(chunk)
        if come > most:
            raise UserError("URL", url, f"at most {most:,} bytes, it has more")
        out.write(chunk)
        if come != total:
            progress(come, total)
    if come < total:
        raise UserError("URL", url, because=f"it broke off after {come:,} of {total:,} bytes")
    progress(come, come)
