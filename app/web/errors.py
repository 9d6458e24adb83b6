"""What goes wrong, told to whom it happened: a page with the way out for people, RFC 9457 for programs.

Which of the two is by the Accept header; the API always answers programs. Nothing of the program's inside is shown.
"""

import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.errors import UnknownName, UserError, shorten
from app.image.store import NoPicture
from app.language import message, say, speaking
from app.nets import PRESETS
from app.web.compare_urls import KEYS, Uncomparable, values_given
from app.web.delivery import RETRY_AFTER, raw_query
from app.web.form import Form, form_given
from app.web.headers import EMBED_POLICY, SECURITY
from app.web.language import asked, lasting, wished
from app.web.suggestions import suggested, without_picture
from app.web.templates import rendered
from app.web.urls import split

log = logging.getLogger(__name__)

# What is said of the words that errors are about, and of statuses, beside what each error says itself.
WORDS = (
    message("address"),
    message("family"),
    message("format"),
    message("image"),
    message("key"),
    message("lecture"),
    message("panel"),
    message("path"),
    message("preset"),
    message("step"),
)
PHRASES = (
    message("Bad Request"),
    message("Unauthorized"),
    message("Forbidden"),
    message("Not Found"),
    message("Method Not Allowed"),
    message("Request Entity Too Large"),
    message("Unsupported Media Type"),
    message("Unprocessable Entity"),
    message("Internal Server Error"),
    message("Not Implemented"),
    message("Service Unavailable"),
    message("The server cannot process the request due to a high load"),
)


class ProblemResponse(JSONResponse):
    media_type = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Problem:
    """status and detail; the rest where a visitor's mistake caused it. links: (name, address) of what is near.

    remedy: what would have been right, as a sentence. form: where it can be put right, with all that was given.
    values: the same for a comparison, by key.
    """

    status: int
    detail: str
    members: dict[str, Any]
    links: tuple[tuple[str, str], ...] = ()
    remedy: str = ""
    form: Form | None = None
    values: dict[str, str] | None = None

    @property
    def title(self) -> str:
        return say(HTTPStatus(self.status).phrase)


def install(app: FastAPI) -> None:
    """Every way a request can fail ends here."""
    app.add_exception_handler(UserError, _user_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _our_error)


async def _user_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, UserError)
    members: dict[str, Any] = {"what": error.what, "value": error.value, "allowed": error.allowed}
    links: tuple[tuple[str, str], ...] = ()
    form = None
    if suggestions := getattr(error, "suggestions", ()):
        members["suggestions"] = list(suggestions)
        links = suggested(request.url.path, raw_query(request), error)
    elif isinstance(error, Uncomparable):
        links = error.links
    elif isinstance(error, NoPicture):
        links = without_picture(request.url.path, raw_query(request))
    elif error.status == 422:
        links = _ways_out(request, error)
        form = form_given(request.url.path, raw_query(request), error)
    values = values_given(raw_query(request)) if error.what in KEYS else None
    headers: dict[str, str] = {"retry-after": RETRY_AFTER} if error.status == 503 else getattr(error, "headers", {})
    return _response(request, Problem(error.status, str(error), members, links, error.remedy, form, values), headers)


def _ways_out(request: Request, error: UserError) -> tuple[tuple[str, str], ...]:
    """Where a refused query leads on: the same address without the value at fault, and the preset or page itself."""
    path = request.url.path
    query = parse_qsl(raw_query(request), keep_blank_values=True)
    fault = error.value if error.what == "key" else error.what
    kept = [(key, value) for key, value in query if shorten(key) != fault]
    named = split(path.removeprefix("/net/"))[0] if path.startswith("/net/") else ""
    ways = {quote(path): say("The page itself")}
    if named:
        ways = {lasting(f"/net/{quote(named)}"): say("{name}, the preset", name=named)}
    if len(kept) < len(query):
        rest = f"?{urlencode(kept, quote_via=quote, safe=',:')}" if kept else ""
        ways = {quote(path) + rest: say("The same without {key}", key=fault), **ways}
    return tuple((words, url) for url, words in ways.items())


async def _http_error(request: Request, error: Exception) -> Response:
    """Unknown routes and methods, raised by the router."""
    assert isinstance(error, HTTPException)
    headers = {name.lower(): value for name, value in (error.headers or {}).items()}
    if error.status_code == 404:
        return await _user_error(request, _Lost(request.url.path))
    if error.status_code == 405:
        allowed = set(headers.get("allow", "GET").split(", "))
        headers["allow"] = ", ".join(sorted(allowed | ({"HEAD"} if "GET" in allowed else set())))
        places = {"method": request.method, "methods": headers["allow"].replace(", ", say(", "))}
        detail = say("{method} is not allowed here. Allowed: {methods}.", **places)
    else:
        detail = say(HTTPStatus(error.status_code).description or HTTPStatus(error.status_code).phrase)
    return _response(request, Problem(error.status_code, detail, {}), headers)


async def _our_error(request: Request, error: Exception) -> Response:
    """Our own mistake: it goes to the log in full, and to the visitor as an apology. Outside of the middleware."""
    log.error("%s %s", request.method, request.url.path, exc_info=error)
    with speaking(asked(raw_query(request)) or wished(request.headers.getlist("accept-language"))):
        detail = say("something went wrong on our side; it has been written down")
        return _response(request, Problem(500, detail, {}), SECURITY)


class _Lost(UnknownName):
    """An address that no route knows; what is near is a network whose name it may have meant."""

    def __init__(self, path: str) -> None:
        last = path.strip("/").rpartition("/")[2]
        super().__init__("address", last, PRESETS)
        self.value = shorten(path)
        pages = ("/", "/net/{preset}", "/net/{preset}/{path}", "/family/{name}", "/compare?a={preset}&b={preset}")
        self.because, self.right = "", say(", ").join((*pages, "/deck/{slug}/{step}", "/api/v1/presets"))


def _response(request: Request, problem: Problem, headers: dict[str, str] | None = None) -> Response:
    """The page or the problem document. It must not be kept: tomorrow the address may exist."""
    headers = {"vary": "Accept", "cache-control": "no-store", **(headers or {})}
    if _for_people(request) and request.url.path.startswith("/embed/"):  # seen in a frame of somebody's page
        body, policy = rendered("embed_error.html", problem=problem), {"content-security-policy": EMBED_POLICY}
        return Response(body, problem.status, {**headers, **policy}, "text/html")
    if _for_people(request):
        body = rendered("error.html", problem=problem, presets=PRESETS)
        return Response(body, problem.status, headers, "text/html")
    members = {"type": "about:blank", "title": problem.title, "status": problem.status, "detail": problem.detail}
    members |= {"instance": quote(request.url.path), **problem.members}
    return ProblemResponse(members, problem.status, headers)


def _for_people(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")
