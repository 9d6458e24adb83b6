"""How much room a step's drawing has before the class, how it lies there, and how large its smallest words are.

Reckoned for the narrowest wall, whose lengths are CSS pixels; what `static/deck/deck.css` says in shares of a frame
stands here in pixels of that one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from app.decks.markdown import Marked, marked
from app.decks.schema import Question, Step, Words
from app.scene.text import text_width
from app.scene.types import Scene, Text, Weight

WALL = (1024.0, 768.0)  # a projector of 4:3, the narrowest that lecture rooms still have
# Capitals are 0.7 of a font size. From the last row, six picture heights away, 10 pixels of 768 make them
# 7 / (6 · 768) of the distance, 5.2 minutes of arc; a good eye reads letters of 5, and none smaller.
READABLE = 10.0

UNIT = min(WALL) / 100
FONT = 0.007 * WALL[0] + 0.0135 * WALL[1]
SIDE, FRAME, FOOT = 5 * UNIT, 4 * UNIT, 36.0  # at either side of words; above and below a step; its last line
ACROSS = WALL[0] - 2 * SIDE
ASIDE = (ACROSS - 4 * UNIT) / 2.9  # words beside a drawing have one part, the drawing 1.9 and the margin before it
PAIR = (ACROSS - 2.5 * FONT) / 2.4  # of text and question in one row, the text has 1.4 parts
ROW, NEXT = 2.0, 0.4  # of a question, in font sizes: a field or buttons, and what is between two rows
TALL, GROWN = 0.75, 1.2  # width by height of what is scrolled, if it must be, to what is lit; how large it becomes
PLATE = (WALL[0], 500.0)  # above a few lines of words: what is longer goes on in a second line


@dataclass(frozen=True, slots=True)
class Fit:
    """layout: `wide` has the words beneath the drawing, `beside` at its right; `tall` as well, and is scrolled.

    words: the font size of the smallest words in the drawing, in pixels of the wall. asking: the height that a question
    and its answer both have under a drawing, in font sizes, so that the drawing stays as it is.
    """

    layout: str
    words: float
    asking: float


def fit(scene: Scene, step: Step) -> Fit:
    """How the drawing of a step is shown, in the language that is spoken: in the layout that shows it larger."""
    title = 1.2 * 1.75 * FONT * _lines(str(step.title), 1.75 * FONT, ACROSS, "bold")
    height = WALL[1] - FRAME - FOOT - 2 * UNIT - title
    across = (WALL[0] - SIDE - 4 * UNIT - ASIDE) / scene.width
    scales = {
        "wide": min(WALL[0] / scene.width, (height - UNIT - _beneath(step)) / scene.height),
        "beside": min(across, height / scene.height) if _text(step.text, ASIDE) <= height else 0,
    }
    smallest = _smallest(scene)
    if step.lit and scene.width / scene.height < TALL and max(scales.values()) * smallest < READABLE:
        scales = {"tall": min(GROWN, across)}
    layout = max(scales, key=lambda name: scales[name])
    asking = _question(step.question) / FONT if step.question else 0.0
    return Fit(layout, scales[layout] * smallest, asking)


def _smallest(scene: Scene) -> float:
    return min((mark.size for part in scene.parts for mark in part.marks if isinstance(mark, Text)), default=READABLE)


def _beneath(step: Step) -> float:
    """The height of a step's words under its drawing."""
    if not step.question:
        return _text(step.text, ACROSS)
    return max(_text(step.text, 1.4 * PAIR), _question(step.question))


def _text(words: Words, width: float) -> float:
    """The height of a text: its lines, and what is between its paragraphs."""
    blocks = list(_blocks(marked(str(words))))
    lines = sum(_lines(block, FONT, width - (1.2 * FONT if item else 0)) for block, item in blocks)
    return 1.45 * FONT * lines + 0.6 * FONT * (len(blocks) - 1)


def _question(question: Question) -> float:
    """The height of a question with its field or choices, or with its answer, whichever is higher."""
    width = PAIR - 1.6 * FONT - 3
    asked = 1.3 * _lines(_plain(marked(str(question.ask))), FONT, width, "semibold")
    choices = sum(text_width(str(choice), 0.9 * FONT) + 2.1 * FONT for choice in question.choices)
    rows = 1 + ceil(choices / width) if question.choices else 1
    worked = _lines(_plain(marked(str(question.formula))), FONT, width) if question.formula else 0
    shown = 1.3 * 1.3 + (NEXT + 1.3 * worked if worked else 0)
    return (2 * NEXT + asked + NEXT + max(rows * (ROW + NEXT) - NEXT, shown)) * FONT


def _blocks(piece: Marked, item: bool = False) -> Iterator[tuple[str, bool]]:
    """Every paragraph as plain words, and whether it is an item of a list."""
    for each in piece.inside:
        if each.kind in ("list", "numbered"):
            yield from _blocks(each)
        elif each.kind in ("paragraph", "item"):
            yield _plain(each), each.kind == "item"


def _plain(piece: Marked) -> str:
    return " " if piece.kind == "space" else piece.text + "".join(map(_plain, piece.inside))


def _lines(words: str, size: float, width: float, weight: Weight = "regular") -> int:
    """Lines of a paragraph; as words are not parted, a line is a little shorter than its room."""
    return ceil(text_width(words, size, weight) / (width - 2 * size))
