"""The table under a diagram: its columns, or every operation of the group that they show, in execution order."""

from collections.abc import Collection, Sequence

from app.graph.types import INPUT, Graph, Group, Node, elements
from app.inspector.place import groups_around
from app.inspector.types import TableRow
from app.inspector.windows import both
from app.scene.types import Scene
from app.scene.words import block_title, count_text, op_title, shape_text, window_text

NOTHING = "–"


def table(graph: Graph, scene: Scene) -> tuple[TableRow, ...]:
    """One row a column of `scene`; where the columns are operations of one block, every operation of that block."""
    paths = {column.path: column.times for column in scene.columns} or _drawn(graph, scene)
    whole = _only_group(graph, list(paths))
    if whole is not None:
        return tuple(_operation(node) for node in graph.inside(whole) if _is_shown(graph, whole, node, paths))
    order = sorted(paths, key=lambda path: _place(graph, path))
    return tuple(_row(graph, path, paths[path]) for path in order)


def _only_group(graph: Graph, paths: Sequence[str]) -> Group | None:
    """The innermost group that holds all of several operations."""
    if len(paths) < 2 or any(path not in graph.by_path for path in paths):
        return None
    first, *others = ([*groups_around(graph, path), *_ends(graph, path)] for path in paths)
    shared = [group for group in first if all(group in around for around in others)]
    return shared[-1] if shared else None


def _drawn(graph: Graph, scene: Scene) -> dict[str, int]:
    """The operations of a picture without columns, in the order in which they are drawn."""
    return {part.path: 1 for part in scene.parts if part.path == INPUT or part.path in graph.by_path}


def _is_shown(graph: Graph, whole: Group, node: Node, paths: Collection[str]) -> bool:
    """In a layer, whether the block of a node is drawn; folded repeats are not."""
    if whole.kind != "stage":
        return True
    block = ".".join(node.path.split(".")[:2]) + "."
    return any(path.startswith(block) for path in paths)


def _ends(graph: Graph, path: str) -> list[Group]:
    """Stem or head, which no module holds."""
    node = graph.by_path[path]
    return [group for group in graph.groups if group.kind in ("stem", "head") and node in graph.inside(group)]


def _place(graph: Graph, path: str) -> int:
    if path == INPUT:
        return -1
    if path in graph.group_by_path:
        return graph.group_by_path[path].first
    return graph.nodes.index(graph.by_path[path])


def _row(graph: Graph, path: str, times: int) -> TableRow:
    if path == INPUT:
        return _line(path, "image", NOTHING, shape_text(graph.input), 0, 0, (1, 1))
    if path in graph.by_path:
        return _operation(graph.by_path[path])
    group = graph.group_by_path[path]
    last = graph.nodes[group.first + (group.stop - group.first) * times - 1]
    return _line(
        path,
        block_title(graph, group),
        shape_text(group.input_shape),
        shape_text(group.output_shape),
        group.params * times,
        group.macs * times,
        last.receptive_field.size,
        times=times,
    )


def _operation(node: Node) -> TableRow:
    windowed = node.kernel is not None
    before = " + ".join(shape_text(shape) for shape in node.input_shapes)
    return _line(
        node.path,
        op_title(node) if not windowed else op_title(node).partition(",")[0],
        before,
        shape_text(node.output_shape),
        node.params,
        node.macs,
        node.receptive_field.size,
        kernel=window_text(node.kernel) if node.kernel else NOTHING,
        stride=both(node.stride) if node.stride else NOTHING,
        padding=both(node.padding) if node.padding else NOTHING,
    )


def _line(
    path: str,
    operation: str,
    before: str,
    after: str,
    params: int,
    macs: int,
    seen: tuple[int, int],
    kernel: str = NOTHING,
    stride: str = NOTHING,
    padding: str = NOTHING,
    times: int = 1,
) -> TableRow:
    return TableRow(
        path=path,
        operation=operation,
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
        receptive_pixels=elements(seen),
        times=times,
    )
