"""A Scene as one step of a lecture shows it: some parts lit, some not there yet, some numbers covered.

Only marks and words change, so that every format shows it alike; where things stand never does.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from app.scene.types import Disc, Face, Mark, Painting, Part, Scene, Stroke, Text
from app.scene.units import shape_text

# A number that is no piece of a path: `28` and `1,024`, no digit of `layer2.0` and `branch_5`.
NUMBER = re.compile(r"(?<![A-Za-z\d._])\d[\d,]*(?:\.\d+)?(?![A-Za-z\d])")
SHAPE = re.compile(r"\d+(?: × \d+)+")
COVER = "?"
ALWAYS_LIT = {"title", "legend", "axis"}
UNSEEN = {"", "paper"}
NUMBERED = {"volume", "band"}  # kinds whose numbers are those of a tensor
HOLDING = {"volume", "card"}  # kinds with what their tensor holds in a part of its own behind them
PAINTINGS = "paintings"  # the kind of that part
FAINT = 0.25  # opacity of a picture in what is dimmed
RULE = re.compile(r"[A-Z]|\+ 1 =")  # what a formula says before numbers are put in
WORD = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Staging:
    """Parts by name: a module path, with all that is inside it; `name:kernel` or `kind:shortcut`.

    lit: () lights all. covered: those whose numbers a class is to predict. shapes: of what these put out; one of them
    is said of nothing but volumes that nobody asks about.
    """

    lit: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    covered: tuple[str, ...] = ()
    shapes: tuple[tuple[int, ...], ...] = ()


def staged(scene: Scene, staging: Staging) -> Scene:
    """The scene of a step; what moves in an operation's view stands still."""
    there = (part for part, lot in _lots(scene.parts) if not any(meets(each, staging.hidden) for each in lot))
    scene = replace(scene, parts=tuple(there), sliding=None)
    if staging.covered:
        scene = _covered(scene, staging)
    if staging.lit:
        parts = (
            part if any(_is_lit(each, staging.lit) for each in lot) else dimmed(part)
            for part, lot in _lots(scene.parts)
        )
        scene = replace(scene, parts=tuple(parts))
    return scene


def _lots(parts: Sequence[Part]) -> Iterator[tuple[Part, tuple[Part, ...]]]:
    """Every part, and those that decide its lot: itself, and of what a tensor holds the volume or card it is in."""
    holder: tuple[Part, ...] = ()
    for part in parts:
        holder = (part,) if part.kind in HOLDING else holder
        yield part, (part, *holder) if part.kind == PAINTINGS else (part,)


def meets(part: Part, names: Collection[str]) -> bool:
    """Whether one of the names stands for a part."""
    return any(_is_named(part, name) for name in names)


def names_in(scene: Scene) -> Iterator[str]:
    """Every name that stands for a part, paths first."""
    yield from dict.fromkeys(part.path for part in scene.parts if part.path)
    yield from dict.fromkeys(f"name:{part.name}" for part in scene.parts if part.name)
    yield from dict.fromkeys(f"kind:{word}" for part in scene.parts for word in part.kind.split())


def _is_named(part: Part, name: str) -> bool:
    if name.startswith("name:"):
        return part.name == name.removeprefix("name:")
    if name.startswith("kind:"):
        return name.removeprefix("kind:") in part.kind.split()
    return part.path == name or part.path.startswith(f"{name}.")


def _is_lit(part: Part, lit: Collection[str]) -> bool:
    return part.kind in ALWAYS_LIT or meets(part, lit)


def dimmed(part: Part) -> Part:
    """An outline in grey: shapes can still be told apart, words can still be read."""
    return replace(part, kind=f"{part.kind} dimmed".strip(), marks=tuple(_faded(mark) for mark in part.marks))


def _faded(mark: Mark) -> Mark:
    """What is cleared behind words and lines stays as it is: it was never seen."""
    match mark:
        case Face(line=""):
            return replace(mark, fill=mark.fill if mark.fill in UNSEEN else "hairline")
        case Face() | Disc():
            return replace(mark, fill=mark.fill and "paper", line="dimmed")
        case Stroke():
            return replace(mark, line=mark.line if mark.line in UNSEEN else "dimmed")
        case Text():
            return replace(mark, fill="faint", weight="regular")
        case Painting():
            return replace(mark, opacity=FAINT)


def _covered(scene: Scene, staging: Staging) -> Scene:
    """`?` for every number that would give an answer away: in the drawing, its labels, its title and its words.

    A picture has as many pixels as its tensor has cells, so there is none.
    """
    drawn = {part.path for part in scene.parts if _is_numbered(part)}
    exact = {name for name in staging.covered if name in drawn}
    wide = [name for name in staging.covered if name not in drawn]

    def asked(part: Part) -> bool:
        return part.path in exact or meets(part, wide)

    secret = [shape_text(shape) for shape in staging.shapes]
    seen = {_own_shape(part.label) for part in scene.parts if _is_numbered(part) and not asked(part)}
    untold = [words for words in secret if words not in seen]
    follows = [asked(part) for part in scene.parts[1:]] + [False]
    parts = [
        _untitled(part, untold)
        if part.kind == "title"
        else _without_numbers(part, any(map(asked, lot)), before, secret)
        for (part, lot), before in zip(_lots(scene.parts), follows, strict=True)
    ]
    second = next((mark.string for mark in _title_lines(parts)[1:2]), scene.title)
    return replace(scene, parts=tuple(parts), alt=second)


def _untitled(part: Part, untold: Sequence[str]) -> Part:
    """A title without sentences; what it says of the whole view may stand in the drawing as well."""
    lines = [mark for mark in part.marks if isinstance(mark, Text)][:2]
    return replace(part, marks=tuple(replace(mark, string=_hide(mark.string, untold)) for mark in lines))


def _without_numbers(part: Part, asked: bool, before_asked: bool, secret: Sequence[str]) -> Part:
    label = _safe_label(part, asked, secret)
    kinds = part.kind.split()
    if asked and PAINTINGS in kinds:
        return replace(part, marks=tuple(mark for mark in part.marks if not isinstance(mark, Painting)))
    if "formula" in kinds:
        return _rewritten(part, label, lambda text: text if RULE.search(text) else _cover_all(text))
    if asked and "shortcut" in kinds:  # the 0 on its line is a sign, not a count
        return _rewritten(part, label, lambda text: _cover_all(text) if WORD.search(text) else text)
    if "band" in kinds:
        return _rewritten(part, _cover_all(label), _cover_all)
    if (asked and _is_numbered(part)) or ("size" in kinds and before_asked):
        return _rewritten(part, label, _cover_all)
    return replace(part, label=label)


def _safe_label(part: Part, asked: bool, secret: Sequence[str]) -> str:
    """What a part reads may be what another is asked for. What it puts out itself is said of a volume in sight."""
    own = _own_span(part)
    if own is None:
        return _hide(part.label, secret)
    start, end = own
    before, shape, after = part.label[:start], part.label[start:end], part.label[end:]
    if asked and _is_numbered(part):
        strings = [mark.string for mark in part.marks if isinstance(mark, Text)]
        secret = [*secret, *(number for text in strings if WORD.search(text) for number in NUMBER.findall(text))]
    shape = _cover_all(shape) if asked else shape if _is_numbered(part) else _hide(shape, secret)
    return _hide(before, secret) + shape + _hide(after, secret)


def _own_span(part: Part) -> tuple[int, int] | None:
    """Where a label says what its part puts out: its last shape, of a vector's volume its last number."""
    found = list(SHAPE.finditer(part.label))
    if not found and _is_numbered(part):
        found = list(NUMBER.finditer(part.label))
    return found[-1].span() if found else None


def _rewritten(part: Part, label: str, write: Callable[[str], str]) -> Part:
    marks = tuple(replace(mark, string=write(mark.string)) if isinstance(mark, Text) else mark for mark in part.marks)
    return replace(part, label=label, marks=marks)


def _title_lines(parts: Sequence[Part]) -> list[Text]:
    return [mark for part in parts if part.kind == "title" for mark in part.marks if isinstance(mark, Text)]


def _is_numbered(part: Part) -> bool:
    return not NUMBERED.isdisjoint(part.kind.split())


def _own_shape(label: str) -> str:
    """What a part puts out is said last."""
    found = SHAPE.findall(label)
    return found[-1] if found else ""


def _hide(text: str, secret: Sequence[str]) -> str:
    for words in secret:
        text = re.sub(rf"(?<![\d,.]){re.escape(words)}(?![\d,.])", _cover_all(words), text)
    return text


def _cover_all(text: str) -> str:
    return NUMBER.sub(COVER, text)
