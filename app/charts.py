"""The charts under a diagram: one bar a column, at the column's own x, as plotly figures in plain dicts.

x is in the drawing's units; the page keeps the axis' range equal to the part of the drawing that is shown, and
turns the palette keys in `marker.color` into colours. A bar stands for everything that its column draws: an
operation with the normalisation and activation behind it, a block, or a folded run of blocks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.graph.types import INPUT, Graph, Node, Shape
from app.scene.hues import hue_of
from app.scene.types import Column
from app.scene.words import bytes_text, count_text, shape_text, size_text

BAR = 0.72  # of a column's width
KEPT = ("norm", "activation", "flatten")  # operations that have no column of their own where others have

Figure = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bar:
    """A column with the operations that it stands for; none for the input."""

    column: Column
    shape: Shape
    nodes: tuple[Node, ...]


class Series(NamedTuple):
    """A height a bar, and in words what the height says. A bar without a value has None."""

    heights: list[float | None]
    words: list[str]


def bars_of(graph: Graph, columns: Sequence[Column]) -> list[Bar]:
    """What each column stands for. No operation is counted twice."""
    named = {column.path for column in columns}
    return [Bar(column, *_meant(graph, column, named)) for column in columns]


def figures(graph: Graph, columns: tuple[Column, ...]) -> dict[str, Figure]:
    """Every chart that has something to show, by name, in the order of the choice; none for fewer than two bars."""
    if len(columns) < 2:
        return {}
    bars = bars_of(graph, columns)
    series = {name: chart(bars) for name, chart in CHARTS.items()}
    return {name: _figure(graph, bars, found) for name, found in series.items() if any(found.heights)}


def _meant(graph: Graph, column: Column, named: set[str]) -> tuple[Shape, tuple[Node, ...]]:
    if column.path == INPUT:
        return graph.input, ()
    if group := graph.group_by_path.get(column.path):
        nodes = graph.nodes[group.first : group.first + (group.stop - group.first) * column.times]
        return group.output_shape, nodes
    first = graph.nodes.index(graph.by_path[column.path])
    stop = first + 1
    while stop < len(graph.nodes) and _kept(graph.nodes[stop], graph.nodes[stop - 1], named):
        stop += 1
    step = _block_length(graph, column.path)
    spans = [range(first + step * repeat, stop + step * repeat) for repeat in range(column.times)]
    return graph.nodes[first].output_shape, tuple(graph.nodes[index] for span in spans for index in span)


def _kept(node: Node, before: Node, named: set[str]) -> bool:
    """Whether an operation belongs to the bar of the one before it."""
    return node.op in KEPT and node.path not in named and node.inputs[0] == before.path


def _block_length(graph: Graph, path: str) -> int:
    """How many operations the block around an operation has; 0 outside of blocks."""
    around = (group for group in graph.children(path.partition(".")[0]) if path.startswith(f"{group.path}."))
    return next((group.stop - group.first for group in around), 0)


def _parameters(bars: list[Bar]) -> Series:
    counts = [sum(node.params for node in bar.nodes) for bar in bars]
    return Series([*counts], [f"{count_text(count)} parameters" for count in counts])


def _macs(bars: list[Bar]) -> Series:
    counts = [sum(node.macs for node in bar.nodes) for bar in bars]
    return Series([*counts], [f"{count_text(count)} multiply-adds" for count in counts])


def _memory(bars: list[Bar]) -> Series:
    sizes = [sum(node.activation_bytes for node in bar.nodes) for bar in bars]
    return Series([*sizes], [f"{bytes_text(size)} of activations" for size in sizes])


def _resolution(bars: list[Bar]) -> Series:
    heights = [bar.shape[1] if len(bar.shape) == 3 else 1 for bar in bars]
    return Series([*heights], [f"{size_text(bar.shape)}, height × width" for bar in bars])


def _channels(bars: list[Bar]) -> Series:
    return Series([bar.shape[0] for bar in bars], [f"{count_text(bar.shape[0])} channels" for bar in bars])


def _receptive_field(bars: list[Bar]) -> Series:
    seen = [bar.nodes[-1].receptive_field.size if bar.nodes else (1, 1) for bar in bars]
    return Series([height for height, _ in seen], [f"one cell sees {h} × {w} pixels" for h, w in seen])


def _time(bars: list[Bar]) -> Series:
    times = [
        sum(node.time_us or 0.0 for node in bar.nodes) if any(node.time_us is not None for node in bar.nodes) else None
        for bar in bars
    ]
    return Series([*times], ["not measured" if time is None else f"{time:,.1f} µs" for time in times])


CHARTS: dict[str, Callable[[list[Bar]], Series]] = {
    "Parameters": _parameters,
    "Multiply-adds": _macs,
    "Activation memory": _memory,
    "Resolution": _resolution,
    "Channels": _channels,
    "Receptive field": _receptive_field,
    "Time": _time,
}


def _figure(graph: Graph, bars: list[Bar], series: Series) -> Figure:
    return {
        "data": [
            {
                "type": "bar",
                "x": [round(bar.column.x, 2) for bar in bars],
                "y": series.heights,
                "width": [round(BAR * bar.column.width, 2) for bar in bars],
                "hovertext": [f"{_name(bar)}<br>{words}" for bar, words in zip(bars, series.words, strict=True)],
                "hovertemplate": "%{hovertext}<extra></extra>",
                "customdata": [bar.column.path for bar in bars],
                "marker": {"color": [f"{hue_of(graph, bar.column.path)}-front" for bar in bars], "line": {"width": 0}},
            }
        ],
        "layout": {
            "margin": {"l": 0, "r": 0, "t": 8, "b": 8, "pad": 0},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "showlegend": False,
            "xaxis": {"visible": False, "fixedrange": True},
            "yaxis": {"rangemode": "tozero", "fixedrange": True, "ticklabelposition": "inside top", "title": None},
        },
    }


def _name(bar: Bar) -> str:
    repeats = f", {bar.column.times} equal blocks" if bar.column.times > 1 else ""
    return f"{bar.column.path}{repeats}: {shape_text(bar.shape)}"
