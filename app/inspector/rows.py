"""The rows of a card: what an operation reads, how its window moves, what it costs, what a cell behind it sees."""

from collections.abc import Callable
from dataclasses import replace

from app.graph.types import INPUT, Graph, Node, ReceptiveField, Shape
from app.inspector.types import Row
from app.inspector.windows import adaptive, both
from app.language import message, say
from app.scene.units import bytes_text, count_text, shape_text, window_text

MEASURED = message("float32, one image")


def field_rows(shape: Shape, first: ReceptiveField, last: ReceptiveField, label: str = "") -> tuple[Row, ...]:
    """The box of input pixels behind one cell, and where the boxes lie; from the first block to the last of a run.

    shape: of the tensor. The numbers of a vector all see the same: there is no next cell, and no first.
    """
    ends = [first] if first == last else [first, last]
    sizes = [f"{field.size[0]} × {field.size[1]}" for field in ends]
    starts = [both((field.start[0], field.start[1]), ", ").replace("-", "−") for field in ends]
    size = Row(label or say("Receptive field"), _pixels(sizes))
    if len(shape) == 1:
        return (size,)
    return (
        size,
        Row(say("Jump to the next cell's field"), _pixels([both(last.jump, " × ")])),
        Row(say("First cell's field starts at"), _pixels(starts)),
    )


def _pixels(sizes: list[str]) -> str:
    """`11 × 11 px`, from the first to the last of a run: a size stays on one line, `to` may begin another."""
    *first, last = [
        size.replace(" ", "\N{NO-BREAK SPACE}") for size in (*sizes[:-1], say("{count} px", count=sizes[-1]))
    ]
    return say("{first} to {last}", first=first[0], last=last) if first else last


def time_text(microseconds: float) -> str:
    """`31.2 µs`, `1.25 ms`."""
    return f"{microseconds / 1000:.2f} ms" if microseconds >= 1000 else f"{microseconds:.1f} µs"


_INPUT_NAMES = {
    "add": ("F(x)", message("x, by the shortcut")),
    "multiply": ("x", message("Gate")),
    "highway": (message("H(x), transformed"), message("T(x), the gate"), message("x, carried")),
}


def input_rows(node: Node) -> list[Row]:
    """What it reads, each with where it comes from."""
    return [Row(*row) for row in zip(_input_names(node), map(shape_text, node.input_shapes), node.inputs, strict=True)]


def _input_names(node: Node) -> list[str]:
    if len(node.inputs) == 1:
        return [say("Input")]
    if node.op in _INPUT_NAMES:
        return [say(name) for name in _INPUT_NAMES[node.op]]
    return [say("Branch {number}", number=number) for number in range(1, len(node.inputs) + 1)]


def window_rows(node: Node) -> list[Row]:
    """Kernel, stride, padding and groups of what has a window."""
    if adaptive(node) and node.kernel:
        return [Row(say("Averages over"), window_text(node.kernel))]
    rows = [Row(say("Kernel"), window_text(node.kernel))] if node.kernel else []
    rows += [Row(say("Stride"), both(node.stride))] if node.stride else []
    rows += [Row(say("Padding"), both(node.padding))] if node.padding else []
    rows += [Row(say("Sizes are rounded"), say("up"))] if node.ceil_mode else []
    rows += [Row(say("Groups"), str(node.groups))] if node.groups and node.groups > 1 else []
    return rows


def numbers(graph: Graph, nodes: tuple[Node, ...], times: int, unfinished: bool = False) -> list[Row]:
    """What the operations of `times` equal blocks cost, each and in all, and what a cell behind them sees.

    unfinished: not all has run, and what was counted says so.
    """
    first, last = nodes[len(nodes) // times - 1].receptive_field, nodes[-1].receptive_field
    return [
        *count_rows(nodes, times, unfinished),
        *field_rows(nodes[-1].output_shape, first, last),
        *memory_rows(nodes, times),
        *device_rows(graph, nodes, times),
    ]


def network_rows(graph: Graph) -> list[Row]:
    """What a network reads and gives, how deep it is and what it costs; where it stopped, of what ran."""
    rows = [Row(say("Input"), shape_text(graph.input), INPUT)]
    stopped = graph.failure is not None
    if graph.nodes:
        labels = _SO_FAR if stopped else _WHOLE
        rows += [
            Row(say(label), value)
            for label, value in zip(
                labels,
                (shape_text(graph.nodes[-1].output_shape), str(graph.depth), count_text(len(graph.nodes))),
                strict=True,
            )
        ]
        rows += [Row(say("Parameters built"), count_text(graph.params))] if stopped else []
        rows += [*count_rows(graph.nodes, unfinished=stopped), *memory_rows(graph.nodes)]
        rows += device_rows(graph, graph.nodes)
    if graph.stages:  # as it is published: of the last map, before the head averages over all of it
        last = graph.inside(graph.stages[-1])[-1]
        label = message("Receptive field so far") if stopped else message("Receptive field before the head")
        rows += field_rows(last.output_shape, last.receptive_field, last.receptive_field, say(label))
    return rows


_WHOLE = (message("Output"), message("Layers with weights"), message("Operations"))
_SO_FAR = (message("Last output"), message("Layers with weights so far"), message("Operations so far"))


def count_rows(nodes: tuple[Node, ...], times: int = 1, unfinished: bool = False) -> list[Row]:
    params, macs = _COUNTED_SO_FAR if unfinished else _COUNTED
    return [
        *_each(say(params), sum(node.params for node in nodes), times, count_text),
        *_each(say(macs), sum(node.macs for node in nodes), times, count_text),
    ]


_COUNTED = (message("Parameters"), message("Multiply-adds"))
_COUNTED_SO_FAR = (message("Parameters so far"), message("Multiply-adds so far"))


def memory_rows(nodes: tuple[Node, ...], times: int = 1) -> list[Row]:
    size = sum(node.activation_bytes for node in nodes)
    return [replace(row, note=say(MEASURED)) for row in _each(say("Activation memory"), size, times, bytes_text)]


def _each(label: str, total: int, times: int, text: Callable[[int], str]) -> list[Row]:
    if times == 1:
        return [Row(label, text(total))]
    return [
        Row(say("{label} each", label=label), text(total // times)),
        Row(say("{label} in all {times}", label=label, times=times), text(total)),
    ]


def device_rows(graph: Graph, nodes: tuple[Node, ...], times: int = 1) -> list[Row]:
    """Time and memory, where the network ran on a device that tells them."""
    times_us = [node.time_us for node in nodes if node.time_us is not None]
    peaks = [node.memory_bytes for node in nodes if node.memory_bytes is not None]
    rows = [_time(graph, sum(times_us), times)] if times_us else []
    return rows + ([_peak(graph, max(peaks), len(nodes))] if peaks else [])


def _time(graph: Graph, microseconds: float, times: int) -> Row:
    label = say("Time on {device}", device=graph.device)
    if times > 1:
        label = say("{label} in all {times}", label=label, times=times)
    return Row(label, time_text(microseconds))


def _peak(graph: Graph, size: int, operations: int) -> Row:
    name = message("Memory on {device}") if operations == 1 else message("Most memory of one operation on {device}")
    return Row(say(name, device=graph.device), bytes_text(size))
