"""A Scene becomes an SVG: for a page, which brings colours and font itself, or alone, with both inside.

Plain text, one element a part and one a mark; the same scene gives the same bytes. Every colour is a class
(`stylesheet.py`), every length goes through `numbers.py`, every string through `escaped`.
"""

import json
import re
from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from zlib import crc32

from app.render.arrow import Step, arrow
from app.render.chinese import chinese_used
from app.render.numbers import Numbers
from app.render.painting import Pictured, Pictures, pictured
from app.render.stylesheet import picture_css
from app.scene.palette import Theme
from app.scene.types import Disc, Face, Mark, Painting, Part, Point, Scene, Stroke, Text

Link = Callable[[Part], str]

# What the root says once, marks leave out.
FACE_WIDTH = 0.8
TEXT_SIZE = 13.0
INHERITED = f'stroke-width="{FACE_WIDTH}" stroke-linejoin="round" text-anchor="middle" font-size="{TEXT_SIZE:g}"'

FACE_DASH = ' stroke-dasharray="3 2.5"'
STROKE_DASH = ' stroke-dasharray="5 4"'

# Characters that mean something to XML, and those that it forbids.
_SPECIAL = re.compile('[&<>"\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]')
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": " ", "\n": " ", "\r": " "}
_CLASS = re.compile(' class="([^"]*)"')


def svg(
    scene: Scene,
    theme: Theme | None = None,
    link: Link | None = None,
    embed: bool = True,
    painting: Pictures | None = None,
) -> str:
    """The picture as an SVG element.

    theme: None for a page; a theme for a picture that stands alone, on its own paper. link: the address that a
    part with a path leads to; without it nothing is a link. embed: put the font inside a picture that stands alone.
    painting: from the path of a tensor to the address of a picture, four tiles on top of each other, of what it holds;
    without it the room for paintings stays empty.
    """
    numbers = Numbers()
    width, height = numbers[scene.width], numbers[scene.height]
    title = f"scene-{crc32(repr((scene.title, scene.alt)).encode()):08x}"  # several scenes may share a page
    shown = pictured(scene, f"{title}-", painting)
    parts = shown.defs + "".join([_part(part, numbers, theme is not None, link, shown) for part in scene.parts])
    namespace = style = ""
    if theme:
        namespace = ' xmlns="http://www.w3.org/2000/svg"'
        parts = f'<rect class="f-paper" width="{width}" height="{height}"/>{parts}'
        style = f"<style>{picture_css(theme, classes_of(parts), chinese_used(scene), embed)}</style>"
    lang = f' lang="{scene.lang}" xml:lang="{scene.lang}"' if scene.lang != "en" else ""
    sliding = f" data-sliding='{json.dumps(asdict(scene.sliding))}'" if scene.sliding else ""
    return (
        f'<svg{namespace}{lang} class="scene" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="group" aria-labelledby="{title}" {INHERITED}{sliding}>'
        f'<title id="{title}">{escaped(scene.title)}</title><desc>{escaped(scene.alt)}</desc>{style}{parts}</svg>\n'
    )


def classes_of(drawing: str) -> set[str]:
    """The classes that a drawing uses."""
    return set(" ".join(_CLASS.findall(drawing)).split())


def escaped(string: str) -> str:
    """A string as the content of an element or of an attribute; what XML cannot say becomes U+FFFD."""
    return _SPECIAL.sub(lambda found: _ENTITIES.get(found[0], "\ufffd"), string)


def _part(part: Part, numbers: Numbers, alone: bool, link: Link | None, shown: Pictured) -> str:
    """One element a part: a link if it leads somewhere. Alone, its label is a title, which viewers show on hover."""
    marks = "".join(
        [
            shown.mark(mark, numbers) if isinstance(mark, Painting) else _WRITERS[type(mark)](mark, numbers)
            for mark in part.marks
        ]
    )
    tag, attributes = "g", f'class="part {escaped(part.kind)}"'
    if part.path or part.expand:
        attributes += f' data-path="{escaped(part.path)}" data-lane="{part.lane}"'
        if link:
            tag, attributes = "a", f'{attributes} href="{escaped(link(part))}"'
            marks = marks if alone else _hits(part, numbers) + marks
    if part.name:
        attributes += f' data-name="{escaped(part.name)}"'
    if part.label and alone:
        marks = f"<title>{escaped(part.label)}</title>{marks}"
    elif part.label:
        role = "" if tag == "a" else ' role="img"'
        attributes += f'{role} aria-label="{escaped(part.label)}"'
    return f"<{tag} {attributes}>{marks}</{tag}>"


def _hits(part: Part, numbers: Numbers) -> str:
    """An invisible, wider twin of every arrow of a link: the line itself is too thin to point at."""
    arrows = [mark for mark in part.marks if isinstance(mark, Stroke) and mark.role == "arrow"]
    return "".join([f'<path class="hit" d="{_path(mark.start, mark.steps, numbers)}"/>' for mark in arrows])


def _face(face: Face, numbers: Numbers) -> str:
    paint = _paint(face.fill, face.line)
    if face.line and face.width != FACE_WIDTH:
        paint += f' stroke-width="{numbers[face.width]}"'
    if face.dash:
        paint += FACE_DASH
    if face.opacity != 1:
        paint += f' opacity="{numbers[face.opacity]}"'
    if not face.radius:
        return f'<polygon{paint} points="{_points(face.points, numbers)}"/>'
    xs, ys = [x for x, _ in face.points], [y for _, y in face.points]
    left, top = min(xs), min(ys)
    width, height = numbers[max(xs) - left], numbers[max(ys) - top]
    corner, radius = f'x="{numbers[left]}" y="{numbers[top]}"', numbers[face.radius]
    return f'<rect{paint} {corner} width="{width}" height="{height}" rx="{radius}"/>'


def _stroke(stroke: Stroke, numbers: Numbers) -> str:
    steps, head = arrow(stroke) if stroke.arrow else (stroke.steps, ())
    dash = STROKE_DASH if stroke.dash else ""
    path = _path(stroke.start, steps, numbers)
    line = f'<path{_paint("", stroke.line)} stroke-width="{numbers[stroke.width]}"{dash} d="{path}"/>' if steps else ""
    return f'{line}<polygon{_paint(stroke.line, "")} points="{_points(head, numbers)}"/>' if head else line


def _disc(disc: Disc, numbers: Numbers) -> str:
    x, y = disc.centre
    paint, width = _paint(disc.fill, disc.line), numbers[disc.width]
    return f'<circle{paint} stroke-width="{width}" cx="{numbers[x]}" cy="{numbers[y]}" r="{numbers[disc.radius]}"/>'


def _text(text: Text, numbers: Numbers) -> str:
    x, y = numbers[text.x], numbers[text.y]
    look = f' class="f-{text.fill} w-{text.weight}" x="{x}" y="{y}"'
    if text.size != TEXT_SIZE:
        look += f' font-size="{numbers[text.size]}"'
    if text.anchor != "middle":
        look += f' text-anchor="{text.anchor}"'
    if text.angle:
        look += f' transform="rotate({numbers[-text.angle]} {x} {y})"'
    return f"<text{look}>{escaped(text.string)}</text>"


def _paint(fill: str, line: str) -> str:
    """The classes of a mark that has a fill, a line, or both."""
    if not line:
        return f' class="f-{fill}"' if fill else ' fill="none"'
    return f' class="f-{fill} s-{line}"' if fill else f' class="s-{line}" fill="none"'


def _path(start: Point, steps: tuple[Step, ...], numbers: Numbers) -> str:
    drawn = "".join([("L" if len(step) == 1 else "C") + _points(step, numbers) for step in steps])
    return f"M{numbers[start[0]]},{numbers[start[1]]}{drawn}"


def _points(points: tuple[Point, ...], numbers: Numbers) -> str:
    return " ".join([f"{numbers[x]},{numbers[y]}" for x, y in points])


_WRITERS: dict[type[Mark], Callable[[Any, Numbers], str]] = {Face: _face, Stroke: _stroke, Disc: _disc, Text: _text}
