"""The small Markdown of lectures: paragraphs, lists, **bold**, *italic*, `code`, [links](/net/resnet34).

Read once into a tree of plain values, from which a page makes HTML and a handout its typography; HTML in a text is
text. Everything else of Markdown (headings, pictures, quotations) stays as it is written, but that a number keeps to
its unit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from app.language.unbroken import unbroken

RULES = ("emphasis", "backticks", "link", "list", "escape", "newline")
# markdown-it's names for what a tree here holds; all others are its own wrapping and vanish.
KINDS = {
    "paragraph": "paragraph",
    "bullet_list": "list",
    "ordered_list": "numbered",
    "list_item": "item",
    "text": "text",
    "strong": "strong",
    "em": "emphasis",
    "code_inline": "code",
    "link": "link",
    "softbreak": "space",
    "hardbreak": "break",
}


@dataclass(frozen=True, slots=True)
class Marked:
    """A piece of text. kind: `document` or one of KINDS' values. text: of `text` and `code`. to: where a link leads."""

    kind: str
    text: str = ""
    to: str = ""
    inside: tuple["Marked", ...] = ()

    def links(self) -> Iterator[str]:
        """Every address in it, in order."""
        if self.kind == "link":
            yield self.to
        for piece in self.inside:
            yield from piece.links()

    def plain(self) -> dict[str, Any]:
        """As JSON has it."""
        inside = [piece.plain() for piece in self.inside]
        return {"kind": self.kind, "text": self.text, "to": self.to, "inside": inside}


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("zero", {"html": False}).enable([*RULES])


@lru_cache(4096)
def marked(text: str) -> Marked:
    """A text as a tree; its kind is `document`."""
    return Marked("document", inside=_pieces(SyntaxTreeNode(_reader().parse(text))))


def _pieces(node: SyntaxTreeNode) -> tuple[Marked, ...]:
    return tuple(piece for child in node.children for piece in _piece(child))


def _piece(node: SyntaxTreeNode) -> tuple[Marked, ...]:
    if node.type not in KINDS:
        return _pieces(node)
    to = str(node.attrs.get("href", "")) if node.type == "link" else ""
    text = {"text": unbroken(node.content), "code_inline": node.content}.get(node.type, "")
    return (Marked(KINDS[node.type], text, to, _pieces(node)),)
