"""The head's vectors: flatten, the same numbers in one row, and the linear layer with its matrix of weights."""

from app.graph.types import Graph, Node
from app.language import say
from app.scene.laws import law_text
from app.scene.op_words import op_title
from app.scene.operation.drawing import (
    LARGEST_CELL,
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
from app.scene.operation.plain import GAP, between
from app.scene.types import Face, Mark, Part, Text, View
from app.scene.units import count_text, phrases, shape_text, short_count
from app.scene.volume import Box3, volume_shape

THIN_CELL = 18.0  # a vector is a rod, not a beam
ROOM = 120.0


def flatten(graph: Graph, node: Node, view: View) -> Drawing:
    channels, height, width = volume_shape(node.input_shapes[0])
    length = node.output_shape[0]
    largest = THIN_CELL if height == width == 1 else LARGEST_CELL / 2
    measure = ruler(view, max(height, width), channels, length, cell=largest)
    middle: tuple[Mark, ...] = (
        Text(0, -30, say("channel by channel,"), 14, "semibold"),
        Text(0, -13, say("row by row"), 14, "semibold"),
        Text(0, 25, f"{shape_text((channels, height, width))} = {count_text(length)}", 14, fill="muted"),
    )
    place = "c" if height == width == 1 else f"(c · {height} + h) · {width} + w"
    captions = (
        say("{operation} · no weights, nothing is computed", operation=sentence(op_title(node))),
        say(
            "The same {count} numbers in one row: cell (c, h, w) becomes number {place}",
            count=count_text(length),
            place=place,
        ),
    )
    return between(graph, node, measure, middle, 190, captions)


def linear(graph: Graph, node: Node, view: View) -> Drawing:
    features, classes = node.input_shapes[0][-1], node.output_shape[0]
    measure = ruler(view, 1, features, classes, cell=THIN_CELL)
    source = input_part(graph, node, measure.box((features,), 0))
    leaves = right_of(source) + 14
    x = leaves + ROOM
    edge = x + measure.length(features)
    output = measure.box((classes,), edge + GAP + (ROOM if node.bias else GAP))
    lines: list[Mark] = [arrow((leaves, 0), (x - 14, 0)), arrow((edge + 14, 0), (output.x - 12, 0))]
    if node.bias:
        middle = (edge + output.x) / 2
        lines += [Text(middle, -12, "+ b", 16, "semibold"), Text(middle, 23, str(classes), 14, fill="muted")]
    return Drawing(
        parts=(
            source,
            _matrix(node, measure, x),
            Part(tuple(lines), kind="operation"),
            output_part(graph, node, output),
            _one_score(output),
            *next_parts(graph, node, output),
        ),
        captions=_captions(node, features, classes),
        columns=columns(node, output),
        legend=say("all edges by one law: {law}", law=law_text(view.scale)),
    )


def _captions(node: Node, features: int, classes: int) -> tuple[str, ...]:
    rows, columns = count_text(classes), count_text(features)
    work = say(
        "{macs} multiply-adds: each of the {rows} outputs is one row of the matrix times all {columns} inputs",
        macs=short_count(node.macs),
        rows=rows,
        columns=columns,
    )
    if not node.bias:
        return phrases(
            sentence(op_title(node)), say("y = Wx · {rows} × {columns} weights, no bias", rows=rows, columns=columns)
        ), work
    weights = say(
        "y = Wx + b · {rows} × {columns} weights + {rows} biases = {count} parameters",
        rows=rows,
        columns=columns,
        count=count_text(node.params),
    )
    return phrases(sentence(op_title(node)), weights), work


def _matrix(node: Node, measure: Ruler, x: float) -> Part:
    """The weights, a column for each input and a row for each output; the row of output 0 stands out."""
    features, classes = node.input_shapes[0][-1], node.output_shape[0]
    wide, high = measure.length(features), measure.length(classes)
    top, right = -high / 2, x + wide
    thin = min(5.0, high)
    sheet = ((x, top), (right, top), (right, top + high), (x, top + high))
    first = ((x, top), (right, top), (right, top + thin), (x, top + thin))
    marks: tuple[Mark, ...] = (
        Face(sheet, "kernel-front", "kernel-line", width=1),
        Face(first, "highlight", "ink", width=0.7),
        Text((x + right) / 2, top + high + 20, str(features), 16, "bold", fill="kernel-text"),
        Text(x - 10, min(top + 14, -9), str(classes), 16, "bold", "end", "kernel-text"),
        Text((x + right) / 2, top - 12, "W", 18, "semibold", fill="kernel-text"),
    )
    return Part(marks, node.path, "kernels", _matrix_label(classes, features))


def _matrix_label(classes: int, features: int) -> str:
    return say("weights, {rows} rows of {columns}", rows=count_text(classes), columns=count_text(features))


def _one_score(output: Box3) -> Part:
    """The first output, made by the first row."""
    box = Box3(output.x, output.y, min(5.0, output.length), output.height, output.depth)
    faces = tuple(Face(points, "highlight", "ink", width=0.7) for points in (box.roof(), box.front()))
    return Part(faces, kind="cell", label=say("output {number}", number=0))
