"""Two or three drawings as one: volumes in rows above one another, schematics in columns side by side.

Each drawing comes as its own view drew it. What stands at the same position in all is pulled to the same place, what
one lacks leaves a gap, what differs is lit. A part's path begins with its drawing's letter, `b/layer2.0`; parts at the
same position share a name, `row-17`, for the page to light them together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Literal, NamedTuple

from app.language import say
from app.scene.comparison_marks import Sign, Symbol, frame, frame_of, lit_line, obstacles, places_along, places_on, sign
from app.scene.comparison_stretch import SOLID, stretched, stretched_columns, stretches
from app.scene.sheet import MARGIN, bounds, extent, moved, rectangle, wrapped
from app.scene.text import Box
from app.scene.types import Column, Face, Part, Scene, Stroke, Text

LETTERS = "abc"
BETWEEN_ROWS = 26.0
BETWEEN_COLUMNS = 72.0
SLOT = 13.0  # half the height of the mark where a drawing has nothing


class Look(NamedTuple):
    """axis: that along which positions are aligned, 0 for x. pad, side: how far off frames are, where signs stand."""

    axis: int
    pad: float
    side: Literal["corner", "right"]


LAYOUTS = {"rows": Look(0, 3.0, "corner"), "columns": Look(1, 3.0, "right")}


@dataclass(frozen=True, slots=True)
class Drawing:
    """One of the drawings. numbers: path -> the number of its position; signs: path -> how it is lit.
    lines: path of a shortcut -> how its line is lit.

    by_part: whether tensors and what works on them are lit for themselves, as in a block; else a volume stands for all.
    folds: how each folded run of blocks is lit, in the order of their pills.
    """

    scene: Scene
    numbers: Mapping[str, int] = field(default_factory=dict[str, int])
    signs: Mapping[str, Sign] = field(default_factory=dict[str, Sign])
    lines: Mapping[str, Symbol] = field(default_factory=dict[str, Symbol])
    by_part: bool = False
    folds: Sequence[Sign | None] = ()


def comparison_scene(drawings: Sequence[Drawing], layout: Literal["rows", "columns"], alt: str) -> Scene:
    """The drawings as one picture, from top to bottom or from left to right."""
    look = LAYOUTS[layout]
    axis = look.axis
    bodies = [_body(drawing.scene) for drawing in drawings]
    pulls = stretches(bodies, [_anchors(drawing, axis) for drawing in drawings], axis)
    pulled = [stretched(body, pull, axis) for body, pull in zip(bodies, pulls, strict=True)]
    spans = [_spans(drawing, parts, axis) for drawing, parts in zip(drawings, pulled, strict=True)]
    parts: list[Part] = []
    columns: list[Column] = []
    offset = 0.0
    for index, (drawing, pull, body) in enumerate(zip(drawings, pulls, pulled, strict=True)):
        absent = _absent(spans, index, drawing.numbers)
        lit = _lit(drawing, body, _slots(body, absent, axis), look)
        shift = (0.0, offset) if axis == 0 else (offset, 0.0)
        parts += [moved(_lettered(part, LETTERS[index], drawing.numbers), *shift) for part in lit]
        if index == 0 and axis == 0:
            columns = stretched_columns(drawing.scene.columns, pull)
        box = extent(lit)
        offset += (box[3] + BETWEEN_ROWS) if axis == 0 else (box[2] + BETWEEN_COLUMNS)
    return _sheet(drawings, parts, columns, alt)


def _body(scene: Scene) -> list[Part]:
    """The parts of a scene without its legend."""
    return [part for part in scene.parts if part.kind != "legend"]


def _anchors(drawing: Drawing, axis: int) -> dict[int, float]:
    """number -> where on the axis the middle of that part of the main path stands."""
    numbers, main = drawing.numbers, {part.path for part in drawing.scene.parts if part.lane == 0}
    if axis == 0:
        middles = [(column.path, column.x) for column in drawing.scene.columns]
    else:
        boxes = [(part, bounds(part.marks)) for part in drawing.scene.parts if part.kind in SOLID and part.path]
        middles = [(part.path, (box[1] + box[3]) / 2) for part, box in boxes]
    return {numbers[path]: middle for path, middle in reversed(middles) if path in numbers and path in main}


def _spans(drawing: Drawing, parts: Iterable[Part], axis: int) -> dict[int, tuple[float, float]]:
    """number -> the stretch of the axis that the part takes, words included."""
    found: dict[int, tuple[float, float]] = {}
    for part in parts:
        if part.kind in ("volume", "operation") and part.lane == 0 and part.path in drawing.numbers:
            box = bounds(part.marks)
            found.setdefault(drawing.numbers[part.path], (box[axis], box[axis + 2]))
    return found


def _absent(
    spans: Sequence[Mapping[int, tuple[float, float]]], index: int, numbers: Mapping[str, int]
) -> list[tuple[float, float]]:
    """Where the neighbour has something and this drawing has nothing, folded blocks included: they have numbers too."""
    other = 1 if index == 0 else index - 1
    own, there = spans[index], set(numbers.values())
    missing = [span for number, span in spans[other].items() if number not in there]
    return [span for span in missing if all(span[1] < low or span[0] > high for low, high in own.values())]


def _slots(parts: Sequence[Part], absent: Iterable[tuple[float, float]], axis: int) -> list[Part]:
    """Dashed marks on the line of the drawing where only its neighbour has something."""
    line = next((part for part in parts if part.kind == "axis"), None)
    boxed = [part for part in parts if part.kind == "operation" and part.path]
    if axis == 0 and line:
        stroke = line.marks[0]
        assert isinstance(stroke, Stroke)
        middle = stroke.start[1]
        return [_slot((low, middle - SLOT, high, middle + SLOT)) for low, high in absent]
    if axis == 1 and boxed:
        left, _, right, _ = bounds(boxed[0].marks)
        return [_slot((left, low, right, high)) for low, high in absent]
    return []


def _slot(box: Box) -> Part:
    face = Face(rectangle(*box), "", "outline", role="pane", dash=True, width=1.0, radius=5)
    return Part((face,), kind="gap", label=say("nothing here: only the other drawing has something at this position"))


def _lit(drawing: Drawing, parts: Sequence[Part], slots: Sequence[Part], look: Look) -> list[Part]:
    """Frames beneath the parts, signs on top of them."""
    frames: list[Part] = []
    on_top: list[Part] = []
    shown: list[Part] = []
    taken = obstacles(parts)
    folds = iter(drawing.folds)
    for index, part in enumerate(parts):
        lit = next(folds, None) if _is_run(part) else _sign_of(drawing, parts, index)
        if part.kind == "shortcut" and part.path in drawing.lines:
            symbol, places = drawing.lines[part.path], places_along(part, look.axis)
            part = lit_line(part)
        elif lit:
            box, symbol = _framed(parts, index, look), lit.symbol
            frames.append(frame(box, symbol))
            places = places_on(box, "right" if part.kind == "fold" else look.side)
        else:
            shown.append(part)
            continue
        shown.append(part)
        if placed := sign(symbol, places, _near(bounds(part.marks), taken)):
            on_top.append(placed)
            taken.append(bounds(placed.marks))
    return [*slots, *frames, *shown, *on_top]


def _sign_of(drawing: Drawing, parts: Sequence[Part], index: int) -> Sign | None:
    """How a part is lit: a kernel also where only what is noted under it differs; a note never by itself."""
    part = parts[index]
    if _is_note(part):
        return None
    lit = drawing.signs.get(part.path)
    if lit and _speaks_of(drawing, part, lit):
        return lit
    noted = [drawing.signs.get(note.path) for note in _notes(parts, index)]
    return Sign("≠") if any(sign and sign.tool for sign in noted) else None


def _notes(parts: Sequence[Part], index: int) -> list[Part]:
    """What is written under a kernel, such as `BN · ReLU`; each of its operations is a part."""
    return list(takewhile(_is_note, parts[index + 1 :])) if parts[index].kind == "kernel" else []


def _is_note(part: Part) -> bool:
    return part.kind == "operation" and all(isinstance(mark, Text) for mark in part.marks)


def _speaks_of(drawing: Drawing, part: Part, lit: Sign) -> bool:
    """Whether a sign at a part's path is about this part."""
    if part.kind not in ("volume", "kernel", "operation", "fold"):
        return False
    return not drawing.by_part or (lit.volume if part.kind == "volume" else lit.tool)


def _is_run(part: Part) -> bool:
    """Whether a part is the pill of a folded run: it says how often the block repeats."""
    return part.kind == "fold" and any(isinstance(mark, Text) and mark.string.startswith("×") for mark in part.marks)


def _framed(parts: Sequence[Part], index: int, look: Look) -> Box:
    """The frame about a part; bands of a concatenation and notes under a kernel are drawn right behind it."""
    part = parts[index]
    bands = takewhile(lambda other: other.kind == "band", parts[index + 1 :])
    whole = [part, *bands] if part.kind == "volume" else [part, *_notes(parts, index)]
    return frame_of(extent(whole), look.pad)


def _near(box: Box, others: Iterable[Box]) -> list[Box]:
    left, top, right, bottom = frame_of(box, 20)
    return [other for other in others if other[0] < right and other[2] > left and other[1] < bottom and other[3] > top]


def _lettered(part: Part, letter: str, numbers: Mapping[str, int]) -> Part:
    """The part with a path of its own among all drawings, and the name of its position."""
    if not part.path:
        return part
    number = numbers.get(part.path)
    return replace(part, path=f"{letter}/{part.path}", name=part.name or ("" if number is None else f"row-{number}"))


def _sheet(drawings: Sequence[Drawing], parts: list[Part], columns: Sequence[Column], alt: str) -> Scene:
    """All parts with their legends merged into one, and a margin around everything."""
    left, _, right, bottom = extent(parts)
    said = [words for drawing in drawings for words in _legend(drawing.scene)]
    if any(drawing.signs for drawing in drawings):
        said += [say("framed: ≠ differs, + only here, − lacks something")]
    if any(part.kind == "gap" for part in parts):
        said += [say("dashed box: nothing at this position")]
    lines = wrapped(list(dict.fromkeys(said)), right - left)
    notes = [
        Text(left, bottom + 30 + 19 * index, line, size=13.5, anchor="start", fill="faint")
        for index, line in enumerate(lines)
    ]
    parts = [*parts, Part(tuple(notes), kind="legend")] if notes else parts
    left, top, right, bottom = extent(parts)
    dx, dy = MARGIN - left, MARGIN - top
    title = say(" and ").join(dict.fromkeys(drawing.scene.title for drawing in drawings))
    return Scene(
        title=title,
        alt=alt,
        width=right - left + 2 * MARGIN,
        height=bottom - top + 2 * MARGIN,
        parts=tuple(moved(part, dx, dy) for part in parts),
        columns=tuple(replace(column, path=f"a/{column.path}", x=column.x + dx) for column in columns),
    )


def _legend(scene: Scene) -> list[str]:
    """What a drawing's legend says, phrase by phrase."""
    texts = [
        mark.string for part in scene.parts if part.kind == "legend" for mark in part.marks if isinstance(mark, Text)
    ]
    return [phrase for text in texts for phrase in text.split(" · ")]
