"""Pooling (Figure 5): one window without weights and without channel depth, or the whole map averaged to one cell."""

from app.graph.types import Graph, Node, elements
from app.language import message, say, say_in
from app.scene.operation.adaptive import adaptive
from app.scene.operation.drawing import (
    Drawing,
    bow,
    columns,
    grid,
    next_parts,
    no_weights,
    output_part,
    right_of,
    ruler,
)
from app.scene.operation.formula import fraction, index, line
from app.scene.operation.guides import guided
from app.scene.operation.plain import between, common_ruler
from app.scene.operation.sliding import (
    Window,
    cell_part,
    formula_part,
    input_parts,
    sliding_of,
    window_over,
    window_parts,
)
from app.scene.operation.windows import axes_of, over_words, unread_words
from app.scene.types import Face, Mark, Part, Text, View
from app.scene.units import count_text, window_text
from app.scene.volume import Box3

LOW = 22.0  # how far its middle is under the line of the volumes
WINDOW = 64.0  # height of the window that stands between input and output
MOST_LINES = 12  # a finer grid is left out


# What each number in the output is, and what becomes of the padding.
WORK = {
    "max": message("Each of the {count} numbers in the output is the largest of {cells} in the input"),
    "mean": message("Each of the {count} numbers in the output is the average of {cells} in the input"),
}
PADDING = {
    "max": message("the padding is minus infinity, so it never wins"),
    "counted": message("the zeros of the padding count"),
    "left out": message("the padding is left out of the mean"),
}


def maxpool(graph: Graph, node: Node, view: View) -> Drawing:
    return _pool(graph, node, view, "max")


def avgpool(graph: Graph, node: Node, view: View) -> Drawing:
    """The average over the whole map has a picture of its own, and so have windows that differ."""
    if node.kernel is None:
        return adaptive(graph, node, view)
    if node.output_shape[1:] == (1, 1) and node.kernel == node.input_shapes[0][1:]:
        return _whole(graph, node, view)
    return _pool(graph, node, view, "mean")


def _pool(graph: Graph, node: Node, view: View, pick: str) -> Drawing:
    assert node.kernel is not None
    rows, across = axes_of(node)
    measure = ruler(view, max(rows.padded, across.padded), node.input_shapes[0][0])
    window = window_over(graph, node, measure)
    source = input_parts(window)
    thick = min(measure.length(1), window.volume.length / 3)
    single = _window_part(window, pick, thick, right_of(*source) + 40)
    single_right = right_of(single)
    output = measure.box(node.output_shape, single_right + 110)
    made = output_part(graph, node, output)
    curve = Part((bow((single_right + 2, LOW - 4), (output.x - 12, 6)),), kind="curve")
    return Drawing(
        parts=(
            *guided(window, source, window_parts(window, thick, "pool"), output, (single, made, curve)),
            cell_part(window, output, min(thick, output.length)),
            formula_part(window, output, (*source, single, made)),
            *next_parts(graph, node, output),
        ),
        captions=_captions(node, pick, unread_words(rows, across) or over_words(rows, across)),
        columns=columns(node, output),
        sliding=sliding_of(window, output),
        legend=measure.words(),
    )


def _window_part(window: Window, pick: str, thick: float, x: float) -> Part:
    """The one window, enlarged, its cells ruled, its sizes at its edges, and what it does in words."""
    node, rows, across = window.node, window.rows, window.columns
    cell = WINDOW / max(rows.kernel, across.kernel)
    height, depth = rows.kernel * cell, across.kernel * cell
    box = Box3(x + 44, LOW - height / 2, thick, height, depth)
    ruled = grid(box, rows.kernel, across.kernel, "pool-line") if rows.kernel <= MOST_LINES else ()
    faces = (Face(box.roof(), "pool-top"), Face(box.side(), "pool-side"), Face(box.front(), "pool-front"))
    cells = rows.kernel * across.kernel
    side_x, side_y = box.at(box.length, box.height, box.depth / 2)
    marks: tuple[Mark, ...] = (
        *faces,
        *ruled,
        Text(box.x - 8, box.y + height / 2 + 5, f"K = {rows.kernel}", 14, anchor="end", fill="pool-text"),
        Text(side_x + 8, side_y + 14, str(across.kernel), 14, anchor="start", fill="pool-text"),
        Text(box.x - 44, box.bottom + 32, _picked(pick, cells), 14, "semibold", "start", "pool-text"),
        Text(box.x - 44, box.bottom + 49, say("channel by channel"), 14, "regular", "start", "pool-text"),
    )
    label = say(
        "{window} window: {picked} channel by channel",
        window=window_text((rows.kernel, across.kernel)),
        picked=_picked(pick, cells),
    )
    return Part(marks, node.path, "kernels", label)


def _picked(pick: str, cells: int) -> str:
    """What a window makes of its cells, in a line that is followed by another."""
    if pick == "max":
        return say("max of {count} cells,", count=cells)
    return say("mean of {count} cells,", count=cells)


def _captions(node: Node, pick: str, borders: str) -> tuple[str, ...]:
    assert node.kernel is not None and node.padding is not None
    work = say(WORK[pick], count=count_text(elements(node.output_shape)), cells=node.kernel[0] * node.kernel[1])
    if any(node.padding):
        counted = dict(node.detail).get("count_include_pad", 1)
        padding = "max" if pick == "max" else "counted" if counted else "left out"
        work = say_in("between phrases", "; ").join((work, say(PADDING[padding])))
    lines = (no_weights(node), work)
    return (*lines, borders) if borders else lines


def _mean(cells: int) -> str:
    if cells == 1:
        return say("mean of 1 cell,")
    return say("mean of {count} cells,", count=count_text(cells))


def _becomes(node: Node) -> str:
    if node.type.startswith("Adaptive"):
        return message("Each of the {count} channels becomes one number, whatever the size of the map ({size} here)")
    return message("Each of the {count} channels becomes one number: the window is as large as the map, {size}")


def _whole(graph: Graph, node: Node, view: View) -> Drawing:
    channels, height, width = node.input_shapes[0]
    measure = common_ruler(node, view)
    cells = height * width
    rule = line(
        index("y", "c"), "=", fraction("1", count_text(cells)), index("Σ", "h, w"), index("x", "c, h, w"), gap=5
    )
    middle: tuple[Mark, ...] = (
        *rule.at(-rule.width / 2, -22),
        Text(0, 24, _mean(cells), 14, "semibold"),
        Text(0, 42, say("channel by channel"), 14, fill="muted"),
    )
    captions = (no_weights(node), say(_becomes(node), count=count_text(channels), size=window_text((height, width))))
    drawing = between(graph, node, measure, middle, 170, captions)
    box = measure.box(node.input_shapes[0], 0)
    thick = min(measure.length(1), box.length / 3)
    slab = Box3(box.x + box.length - thick, box.y, thick, box.height, box.depth)
    ruled = grid(box, height, width, "pool-line") if max(height, width) <= MOST_LINES else ()
    faces = tuple(
        Face(points, f"pool-{shade}", "pool-line", opacity=0.85)
        for points, shade in ((slab.roof(), "top"), (slab.side(), "side"), (slab.front(), "front"))
    )
    source, *others = drawing.parts
    window = Part((*faces, *ruled), kind="kernel", label=say("the window: all {count} cells of a channel", count=cells))
    return Drawing((source, window, *others), captions, drawing.columns, legend=drawing.legend)
