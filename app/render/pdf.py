"""A Scene becomes a PDF: its SVG, set by Typst as vectors and real text, its parts links to their pages.

Without a paper the page is cut to the picture, a drawing unit is a point. On paper the picture stands in the middle,
as large as fits and at most twice its size; a4 and letter lie or stand, whichever gives the larger picture.
"""

import json
from collections.abc import Callable
from typing import NamedTuple

from app.render.options import Options, Paper
from app.render.painting import Pictures
from app.render.svg import svg
from app.render.typeset import check_characters, scene_texts, typeset
from app.scene.palette import THEMES
from app.scene.sheet import bounds
from app.scene.types import Disc, Face, Part, Scene

# Values arrive as inputs, never pasted into markup.
DOCUMENT = b"""#let given = json(bytes(sys.inputs.given))
#set document(title: given.title, author: "Tensorwalk", date: none)
#set text(font: ("Source Sans Pro", "Noto Sans CJK SC"), lang: given.lang, size: 8pt, fill: rgb(given.muted))
#set page(width: given.page.at(0) * 1pt, height: given.page.at(1) * 1pt, margin: 0pt, fill: rgb(given.paper))
#place(dx: given.corner.at(0) * 1pt, dy: given.corner.at(1) * 1pt, block(
  image(bytes(sys.inputs.svg), format: "svg", width: given.size.at(0) * 1pt, height: given.size.at(1) * 1pt,
    alt: given.alt)
))
#for (to, x, y, width, height) in given.links {
  place(dx: x * 1pt, dy: y * 1pt, link(to, block(width: width * 1pt, height: height * 1pt)))
}
#if given.foot.len() > 0 {
  place(bottom, dx: given.margin * 1pt, dy: -given.margin * 0.5pt, block(
    width: (given.page.at(0) - 2 * given.margin) * 1pt,
    grid(columns: (1fr, auto), column-gutter: 12pt, link(given.address, given.foot), [Tensorwalk])
  ))
}
"""
SIZES: dict[Paper, tuple[float, float]] = {"a4": (841.89, 595.28), "letter": (792, 612), "16:9": (960, 540)}
MARGIN = 36.0  # points; half an inch
FOOT = 18.0  # what the line under the picture takes
LARGEST = 2.0
LONGEST_EDGE = 14_400.0  # points: what the PDF standard promises of a page
LONGEST_FOOT = 150  # characters of the address as it is printed; its link is whole


class Page(NamedTuple):
    """A page and where the picture stands on it, in points; scale: points a drawing unit."""

    width: float
    height: float
    left: float
    top: float
    scale: float


def pdf(scene: Scene, options: Options, painting: Pictures | None = None) -> bytes:
    """The picture on one page. painting: as for `svg`, with addresses that hold the pictures themselves."""
    check_characters((*scene_texts(scene), scene.title))
    page, colours = page_for(scene, options.paper), THEMES[options.theme]
    given = {
        "title": scene.title,
        "alt": scene.alt,
        "lang": scene.lang,
        "paper": colours["paper"],
        "muted": colours["muted"],
        "page": (page.width, page.height),
        "corner": (page.left, page.top),
        "size": (page.scale * scene.width, page.scale * scene.height),
        "margin": MARGIN,
        "links": _links(scene, options.link, page) if options.link else [],
        "address": options.address,
        "foot": _foot(options),
    }
    drawn = svg(scene, options.theme, embed=False, painting=painting)
    return typeset(DOCUMENT, {"svg": drawn, "given": json.dumps(given)}, "pdf")


def page_for(scene: Scene, paper: Paper = "") -> Page:
    """The page for a picture of this size."""
    if not paper:
        scale = min(1.0, LONGEST_EDGE / max(scene.width, scene.height))
        return Page(scale * scene.width, scale * scene.height, 0, 0, scale)
    wide, high = SIZES[paper]
    ways = [(wide, high)] if paper == "16:9" else [(wide, high), (high, wide)]
    lying = scene.width > scene.height
    width, height = max(ways, key=lambda way: (_fitted(scene, *way), (way[0] > way[1]) == lying))
    scale = _fitted(scene, width, height)
    left = (width - scale * scene.width) / 2
    return Page(width, height, left, (height - FOOT - scale * scene.height) / 2, scale)


def _fitted(scene: Scene, width: float, height: float) -> float:
    return min(LARGEST, (width - 2 * MARGIN) / scene.width, (height - 2 * MARGIN - FOOT) / scene.height)


def _foot(options: Options) -> str:
    """The address as it stands under a picture on paper."""
    shown = options.address.partition("://")[2] if options.paper else ""
    return shown if len(shown) <= LONGEST_FOOT else f"{shown[: LONGEST_FOOT - 1]}…"


def _links(scene: Scene, link: Callable[[Part], str], page: Page) -> list[tuple[str, float, float, float, float]]:
    """(address, x, y, width, height) of what is solid in each part that leads somewhere, the smallest on top."""
    found: list[tuple[str, float, float, float, float]] = []
    for part in scene.parts:
        solid = [mark for mark in part.marks if isinstance(mark, Face | Disc)]
        if (part.path or part.expand) and solid:
            left, top, right, bottom = (round(page.scale * edge, 2) for edge in bounds(solid))
            found.append((link(part), page.left + left, page.top + top, right - left, bottom - top))
    return sorted(found, key=lambda box: -box[3] * box[4])
