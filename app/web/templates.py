"""Jinja, set up once: pages escape everything by themselves, and an undefined name is our own mistake."""

import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.web.assets import static_url

TEMPLATES = Path(__file__).parents[2] / "templates"


def data_block(value: object) -> Markup:
    """JSON for a <script type="application/json">: no character in it can end the element."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


_environment = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals["static"] = static_url
_environment.filters["data_block"] = data_block


def rendered(name: str, **values: Any) -> str:
    """A template filled in."""
    return _environment.get_template(name).render(**values)
