"""Formulas as marks: fractions, floor and ceiling brackets, roots and powers, set by hand.

Brackets and roots are strokes, because the font has no such glyphs. A Formula's origin is the left end of its
baseline; `up` and `down` say how far it reaches from there.
"""

from dataclasses import dataclass
from functools import reduce

from app.scene.operation.windows import Axis
from app.scene.sheet import moved
from app.scene.text import ASCENT, DESCENT, text_width
from app.scene.types import Mark, Part, Point, Stroke, Text, Weight

SIZE = 17.0
AXIS = 0.3  # height of a fraction's bar over the baseline, in ems
GAP = 4.0


@dataclass(frozen=True, slots=True)
class Formula:
    """Something set on a baseline at (0, 0): width, reach over and under the baseline, and its marks."""

    width: float
    up: float
    down: float
    marks: tuple[Mark, ...]

    def at(self, x: float, y: float) -> tuple[Mark, ...]:
        """The marks, with the origin at (x, y)."""
        return moved(Part(self.marks), x, y).marks


def words(string: str, size: float = SIZE, weight: Weight = "regular", fill: str = "ink") -> Formula:
    width = text_width(string, size, weight)
    return Formula(width, ASCENT * size, DESCENT * size, (Text(0, 0, string, size, weight, "start", fill),))


def line(*items: Formula | str, gap: float = GAP) -> Formula:
    """Several formulas one after the other on one baseline."""
    return reduce(lambda left, right: _beside(left, right, gap), (_set(item) for item in items))


def fraction(over: Formula | str, under: Formula | str) -> Formula:
    top, bottom = _set(over), _set(under)
    width, bar = max(top.width, bottom.width) + 8, -AXIS * SIZE
    rise, fall = bar - GAP - top.down, bar + GAP + bottom.up
    marks = (
        *top.at((width - top.width) / 2, rise),
        *bottom.at((width - bottom.width) / 2, fall),
        _stroke((0, bar), (width, bar)),
    )
    return Formula(width, top.up - rise, fall + bottom.down, marks)


def floor(inside: Formula | str) -> Formula:
    """Rounded down: brackets with feet only."""
    return _bracketed(_set(inside), foot=True)


def ceiling(inside: Formula | str) -> Formula:
    """Rounded up: brackets with heads only."""
    return _bracketed(_set(inside), foot=False)


def root(inside: Formula | str) -> Formula:
    body = _set(inside)
    top, bottom = -body.up - 3, body.down
    hook = _stroke((0, bottom - 7), (3, bottom - 9), (7, bottom), (11, top), (body.width + 14, top))
    return Formula(body.width + 14, body.up + 3, body.down, (hook, *body.at(12, 0)))


def power(base: Formula | str, exponent: str) -> Formula:
    body, raised = _set(base), words(exponent, SIZE * 0.68)
    rise = -SIZE * 0.42
    return Formula(
        body.width + raised.width + 1,
        max(body.up, raised.up - rise),
        body.down,
        (*body.marks, *raised.at(body.width + 1, rise)),
    )


def index(base: str, below: str) -> Formula:
    """A base with a small index at its foot."""
    body, lowered = words(base), words(below, SIZE * 0.68)
    fall = SIZE * 0.2
    marks = (*body.marks, *lowered.at(body.width + 1, fall))
    return Formula(body.width + lowered.width + 1, body.up, lowered.down + fall, marks)


def output_length(axis: Axis, symbols: bool) -> Formula:
    """O = floor((I + 2P - K) / S) + 1 with the numbers of one axis put in; `symbols` writes the rule before it."""
    rounded = ceiling if axis.ceil_mode else floor
    reach = axis.padded - axis.reach
    general, numbers = "I + 2P − K", f"{axis.length} + 2·{axis.padding} − {axis.kernel}"
    if axis.dilation > 1:
        general = "I + 2P − D·(K − 1) − 1"
        numbers = f"{axis.length} + 2·{axis.padding} − {axis.dilation}·({axis.kernel} − 1) − 1"
    whole = -(-reach // axis.stride) if axis.ceil_mode else reach // axis.stride
    exact = _quotient(reach, axis.stride)
    # torch drops a last window that would start in the padding behind the input
    after = "+ 1" if whole + 1 == axis.output else "+ 1 − 1"
    rule = (rounded(fraction(general, "S")), "+ 1 =") if symbols else ()
    value = (exact,) if reach % axis.stride == 0 else (rounded(exact),)
    return line(
        "O =",
        *rule,
        rounded(fraction(numbers, str(axis.stride))),
        f"{after} =",
        *value,
        f"{after} =",
        words(str(axis.output), weight="bold"),
        gap=6,
    )


def _quotient(reach: int, stride: int) -> str:
    """`111.5`; at most two decimals."""
    return str(reach // stride) if reach % stride == 0 else f"{reach / stride:.2f}".rstrip("0")


def _set(item: Formula | str) -> Formula:
    return words(item) if isinstance(item, str) else item


def _beside(left: Formula, right: Formula, gap: float) -> Formula:
    shift = left.width + gap
    return Formula(
        shift + right.width,
        max(left.up, right.up),
        max(left.down, right.down),
        (*left.marks, *right.at(shift, 0)),
    )


def _bracketed(body: Formula, foot: bool) -> Formula:
    top, bottom, width = -body.up - 1, body.down + 1, body.width + 14
    far, near = (top, bottom) if foot else (bottom, top)
    marks = (
        _stroke((2, far), (2, near), (7, near)),
        _stroke((width - 2, far), (width - 2, near), (width - 7, near)),
        *body.at(7, 0),
    )
    return Formula(width, body.up + 1, body.down + 1, marks)


def _stroke(first: Point, *rest: Point) -> Stroke:
    return Stroke(first, tuple((point,) for point in rest), line="ink", width=1.1, role="guide")
