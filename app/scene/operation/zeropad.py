"""Option A of the paper (section 3.3): rows and columns skipped, channels of zeros appended, nothing learned."""

from app.graph.types import Graph, Node
from app.language import message, say
from app.scene.hues import hue_of
from app.scene.op_words import op_title
from app.scene.operation.drawing import (
    Drawing,
    arrow,
    columns,
    next_parts,
    output_part,
    right_of,
    sentence,
)
from app.scene.operation.plain import GAP, common_ruler
from app.scene.operation.sliding import formula_part, input_parts, window_over
from app.scene.operation.windows import unread_words
from app.scene.types import Mark, Part, Text, View
from app.scene.units import count_text
from app.scene.volume import Box3, ghost, solid


def zeropad(graph: Graph, node: Node, view: View) -> Drawing:
    window = window_over(graph, node, common_ruler(node, view))
    kept, made = node.input_shapes[0][0], node.output_shape[0]
    source = input_parts(window)
    start = right_of(*source) + GAP
    words = _what(node, kept, made)
    width = 190.0
    output = window.ruler.box(node.output_shape, start + width + GAP)
    marks: list[Mark] = [arrow((start, 0), (start + width, 0))]
    for index, word in enumerate(words):
        y = -12 if index == 0 else 22
        marks.append(Text(start + width / 2, y, word, 14, "semibold" if index == 0 else "regular", fill="ink"))
    action = Part(tuple(marks), node.path, "operation", op_title(node))
    result = output_part(graph, node, output, kept_and_zeros(output, hue_of(graph, node.inputs[0]), kept / made))
    parts: tuple[Part, ...] = (*source, action, result)
    if node.stride != (1, 1):
        parts = (*parts, formula_part(window, output, parts))
    unread = unread_words(window.rows, window.columns)
    lines = (
        say("{operation} (option A of the paper) · no weights", operation=sentence(op_title(node))),
        say(
            "{kept} channels are kept, {added} channels of zeros are appended, drawn hollow",
            kept=count_text(kept),
            added=count_text(made - kept),
        ),
    )
    return Drawing(
        parts=(*parts, *next_parts(graph, node, output)),
        captions=(*lines, unread) if unread else lines,
        columns=columns(node, output),
        legend=window.ruler.words(),
    )


def _what(node: Node, kept: int, made: int) -> tuple[str, ...]:
    """What happens to the map, and what to the channels."""
    assert node.stride is not None
    rows, across = node.stride
    return _picked(rows, across), say("+ {count} channels of zeros", count=count_text(made - kept))


NTH = {1: message("1st"), 2: message("2nd"), 3: message("3rd")}


def _nth(stride: int) -> str:
    return say(NTH[stride]) if stride in NTH else say("{number}th", number=stride)


def _picked(rows: int, across: int) -> str:
    if rows == across == 1:
        return say("every row and column")
    if rows == across:
        return say("every {nth} row and column", nth=_nth(rows))
    return say("every {nth} row and {other} column", nth=_nth(rows), other=_nth(across))


def kept_and_zeros(output: Box3, hue: str, share: float) -> tuple[Mark, ...]:
    """The kept channels, a `share` of all, solid; the zeros behind them hollow."""
    length = output.length * share
    kept = Box3(output.x, output.y, length, output.height, output.depth)
    if share == 1:
        return solid(kept, hue)
    zeros = Box3(output.x + length, output.y, output.length - length, output.height, output.depth)
    return (*ghost(zeros, hue), *solid(kept, hue))
