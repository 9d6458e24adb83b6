"""The charts under a diagram: one bar a column, at the column's own x, as plotly figures in plain dicts.

x is in the drawing's units; the page keeps the axis' range equal to the part of the drawing that is shown, turns
the palette keys in `marker.color` into colours, and writes `meta`, what the colours mean, over the plot. A bar stands
for everything that its column draws: an operation with the normalisation and activation behind it, a block, or one
block of a folded run, whose hover text says what all of them come to.
"""

from collections.abc import Callable, Sequence
from math import floor, log10
from typing import Any, NamedTuple

from app.graph.types import Graph, Node
from app.inspector.columns import Content, contents
from app.language import message, say
from app.scene.bands import branch_of, hue_on
from app.scene.types import Column
from app.scene.units import bytes_text, count_text, shape_text, size_text

BAR = 0.72  # of a column's width
MOST_STEPS = 3  # of the height axis
LEAST_LABEL = 9  # pixels; a number that a bar has no room for at this size is left out

Figure = dict[str, Any]


class Series(NamedTuple):
    """A height a bar, and in words what the height says. A bar without a value has None.

    unit: how the axis counts: in decimal steps, or in powers of two of bytes.
    """

    heights: list[float | None]
    words: list[str]
    unit: str = ""


def figures(graph: Graph, columns: Sequence[Column]) -> dict[str, Figure]:
    """Every chart that has something to show, by its key, in the order of the choice; none for fewer than two bars."""
    if len(columns) < 2:
        return {}
    bars = contents(graph, columns)
    series = {key: chart.series(bars) for key, chart in CHARTS.items()}
    return {key: _figure(graph, columns, bars, found) for key, found in series.items() if any(found.heights)}


def ticks(peak: float, unit: str) -> dict[float, str]:
    """Heights to mark from 0 up to `peak` and what is written there: `4 MiB`, `2 M`, `1,000`, `50 µs`."""
    if unit == "bytes":
        step = 1.0
        while peak / step > MOST_STEPS:
            step *= 2
    else:
        power = 10.0 ** floor(log10(peak / MOST_STEPS))
        step = next(size * power for size in (1, 2, 5, 10) if peak / (size * power) <= MOST_STEPS)
        step = step if unit else max(1, step)  # half a channel is nothing
    marked = [step * index for index in range(floor(peak / step) + 1)]
    return {height: _mark(height, unit) for height in marked}


def _mark(height: float, unit: str) -> str:
    if height == 0:
        return "0"
    sizes = (("GiB", 2**30), ("MiB", 2**20), ("KiB", 2**10)) if unit == "bytes" else (("G", 1e9), ("M", 1e6))
    for name, size in sizes:
        if height >= size:
            return f"{height / size:g} {name}"
    return f"{height:,.10g} {'B' if unit == 'bytes' else unit}".strip()


def _counted(bars: list[Content], count: Callable[[Node], int], text: Callable[[int], str], what: str) -> Series:
    """One block's count as height; for a folded run its words say the sum too. what: a message about a count."""
    each = [sum(map(count, bar.one)) for bar in bars]
    words = [
        _in_all(say(what, count=text(one)), text(one * bar.times), bar.times)
        for one, bar in zip(each, bars, strict=True)
    ]
    return Series([*each], words)


def _in_all(each: str, sum: str, times: int) -> str:
    if times == 1:
        return each
    return say("{count} each, {sum} in all {times}", count=each, sum=sum, times=times)


def _parameters(bars: list[Content]) -> Series:
    return _counted(bars, lambda node: node.params, count_text, message("{count} parameters"))


def _macs(bars: list[Content]) -> Series:
    return _counted(bars, lambda node: node.macs, count_text, message("{count} multiply-adds"))


def _memory(bars: list[Content]) -> Series:
    what = message("{count} of activations in float32")
    return _counted(bars, lambda node: node.activation_bytes, bytes_text, what)._replace(unit="bytes")


def _resolution(bars: list[Content]) -> Series:
    heights = [bar.shape[1] if len(bar.shape) == 3 else 1 for bar in bars]
    return Series([*heights], [say("{size}, height × width", size=size_text(bar.shape)) for bar in bars])


def _channels(bars: list[Content]) -> Series:
    words = [say("{count} channels", count=count_text(bar.shape[0])) for bar in bars]
    return Series([bar.shape[0] for bar in bars], words)


def _receptive_field(bars: list[Content]) -> Series:
    """Of the last block of a run: there the next bar goes on."""
    seen = [bar.nodes[-1].receptive_field.size if bar.nodes else (1, 1) for bar in bars]
    words = [
        say(_SEES if bar.times == 1 else _SEES_BEHIND_ALL, size=shape_text(size), times=bar.times)
        for size, bar in zip(seen, bars, strict=True)
    ]
    return Series([height for height, _ in seen], words)


_SEES = message("one cell sees {size} pixels")
_SEES_BEHIND_ALL = message("one cell sees {size} pixels behind the last of {times}")


def _time(bars: list[Content]) -> Series:
    """Equal blocks do not take equal times: the height is their mean."""
    heights: list[float | None] = []
    words: list[str] = []
    for bar in bars:
        times = [node.time_us for node in bar.nodes if node.time_us is not None]
        heights.append(sum(times) / bar.times if times else None)
        words.append(_time_words(sum(times), bar.times) if times else say("not measured"))
    return Series(heights, words, "µs")


def _time_words(microseconds: float, times: int) -> str:
    mean, sum = f"{microseconds / times:,.1f}", f"{microseconds:,.1f}"
    if times == 1:
        return f"{mean} µs"
    return say("{mean} µs each on average, {sum} µs in all {times}", mean=mean, sum=sum, times=times)


class Chart(NamedTuple):
    """title: a message, for people; a chart's key is for addresses."""

    title: str
    series: Callable[[list[Content]], Series]


CHARTS = {
    "parameters": Chart(message("Parameters"), _parameters),
    "multiply-adds": Chart(message("Multiply-adds"), _macs),
    "activation-memory": Chart(message("Activation memory"), _memory),
    "resolution": Chart(message("Resolution"), _resolution),
    "channels": Chart(message("Channels"), _channels),
    "receptive-field": Chart(message("Receptive field"), _receptive_field),
    "time": Chart(message("Time"), _time),
}


def _legend(branches: Sequence[int | None]) -> str:
    """What the bars' colours and numbers mean, where they are those of a module's branches."""
    numbers = {branch + 1 for branch in branches if branch is not None}
    if not numbers:
        return ""
    return say("branches {first}–{last}, in their colours", first=min(numbers), last=max(numbers))


def _figure(graph: Graph, columns: Sequence[Column], bars: list[Content], series: Series) -> Figure:
    marked = ticks(max(height for height in series.heights if height is not None), series.unit)
    names = [say("{name}: {words}", name=bar.name, words=shape_text(bar.shape)) for bar in bars]
    branches = [branch_of(graph, bar.path) for bar in bars]
    return {
        "data": [
            {
                "type": "bar",
                "x": [round(column.x, 2) for column in columns],
                "y": series.heights,
                "width": [round(BAR * column.width, 2) for column in columns],
                "hovertext": [f"{name}<br>{words}" for name, words in zip(names, series.words, strict=True)],
                "hovertemplate": "%{hovertext}<extra></extra>",
                "customdata": [bar.path for bar in bars],
                "text": ["" if branch is None else str(branch + 1) for branch in branches],
                "textposition": "outside",
                "textangle": 0,
                "cliponaxis": False,
                "marker": {"color": [f"{hue_on(graph, bar.path)}-front" for bar in bars], "line": {"width": 0}},
            }
        ],
        "layout": {
            "margin": {"l": 0, "r": 0, "t": 8, "b": 8, "pad": 0},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "showlegend": False,
            "uniformtext": {"mode": "hide", "minsize": LEAST_LABEL},
            "meta": _legend(branches),
            "xaxis": {"visible": False, "fixedrange": True},
            "yaxis": {
                "rangemode": "tozero",
                "fixedrange": True,
                "tickvals": [*marked],
                "ticktext": [*marked.values()],
                "title": None,
            },
        },
    }
