"""GET /share/...: everything that is needed to show a view elsewhere, with a preview; the look can be changed first.

Pages open it in a dialog; without a script it is a page with a form. Its own words are in the language of `ui`, which
the form carries along, for `lang` is that of the view.
"""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from starlette.requests import Request
from starlette.responses import Response

from app.errors import UserError
from app.language import LANGUAGES, language, say, speaking
from app.pipeline import Answer, graph_for
from app.render import RENDERERS
from app.render.options import DENSITIES
from app.scene.folding import ALL, foldable
from app.web.compare_urls import Compared
from app.web.delivery import PAGE_CACHING, delivered, entity_tag, origin, raw_address, raw_query, without_slash
from app.web.embed import embed_url
from app.web.headers import NOT_INDEXED
from app.web.language import UI
from app.web.oembed import frame_size
from app.web.options import LABELS
from app.web.shown import Shown, address_at, shown
from app.web.snippets import SNIPPETS
from app.web.templates import rendered
from app.web.urls import Address

CHOSEN = ("theme", "lang", "scale", "expand")


@dataclass(frozen=True, slots=True)
class Choice:
    """One field of the form. options: (value, label), "" for what the address leaves open."""

    key: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...]


async def share(request: Request) -> Response:
    """GET /share/{name}, name as in /embed/{name}."""
    if elsewhere := without_slash(request):
        return elsewhere
    asked = read_share(request.path_params["name"], raw_query(request))
    kept_as = f"{raw_address(request)}#{date.today()}"  # a citation says when it was made
    return await delivered(request, partial(share_answer, asked, origin(request)), asked.heavy, kept_as)


def read_share(name: str, query: str) -> Address | Compared:
    """The view that is shared. A form without a script sends empty fields too: they are left out. A picture speaks as
    its reader does, if nothing is said."""
    given = [(key, value) for key, value in parse_qsl(query, keep_blank_values=True) if value]
    said = dict(given)
    if said.get(UI, language()) not in LANGUAGES:
        raise UserError(UI, said[UI], say(", ").join(LANGUAGES))
    wanted = said.get("lang", language())
    rest = [(key, value) for key, value in given if (key, value) != ("lang", wanted) and key != UI]
    if wanted != "en":
        rest.append(("lang", wanted))
    return address_at(name, urlencode(rest, quote_via=quote, safe=",:"))


def share_answer(asked: Address | Compared, origin: str) -> Answer:
    """The page, in the language that is spoken; what it offers is in the picture's."""
    with speaking(asked.look.lang or "en"):
        found = shown(asked)
        snippets = [(snippet, snippet.make(found, origin)) for snippet in SNIPPETS]
    body = rendered("share.html", **_values(found, snippets, origin)).encode()
    return Answer(body, "text/html; charset=utf-8", entity_tag(body), (("cache-control", PAGE_CACHING), NOT_INDEXED))


def _values(found: Shown, snippets: list[Any], origin: str) -> dict[str, Any]:
    asked = found.asked
    choices = _choices(asked)
    kept = [(key, value) for key, value in parse_qsl(asked.url().partition("?")[2]) if key not in CHOSEN]
    return {
        "title": found.title,
        "action": "/share" + asked.url().partition("?")[0],
        "page": asked.url(),
        "kept": [*kept, (UI, language())],
        "choices": choices,
        "preview": embed_url(asked),
        "size": frame_size(found),
        "snippets": snippets,
        "files": [(format, made.media_type, asked.file(format).url()) for format, made in RENDERERS.items()],
        "densities": [(times, asked.file("png", density=times).url()) for times in DENSITIES],
        "alt": found.scene.alt,
        "alt_lang": asked.look.lang or "en",
    }


def _choices(asked: Address | Compared) -> list[Choice]:
    look = asked.look
    layers = tuple((name, name) for name in _layers(asked))
    expand = ",".join(look.expand)
    folds = (("", say("as it is drawn")), *layers, (ALL, say("every layer")))
    others = ((expand, expand),) if expand not in ("", ALL, *dict(layers)) else ()
    choices = [
        Choice("theme", say("Theme"), look.theme, (
            ("", say("as the page around it")), ("light", say("light")), ("dark", say("dark")), ("print", say("print")),
        )),
        Choice("lang", say("Language"), look.lang or "en", tuple(LANGUAGES.items())),
        Choice("scale", say("Scale"), look.scale, tuple((law, say(LABELS[law])) for law in ("log", "sqrt", "linear"))),
        Choice("expand", say("Unfolded"), expand, (*folds, *others)),
    ]  # fmt: skip
    return choices if layers or expand else choices[:-1]


def _layers(asked: Address | Compared) -> list[str]:
    """The layers that can be unfolded one by one."""
    if isinstance(asked, Compared) or asked.path:
        return []
    return [stage.path for stage in foldable(graph_for(asked.config), asked.view)]
