"""The table under a diagram: a row for everything that has a column, in execution order, and their total."""

from app.graph.types import INPUT, Graph, Node
from app.inspector.columns import Content, contents
from app.inspector.types import TableRow
from app.inspector.windows import adaptive, both
from app.scene.types import Column, Scene
from app.scene.words import count_text, shape_text, window_text

NOTHING = "–"


def table(graph: Graph, scene: Scene) -> tuple[TableRow, ...]:
    """One row a column of `scene`; several rows are followed by one that adds them up."""
    found = contents(graph, scene.columns or _drawn(graph, scene))
    found.sort(key=lambda content: graph.place_of[content.nodes[0].path] if content.nodes else -1)
    rows = tuple(_row(graph, content) for content in found)
    return (*rows, _total(graph, found)) if len(rows) > 1 else rows


def _drawn(graph: Graph, scene: Scene) -> list[Column]:
    """The operations of a picture without columns, as if each had one."""
    paths = dict.fromkeys(part.path for part in scene.parts if part.path == INPUT or part.path in graph.by_path)
    return [Column(path, 0, 0) for path in paths]


def _row(graph: Graph, content: Content) -> TableRow:
    if not content.nodes:
        return _line(content, NOTHING, shape_text(graph.input))
    first, last = content.nodes[0], content.nodes[-1]
    if content.path in graph.group_by_path:
        return _line(content, shape_text(graph.group_by_path[content.path].input_shape), shape_text(last.output_shape))
    stride, padding = (None, None) if adaptive(first) else (first.stride, first.padding)
    return _line(
        content,
        _given(first),
        shape_text(last.output_shape),
        kernel=window_text(first.kernel) if first.kernel else NOTHING,
        stride=both(stride) if stride else NOTHING,
        padding=both(padding) if padding else NOTHING,
    )


def _given(node: Node) -> str:
    """`64 × 56 × 56`; an addition is given two of one shape."""
    shapes = [shape_text(shape) for shape in node.input_shapes]
    return f"{shapes[0]}, twice" if shapes == 2 * shapes[:1] else " + ".join(shapes)


def _line(
    content: Content, before: str, after: str, kernel: str = NOTHING, stride: str = NOTHING, padding: str = NOTHING
) -> TableRow:
    params, macs = sum(node.params for node in content.nodes), sum(node.macs for node in content.nodes)
    seen = content.nodes[-1].receptive_field.size if content.nodes else (1, 1)
    return TableRow(
        path=content.path,
        name=content.name,
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
    ran = " that ran" if graph.failure else ""
    return TableRow(
        path="",
        name="Total",
        operation=f"{count_text(len(nodes))} operations{ran}",
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
