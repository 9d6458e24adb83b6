"""Which shapes a program asserts: module path -> (C, H, W), of a network those of its blocks and what is around them.

Only modules are asserted. What stands as an expression in a program, `+` or torch.cat, has no path of its own there:
its result is that of the module around it.
"""

from collections.abc import Iterator
from itertools import groupby

from app.graph.types import Failure, Graph, Group, Node, Shape
from app.program.source import literal

EXPRESSIONS = {"add", "concat", "multiply", "highway", "scale"}  # operations that are no modules in a program
KEEPING = {"norm", "activation", "dropout"}  # that change no shape, and say nothing in an overview
MOST = 8  # blocks in a row with one shape that get a line each; more get one together


def asserted(graph: Graph, path: str) -> tuple[str, ...]:
    """The lines of the literal SHAPES."""
    return tuple(_lines(graph, _inside(graph, path) if path else _overview(graph)))


def stops_at(failure: Failure) -> str:
    """The module that never puts out anything: what refused, or what holds the expression that did."""
    return failure.path.rpartition(".")[0] if failure.op in EXPRESSIONS else failure.path


def _overview(graph: Graph) -> dict[str, Shape]:
    """Blocks, auxiliary heads and what stands outside them; all that ran of a block that stopped."""
    wholes = [group for group in _modules(graph) if group.kind in ("block", "aux")]
    held = {place for group in wholes for place in group.places}
    stopped = graph.failure.within if graph.failure else ()
    ends = {group.places[-1]: group for group in wholes}
    found: dict[str, Shape] = {}
    for place, node in enumerate(graph.nodes):
        if place in ends:
            found[ends[place].path] = ends[place].output_shape
        elif place not in held and (node.op not in KEEPING or _within(node, stopped)):
            found |= _own(node)
    return found


def _inside(graph: Graph, path: str) -> dict[str, Shape]:
    """A part and all modules in it; of an expression, what it reads and the module that it stands in."""
    if path in graph.by_path:
        node = graph.by_path[path]
        around = node.path.rpartition(".")[0]
        modules = [group for group in _modules(graph) if group.path == around]
        read = [graph.by_path[source] for source in node.inputs if source in graph.by_path]
        nodes = [node] if node.op not in EXPRESSIONS else read
        return _joined(nodes, [] if nodes == [node] else modules)
    group = graph.group_by_path[path]
    places = set(group.places)
    return _joined(list(graph.inside(group)), [other for other in _modules(graph) if places >= set(other.places)])


def _joined(nodes: list[Node], groups: list[Group]) -> dict[str, Shape]:
    found = {path: shape for node in nodes for path, shape in _own(node).items()}
    return found | {group.path: group.output_shape for group in groups}


def _own(node: Node) -> dict[str, Shape]:
    return {} if node.op in EXPRESSIONS else {node.path: node.output_shape}


def _modules(graph: Graph) -> list[Group]:
    """The groups that are modules, and ran to their end."""
    stopped = graph.failure.within if graph.failure else ()
    return [group for group in graph.groups if group.type and group.path not in stopped]


def _within(node: Node, groups: tuple[str, ...]) -> bool:
    return any(node.path.startswith(f"{path}.") for path in groups)


def _lines(graph: Graph, shapes: dict[str, Shape]) -> Iterator[str]:
    """An entry a line; neighbouring blocks of a long row together."""
    for (template, shape), entries in groupby(shapes.items(), lambda entry: (_numbered(graph, entry[0])[0], entry[1])):
        numbers = [_numbered(graph, path)[1] for path, _ in entries]
        if len(numbers) > MOST:
            span = f"{numbers[0]}, {numbers[-1] + 1}" if numbers[0] else f"{len(numbers)}"
            yield f"**{{f{literal(template)}: {shape} for i in range({span})}},"
        else:
            yield from (f"{literal(template.format(i=number))}: {shape}," for number in numbers)


def _numbered(graph: Graph, path: str) -> tuple[str, int]:
    """A block in a row, as `layer3.{i}` and its number; of any other path, the path."""
    row, _, number = path.rpartition(".")
    if path in graph.group_by_path and row and number.isdigit():
        return f"{row}.{{i}}", int(number)
    return path, 0
