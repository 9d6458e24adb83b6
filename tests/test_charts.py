"""Charts: valid figures, bars under the drawing's own columns, heights that add up to the network."""

from dataclasses import replace
from operator import mul
from typing import Any

import plotly.graph_objects as go
import pytest

from app import nets
from app.charts import CHARTS, Figure, figures, ticks
from app.graph.types import Graph
from app.pipeline import graph_for
from app.scene.draw import draw
from app.scene.palette import THEMES
from app.scene.types import View

NAMES = ["resnet34", "resnet50_v1", "resnext50_32x4d", "plain18", "cifar_resnet1202"]
MODULE = "inception3a"
PATHS = ["", "layer2", "layer2.0", "stem", "head"]


def traced(name: str) -> Graph:
    return graph_for(nets.config(name))


def charts(name: str, path: str = "") -> dict[str, Figure]:
    graph = traced(name)
    return figures(graph, draw(graph, View(path)).columns)


def bars(figure: Figure) -> dict[str, Any]:
    (trace,) = figure["data"]
    return trace


def test_the_choice_is_in_the_order_of_the_table_of_charts() -> None:
    shown = list(charts("resnet34"))
    assert shown == [name for name in CHARTS if name in shown]
    assert shown[0] == "parameters"
    assert "time" not in shown  # nothing measured it


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", NAMES)
def test_every_figure_is_one_that_plotly_accepts_in_every_theme(name: str, path: str) -> None:
    for figure in charts(name, path).values():
        trace = bars(figure)
        for theme in THEMES.values():  # as the page does: palette keys become colours
            colours = [theme[key] for key in trace["marker"]["color"]]
            go.Figure({**figure, "data": [{**trace, "marker": {**trace["marker"], "color": colours}}]})


@pytest.mark.parametrize("path", PATHS)
def test_bars_stand_at_the_columns_and_inside_them(path: str) -> None:
    graph = traced("resnet34")
    columns = draw(graph, View(path)).columns
    for figure in figures(graph, columns).values():
        trace = bars(figure)
        assert trace["x"] == pytest.approx([column.x for column in columns], abs=0.01)
        assert all(width < column.width for width, column in zip(trace["width"], columns, strict=True))
        assert trace["customdata"] == [column.path for column in columns]


@pytest.mark.parametrize("name", NAMES)
def test_a_network_s_bars_sum_up_to_it_folded_runs_included(name: str) -> None:
    graph, shown = traced(name), charts(name)
    times = [column.times for column in draw(graph, View()).columns]
    assert sum(map(mul, bars(shown["parameters"])["y"], times)) == graph.params
    assert sum(map(mul, bars(shown["multiply-adds"])["y"], times)) == graph.macs


def test_the_bar_of_a_folded_run_is_one_block_and_its_words_say_all() -> None:
    trace = bars(charts("resnet152")["parameters"])
    index = trace["customdata"].index("layer3.1")
    assert trace["y"][index] == 1_117_184
    assert trace["hovertext"][index] == (
        "layer3.1 to layer3.35: 1024 × 14 × 14<br>1,117,184 parameters each, 39,101,440 in all 35"
    )


def test_a_block_s_bars_sum_up_to_it() -> None:
    shown = charts("resnet34", "layer2.0")
    assert sum(bars(shown["parameters"])["y"]) == 230_144
    assert sum(bars(shown["multiply-adds"])["y"]) == 179_830_784


def test_a_folded_run_shows_the_receptive_field_of_its_last_block() -> None:
    seen = dict(
        zip(*(bars(charts("cifar_resnet1202")["receptive-field"])[key] for key in ("customdata", "y")), strict=True)
    )
    assert seen["layer3.1"] == 5597


def test_hovering_tells_the_exact_number() -> None:
    trace = bars(charts("resnet34")["parameters"])
    told = dict(zip(trace["customdata"], trace["hovertext"], strict=True))
    assert told["layer2.0"] == "layer2.0: 128 × 28 × 28<br>230,144 parameters"
    assert told["conv1"] == "conv1, bn1, act1: 64 × 112 × 112<br>9,536 parameters"


@pytest.mark.parametrize(
    ("peak", "unit", "written"),
    [
        (4_720_640, "", ["0", "2 M", "4 M"]),
        (150_000, "", ["0", "50,000", "100,000", "150,000"]),
        (2048, "", ["0", "1,000", "2,000"]),
        (1, "", ["0", "1"]),
        (9_633_792, "bytes", ["0", "4 MiB", "8 MiB"]),
        (3000, "bytes", ["0", "1 KiB", "2 KiB"]),
        (0.42, "µs", ["0", "0.2 µs", "0.4 µs"]),
        (3456.0, "µs", ["0", "2,000 µs"]),
    ],
)
def test_the_height_axis_is_marked_at_round_numbers(peak: float, unit: str, written: list[str]) -> None:
    marked = ticks(peak, unit)
    assert list(marked.values()) == written
    assert max(marked) <= peak


def test_memory_is_marked_in_powers_of_two() -> None:
    axis = charts("resnet34")["activation-memory"]["layout"]["yaxis"]
    assert (axis["tickvals"], axis["ticktext"]) == ([0, 4 * 2**20, 8 * 2**20], ["0", "4 MiB", "8 MiB"])


def test_a_lone_column_has_no_chart() -> None:
    assert charts("resnet34", "layer2.0.conv1") == {}
    assert figures(traced("resnet34"), ()) == {}


def test_times_are_charted_where_they_were_measured() -> None:
    graph = traced("resnet18")
    timed = replace(graph, nodes=tuple(replace(node, time_us=2.0) for node in graph.nodes))
    trace = bars(figures(timed, draw(timed, View()).columns)["time"])
    assert sum(height for height in trace["y"] if height) == 2.0 * len(graph.nodes)


def test_a_module_s_bars_have_the_numbers_of_their_branches_and_the_chart_says_so() -> None:
    figure = charts("googlenet", MODULE)["parameters"]
    trace = bars(figure)
    numbers = dict(zip(trace["customdata"], trace["text"], strict=True))
    assert numbers[f"{MODULE}.branch1.conv"] == "1"
    assert numbers[f"{MODULE}.branch2.0.conv"] == numbers[f"{MODULE}.branch2.1.conv"] == "2"
    assert numbers[f"{MODULE}.concat"] == ""
    assert figure["layout"]["meta"] == "branches 1–4, in their colours"
    go.Figure({"data": [{key: value for key, value in trace.items() if key != "marker"}], "layout": figure["layout"]})


def test_where_there_are_no_branches_no_bar_has_a_number() -> None:
    figure = charts("resnet34", "layer2.0")["parameters"]
    assert not any(bars(figure)["text"])
    assert figure["layout"]["meta"] == ""
