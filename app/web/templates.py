"""Jinja, set up once: pages escape everything by themselves, and an undefined name is our own mistake."""

import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from app.language import gap, language, say, say_count, say_in
from app.language.catalogue import script_words as words_of
from app.language.nouns import percent
from app.web.assets import static_url
from app.web.language import asked_language, language_tag, languages, lasting

TEMPLATES = Path(__file__).parents[2] / "templates"


def data_block(value: object) -> Markup:
    """JSON for a <script type="application/json">: no character in it can end the element."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def _gettext(text: str) -> str:
    return say(text)


def _ngettext(one: str, many: str, count: int) -> str:
    return say_count(one, many, count)


@pass_context
def _lasting(_context: Context, url: str) -> str:
    """As `lasting`; with a context, or Jinja would work out `"/" | lasting` once, when it compiles the template."""
    return lasting(url)


def script_words() -> dict[str, str]:
    """What scripts say in the language of the page; English needs none."""
    return {} if language() == "en" else words_of(language())


_environment = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    extensions=["jinja2.ext.i18n"],
)
_environment.policies["ext.i18n.trimmed"] = True
_environment.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]
_environment.globals["static"] = static_url
_environment.globals |= {
    "say_in": say_in,
    "percent": percent,
    "gap": gap,
    "language": language,
    "language_tag": language_tag,
    "languages": languages,
    "asked_language": asked_language,
    "script_words": script_words,
}
_environment.filters |= {"data_block": data_block, "lasting": _lasting}


def rendered(name: str, **values: Any) -> str:
    """A template filled in."""
    return _environment.get_template(name).render(**values)
