"""The rows of a card: what an operation reads, how its window moves, what it costs, what a cell behind it sees."""

from collections.abc import Callable
from dataclasses import replace

from app.graph.types import Graph, Node, ReceptiveField, Shape
from app.inspector.types import Row
from app.inspector.windows import adaptive, both
from app.scene.words import bytes_text, count_text, shape_text, window_text

MEASURED = "float32, one image"


def field_rows(
    shape: Shape, first: ReceptiveField, last: ReceptiveField, label: str = "Receptive field"
) -> tuple[Row, ...]:
    """The box of input pixels behind one cell, and where the boxes lie; from the first block to the last of a run.

    shape: of the tensor. The numbers of a vector all see the same: there is no next cell, and no first.
    """
    ends = [first] if first == last else [first, last]
    sizes = " to ".join(f"{field.size[0]} × {field.size[1]}" for field in ends)
    starts = " to ".join(both((field.start[0], field.start[1]), ", ").replace("-", "−") for field in ends)
    size = Row(label, _unbroken(f"{sizes} px"))
    if len(shape) == 1:
        return (size,)
    return (
        size,
        Row("Jump to the next cell's field", _unbroken(f"{both(last.jump, ' × ')} px")),
        Row("First cell's field starts at", _unbroken(f"{starts} px")),
    )


def _unbroken(sizes: str) -> str:
    """Sizes that stay on one line; `to` may begin another."""
    return sizes.replace(" ", "\N{NO-BREAK SPACE}").replace("\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}", " to ")


def time_text(microseconds: float) -> str:
    """`31.2 µs`, `1.25 ms`."""
    return f"{microseconds / 1000:.2f} ms" if microseconds >= 1000 else f"{microseconds:.1f} µs"


_INPUT_NAMES = {
    "add": ("F(x)", "x, by the shortcut"),
    "multiply": ("x", "Gate"),
    "highway": ("H(x), transformed", "T(x), the gate", "x, carried"),
}


def input_rows(node: Node) -> list[Row]:
    """What it reads, each with where it comes from."""
    count = len(node.inputs)
    names = _INPUT_NAMES.get(node.op, tuple(f"Branch {index}" for index in range(1, count + 1)))
    if count == 1:
        names = ("Input",)
    return [Row(*row) for row in zip(names, map(shape_text, node.input_shapes), node.inputs, strict=True)]


def window_rows(node: Node) -> list[Row]:
    """Kernel, stride, padding and groups of what has a window."""
    if adaptive(node) and node.kernel:
        return [Row("Averages over", window_text(node.kernel))]
    rows = [Row("Kernel", window_text(node.kernel))] if node.kernel else []
    rows += [Row("Stride", both(node.stride))] if node.stride else []
    rows += [Row("Padding", both(node.padding))] if node.padding else []
    rows += [Row("Sizes are rounded", "up")] if node.ceil_mode else []
    rows += [Row("Groups", str(node.groups))] if node.groups and node.groups > 1 else []
    return rows


def numbers(graph: Graph, nodes: tuple[Node, ...], times: int, ran: str = "") -> list[Row]:
    """What the operations of `times` equal blocks cost, each and in all, and what a cell behind them sees.

    ran: ` so far` behind the names of what was counted, where not all has run.
    """
    first, last = nodes[len(nodes) // times - 1].receptive_field, nodes[-1].receptive_field
    return [
        *count_rows(nodes, times, ran),
        *field_rows(nodes[-1].output_shape, first, last),
        *memory_rows(nodes, times),
        *device_rows(graph, nodes, times),
    ]


def count_rows(nodes: tuple[Node, ...], times: int = 1, ran: str = "") -> list[Row]:
    params, macs = sum(node.params for node in nodes), sum(node.macs for node in nodes)
    return [
        *_each(f"Parameters{ran}", params, times, count_text),
        *_each(f"Multiply-adds{ran}", macs, times, count_text),
    ]


def memory_rows(nodes: tuple[Node, ...], times: int = 1) -> list[Row]:
    size = sum(node.activation_bytes for node in nodes)
    return [replace(row, note=MEASURED) for row in _each("Activation memory", size, times, bytes_text)]


def _each(label: str, total: int, times: int, text: Callable[[int], str]) -> list[Row]:
    if times == 1:
        return [Row(label, text(total))]
    return [Row(f"{label} each", text(total // times)), Row(f"{label} in all {times}", text(total))]


def device_rows(graph: Graph, nodes: tuple[Node, ...], times: int = 1) -> list[Row]:
    """Time and memory, where the network ran on a device that tells them."""
    times_us = [node.time_us for node in nodes if node.time_us is not None]
    peaks = [node.memory_bytes for node in nodes if node.memory_bytes is not None]
    of_all = f" in all {times}" if times > 1 else ""
    rows = [Row(f"Time on {graph.device}{of_all}", time_text(sum(times_us)))] if times_us else []
    name = "Memory" if len(nodes) == 1 else "Most memory of one operation"
    return rows + ([Row(f"{name} on {graph.device}", bytes_text(max(peaks)))] if peaks else [])
