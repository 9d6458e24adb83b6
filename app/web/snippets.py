"""What is pasted elsewhere to show a view: HTML, Markdown, LaTeX, a citation. Each is escaped as its language asks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any
from urllib.parse import urlencode

from app.language import message, say
from app.nets import overrides
from app.render.tex import ENGINES, letters, tex
from app.web.compare_urls import Compared
from app.web.oembed import frame, frame_size
from app.web.shown import Shown
from app.web.urls import Address

SCRIPT = "/static/tensor-walk.js"
LOOKS = ("view", "scale", "theme", "lang")
# In the address of an \href, where commands would be read.
_TEX_URL = str.maketrans({sign: f"\\{sign}" for sign in "%#&_"})
_MARKDOWN = str.maketrans({character: f"\\{character}" for character in "\\[]()*_`<>!"})


@dataclass(frozen=True, slots=True)
class Snippet:
    """id: stable, for scripts and tests. name: what it is called, a message."""

    id: str
    name: str
    make: Callable[[Shown, str], str]


def link(shown: Shown, origin: str) -> str:
    """The view's page."""
    return origin + shown.asked.url()


def iframe(shown: Shown, origin: str) -> str:
    """A frame, which needs no script."""
    return frame(shown, origin, *frame_size(shown))


def component(shown: Shown, origin: str) -> str:
    """The element of static/tensor-walk.js; what stands inside is shown until it has loaded, or without a script."""
    said = " ".join(f'{name}="{escape(value)}"' for name, value in _attributes(shown.asked).items())
    inside = f'<a href="{escape(link(shown, origin))}">{escape(shown.title)}</a>'
    return f'<script src="{escape(origin + SCRIPT)}"></script>\n<tensor-walk {said}>{inside}</tensor-walk>'


def markdown(shown: Shown, origin: str) -> str:
    """A picture that is a link, with its alternative text."""
    picture = origin + shown.asked.file("svg").url()
    return f"[![{shown.scene.alt.translate(_MARKDOWN)}]({picture})]({link(shown, origin)})"


def latex(shown: Shown, origin: str) -> str:
    """A figure of the PDF, which is to be saved beside the document."""
    url = link(shown, origin).translate(_TEX_URL)
    asks = "" if letters(shown.title) == "latin" else f", {ENGINES[letters(shown.title)]}"
    return (
        f"% \\usepackage{{graphicx,hyperref}}{asks}\n"
        "\\begin{figure}\n  \\centering\n"
        f"  \\includegraphics[width=\\linewidth]{{{shown.asked.stem}.pdf}}\n"
        f"  \\caption{{\\href{{{url}}}{{{tex(shown.title)}}}}}\n"
        "\\end{figure}"
    )


def citation(shown: Shown, origin: str) -> str:
    """BibTeX. The address alone says all that is in the picture."""
    today = date.today()
    said = say("Tensor shapes measured in PyTorch; accessed {day}", day=today.isoformat())
    return (
        f"@misc{{tensorwalk-{shown.asked.stem},\n"
        f"  title        = {{{{{tex(shown.title)}}}}},\n"
        "  author       = {{Tensorwalk}},\n"
        f"  year         = {{{today.year}}},\n"
        f"  howpublished = {{\\url{{{link(shown, origin)}}}}},\n"
        f"  note         = {{{said}}}\n"
        "}"
    )


SNIPPETS = (
    Snippet("link", message("Link"), link),
    Snippet("iframe", message("Frame, for any page"), iframe),
    Snippet("component", message("Web component, for course pages"), component),
    Snippet("markdown", "Markdown", markdown),
    Snippet("latex", "LaTeX", latex),
    Snippet("bibtex", "BibTeX", citation),
)


def _attributes(asked: Address | Compared) -> dict[str, str]:
    """What the element is told."""
    if isinstance(asked, Compared):
        return {"src": asked.url()}
    said: dict[str, Any] = {"net": asked.config.preset, "path": asked.path}
    said["fields"] = urlencode(overrides(asked.config), safe=",:")
    plain = Address(asked.config).look
    said |= {key: getattr(asked.look, key) for key in LOOKS if getattr(asked.look, key) != getattr(plain, key)}
    said["expand"] = ",".join(asked.look.expand)
    return {name: value for name, value in said.items() if value}
