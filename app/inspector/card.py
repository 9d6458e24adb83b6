"""The card of a path: its numbers as rows, its operations as rows, its explanation as paragraphs."""

from collections.abc import Iterable

from app.graph.types import INPUT, Graph, Group, Node, ReceptiveField, Shape, elements
from app.inspector import groups, operations
from app.inspector.article import correction
from app.inspector.network import explained_input, explained_network
from app.inspector.place import place_of
from app.inspector.types import Card, Row
from app.inspector.windows import both
from app.scene.words import (
    block_title,
    bytes_text,
    count_text,
    graph_title,
    op_title,
    shape_text,
    size_text,
    stage_signature,
    window_text,
)

MOST_OPERATIONS = 24  # a layer of ResNet-152 has 372: a card lists the blocks of a layer, and not more than this


def card(graph: Graph, path: str) -> Card:
    """All about a path: "" for the network, `input`, a group, an operation, or the operation that failed."""
    if path == "":
        return _network(graph)
    if path == INPUT:
        return _input(graph)
    if path in graph.by_path:
        return _operation(graph, graph.by_path[path])
    if graph.failure and path == graph.failure.path:
        return _failed(graph)
    return _group(graph, graph.group_by_path[path])


def field_rows(field: ReceptiveField, label: str = "Receptive field") -> tuple[Row, Row]:
    """`59 × 59 px`, and `jump 8, starts at −29`: the box of input pixels behind one cell, and where the boxes lie."""
    y, x = (_minus(start) for start in field.start)
    starts = y if y == x else f"({y}, {x})"
    size = Row(label, f"{field.size[0]} × {field.size[1]} px")
    return size, Row("Its position", f"jump {both(field.jump, ' × ')}, starts at {starts}")


def time_text(microseconds: float) -> str:
    """`31.2 µs`, `1.25 ms`."""
    return f"{microseconds / 1000:.2f} ms" if microseconds >= 1000 else f"{microseconds:.1f} µs"


def _operation(graph: Graph, node: Node) -> Card:
    place = place_of(graph, node)
    more = [text for text in (correction(node, place.role),) if text]
    inputs = [Row("Input", shape_text(node.input_shapes[0]), node.inputs[0])]
    if node.op == "add":
        names = ("F(x)", "x, by the shortcut")
        inputs = [Row(*row) for row in zip(names, map(shape_text, node.input_shapes), node.inputs, strict=True)]
    rows = [*inputs, Row("Output", shape_text(node.output_shape)), *_window_rows(node), *_cost_rows([node])]
    rows[-1:-1] = field_rows(node.receptive_field)
    return Card(
        path=node.path,
        title=node.path,
        subtitle=_capital(op_title(node)),
        rows=(*rows, *_device_rows(graph, [node])),
        operations=(),
        why=(*operations.explained(graph, node), *more),
        question=_question(node, place.role),
    )


def _question(node: Node, role: str) -> str:
    if role in ("first", "middle") and node.stride and node.stride != (1, 1):
        return f"Why stride {both(node.stride)}?"
    return {
        "reduce": "Why 1×1?",
        "restore": "Why 1×1?",
        "projection": "Why a projection?",
    }.get(role) or {"add": "Why an addition?", "zeropad": "Why channels of zeros?"}.get(node.op, "Why?")


def _group(graph: Graph, group: Group) -> Card:
    inside = graph.inside(group)
    return Card(
        path=group.path,
        title=group.path,
        subtitle=_capital(block_title(graph, group) if group.kind != "stage" else stage_signature(graph, group)),
        rows=(
            Row("Input", shape_text(group.input_shape), inside[0].inputs[0]),
            Row("Output", shape_text(group.output_shape)),
            *_summed(graph, inside),
        ),
        operations=_blocks(graph, group) if group.kind == "stage" else _operations(group.path, inside),
        why=tuple(groups.explained(graph, group)),
        question=groups.question(graph, group),
    )


def _network(graph: Graph) -> Card:
    rows = [Row("Input", shape_text(graph.input), INPUT)]
    if graph.nodes:
        rows += [Row("Output", shape_text(graph.nodes[-1].output_shape)), Row("Layers with weights", str(graph.depth))]
        rows += [Row("Operations", count_text(len(graph.nodes))), *_cost_rows(graph.nodes)]
        rows += _device_rows(graph, graph.nodes)
    if graph.stages:  # as it is published: of the last map, before the head averages over all of it
        last = graph.nodes[graph.stages[-1].stop - 1].receptive_field
        rows += field_rows(last, "Receptive field before the head")
    if graph.failure:
        rows.append(Row("Stops at", graph.failure.path))
    sections = [group for group in graph.groups if group.kind in ("stem", "stage", "head")]
    return Card(
        path="",
        title=graph_title(graph),
        subtitle=f"{shape_text(graph.input)} input",
        rows=tuple(rows),
        operations=tuple(
            Row(group.path, _arrow(group.input_shape, group.output_shape), group.path) for group in sections
        ),
        why=tuple(explained_network(graph)),
        question="Why shortcuts?",
    )


def _input(graph: Graph) -> Card:
    return Card(
        path=INPUT,
        title=INPUT,
        subtitle="The image that the network is given",
        rows=(
            Row("Shape", shape_text(graph.input)),
            Row("Numbers", count_text(elements(graph.input))),
            Row("Memory", bytes_text(4 * elements(graph.input))),
        ),
        operations=(),
        why=tuple(explained_input(graph)),
        question="What goes in?",
    )


def _failed(graph: Graph) -> Card:
    assert graph.failure is not None
    given = " and ".join(shape_text(shape) for shape in graph.failure.input_shapes)
    return Card(
        path=graph.failure.path,
        title=graph.failure.path,
        subtitle="Does not fit: the tensor stops here",
        rows=(Row("Given", given),),
        operations=(),
        why=(f"This operation was given {given} and refused: {graph.failure.message}",),
    )


def _window_rows(node: Node) -> list[Row]:
    """Kernel, stride, padding, groups and bias of what has a window."""
    rows = [Row("Kernel", window_text(node.kernel))] if node.kernel else []
    rows += [Row("Stride", both(node.stride))] if node.stride else []
    rows += [Row("Padding", both(node.padding))] if node.padding else []
    rows += [Row("Groups", str(node.groups))] if node.groups and node.groups > 1 else []
    return rows


def _summed(graph: Graph, nodes: tuple[Node, ...]) -> list[Row]:
    rows = _cost_rows(nodes)
    return [
        *rows[:-1],
        *field_rows(nodes[-1].receptive_field),
        rows[-1],
        *_device_rows(graph, nodes),
    ]


def _cost_rows(nodes: Iterable[Node]) -> list[Row]:
    nodes = list(nodes)
    return [
        Row("Parameters", count_text(sum(node.params for node in nodes))),
        Row("Multiply-adds", count_text(sum(node.macs for node in nodes))),
        Row("Activation memory", bytes_text(sum(node.activation_bytes for node in nodes))),
    ]


def _device_rows(graph: Graph, nodes: Iterable[Node]) -> list[Row]:
    """Time and memory, where the network ran on a device that tells them."""
    nodes = list(nodes)
    times = [node.time_us for node in nodes if node.time_us is not None]
    peaks = [node.memory_bytes for node in nodes if node.memory_bytes is not None]
    rows = [Row(f"Time on {graph.device}", time_text(sum(times)))] if times else []
    name = "Memory" if len(nodes) == 1 else "Most memory of one operation"
    return rows + ([Row(f"{name} on {graph.device}", bytes_text(max(peaks)))] if peaks else [])


def _blocks(graph: Graph, stage: Group) -> tuple[Row, ...]:
    blocks = graph.children(stage.path)
    rows = [Row(f"block {block.name}", _arrow(block.input_shape, block.output_shape), block.path) for block in blocks]
    return _cut(rows)


def _operations(path: str, nodes: tuple[Node, ...]) -> tuple[Row, ...]:
    """`conv1`, `3×3 s2 p1 → 128×28×28`."""
    return _cut([Row(node.path.removeprefix(f"{path}."), _short(node), node.path) for node in nodes])


def _cut(rows: list[Row]) -> tuple[Row, ...]:
    if len(rows) <= MOST_OPERATIONS:
        return tuple(rows)
    left_out = len(rows) - MOST_OPERATIONS
    return (*rows[: MOST_OPERATIONS - 1], Row(f"… {left_out} more", "like the last"), rows[-1])


def _short(node: Node) -> str:
    shape = _tight(node.output_shape)
    if node.op == "add":
        return f"F(x) + x → {shape}"
    if node.kernel is None or node.stride is None or node.padding is None:
        return _arrow(node.input_shapes[0], node.output_shape)
    if node.kernel == node.input_shapes[0][1:]:
        return f"mean of {size_text(node.input_shapes[0])} → {shape}"
    return f"{window_text(node.kernel)} s{both(node.stride)} p{both(node.padding)} → {shape}"


def _arrow(before: Shape, after: Shape) -> str:
    return _tight(after) if before == after else f"{_tight(before)} → {_tight(after)}"


def _tight(shape: Shape) -> str:
    return "×".join(str(length) for length in shape)


def _minus(number: int) -> str:
    return f"−{-number}" if number < 0 else str(number)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
