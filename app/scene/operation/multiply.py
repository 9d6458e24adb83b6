"""A gate (Hu et al. 2018, equation 4): one number a channel, by which every cell of that channel is multiplied."""

from app.graph.types import Graph, Node, elements
from app.language import say
from app.scene.op_words import op_title
from app.scene.operation.drawing import (
    Drawing,
    columns,
    input_part,
    next_parts,
    output_part,
    right_of,
    ruler,
    sentence,
)
from app.scene.operation.joining import lines_into, over_line, slab, stacked
from app.scene.sheet import moved
from app.scene.types import Disc, Face, Part, Stroke, Text, View
from app.scene.units import count_text, shape_text
from app.scene.volume import Box3, volume_shape

TALLEST, CELL = 130.0, 30.0
RADIUS = 15.0
SHARE = 0.1  # of the channels, for the one that stands out


def multiply(graph: Graph, node: Node, view: View) -> Drawing:
    channels, height, width = volume_shape(node.output_shape)
    measure = ruler(view, max(height, width), channels, tallest=TALLEST, cell=CELL)
    boxes = [measure.box(shape, 0) for shape in node.input_shapes]
    lanes = stacked([input_part(graph, node, box, index=index, lane=index) for index, box in enumerate(boxes)])
    right, ends = right_of(*(part for part, _ in lanes)), [drop for _, drop in lanes]
    centre = (right + 290.0, 0.0)
    output = measure.box(node.output_shape, centre[0] + RADIUS + 140)
    one = [moved(_one(box), 0, drop) for box, drop in zip(boxes, ends, strict=True)]
    cells = count_text(height * width)
    return Drawing(
        parts=(
            *(part for part, _ in lanes),
            over_line(right, ends[0], "x", say("{count} cells a channel", count=cells)),
            over_line(right, ends[1], say("gate"), say("one number a channel"), lane=1),
            _times(node, right, ends, centre, output.x),
            output_part(graph, node, output),
            *one,
            _one(output),
            *next_parts(graph, node, output),
        ),
        captions=(
            say(
                "{operation} · {count} multiplications, no parameters",
                operation=sentence(op_title(node)),
                count=count_text(elements(node.output_shape)),
            ),
            say(
                "Each of the {channels} channels is multiplied by its own number, in all its {cells} cells; "
                "one channel is highlighted",
                channels=count_text(channels),
                cells=cells,
            ),
        ),
        columns=columns(node, output),
        legend=measure.words(),
    )


def _one(box: Box3) -> Part:
    """One channel, the same in x, in the gate and in the output."""
    channel = slab(box, 0.5 - SHARE / 2, 0.5 + SHARE / 2)
    faces = (Face(channel.roof(), "highlight", "ink", width=0.5), Face(channel.front(), "highlight", "ink", width=0.5))
    return Part(faces, kind="cell", label=say("one channel"))


def _times(node: Node, x: float, ends: list[float], centre: tuple[float, float], end: float) -> Part:
    (across, middle), arm = centre, 5.2
    marks = (
        *lines_into(x, ends, centre, RADIUS),
        Stroke((across + RADIUS, middle), (((end - 36, middle),),), arrow=True),
        Disc(centre, RADIUS, fill="pill", width=1.6),
        Stroke((across - arm, middle - arm), (((across + arm, middle + arm),),), "ink", 2, role="guide"),
        Stroke((across - arm, middle + arm), (((across + arm, middle - arm),),), "ink", 2, role="guide"),
        Text((across + RADIUS + end - 36) / 2, middle - 12, say("x · gate"), 16, "semibold"),
    )
    label = say(
        "multiplication of {shape} by {gate}",
        shape=shape_text(node.output_shape),
        gate=shape_text(node.input_shapes[1]),
    )
    return Part(marks, node.path, "operation", label)
