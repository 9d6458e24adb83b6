"""The card of a path: its numbers as rows, its operations as rows, its explanation as paragraphs."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from app.graph.types import INPUT, Graph, Group, Node, ReceptiveField, Shape, elements
from app.inspector import groups, operations
from app.inspector.article import correction
from app.inspector.columns import block_of, content, contents, folds, short_name
from app.inspector.network import explained_input, explained_network, is_plain
from app.inspector.place import place_of
from app.inspector.types import Card, Row
from app.inspector.windows import adaptive, both
from app.scene.recipes import stage_signature
from app.scene.types import Column
from app.scene.words import (
    block_title,
    bytes_text,
    count_text,
    graph_title,
    op_title,
    shape_text,
    size_text,
    window_text,
)

MEASURED = "float32, one image"
MOST_OPERATIONS = 24  # a layer of ResNet-152 has 372: a card lists the blocks of a layer, and not more than this


def cards(graph: Graph, paths: Iterable[str], columns: Sequence[Column]) -> list[Card]:
    """A card a path, as a drawing with these columns shows it: a folded run of blocks as one."""
    times = folds(graph, columns)
    behind = {found.path: found.one[1:] for found in contents(graph, columns) if found.path in graph.by_path}
    blocks = {path: block_of(graph, path) for path in paths}
    return [
        card(graph, path, times.get(block.path, 1) if block else 1, behind.get(path, ()))
        for path, block in blocks.items()
    ]


def card(graph: Graph, path: str, times: int = 1, behind: tuple[Node, ...] = ()) -> Card:
    """All about a path: "" for the network, `input`, a group, an operation, or the operation that failed.

    times: how many equal blocks the path's block stands for. behind: operations that are drawn as part of this one.
    """
    if path == "":
        return _network(graph)
    if path == INPUT:
        return _input(graph)
    if path in graph.by_path:
        return _operation(graph, graph.by_path[path], times, behind)
    if graph.failure and path == graph.failure.path:
        return _failed(graph)
    return _group(graph, graph.group_by_path[path], times)


def field_rows(first: ReceptiveField, last: ReceptiveField, label: str = "Receptive field") -> tuple[Row, ...]:
    """The box of input pixels behind one cell, and where the boxes lie; from the first block to the last of a run."""
    ends = [first] if first == last else [first, last]
    sizes = " to ".join(f"{field.size[0]} × {field.size[1]}" for field in ends)
    starts = " to ".join(both((field.start[0], field.start[1]), ", ").replace("-", "−") for field in ends)
    return (
        Row(label, f"{sizes} px"),
        Row("Jump to the next cell's field", f"{both(last.jump, ' × ')} px"),
        Row("First cell's field starts at", f"{starts} px"),
    )


def time_text(microseconds: float) -> str:
    """`31.2 µs`, `1.25 ms`."""
    return f"{microseconds / 1000:.2f} ms" if microseconds >= 1000 else f"{microseconds:.1f} µs"


def _operation(graph: Graph, node: Node, times: int, behind: tuple[Node, ...]) -> Card:
    place = place_of(graph, node)
    more = [text for text in (correction(node, place.role),) if text]
    inputs = [Row("Input", shape_text(node.input_shapes[0]), node.inputs[0])]
    if node.op == "add":
        names = ("F(x)", "x, by the shortcut")
        inputs = [Row(*row) for row in zip(names, map(shape_text, node.input_shapes), node.inputs, strict=True)]
    run = content(graph, node.path, times, set(graph.by_path))
    equal = f"{times} equal operations: " if times > 1 else ""
    return Card(
        path=node.path,
        title=run.name,
        subtitle=_capital(equal + op_title(node)),
        rows=(
            *inputs,
            Row("Output", shape_text(node.output_shape)),
            *_window_rows(node),
            *_numbers(graph, run.nodes, times),
            *_behind_rows(graph, node, behind, times),
        ),
        operations=(),
        why=(*operations.explained(graph, node), *more),
        question=_question(node, place.role),
    )


def _behind_rows(graph: Graph, node: Node, behind: tuple[Node, ...], times: int) -> list[Row]:
    """What the column costs that is named after this operation: `With bn1, act1`, `9,536 parameters, 9.19 MiB`."""
    if not behind:
        return []
    params = sum(other.params for other in (node, *behind))
    memory = sum(other.activation_bytes for other in (node, *behind))
    names = ", ".join(short_name(graph, other) for other in behind)
    each = " each" if times > 1 else ""
    return [Row(f"With {names}", f"{count_text(params)} parameters, {bytes_text(memory)}{each}")]


def _question(node: Node, role: str) -> str:
    if role in ("first", "middle") and node.stride and node.stride != (1, 1):
        return f"Why stride {both(node.stride)}?"
    return {
        "reduce": "Why 1×1?",
        "restore": "Why 1×1?",
        "projection": "Why a projection?",
    }.get(role) or {"add": "Why an addition?", "zeropad": "Why channels of zeros?"}.get(node.op, "Why?")


def _group(graph: Graph, group: Group, times: int) -> Card:
    inside = graph.inside(group)
    run = content(graph, group.path, times, set())
    equal = f"{times} equal blocks: " if times > 1 else ""
    words = block_title(graph, group) if group.kind != "stage" else stage_signature(graph, group)
    return Card(
        path=group.path,
        title=run.name,
        subtitle=_capital(equal + words),
        rows=(
            Row("Input", shape_text(group.input_shape), inside[0].inputs[0]),
            Row("Output", shape_text(group.output_shape)),
            *_numbers(graph, run.nodes, times),
        ),
        operations=_blocks(graph, group) if group.kind == "stage" else _operations(group.path, inside),
        why=tuple(groups.explained(graph, group)),
        question=groups.question(graph, group),
    )


def _network(graph: Graph) -> Card:
    rows = [Row("Input", shape_text(graph.input), INPUT)]
    if graph.nodes:
        rows += [Row("Output", shape_text(graph.nodes[-1].output_shape)), Row("Layers with weights", str(graph.depth))]
        rows += [Row("Operations", count_text(len(graph.nodes)))]
        rows += [*_count_rows(graph.nodes), *_memory_rows(graph.nodes), *_device_rows(graph, graph.nodes)]
    if graph.stages:  # as it is published: of the last map, before the head averages over all of it
        last = graph.inside(graph.stages[-1])[-1].receptive_field
        rows += field_rows(last, last, "Receptive field before the head")
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
        question="What is missing?" if is_plain(graph) else "Why shortcuts?",
    )


def _input(graph: Graph) -> Card:
    return Card(
        path=INPUT,
        title=INPUT,
        subtitle="The image that the network is given",
        rows=(
            Row("Shape", shape_text(graph.input)),
            Row("Numbers", count_text(elements(graph.input))),
            Row("Memory", bytes_text(4 * elements(graph.input)), note=MEASURED),
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
    """Kernel, stride, padding and groups of what has a window."""
    if adaptive(node) and node.kernel:
        return [Row("Averages over", window_text(node.kernel))]
    rows = [Row("Kernel", window_text(node.kernel))] if node.kernel else []
    rows += [Row("Stride", both(node.stride))] if node.stride else []
    rows += [Row("Padding", both(node.padding))] if node.padding else []
    rows += [Row("Groups", str(node.groups))] if node.groups and node.groups > 1 else []
    return rows


def _numbers(graph: Graph, nodes: tuple[Node, ...], times: int) -> list[Row]:
    """What the operations of `times` equal blocks cost, each and in all, and what a cell behind them sees."""
    first, last = nodes[len(nodes) // times - 1].receptive_field, nodes[-1].receptive_field
    return [
        *_count_rows(nodes, times),
        *field_rows(first, last),
        *_memory_rows(nodes, times),
        *_device_rows(graph, nodes, times),
    ]


def _count_rows(nodes: tuple[Node, ...], times: int = 1) -> list[Row]:
    params, macs = sum(node.params for node in nodes), sum(node.macs for node in nodes)
    return [
        *_each("Parameters", params, times, count_text),
        *_each("Multiply-adds", macs, times, count_text),
    ]


def _memory_rows(nodes: tuple[Node, ...], times: int = 1) -> list[Row]:
    size = sum(node.activation_bytes for node in nodes)
    return [replace(row, note=MEASURED) for row in _each("Activation memory", size, times, bytes_text)]


def _each(label: str, total: int, times: int, text: Callable[[int], str]) -> list[Row]:
    if times == 1:
        return [Row(label, text(total))]
    return [Row(f"{label} each", text(total // times)), Row(f"{label} in all {times}", text(total))]


def _device_rows(graph: Graph, nodes: tuple[Node, ...], times: int = 1) -> list[Row]:
    """Time and memory, where the network ran on a device that tells them."""
    times_us = [node.time_us for node in nodes if node.time_us is not None]
    peaks = [node.memory_bytes for node in nodes if node.memory_bytes is not None]
    of_all = f" in all {times}" if times > 1 else ""
    rows = [Row(f"Time on {graph.device}{of_all}", time_text(sum(times_us)))] if times_us else []
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
    if adaptive(node):
        return f"mean of {size_text(node.input_shapes[0])} → {shape}"
    return f"{window_text(node.kernel)} s{both(node.stride)} p{both(node.padding)} → {shape}"


def _arrow(before: Shape, after: Shape) -> str:
    return _tight(after) if before == after else f"{_tight(before)} → {_tight(after)}"


def _tight(shape: Shape) -> str:
    return "×".join(str(length) for length in shape)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
