"""Where shapes stopped fitting: the sides of the refusing operation, small, their differing edges and numbers in red.

Stands at the place where the walk stops, in the views of a network, a layer and a block.
"""

from collections.abc import Sequence
from dataclasses import replace

from app.graph.types import Graph
from app.language import say, say_in
from app.scene.bands import bands_of
from app.scene.clash import Side, clashes, sides_of
from app.scene.hues import hue_of
from app.scene.laws import scale_of
from app.scene.op_words import op_noun
from app.scene.palette import branch_hue
from app.scene.sheet import bounds, extent, moved, rectangle
from app.scene.slabs import stack
from app.scene.text import text_box, text_width
from app.scene.types import Disc, Face, Mark, Part, Point, Stroke, Text
from app.scene.units import shape_text
from app.scene.volume import Box3, box_of, ghost, solid

TALLEST, LONGEST = 44.0, 40.0
CROSS = 13.0  # radius of the disc with the cross
STOP = 20.0  # the red end of the line into it
BESIDE = 26.0  # between two sides


def failure_part(graph: Graph, centre: Point) -> Part:
    """The red end of a line, its cross at a centre, and right of it: what stopped, its sides, its numbers in words."""
    failure = graph.failure
    assert failure is not None
    x, middle = centre[0] - CROSS, centre[1]
    path = failure.path
    name, said = op_noun(failure.op, failure.type), clashes(failure)
    shapes = say(" and ").join(shape_text(shape) for shape in failure.input_shapes)
    row = _row(graph, sides_of(failure))
    _, top, right, bottom = bounds(row)
    lines = [
        Text(
            0,
            top - 18,
            say("{path}: the {operation} stops here", path=path, operation=name),
            15,
            "bold",
            "start",
            "error",
            inside=True,
        ),
        *(
            Text(0, bottom + 24 + 20 * index, line, 15, "bold", "start", "error", inside=True)
            for index, line in enumerate(said)
        ),
        Text(
            0,
            bottom + 24 + 20 * len(said),
            say("given {shapes}", shapes=shapes),
            13,
            "regular",
            "start",
            "muted",
            inside=True,
        ),
    ]
    width = max(right, *(text_width(line.string, line.size, line.weight) for line in lines))
    frame = rectangle(-14, top - 40, width + 14, bottom + 36 + 20 * len(said))
    card = Part((Face(frame, "error-face", "error", role="pane", radius=6), *row, *lines), path, "failure")
    _, above, _, below = extent((card,))
    label = say(
        "{path}, {operation}, does not fit: {clashes}. Given {shapes}.",
        path=path,
        operation=name,
        clashes=say_in("between phrases", "; ").join(said),
        shapes=shapes,
    )
    placed = moved(card, x + 14 + 2 * CROSS + 16, middle - (above + below) / 2)
    stop = (Stroke((x - STOP, middle), (((x - 2, middle),),), "error", arrow=True), *cross(centre))
    return Part((*stop, *placed.marks), path, "failure", say("{label} {message}", label=label, message=failure.message))


def cross(centre: Point) -> tuple[Mark, ...]:
    """A red disc with a cross: here nothing comes out."""
    (x, y), arm = centre, CROSS * 0.42
    bars = (((x - arm, y - arm), (x + arm, y + arm)), ((x - arm, y + arm), (x + arm, y - arm)))
    disc = Disc(centre, CROSS, "error-face", "error", 1.8)
    return (disc, *(Stroke(start, ((end,),), "error", 2.4, role="guide") for start, end in bars))


def flaws(box: Box3, wrong: Sequence[int]) -> tuple[Stroke, ...]:
    """The edges of a box along the axes that disagree, in red: length, height, depth."""
    low, deep, long = box.height, box.depth, box.length
    edges = (
        (box.at(0, low, 0), box.at(long, low, 0)),
        (box.at(0, 0, 0), box.at(0, low, 0)),
        (box.at(long, low, 0), box.at(long, low, deep)),
    )
    return tuple(Stroke(edges[axis][0], ((edges[axis][1],),), "error", 3, role="guide") for axis in wrong)


def reddened(labels: tuple[Text, ...], wrong: Sequence[int]) -> tuple[Text, ...]:
    """The numbers at a box's edges (channels, height, width), those that disagree in red."""
    return tuple(
        replace(label, weight="bold", fill="error") if axis in wrong else label for axis, label in enumerate(labels)
    )


def side_faces(graph: Graph, side: Side, index: int, box: Box3) -> tuple[Face, ...]:
    """A side as a box: hollow where it is only needed, else in the hue of its branch, its bands or its layer."""
    if not side.path:
        return ghost(box, "grey")
    if graph.failure and graph.failure.op == "concat":
        return solid(box, branch_hue(index))
    bands = bands_of(graph, side.path)
    return stack(box, bands) if bands else solid(box, hue_of(graph, side.path))


def _row(graph: Graph, sides: Sequence[Side]) -> tuple[Mark, ...]:
    """The sides from x = 0 on, their front faces centred on y = 0, each with its name and its sizes."""
    scale = scale_of([side.shape for side in sides], "log", TALLEST, LONGEST)
    marks: list[Mark] = []
    boxes = [box_of(side.shape, scale, 0, 0) for side in sides]
    roof, floor = min(box.top for box in boxes), max(box.bottom for box in boxes)
    x = 0.0
    for index, side in enumerate(sides):
        box = box_of(side.shape, scale, x, 0)
        words = _words(side, x, roof, floor)
        marks += (*side_faces(graph, side, index, box), *flaws(box, side.wrong), *words)
        x = max(box.right, *(text_box(text)[2] for text in words)) + BESIDE
    return tuple(marks)


def _words(side: Side, x: float, roof: float, floor: float) -> tuple[Text, ...]:
    """Its name over all boxes, its channels and its size under all of them."""
    name = Text(x, roof - 9, side.name, 14, "semibold", "start")
    channels, size = str(side.shape[0]), " × ".join(str(length) for length in side.shape[1:])
    below = [Text(x, floor + 18, channels, 15, "bold", "start", "error" if 0 in side.wrong else "ink")]
    if size:
        wrong = bool({1, 2} & set(side.wrong))
        weight = "bold" if wrong else "regular"
        below.append(Text(x, floor + 35, size, 14, weight, "start", "error" if wrong else "muted"))
    return name, *below
