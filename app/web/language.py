"""Which language a request is answered in: `?lang=`, else what the browser wishes, else English. One ASGI middleware.

Files have no wish: an address of a file is one file, in English unless it says another language (`Address.language`).
"""

from collections.abc import Sequence
from contextvars import ContextVar
from typing import cast, get_args
from urllib.parse import parse_qsl, quote, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.language import LANGUAGES, Language, language, speaking

UI = "ui"  # of a page whose `lang` is that of a picture which it is about
WISHED = ("text/html", "application/problem+json")  # what depends on the browser's wish

_query: ContextVar[str] = ContextVar("query", default="")


class Languages:
    """Speaks the language of a request while it is answered, and says so in the answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        query = scope["query_string"].decode("latin-1")
        _query.set(query)

        async def told(sent: Message) -> None:
            if sent["type"] == "http.response.start":
                headers = MutableHeaders(scope=sent)
                fixed = "content-language" in headers  # whatever the browser wishes
                if headers.get("content-type", "").startswith(WISHED) and not fixed:
                    headers["content-language"] = language()
                    headers.add_vary_header("Accept-Language")
            await send(sent)

        with speaking(asked(query) or wished(Headers(scope=scope).getlist("accept-language"))):
            await self.app(scope, receive, told)


def asked(query: str) -> Language | None:
    """The language that a query asks for; None where it does not, or for one that is not spoken here."""
    given = dict(parse_qsl(query))
    said = given.get(UI) or given.get("lang")
    return cast(Language, said) if said in get_args(Language) else None


def wished(accept_language: Sequence[str]) -> Language:
    """The first of our languages in what a browser wishes (RFC 9110, 12.5.4), regions left out."""
    wishes: list[tuple[float, str]] = []
    for wish in ",".join(accept_language).lower().replace(" ", "").split(","):
        name, _, quality = wish.partition(";q=")
        try:
            wishes.append((float(quality or 1), name.partition("-")[0]))
        except ValueError:
            continue
    known = [name for quality, name in sorted(wishes, key=lambda wish: -wish[0]) if quality > 0 and name in LANGUAGES]
    return cast(Language, known[0]) if known else "en"


def asked_language() -> Language | None:
    """What this request asks for, for its forms to ask again; None where it does not."""
    return asked(_query.get())


def lasting(url: str) -> str:
    """An address of this site with the language that this request asks for, so that a reader stays in it."""
    said = asked_language()
    if not said or "lang=" in url.partition("?")[2]:
        return url
    address, mark, place = url.partition("#")
    return f"{address}{'&' if '?' in address else '?'}lang={said}{mark}{place}"


def language_tag() -> str:
    """The language that is spoken, as HTML's `lang`: the Chinese here is simplified, which is what chooses its font."""
    return "zh-CN" if language() == "zh" else language()


def languages(page: str = "") -> list[tuple[Language, str, str]]:
    """Every language but the spoken one: its code, its own name, and a page's address in it; "" is this address."""
    address, _, query = (page or f"?{_query.get()}").partition("?")
    kept = [(key, value) for key, value in parse_qsl(query, keep_blank_values=True) if key != "lang"]
    others: list[tuple[Language, str]] = [(code, name) for code, name in LANGUAGES.items() if code != language()]
    return [(code, name, f"{address}?{_query_text([*kept, ('lang', code)])}") for code, name in others]


def _query_text(pairs: list[tuple[str, str]]) -> str:
    return urlencode(pairs, quote_via=quote, safe=",:")
