"""What a column of a drawing stands for: an operation with what keeps its shape behind it, a block, a run of equals.

Goes in: a graph and a scene's columns. Comes out: their contents, from which chart, table and cards take the same
numbers; of a whole view, also what the drawing has no column for. No operation is counted twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.graph.types import INPUT, KEEPS_SHAPE, Graph, Group, Node, Shape
from app.inspector.windows import adaptive
from app.language import say
from app.scene.op_words import op_label, op_noun, op_title
from app.scene.types import Column
from app.scene.units import window_text
from app.scene.words import block_title

KEPT = (*KEEPS_SHAPE, "flatten")  # operations that have no column of their own where others have


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


def contents(graph: Graph, columns: Sequence[Column], view: Sequence[Node] = ()) -> list[Content]:
    """The content of each column, in the columns' order. An operation that is alone in its view stands for itself.

    view: the operations to account for. Those that no column stands for follow: a group as one, or one by one.
    """
    named = {column.path for column in columns}
    if len(named) == 1:
        named |= graph.by_path.keys()
    found = [content(graph, column.path, column.times, named) for column in columns]
    counted = {node.path for given in found for node in given.nodes}
    times = folds(graph, columns)
    for node in view:
        if node.path not in counted:
            block = block_of(graph, node.path)
            path = _uncounted(graph, node, {other.path for other in view} - counted)
            found.append(content(graph, path, times.get(block.path, 1) if block else 1, named | counted))
            counted |= {other.path for other in found[-1].nodes}
    return found


def content(graph: Graph, path: str, times: int, named: set[str]) -> Content:
    """What stands at `path`, `times` in a row. named: paths that stand for themselves."""
    if path == INPUT:
        return Content(path, say("input"), say("image"), graph.input, ())
    group, block = graph.group_by_path.get(path), block_of(graph, path)
    one = graph.inside(group) if group else _with_kept(graph, graph.by_path[path], named)
    behind = () if group else one[1:]
    operation = block_title(graph, group) if group else say(", ").join((_title(one[0]), *map(op_label, behind)))
    shape = group.output_shape if group else one[0].output_shape
    if block is None or times == 1:
        return Content(path, _names(path, behind), operation, shape, one)
    name = _span(graph, block, times)
    if block is not group:
        name = say("{name}: {words}", name=name, words=_names(path.removeprefix(f"{block.path}."), behind))
    repeated = operation if group else f"[{operation}]"
    return Content(path, name, f"{times} × {repeated}", shape, _repeated(graph, block, one, times), times)


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


def _uncounted(graph: Graph, node: Node, left: set[str]) -> str:
    """The largest group around an operation that is left over as a whole (a gate, a classifier), or itself."""
    whole = (group for group in graph.around(node.path) if left.issuperset(one.path for one in graph.inside(group)))
    return next((group.path for group in whole if group.kind in ("branch", "aux")), node.path)


def _with_kept(graph: Graph, node: Node, named: set[str]) -> tuple[Node, ...]:
    """An operation and those behind it that belong to its column; never one of another group."""
    found = [node]
    for other in graph.nodes[graph.place_of[node.path] + 1 :]:
        reads = other.inputs[0] in {one.path for one in found}
        own = other.op in KEPT and other.path not in named and graph.around(other.path) == graph.around(node.path)
        if not (reads and own):
            break
        found.append(other)
    return tuple(found)


def _repeated(graph: Graph, block: Group, nodes: Sequence[Node], times: int) -> tuple[Node, ...]:
    """Some operations of a block, and the same of the equal blocks that follow it."""
    inside = [node.path for node in graph.inside(block)]
    places = [inside.index(node.path) for node in nodes]
    return tuple(graph.inside(other)[place] for other in _run(graph, block, times) for place in places)


def _run(graph: Graph, block: Group, times: int) -> list[Group]:
    blocks = [group for group in graph.children(block.parent) if group.kind == "block"]
    first = blocks.index(block)
    return blocks[first : first + times]


def last_name(node: Node) -> str:
    """`bn` of `branch2.0.bn`; of a number, which alone would name nothing, `downsample.1`."""
    return ".".join(node.path.split(".")[-2:]) if node.name.isdigit() else node.name


def _names(name: str, behind: Sequence[Node]) -> str:
    """`conv1, bn1, act1`: an operation and what belongs to its column."""
    return say(", ").join((name, *map(last_name, behind)))


def _span(graph: Graph, block: Group, times: int) -> str:
    """`layer3.1 to layer3.35`."""
    return say("{first} to {last}", first=block.path, last=_run(graph, block, times)[-1].path)


def _title(node: Node) -> str:
    """`7×7 convolution`, `global average pooling`; stride, padding and what is averaged have columns of their own."""
    if node.kernel is None or node.stride is None:
        return op_title(node)
    if adaptive(node) and node.output_shape[1:] == (1, 1):
        return say("global average pooling")
    return say("{window} {operation}", window=window_text(node.kernel), operation=op_noun(node.op, node.type))
