"""What a page or a drawing says: its texts, line by line, and what is spoken in their place."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser

SPOKEN = ("title", "aria-label", "alt", "placeholder", "aria-description", "aria-roledescription", "aria-valuetext")
METAS = (
    "description",
    "og:title",
    "og:description",
    "og:image:alt",
    "twitter:title",
    "twitter:description",
    "twitter:image:alt",
)
SPACE = "|"  # between pieces of a line: what stands beside it is set apart on purpose
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
# Pieces of text that are on the same line are one text.
INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "cite",
        "em",
        "i",
        "kbd",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "tspan",
        "u",
        "var",
    ]
)


class Texts(HTMLParser):
    """What a page or a drawing says: its texts, line by line, and what is spoken in their place."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[str] = []
        self._line = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.found += [given[name] or "" for name in SPOKEN if given.get(name)]
        if tag == "meta" and (given.get("name") or given.get("property")) in METAS:
            self.found.append(given.get("content") or "")
        if tag not in INLINE:
            self._end_line()
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass
        if tag not in INLINE:
            self._end_line()

    def handle_data(self, data: str) -> None:
        if not {"script", "style", "code", "pre", "textarea"} & set(self._open[-2:]):
            self._line += re.sub(r"^\s+|\s+$", SPACE, data)
        elif "code" in self._open[-2:]:
            self._line += "`" + data + "`"

    def _end_line(self) -> None:
        if line := " ".join(self._line.split()).strip(f" {SPACE}"):
            self.found.append(line)
        self._line = ""


def texts(html: str) -> list[str]:
    reader = Texts()
    reader.feed(html)
    reader.close()
    return list(dict.fromkeys([*reader.found, *chart_texts(html)]))


def chart_texts(html: str) -> Iterator[str]:
    """What the figures in a page's blocks of data say: their names and what appears under the pointer."""
    for block in re.findall(r'<script type="application/json" id="(?!words)[^"]*">(.*?)</script>', html, re.DOTALL):
        for key, value in walked(json.loads(block)):
            if key in ("text", "title", "name", "hovertext", "label", "says", "hovertemplate"):
                yield re.sub(r"%\{\w+[^}]*\}|<[^>]*>", " ", value)


def walked(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from walked(inner, str(name))
    elif isinstance(value, list):
        for inner in value:
            yield from walked(inner, key)
