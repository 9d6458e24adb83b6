"""Templates become Python text: what a template writes is the `repr` of a value, so that no value can be code.

Only Code, which is made in this room from literals and numbers, is written as it stands.
"""

from jinja2 import Environment, PackageLoader, StrictUndefined


class Code(str):
    """A piece of Python that this room wrote itself."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def literal(value: object) -> str:
    """The `repr` of a value, in double quotes where that changes nothing else: as a formatter would have it."""
    text = repr(value)
    return f'"{text[1:-1]}"' if text.startswith("'") and '"' not in text else text


_templates = Environment(
    loader=PackageLoader("app.program"),
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    undefined=StrictUndefined,
    finalize=literal,
    autoescape=False,  # Python, not HTML: `finalize` is what keeps values from being code
)
_templates.globals["code"] = Code


def write(template: str, **values: object) -> str:
    """The text of `templates/{template}.jinja` with its values."""
    return _templates.get_template(f"{template}.jinja").render(values)
