"""A highway's mix (Srivastava et al. 2015, equation 3): the gate says how much is transformed, the rest is carried."""

from app.graph.types import Graph, Node, elements
from app.language import message, say
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
from app.scene.operation.formula import line
from app.scene.operation.joining import lines_into, over_line, stacked
from app.scene.types import Disc, Part, Stroke, Text, View
from app.scene.units import count_text, shape_text
from app.scene.volume import volume_shape

TALLEST, CELL = 84.0, 30.0
RADIUS = 22.0
NAMES = (
    ("H(x)", message("the transform")),
    ("T(x)", message("the gate, each cell between 0 and 1")),
    ("x", message("carried past both")),
)


def highway(graph: Graph, node: Node, view: View) -> Drawing:
    channels, height, width = volume_shape(node.output_shape)
    measure = ruler(view, max(height, width), channels, tallest=TALLEST, cell=CELL)
    shapes = enumerate(node.input_shapes)
    lanes = stacked([input_part(graph, node, measure.box(shape, 0), index=at, lane=at) for at, shape in shapes])
    right, ends = right_of(*(part for part, _ in lanes)), [drop for _, drop in lanes]
    centre = (right + 340.0, ends[1])
    rule = line("y =", "H(x) · T(x)", "+", "x · (1 − T(x))", gap=5)
    output = measure.box(node.output_shape, centre[0] + RADIUS + rule.width + 96, ends[1])
    named = [
        over_line(right, y, name, say(what), lane=at)
        for at, (y, (name, what)) in enumerate(zip(ends, NAMES, strict=True))
    ]
    leave, reach = centre[0] + RADIUS, output.x - 36
    mix = (
        *lines_into(right, ends, centre, RADIUS),
        Stroke((leave, ends[1]), (((reach, ends[1]),),), arrow=True),
        Disc(centre, RADIUS, fill="pill", width=1.6),
        Text(centre[0], ends[1] + 4.8, say("mix"), 14, "semibold", inside=True),
        *rule.at((leave + reach - rule.width) / 2, ends[1] - 14),
    )
    return Drawing(
        parts=(
            *(part for part, _ in lanes),
            *named,
            Part(
                mix, node.path, "operation", say("mix of three tensors of {shape}", shape=shape_text(node.output_shape))
            ),
            output_part(graph, node, output),
            *next_parts(graph, node, output),
        ),
        captions=(
            say(
                "{operation}, cell by cell · {count} cells, no parameters of its own",
                operation=sentence(op_title(node)),
                count=count_text(elements(node.output_shape)),
            ),
            say(
                "Where the gate T(x) is 1 the cell is H(x), where it is 0 the cell is x, as in an identity shortcut; "
                "between them a mixture"
            ),
        ),
        columns=columns(node, output),
        legend=measure.words(),
    )
