"""Pictures over HTTP: POST /images, GET and DELETE /images/{id}, POST /images/{id}/delete.

They are never listed: whoever has an address can look, whoever has the token can delete.
"""

import time
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import unquote, urlsplit

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app import forward
from app.errors import UserError
from app.image.samples import SAMPLES
from app.image.store import as_png, forget, keep, picture, sweep
from app.language import say
from app.limits import limit
from app.nets import PRESETS
from app.web.delivery import FILE_CACHING, PRIVATE_CACHING, entity_tag, has_it, raw_query
from app.web.headers import NOT_INDEXED
from app.web.query import pairs
from app.web.sight import NOTHING, Sight
from app.web.templates import rendered
from app.web.uploads import check_same_site, fields, place, received
from app.web.urls import Address, read

# Where a picture can be walked through, for whom came from nowhere in particular.
NETWORKS = ("cifar_resnet20", "resnet18", "resnet34", "googlenet")

_decoders = CapacityLimiter(limit("uploads_at_once"))
_SWEPT_EVERY = 3600  # seconds
_NOT_KEPT = {"cache-control": "no-store", "vary": "Accept", **dict([NOT_INDEXED])}
_DELETED = {"clear-site-data": '"cache"'}  # nor does the browser that deleted it show it again, not by its back button


@dataclass(frozen=True, slots=True)
class Onward:
    """A link to a network that shows the picture."""

    title: str
    url: str


async def upload(request: Request) -> Response:
    """POST /images: a file in the field `image` of a form, or as the body. 201 with id, token and address."""
    check_same_site(request)
    back = _referring(request)
    try:
        async with place():
            sent = await received(request)
            back = sent.next or back
            stored = await to_thread.run_sync(keep, sent.file(), limiter=_decoders)
    except UserError as error:
        if _for_people(request):
            return _page(error.status, error=error, onward=_onward("", back), headers=getattr(error, "headers", {}))
        raise
    if _for_people(request):
        return _page(201, stored=stored, onward=_onward(stored.id, back), back=_written_anew(back))
    told = {"id": stored.id, "token": stored.token, "url": f"/images/{stored.id}"}
    return JSONResponse(told, 201, {"location": told["url"], **_NOT_KEPT})


async def image(request: Request) -> Response:
    """GET /images/{id}: a PNG, with `?width=` at most so wide. DELETE /images/{id}?token=: gone."""
    id = request.path_params["id"]
    if request.method == "DELETE":
        check_same_site(request)
        given = pairs(raw_query(request), ("token",))
        return await _deleted(id, given.get("token", ""))
    width = _width(pairs(raw_query(request), ("width",)))
    tag = await to_thread.run_sync(_tag, id, width)
    caching = FILE_CACHING if id in SAMPLES else PRIVATE_CACHING
    headers = {"cache-control": caching, "etag": tag, **dict([NOT_INDEXED])}
    if has_it(request, tag):
        return Response(status_code=304, headers=headers)
    body = await to_thread.run_sync(partial(as_png, id, width))
    headers["content-disposition"] = 'inline; filename="picture.png"'
    return Response(body, headers=headers, media_type="image/png")


async def delete(request: Request) -> Response:
    """POST /images/{id}/delete, from a form with `token`; `next` is where to go on."""
    check_same_site(request)
    given = await fields(request)
    done = await _deleted(request.path_params["id"], given.get("token", ""))
    return _page(200, onward=_onward("", given.get("next", "")), headers=_DELETED) if _for_people(request) else done


async def _deleted(id: str, token: str) -> Response:
    await to_thread.run_sync(forget, id, token)
    await to_thread.run_sync(forward.forget, id)
    return Response(status_code=204, headers={**_NOT_KEPT, **_DELETED})


def sweeping() -> None:
    """Removes what was kept long enough, again and again: nobody may come who would make room."""
    while True:
        sweep()
        time.sleep(_SWEPT_EVERY)


def _tag(id: str, width: int) -> str:
    """Sooner known than the file, which it is of. Raises UnknownName."""
    return entity_tag(id, str(width), picture(id).tobytes())


def _width(given: dict[str, str]) -> int:
    value, most = given.get("width", ""), limit("image_kept_edge")
    if "width" not in given:
        return most
    if not (value.isascii() and value.isdigit() and len(value) < 9 and 1 <= int(value) <= most):
        raise UserError("width", value, say("a whole number of pixels from 1 to {most}", most=most))
    return int(value)


def _for_people(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _referring(request: Request) -> str:
    """Path and query of the page that a form was on; "" if that is not said, or is no address."""
    try:
        page = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return ""
    return f"{page.path}?{page.query}"


def _onward(id: str, back: str) -> list[Onward]:
    """Links to the view that a visitor came from, or else to some networks, with the picture in them."""
    came_from = view_of(back)
    addresses = [came_from] if came_from else [Address(PRESETS[name]) for name in NETWORKS]
    return [
        Onward(at.config.preset + (f", {at.path}" if at.path else ""), with_image(at, id).url()) for at in addresses
    ]


def _written_anew(back: str) -> str:
    came_from = view_of(back)
    return came_from.url() if came_from else ""


def with_image(address: Address, id: str) -> Address:
    """The same view with another picture in it, or with none: what was chosen in the old one is not kept."""
    old = address.look.sight
    new = Sight(id, weights=old.weights, range=old.range, sort=old.sort) if id else NOTHING
    return address.looked(sight=new)


def view_of(text: str) -> Address | None:
    """The page of a view that an address on this site is, written anew from what it means; None for anything else."""
    path, _, query = text.partition("?")
    if not path.startswith("/net/") or len(text) > limit("query_length"):
        return None
    try:
        return replace(read(unquote(path.removeprefix("/net/")), query), format="")
    except UserError:
        return None


def _page(status: int, headers: dict[str, str] | None = None, **values: Any) -> Response:
    """The page after an upload, a refusal or a deletion, by which of the values there are."""
    shown: dict[str, Any] = {"stored": None, "error": None, "back": "", "hours": limit("image_hours"), **values}
    body = rendered("image.html", **shown)
    return Response(body, status, {**_NOT_KEPT, **(headers or {})}, "text/html")
