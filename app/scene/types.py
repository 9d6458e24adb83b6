"""What a picture is: frozen marks on a plane, in drawing units. No SVG, no HTTP, no torch.

x runs right along the network, y runs down; the plane is `width` by `height`, origin at the top left.
Every mark names its colour by a palette key (`scene/palette.py`); a renderer turns keys into colours.
"""

from dataclasses import dataclass, field
from typing import Literal

from app.language import Language, language

Point = tuple[float, float]
Weight = Literal["regular", "semibold", "bold"]
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Face:
    """A closed polygon. role `face` is a side of a volume that no label may touch; `pane` is see-through
    or furniture (a padding shell's side, a pill, a hatch) and may carry labels. fill or line "" is none."""

    points: tuple[Point, ...]
    fill: str
    line: str = "edge"
    role: Literal["face", "pane"] = "face"
    opacity: float = 1.0
    dash: bool = False
    width: float = 0.8
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """An open line. Each step is one point (a straight line to it) or three (a cubic Bezier: c1, c2, to)."""

    start: Point
    steps: tuple[tuple[Point, ...], ...]
    line: str = "wire"
    width: float = 1.4
    dash: bool = False
    arrow: bool = False
    role: Literal["arrow", "guide"] = "arrow"


@dataclass(frozen=True, slots=True)
class Disc:
    """A circle, as the one around the plus of an addition."""

    centre: Point
    radius: float
    fill: str = "paper"
    line: str = "wire"
    width: float = 1.4


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; (x, y) is on its baseline at `anchor`. angle turns it counter-clockwise, in degrees,
    about (x, y). `inside` marks a text that sits in its own pill or disc on purpose."""

    x: float
    y: float
    string: str
    size: float = 13.0
    weight: Weight = "regular"
    anchor: Anchor = "middle"
    fill: str = "ink"
    angle: float = 0.0
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Painting:
    """Room for a picture of what a tensor holds, on a parallelogram.

    path: the operation that puts the tensor out, or `input`. index: 0 for the mean over its channels, 1, 2, ... for
    its most active channels. corner: of its first row and column; across and down: its edges along W and along H.
    A vector has index 0 only: its numbers in a row.
    """

    path: str
    index: int
    corner: Point
    across: Point
    down: Point
    opacity: float = 1.0


Mark = Face | Stroke | Disc | Text | Painting


@dataclass(frozen=True, slots=True)
class Part:
    """Marks that are one thing to a reader, and one link.

    path: the module path it stands for and leads to; "" for furniture (title, legend, bracket lines).
    expand: folds or unfolds this stage instead of leading to a path. label: its accessible name, numbers included.
    kind: `volume, kernel, operation, block, stage, shortcut, fold, title, legend, ...`; renderers pass it on.
    lane: 0 for the main path, 1, 2, ... for shortcuts and branches: arrow keys walk a lane, up and down change it.
    name: a stable handle for what the page animates (`kernel`, `cell`, `patch`), else "".
    """

    marks: tuple[Mark, ...]
    path: str = ""
    kind: str = ""
    label: str = ""
    expand: str = ""
    lane: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """Where a chart's bar for `path` stands: its centre and width along x. times: how many repeats are folded in."""

    path: str
    x: float
    width: float
    times: int = 1


@dataclass(frozen=True, slots=True)
class Sliding:
    """How a window slides in an operation view: everything the page needs to animate it is a translation.

    kernel, stride, padding, input, output: (rows, columns). row_step and column_step: the shift on the plane
    for one input row down and one input column deeper; out_row_step and out_column_step: the same for output
    cells. in_corner and out_corner: where cell (0, 0) of the H x W face of the (unpadded) input and of the
    output begins. The parts named `kernel` and `patch` are drawn for output cell (0, 0), and so is `cell`.
    """

    kernel: tuple[int, int]
    stride: tuple[int, int]
    padding: tuple[int, int]
    input: tuple[int, int]
    output: tuple[int, int]
    in_corner: Point
    row_step: Point
    column_step: Point
    out_corner: Point
    out_row_step: Point
    out_column_step: Point


@dataclass(frozen=True, slots=True)
class Scene:
    """One view, drawn. parts are in drawing order, which is also reading order. alt says it in words.

    lang: the language of all its words, the one that is spoken while it is drawn.
    """

    title: str
    alt: str
    width: float
    height: float
    parts: tuple[Part, ...]
    columns: tuple[Column, ...] = ()
    sliding: Sliding | None = None
    lang: Language = field(default_factory=language)


@dataclass(frozen=True, slots=True)
class View:
    """What to look at: a module path ("" is the whole network) and how.

    scale: the law from numbers to lengths. expand: stages whose repeats are unfolded; ("all",) unfolds every one.
    style: `volumes`, or `schematic` for the paper's boxes-and-arrows column (He et al. 2015, Figure 3).
    among: shapes that are drawn elsewhere in the same lengths, as in a comparison. painted: whether volumes leave room
    for what they hold. off: residual blocks that are switched off. lang: the language of its words.
    """

    path: str = ""
    scale: Literal["log", "sqrt", "linear"] = "log"
    expand: tuple[str, ...] = ()
    style: Literal["volumes", "schematic"] = "volumes"
    among: tuple[tuple[int, ...], ...] = ()
    painted: bool = False
    off: tuple[str, ...] = ()
    lang: Language = "en"
