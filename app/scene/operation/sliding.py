"""What every windowed operation shows: the padded input, the window at output cell (0, 0), the cell it makes,
what is never read, the output's size by the formula, and the steps by which the page moves the window.
"""

from dataclasses import dataclass, replace
from math import hypot

from app.graph.types import Graph, Node
from app.language import say
from app.scene.operation.drawing import NAME_DROP, Ruler, bow, height_label, input_part
from app.scene.operation.formula import output_length, words
from app.scene.operation.hatch import Unread, unread_parts
from app.scene.operation.windows import Axis, axes_of
from app.scene.sheet import extent
from app.scene.text import text_box
from app.scene.types import Face, Mark, Part, Point, Sliding, Stroke, Text
from app.scene.units import phrases
from app.scene.volume import DEPTH, Box3, wire

FORMULA_RISE = 46.0  # from the highest volume to the lowest formula's baseline
LINE = 58.0  # between two formulas
KEY_DROP = 22.0  # from the input's name to the key of the hatching
AIR = 6.0  # between a curve that falls and the volume that it passes
LIT = 3.2  # a lit cell is at least this high on paper, and this long along the depth axis


@dataclass(frozen=True, slots=True)
class Window:
    """A window over an input: its two axes, the ruler, and the boxes of the input and of its shell.

    The shell holds the padding, and what the last windows reach beyond it.
    """

    graph: Graph
    node: Node
    rows: Axis
    columns: Axis
    ruler: Ruler
    volume: Box3
    shell: Box3

    @property
    def unit(self) -> float:
        return self.ruler.unit


def window_over(graph: Graph, node: Node, ruler: Ruler) -> Window:
    """The window of a node over its input at x = 0."""
    rows, columns = axes_of(node)
    volume = ruler.box(node.input_shapes[0], 0)
    x, y = volume.at(0, -rows.padding * ruler.unit, -columns.padding * ruler.unit)
    low, far = (2 * axis.padding + axis.over for axis in (rows, columns))
    shell = Box3(x, y, volume.length, volume.height + low * ruler.unit, volume.depth + far * ruler.unit)
    return Window(graph, node, rows, columns, ruler, volume, shell)


def input_parts(window: Window) -> tuple[Part, ...]:
    """The input, the wire box around it with `P = 3`, and the hatching of what is never read with its key."""
    volume, shell = window.volume, window.shell
    solid = input_part(window.graph, window.node, volume, shell=shell)
    unread = Unread(window.rows, window.columns, volume, shell, window.unit)
    hatching = unread_parts(unread, (shell.x, shell.bottom + NAME_DROP + KEY_DROP))
    if shell == volume:
        return (solid, *hatching)
    edges = wire(shell, "outline")
    back, front = Part(edges[:3], kind="padding"), Part((*edges[3:], *_padding_label(window)), kind="padding")
    return back, solid, front, *hatching


def _padding_label(window: Window) -> tuple[Mark, ...]:
    """`P = 3` beside the roof's slanting edge, with a line to the shell; `hangs over: 1` for the last window."""
    rows, columns, shell = window.rows, window.columns, window.shell
    padding, over = _pair(rows.padding, columns.padding), _pair(rows.over, columns.over)
    said = [f"P = {padding}"] if padding != "0" else []
    said += [say("hangs over: {cells}", cells=over)] if over != "0" else []
    x, y = shell.at(0, 0, shell.depth * 0.62)
    text = Text(x - 26, y - 8, phrases(*said), 14, "semibold", "end", "muted")
    return text, Stroke((x - 22, y - 10), (((x - 2, y - 1),),), "outline", 0.9, role="guide")


def _pair(rows: int, columns: int) -> str:
    return str(rows) if rows == columns else f"{rows} × {columns}"


def window_parts(window: Window, length: float, hue: str) -> tuple[Part, ...]:
    """The window at output cell (0, 0): `kernel`, a see-through box over the last `length` units of channels,
    and `patch`, its footprint on the side of the input."""
    u, shell = window.unit, window.shell
    rows, columns = window.rows, window.columns
    x, y = shell.at(shell.length - length, 0, 0)
    box = Box3(x, y, length, rows.reach * u, columns.reach * u)
    faces = tuple(
        Face(points, f"{hue}-{shade}", f"{hue}-line", opacity=0.6, width=1.0)
        for points, shade in ((box.roof(), "top"), (box.front(), "front"))
    )
    cells = tuple(Face(points, f"{hue}-line", "ink", width=0.9, opacity=0.9) for points in _footprint(window))
    size = say("{height} by {width}", height=rows.kernel, width=columns.kernel)
    reads = say("the {size} cells that output cell (0, 0) reads", size=size)
    return (
        Part(faces, kind="kernel", name="kernel", label=say("{size} window", size=size)),
        Part(cells, kind="patch", name="patch", label=reads),
    )


def _footprint(window: Window) -> tuple[tuple[Point, ...], ...]:
    """The cells that the window reads, on the side of the shell: one outline, or single cells under dilation."""
    rows, columns, shell, u = window.rows, window.columns, window.shell, window.unit
    if rows.dilation == columns.dilation == 1:
        return (_cell(shell, 0, 0, rows.reach * u, columns.reach * u),)
    return tuple(
        _cell(shell, i * rows.dilation * u, j * columns.dilation * u, u, u)
        for i in range(rows.kernel)
        for j in range(columns.kernel)
    )


def _cell(box: Box3, down: float, into: float, height: float, depth: float) -> tuple[Point, ...]:
    """A rectangle on a box's side."""
    corners = ((down, into), (down, into + depth), (down + height, into + depth), (down + height, into))
    return tuple(box.at(box.length, d, i) for d, i in corners)


def cell_part(window: Window, output: Box3, length: float) -> Part:
    """`cell`: output cell (0, 0), the last `length` units of its channels; a tiny one is lit beyond its borders."""
    down, into = min(window.unit, output.height), min(window.unit, output.depth)
    height, depth = max(down, LIT), max(into, LIT / hypot(*DEPTH))
    x, y = output.at(output.length - length, (down - height) / 2, (into - depth) / 2)
    box = Box3(x, y, length, height, depth)
    faces = tuple(
        Face(points, "highlight", "ink", opacity=0.9, width=0.5) for points in (box.roof(), box.front(), box.side())
    )
    return Part(faces, kind="cell", name="cell", label=say("output cell (0, 0)"))


def formula_part(window: Window, output: Box3, others: tuple[Part, ...]) -> Part:
    """How long the output is, above everything, and an arrow to the output's height. One line if H and W agree."""
    rows, columns = window.rows, window.columns
    label = height_label(output, window.node.output_shape, right=True)
    left, top, right, _ = text_box(label)
    middle = (left + right) / 2
    lines = [output_length(rows, symbols=True)]
    names = [""]
    if _numbers(rows) != _numbers(columns):
        lines, names = [*lines, output_length(columns, symbols=True)], [say("height"), say("width")]
    base = extent(others)[1] - FORMULA_RISE
    x = middle - 44 - max(line.width for line in lines)
    marks: list[Mark] = []
    for index, (name, line) in enumerate(zip(names, lines, strict=True)):
        y = base - LINE * (len(lines) - 1 - index)
        marks += line.at(x, y)
        if name:
            marks += words(name, 14, fill="muted").at(x - 58, y)
    first = base - LINE * (len(lines) - 1)
    marks.append(_drop((x + lines[0].width + 9, first - 5), (middle, top - 5)))
    return Part(tuple(marks), kind="formula", label=say("output size"))


def _drop(start: Point, end: Point) -> Stroke:
    """An arrow that runs right and then falls onto its end."""
    (_, y), (x, _) = start, end
    return Stroke(start, (((x - 36, y),), ((x + 4, y), (x, y + 23), end)), arrow=True)


def _numbers(axis: Axis) -> tuple[int, ...]:
    return axis.length, axis.kernel, axis.stride, axis.padding, axis.dilation, axis.output


def sliding_of(window: Window, output: Box3) -> Sliding:
    """The translations that move kernel, patch and cell."""
    u, volume, rows, columns = window.unit, window.volume, window.rows, window.columns
    row, column = (0.0, u), (u * DEPTH[0], u * DEPTH[1])
    return Sliding(
        kernel=(rows.reach, columns.reach),
        stride=(rows.stride, columns.stride),
        padding=(rows.padding, columns.padding),
        input=(rows.length, columns.length),
        output=(rows.output, columns.output),
        in_corner=volume.at(volume.length, 0, 0),
        row_step=row,
        column_step=column,
        out_corner=output.at(output.length, 0, 0),
        out_row_step=row,
        out_column_step=column,
    )


def curve_to_channels(start: Point, output: Box3, label: Text) -> Stroke:
    """From `F = 64` to the number of channels under the output; it is below the floor before it comes there."""
    left, top, _, bottom = text_box(label)
    end = left - 7, (top + bottom) / 2
    fallen = output.x - AIR, end[1]
    if end[0] <= fallen[0]:
        return bow(start, end)
    down = bow(start, fallen)
    return replace(down, steps=(*down.steps, (end,)))
