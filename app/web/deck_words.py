"""Texts of lectures as HTML: the tree of `decks/markdown`, every word escaped, links of this site in its language."""

from markupsafe import Markup, escape

from app.decks.markdown import Marked, marked
from app.decks.schema import Words
from app.web.language import lasting

TAGS = {
    "paragraph": "p",
    "list": "ul",
    "numbered": "ol",
    "item": "li",
    "strong": "strong",
    "emphasis": "em",
}


def html(words: Words | None) -> Markup:
    """A text in the language that is spoken; "" for none."""
    return _inside(marked(str(words))) if words else Markup()


def inline(words: Words) -> Markup:
    """The same without the paragraph around it, for a label."""
    return Markup(" ").join(_inside(paragraph) for paragraph in marked(str(words)).inside)


def _html(piece: Marked) -> Markup:
    match piece.kind:
        case "text":
            return escape(piece.text)
        case "code":
            return Markup("<code>{}</code>").format(piece.text)
        case "space":
            return Markup("\n")
        case "break":
            return Markup("<br>")
        case "link":
            to = lasting(piece.to) if piece.to.startswith("/") else piece.to
            return Markup('<a href="{}">{}</a>').format(to, _inside(piece))
        case kind:
            return Markup("<{0}>{1}</{0}>").format(Markup(TAGS[kind]), _inside(piece))


def _inside(piece: Marked) -> Markup:
    return Markup().join(_html(child) for child in piece.inside)
