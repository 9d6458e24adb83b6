"""What a column stands for: the table's rows, their total and the cards say the same, folded runs included."""

import pytest

from app import nets
from app.graph.types import Graph
from app.inspector import Card, card, cards, table
from app.pipeline import graph_for
from app.scene.draw import draw
from app.scene.types import View


def traced(name: str) -> Graph:
    return graph_for(nets.config(name))


def row(shown: Card, label: str) -> str:
    return next(row.value for row in shown.rows if row.label == label)


@pytest.mark.parametrize("path", ["", "layer2", "layer2.0", "stem", "head"])
@pytest.mark.parametrize(
    "name", ["resnet34", "resnet152", "resnet50_v1", "cifar_resnet1202", "plain34", "resnext50_32x4d"]
)
def test_the_rows_of_a_table_add_up_to_its_total_and_to_the_traced_part(name: str, path: str) -> None:
    graph = traced(name)
    *rows, total = table(graph, draw(graph, View(path)))
    whole = graph.group_by_path[path] if path else graph
    assert (total.path, total.name) == ("", "Total")
    assert sum(row.params_count for row in rows) == total.params_count == whole.params
    assert sum(row.macs_count for row in rows) == total.macs_count == whole.macs
    assert total.params == f"{whole.params:,}"
    nodes = graph.nodes if whole is graph else graph.inside(graph.group_by_path[path])
    assert total.operation == f"{len(nodes):,} operations"


def test_a_column_names_everything_that_it_counts() -> None:
    graph = traced("resnet34")
    stem = next(row for row in table(graph, draw(graph, View())) if row.path == "conv1")
    assert (stem.name, stem.operation) == ("conv1, bn1, act1", "7×7 convolution, BN, ReLU")
    assert (stem.params, stem.kernel, stem.stride) == ("9,536", "7×7", "2")
    scene = draw(graph, View())
    (shown,) = cards(graph, ["conv1"], scene.columns)
    assert row(shown, "Parameters") == "9,408"
    assert row(shown, "With bn1, act1") == "9,536 parameters, 9.19 MiB"


def test_an_operation_alone_in_its_view_is_not_counted_with_others() -> None:
    graph = traced("resnet34")
    (alone,) = table(graph, draw(graph, View("conv1")))
    assert (alone.name, alone.params) == ("conv1", "9,408")


def test_a_folded_run_has_one_answer_each_and_in_all() -> None:
    graph = traced("resnet152")
    scene = draw(graph, View())
    folded = next(row for row in table(graph, scene) if row.path == "layer3.1")
    assert folded.name == "layer3.1 to layer3.35"
    assert folded.operation == "35 × bottleneck block, identity shortcut"
    assert (folded.params, folded.receptive_field) == ("39,101,440", "1291 × 1291")
    (shown,) = cards(graph, ["layer3.1"], scene.columns)
    assert shown.title == "layer3.1 to layer3.35"
    assert shown.subtitle == "35 equal blocks: bottleneck block, identity shortcut"
    assert row(shown, "Parameters each") == "1,117,184"
    assert row(shown, "Parameters in all 35") == "39,101,440"
    assert row(shown, "Receptive field") == "203 × 203 to 1291 × 1291 px"


def test_in_a_folded_layer_a_run_is_one_for_its_operations_too() -> None:
    graph = traced("resnet152")
    scene = draw(graph, View("layer3"))
    block, conv, last = cards(graph, ["layer3.1", "layer3.1.conv2", "layer3.35"], scene.columns)
    assert block.title == "layer3.1 to layer3.35"
    assert conv.title == "layer3.1 to layer3.35: conv2"
    assert row(conv, "Parameters in all 35") == f"{35 * 9 * 256 * 256:,}"
    assert last.title == "layer3.35"
    folded = next(row for row in table(graph, scene) if row.path == "layer3.1.conv2")
    assert folded.name == "layer3.1 to layer3.35: conv2, bn2, act2"
    assert folded.operation == "35 × [3×3 convolution, BN, ReLU]"
    assert folded.params_count == 35 * (9 * 256 * 256 + 2 * 256)


def test_an_average_that_fits_any_map_has_no_stride() -> None:
    graph = traced("resnet34")
    shown = card(graph, "avgpool")
    assert row(shown, "Averages over") == "7×7"
    assert not {"Kernel", "Stride", "Padding"} & {row.label for row in shown.rows}
    (line,) = table(graph, draw(graph, View("avgpool")))
    assert (line.kernel, line.stride, line.padding) == ("7×7", "–", "–")


def test_the_table_of_a_block_has_every_operation_in_the_order_of_execution() -> None:
    graph = traced("resnet34")
    rows = table(graph, draw(graph, View("layer2.0")))
    assert [row.path for row in rows[:-1]] == [node.path for node in graph.inside(graph.group_by_path["layer2.0"])]
    first = rows[0]
    assert (first.operation, first.kernel, first.stride, first.padding) == ("3×3 convolution", "3×3", "2", "1")
    assert (first.input, first.output, first.params) == ("64 × 56 × 56", "128 × 28 × 28", "73,728")
    assert (first.macs, first.receptive_field) == ("57,802,752", "67 × 67")


def test_the_table_of_a_folded_layer_leaves_out_what_is_not_drawn() -> None:
    graph = traced("cifar_resnet1202")
    rows = table(graph, draw(graph, View("layer2")))
    assert {row.path.split(".")[1] for row in rows[:-1]} == {"0", "1"}


@pytest.mark.parametrize("path", ["", "layer2", "layer2.0", "stem"])
def test_a_schematic_has_a_table_too(path: str) -> None:
    graph = traced("resnet34")
    rows = table(graph, draw(graph, View(path, style="schematic")))
    assert len(rows) > 1
    assert len({row.path for row in rows}) == len(rows)
