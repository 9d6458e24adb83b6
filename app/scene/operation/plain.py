"""Any operation that has no picture of its own: what goes in, an arrow with its name, what comes out."""

from app.graph.types import Graph, Node
from app.language import say
from app.scene.op_words import op_label, op_title
from app.scene.operation.drawing import (
    Drawing,
    Ruler,
    arrow,
    columns,
    input_part,
    next_parts,
    output_part,
    right_of,
    ruler,
    sentence,
)
from app.scene.sheet import moved
from app.scene.types import Mark, Part, Text, View
from app.scene.units import count_text
from app.scene.volume import volume_shape

GAP = 34.0


def plain(graph: Graph, node: Node, view: View) -> Drawing:
    """The first input only: an operation that reads several has its own picture."""
    measure = common_ruler(node, view)
    name = Text(0, -14, op_label(node), 16, "semibold")
    captions = (sentence(op_title(node)), say("{count} parameters", count=count_text(node.params)))
    return between(graph, node, measure, (name,), 150, captions)


def common_ruler(node: Node, view: View) -> Ruler:
    """One ruler for everything that goes in and comes out."""
    shapes = [volume_shape(shape) for shape in (*node.input_shapes, node.output_shape)]
    cells = max(max(height, width) for _, height, width in shapes)
    return ruler(view, cells, *(channels for channels, _, _ in shapes))


def between(
    graph: Graph,
    node: Node,
    measure: Ruler,
    middle: tuple[Mark, ...],
    width: float,
    captions: tuple[str, ...],
    made: Part | None = None,
    legend: str = "",
) -> Drawing:
    """Input, an arrow `width` long with `middle` around it, output. (0, 0) of `middle` is the arrow's middle;
    `made` replaces the plain output, and is drawn as if that began at x = 0."""
    source = input_part(graph, node, measure.box(node.input_shapes[0], 0))
    start = right_of(source) + GAP
    output = measure.box(node.output_shape, start + width + GAP)
    line = arrow((start, 0), (start + width, 0))
    action = Part((line, *moved(Part(middle), start + width / 2, 0).marks), node.path, "operation", op_title(node))
    result = moved(made, output.x, 0) if made else output_part(graph, node, output)
    return Drawing(
        parts=(source, action, result, *next_parts(graph, node, output)),
        captions=captions,
        columns=columns(node, output),
        legend=legend or measure.words(),
    )
