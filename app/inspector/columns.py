"""What a column of a drawing stands for: an operation with what keeps its shape behind it, a block, a run of equals.

Goes in: a graph and a scene's columns. Comes out: their contents, from which chart, table and cards take the same
numbers. No operation is counted twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.graph.types import INPUT, Graph, Group, Node, Shape
from app.scene.types import Column
from app.scene.words import block_title, op_label, op_title

KEPT = ("norm", "activation", "flatten")  # operations that have no column of their own where others have


@dataclass(frozen=True, slots=True)
class Content:
    """The operations of a column, in execution order; none for the input.

    name, operation: what it is called and what it does, in words. shape: of the volume that is drawn for it.
    times: how many equal blocks are folded in; `nodes` are the operations of all, `one` those of the first.
    """

    path: str
    name: str
    operation: str
    shape: Shape
    nodes: tuple[Node, ...]
    times: int = 1

    @property
    def one(self) -> tuple[Node, ...]:
        return self.nodes[: len(self.nodes) // self.times]


def contents(graph: Graph, columns: Sequence[Column]) -> list[Content]:
    """The content of each column, in the columns' order. An operation that is alone in its view stands for itself."""
    named = {column.path for column in columns}
    if len(named) == 1:
        named |= graph.by_path.keys()
    return [content(graph, column.path, column.times, named) for column in columns]


def content(graph: Graph, path: str, times: int, named: set[str]) -> Content:
    """What stands at `path`, `times` in a row. named: paths that stand for themselves."""
    if path == INPUT:
        return Content(path, path, "image", graph.input, ())
    if group := graph.group_by_path.get(path):
        run = graph.children(group.parent)
        first = run.index(group)
        nodes = tuple(node for block in run[first : first + times] for node in graph.inside(block))
        title = block_title(graph, group)
        operation = title if times == 1 else f"{times} × {title}"
        return Content(path, _span(graph, group, times), operation, group.output_shape, nodes, times)
    return _operations(graph, graph.by_path[path], times, named)


def folds(graph: Graph, columns: Sequence[Column]) -> dict[str, int]:
    """How many equal blocks a block stands for, for those that are the first of a folded run."""
    found: dict[str, int] = {}
    for column in columns:
        block = block_of(graph, column.path)
        if block is not None and column.times > 1:
            found[block.path] = column.times
    return found


def block_of(graph: Graph, path: str) -> Group | None:
    """The block that a path is or lies in."""
    around = (*graph.around(path), graph.group_by_path.get(path))
    return next((group for group in around if group and group.kind == "block"), None)


def _operations(graph: Graph, node: Node, times: int, named: set[str]) -> Content:
    first = graph.place_of[node.path]
    stop = first + 1
    while stop < len(graph.nodes) and _kept(graph.nodes[stop], graph.nodes[stop - 1], named):
        stop += 1
    block = block_of(graph, node.path)
    step = len(block.places) if block else 0
    spans = [range(first + step * repeat, stop + step * repeat) for repeat in range(times)]
    nodes = tuple(graph.nodes[index] for span in spans for index in span)
    behind = graph.nodes[first + 1 : stop]
    inside = ", ".join(short_name(graph, other) for other in behind)
    operation = ", ".join((_title(node), *map(op_label, behind)))
    if block and times > 1:
        name = f"{_span(graph, block, times)}: {', '.join(filter(None, (short_name(graph, node), inside)))}"
        return Content(node.path, name, f"{times} × [{operation}]", node.output_shape, nodes, times)
    return Content(node.path, ", ".join(filter(None, (node.path, inside))), operation, node.output_shape, nodes)


def _kept(node: Node, before: Node, named: set[str]) -> bool:
    """Whether an operation belongs to the column of the one before it."""
    return node.op in KEPT and node.path not in named and node.inputs[0] == before.path


def short_name(graph: Graph, node: Node) -> str:
    """The path inside the block: `downsample.0` of `layer2.0.downsample.0`."""
    block = block_of(graph, node.path)
    return node.path.removeprefix(f"{block.path}.") if block else node.path


def _span(graph: Graph, block: Group, times: int) -> str:
    """`layer3.1 to layer3.35`."""
    if times == 1:
        return block.path
    blocks = graph.children(block.parent)
    return f"{block.path} to {blocks[blocks.index(block) + times - 1].path}"


def _title(node: Node) -> str:
    """`7×7 convolution`, `global average pooling`; stride, padding and what is averaged have columns of their own."""
    title = op_title(node)
    return title if node.kernel is None else title.partition(",")[0].partition(" over ")[0]
