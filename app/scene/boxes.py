"""The pieces of a schematic: a labelled box, a bar of a concat, the disc of a sum, a note beside an arrow."""

from app.scene.plan import JOIN, NOTE, Item
from app.scene.sheet import rectangle
from app.scene.text import text_width
from app.scene.types import Disc, Face, Mark, Part, Point, Stroke, Text

BOX = 23.0
LABEL = 13.0  # font size in a box


def box_size(words: str) -> Point:
    """Height and width of a box in which every label has air around it."""
    return BOX, text_width(words, LABEL) + 26


def box(
    item: Item, centre: Point, width: float, height: float, bands: tuple[tuple[float, float, str], ...] = ()
) -> Part:
    """A box with its words. bands: stretches from left to right, each with a hue, in place of the box's own."""
    (x, y), hue = centre, item.hue
    left, top, right, bottom = x - width / 2, y - height / 2, x + width / 2, y + height / 2
    corners = rectangle(left, top, right, bottom)
    filled = bands or ((left, right, hue),)
    marks: list[Mark] = [
        Face(rectangle(start, top, end, bottom), f"{own}-top", "", "pane", 0.5, radius=0 if bands else 5)
        for start, end, own in filled
    ]
    marks += [
        Face(corners, "", f"{hue}-line", role="pane", width=1.2, radius=0 if bands else 5),
        Text(x, y + 4.5, item.words, LABEL, inside=True),
    ]
    return Part(tuple(marks), item.path, "operation", item.label)


def plus(centre: Point, item: Item) -> Part:
    """The disc of a sum or, with its cross turned, of a product."""
    (x, y), (a, b) = centre, (3.5, 0.0) if item.sum == "add" else (2.6, 2.6)
    marks = (
        Disc(centre, JOIN, fill="pill", width=1.2),
        Stroke((x - a, y - b), (((x + a, y + b),),), width=1.3, role="guide"),
        Stroke((x + b, y - a), (((x - b, y + a),),), width=1.3, role="guide"),
    )
    return Part(marks, item.path, "operation", item.label)


def note(words: str, x: float, baseline: float) -> Part:
    """What happens on an arrow, beside it."""
    return Part((Text(x, baseline + 1, words, NOTE, "regular", "start", "muted"),), kind="note")
