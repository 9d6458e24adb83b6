"""The table under a diagram: a row for everything that has a column, in execution order, and their total.

What has none and belongs to the view has a row too, so that the total is the network's or the group's own.
"""

import re

from app.graph.types import INPUT, Graph, Node
from app.inspector.columns import Content, contents
from app.inspector.types import TableRow
from app.inspector.windows import adaptive, both
from app.language import message, say
from app.scene.types import Column, Scene
from app.scene.units import count_text, shape_text, window_text

NOTHING = "–"
TIMES = {2: message("{shape}, twice"), 3: message("{shape}, three times")}


def table(graph: Graph, scene: Scene, path: str) -> tuple[TableRow, ...]:
    """One row a column of `scene`, which shows `path`; several rows are followed by one that adds them up."""
    found = contents(graph, scene.columns or _drawn(graph, scene), _shown(graph, path))
    found.sort(key=lambda content: graph.place_of[content.nodes[0].path] if content.nodes else -1)
    rows = tuple(_row(graph, content, path) for content in found)
    return (*rows, _total(graph, found)) if len(rows) > 1 else rows


def _shown(graph: Graph, path: str) -> tuple[Node, ...]:
    """Every operation of the network or of the group that is looked at; a lone operation has its column."""
    if path == "":
        return graph.nodes
    return graph.inside(graph.group_by_path[path]) if path in graph.group_by_path else ()


def _drawn(graph: Graph, scene: Scene) -> list[Column]:
    """The operations of a picture without columns, as if each had one."""
    paths = dict.fromkeys(part.path for part in scene.parts if part.path == INPUT or part.path in graph.by_path)
    return [Column(path, 0, 0) for path in paths]


def _row(graph: Graph, content: Content, view: str) -> TableRow:
    name = _within(content.name, view)
    if not content.nodes:
        return _line(content, name, NOTHING, shape_text(graph.input))
    first, last = content.nodes[0], content.nodes[-1]
    if group := graph.group_by_path.get(content.path):
        return _line(content, name, shape_text(group.input_shape), shape_text(last.output_shape))
    stride, padding = (None, None) if adaptive(first) else (first.stride, first.padding)
    return _line(
        content,
        name,
        _given(first),
        shape_text(last.output_shape),
        kernel=window_text(first.kernel) if first.kernel else NOTHING,
        stride=both(stride) if stride else NOTHING,
        padding=both(padding) if padding else NOTHING,
    )


def _within(name: str, view: str) -> str:
    """A name without the path of the group that is looked at: a number alone, as of a block, would say too little."""
    return re.sub(rf"(?<![\w.]){re.escape(view)}\.(?!\d)", "", name) if view else name


def _given(node: Node) -> str:
    """`64 × 56 × 56`; of several inputs what they have in common is said once."""
    shapes = node.input_shapes
    if node.op == "concat":
        channels = " + ".join(str(shape[0]) for shape in shapes)
        return say("{channels} channels of {size}", channels=channels, size=shape_text(shapes[0][1:]))
    if node.op == "multiply":
        return say("{shape}, gate {gate}", shape=shape_text(shapes[0]), gate=shape_text(shapes[1]))
    if len(set(shapes)) == 1 and len(shapes) in TIMES:
        return say(TIMES[len(shapes)], shape=shape_text(shapes[0]))
    return say(", ").join(map(shape_text, shapes))


def _line(
    content: Content,
    name: str,
    before: str,
    after: str,
    kernel: str = NOTHING,
    stride: str = NOTHING,
    padding: str = NOTHING,
) -> TableRow:
    params, macs = sum(node.params for node in content.nodes), sum(node.macs for node in content.nodes)
    seen = content.nodes[-1].receptive_field.size if content.nodes else (1, 1)
    return TableRow(
        path=content.path,
        name=name,
        operation=content.operation,
        kernel=kernel,
        stride=stride,
        padding=padding,
        input=before,
        output=after,
        params=count_text(params),
        macs=count_text(macs),
        receptive_field=f"{seen[0]} × {seen[1]}",
        params_count=params,
        macs_count=macs,
    )


def _total(graph: Graph, found: list[Content]) -> TableRow:
    """What the rows add up to: the whole view, or as much of it as ran."""
    nodes = [node for content in found for node in content.nodes]
    params, macs = sum(node.params for node in nodes), sum(node.macs for node in nodes)
    operations = message("{count} operations that ran") if graph.failure else message("{count} operations")
    return TableRow(
        path="",
        name=say("Total"),
        operation=say(operations, count=count_text(len(nodes))),
        kernel="",
        stride="",
        padding="",
        input="",
        output="",
        params=count_text(params),
        macs=count_text(macs),
        receptive_field="",
        params_count=params,
        macs_count=macs,
    )
