"""Where an error leads on: to the view that was meant, in its look and its format, or to it without a picture."""

from urllib.parse import quote

from app.errors import UserError
from app.language import say
from app.render import RENDERERS
from app.web.compare_urls import Uncomparable
from app.web.language import lasting
from app.web.urls import Address, UnknownSuffix, read

PANELS = "/activations/"


def without_picture(path: str, query: str) -> tuple[tuple[str, str], ...]:
    """(words, address) of the view that a page or a panel shows, without the picture that is gone."""
    name = path.removeprefix("/net/")
    if path.startswith(PANELS):
        name = path.removeprefix(PANELS).partition("/")[2]
    elif name == path:
        return ()
    try:
        return ((say("The same without the picture"), read(name, query).sighted(image="").url()),)
    except UserError:
        return ()


def suggested(path: str, query: str, error: UserError) -> tuple[tuple[str, str], ...]:
    """(name, address) of each suggestion of an error, given the path and the raw query that were asked for."""
    names: tuple[str, ...] = tuple(getattr(error, "suggestions", ()))
    if isinstance(error, Uncomparable):
        return error.links
    if path.startswith(PANELS):
        name = path.removeprefix(PANELS).partition("/")[2]
        if error.what == "panel":
            return tuple((near, f"{PANELS}{near}/{quote(name)}?{query}") for near in names)
        path = f"/net/{name}"  # the page that the panel belongs to
    if error.what == "family":
        return tuple((name, lasting(f"/family/{quote(name)}")) for name in names)
    if error.what in ("lecture", "step"):
        lecture = "" if error.what == "lecture" else f"{path.removeprefix('/deck/').partition('/')[0]}/"
        return tuple((name, lasting(f"/deck/{lecture}{quote(name)}")) for name in names)
    if error.what == "format" and not isinstance(error, UnknownSuffix):
        stem, rest = quote(path.rpartition(".")[0]), f"?{query}" if query else ""
        return tuple((name, f"{stem}.{name}{rest}") for name in names)
    return tuple((name, _url(path, query, error, name)) for name in names)


def _url(path: str, query: str, error: UserError, name: str) -> str:
    preset = path.removeprefix("/net/").partition("/")[0].partition(".")[0]
    suffix = path.rpartition(".")[2]
    format = suffix if suffix in RENDERERS else ""
    if isinstance(error, UnknownSuffix):
        return _readable(preset, error.path, name, query).url()
    if error.what == "path":
        return _readable(preset, name, format, query).url()
    return _readable(name, "", format, query).url()


def _readable(preset: str, path: str, format: str, query: str) -> Address:
    """The address with as much of the query as is right there; of an untraced network nobody knows the layers."""
    name = preset + (f"/{path}" if path else "") + (f".{format}" if format else "")
    try:
        address = read(name, query)
    except UserError:
        address = read(name, "")
    return address if path else address.looked(expand=())
