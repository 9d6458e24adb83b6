"""A convolution (the article's Figures 4, 6, 9, 10): padded input, F kernels, output, and the numbers of each."""

from app.graph.types import Graph, Node, elements
from app.language import say
from app.language.nouns import several
from app.scene.op_words import op_title
from app.scene.operation.drawing import (
    Drawing,
    channel_label,
    columns,
    next_parts,
    output_part,
    right_of,
    ruler,
    sentence,
)
from app.scene.operation.guides import guided
from app.scene.operation.kernels import kernel_row
from app.scene.operation.sliding import (
    cell_part,
    curve_to_channels,
    formula_part,
    input_parts,
    sliding_of,
    window_over,
    window_parts,
)
from app.scene.operation.windows import axes_of, unread_words
from app.scene.types import Face, Part, Stroke, View
from app.scene.units import count_text, short_count, window_text
from app.scene.volume import Box3

MOST_BANDS = 8  # more groups than this are told, and one of them is shown


def conv(graph: Graph, node: Node, view: View) -> Drawing:
    rows, across = axes_of(node)
    groups, size = node.groups or 1, node.output_shape[0]
    measure = ruler(view, max(rows.padded, across.padded), node.input_shapes[0][0], size)
    window = window_over(graph, node, measure)
    source = (*input_parts(window), *_bands(window.volume, groups))
    row = kernel_row(node, rows, across, measure, right_of(*source) + 12)
    output = measure.box(node.output_shape, right_of(row.part) + 72)
    made = (output_part(graph, node, output), *_bands(output, groups))
    curve = Part((curve_to_channels(row.leaves, output, channel_label(output, node.output_shape)),), kind="curve")
    volumes = (*source, *made, row.part)
    lit = window_parts(window, window.volume.length / groups, "kernel")
    return Drawing(
        parts=(
            *guided(window, source, lit, output, (row.part, *made, curve)),
            cell_part(window, output, output.length / groups),
            formula_part(window, output, volumes),
            *next_parts(graph, node, output),
        ),
        captions=_captions(node, unread_words(rows, across)),
        columns=columns(node, output),
        sliding=sliding_of(window, output),
        legend=enlarged_words(measure.words(), row.enlarged),
    )


def enlarged_words(legend: str, factor: float) -> str:
    """The legend with how the row of kernels compares with the window drawn on the input."""
    if factor > 1:
        return say("{legend}; the row of kernels {factor} times larger", legend=legend, factor=f"{factor:g}")
    if factor < 1:
        return say("{legend}; the row of kernels 1/{factor} as large", legend=legend, factor=f"{1 / factor:g}")
    return legend


def _bands(box: Box3, groups: int) -> tuple[Part, ...]:
    """Where the channels are cut into groups: the cuts, or one of the groups where there are many."""
    if groups == 1:
        return ()
    width = box.length / groups
    if groups > MOST_BANDS:
        x, y = box.at(box.length - width, 0, 0)
        last = Box3(x, y, width, box.height, box.depth)
        faces = tuple(
            Face(points, "kernel-front", "kernel-line", opacity=0.75) for points in (last.roof(), last.front())
        )
        return (Part(faces, kind="group"),)
    cuts = tuple(
        Stroke(
            box.at(i * width, box.height, 0),
            ((box.at(i * width, 0, 0),), (box.at(i * width, 0, box.depth),)),
            "ink",
            0.8,
            role="guide",
        )
        for i in range(1, groups)
    )
    return (Part(cuts, kind="group"),)


def _captions(node: Node, unread: str) -> tuple[str, ...]:
    """What it is and weighs; what it costs; how its groups read; what it never reads."""
    assert node.kernel is not None
    groups, kernels = node.groups or 1, node.output_shape[0]
    depth = node.input_shapes[0][0] // groups
    cells = elements(node.output_shape) * node.times
    cost = say(
        "{macs} multiply-adds: {each} for each of the {count} numbers in the output",
        macs=short_count(node.macs),
        each=count_text(node.macs // cells),
        count=count_text(cells),
    )
    lines = [f"{sentence(op_title(node))} · {_weights(node, f'{window_text(node.kernel)}×{depth}')}", cost]
    if groups > 1:
        lines.append(_grouped(groups, depth, kernels // groups))
    return (*lines, unread) if unread else tuple(lines)


def _weights(node: Node, size: str) -> str:
    """How many kernels of a size there are, and what they weigh."""
    count = node.output_shape[0]
    kernels = several(count, say("kernel"))
    if node.bias:
        return say(
            "{kernels} of {size} = {weights} weights + {biases} biases",
            kernels=kernels,
            size=size,
            weights=count_text(node.params - count),
            biases=count_text(count),
        )
    return say(
        "{kernels} of {size} = {weights} weights, no bias",
        kernels=kernels,
        size=size,
        weights=count_text(node.params),
    )


def _grouped(groups: int, depth: int, each: int) -> str:
    """What a kernel reads where channels are cut into groups."""
    if groups <= MOST_BANDS:
        return say(
            "{groups} groups: each kernel reads the {depth} channels of its own group, {each} kernels a group",
            groups=groups,
            depth=depth,
            each=each,
        )
    return say(
        "{groups} groups: each kernel reads the {depth} channels of its own group, {each} kernels a group; "
        "one group is highlighted",
        groups=groups,
        depth=depth,
        each=each,
    )
