"""The view of an operation that refused: what came, what it is made for, the edges that differ in red, no output."""

from app.errors import shorten
from app.graph.types import Failure, Graph
from app.language import say, say_in
from app.scene.clash import Side, clashes, expected, sides_of
from app.scene.failure import CROSS, cross, flaws, reddened, side_faces
from app.scene.op_words import op_noun
from app.scene.operation.drawing import NAME_DROP, Drawing, Ruler, edge_labels, right_of, ruler, sentence
from app.scene.operation.joining import lines_into, stacked
from app.scene.text import text_width
from app.scene.types import Part, Text, View
from app.scene.units import phrases, shape_text
from app.scene.volume import volume_shape

TALLEST = {1: 150.0, 2: 112.0, 3: 84.0}
LEAST_TALL = 56.0  # of each of four sides or more
LONGEST = 72  # characters of what the operation said
NAME = 16  # size of a side's name, over its line


def refused(graph: Graph, failure: Failure, view: View) -> Drawing:
    """Every side on a line of its own, all lines into a cross, and beside it the numbers that do not agree."""
    sides = sides_of(failure)
    measure = _ruler(sides, view)
    lanes = stacked([_side(graph, side, measure, index) for index, side in enumerate(sides)])
    right = right_of(*(part for part, _ in lanes))
    ends = [drop for _, drop in lanes]
    room = max(text_width(side.name, NAME, "semibold") for side in sides)
    centre = (right + 38 + room + 60, (ends[0] + ends[-1]) / 2)
    names = [_name(side, right, drop, index) for index, (side, drop) in enumerate(zip(sides, ends, strict=True))]
    return Drawing(
        parts=(*(part for part, _ in lanes), *names, _meeting(failure, right, ends, centre), _numbers(failure, centre)),
        captions=(_caption(failure), expected(failure)),
        legend=measure.words(),
    )


def _caption(failure: Failure) -> str:
    return say("{operation} that stops the walk", operation=sentence(op_noun(failure.op, failure.type)))


def _ruler(sides: tuple[Side, ...], view: View) -> Ruler:
    shapes = [volume_shape(side.shape) for side in sides]
    cells = max(max(height, width) for _, height, width in shapes)
    tallest = TALLEST.get(len(sides), LEAST_TALL)
    return ruler(view, cells, *(channels for channels, _, _ in shapes), tallest=tallest, cell=22)


def _side(graph: Graph, side: Side, measure: Ruler, lane: int) -> Part:
    """One of the volumes on the line y = 0, a link to what made it; hollow where it is only what would be needed."""
    box = measure.box(side.shape, 0)
    marks = (
        *side_faces(graph, side, lane, box),
        *flaws(box, side.wrong),
        *reddened(edge_labels(box, side.shape), side.wrong),
        Text(box.x, box.bottom + NAME_DROP, _origin(side), 13, anchor="start", fill="faint"),
    )
    return Part(marks, side.path, "volume", phrases(side.name, shape_text(side.shape), _origin(side)), lane=lane)


def _origin(side: Side) -> str:
    if not side.path:
        return say("what it is made for")
    return say("from {source}", source=side.path)


def _name(side: Side, x: float, y: float, lane: int) -> Part:
    return Part((Text(x + 38, y - 12, side.name, NAME, "semibold", "start"),), kind="term", lane=lane)


def _meeting(failure: Failure, x: float, ends: list[float], centre: tuple[float, float]) -> Part:
    """The lines of all sides, and the cross where they should have become one."""
    label = say(
        "{path}, {operation}, does not fit: {clashes}",
        path=failure.path,
        operation=op_noun(failure.op, failure.type),
        clashes=say_in("between phrases", "; ").join(clashes(failure)),
    )
    marks = (*lines_into(x, ends, centre, CROSS + 1, arrow=False), *cross(centre))
    return Part(marks, failure.path, "failure", label)


def _numbers(failure: Failure, centre: tuple[float, float]) -> Part:
    """The axes that fail, each with its numbers, and what the operation itself said."""
    x, y = centre[0] + CROSS + 22, centre[1]
    said = clashes(failure) or (say("given {shapes}", shapes=shape_text(failure.input_shapes[0])),)
    top = y - 14 * (len(said) - 1) - 2
    lines = [Text(x, top + 28 * row, line, 19, "bold", "start", "error") for row, line in enumerate(said)]
    own = Text(x, top + 28 * len(said), shorten(failure.message, LONGEST), 13, anchor="start", fill="muted")
    return Part((*lines, own))
