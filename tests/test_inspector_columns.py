"""What a column stands for: the table's rows, their total and the cards say the same, folded runs included."""

from collections import Counter
from collections.abc import Iterator

import pytest

from app import nets
from app.graph.types import Graph
from app.inspector import Card, TableRow, card, cards, table
from app.inspector.columns import contents
from app.pipeline import graph_for
from app.scene.draw import draw
from app.scene.types import View

NAMES = [name for name in nets.PRESETS if name != "cifar_resnet1202"]  # long; its folded runs are those of the others
VARIANTS = [("googlenet", {"aux": "true"}), ("inception_v3", {"aux": "true"}), ("resnet34", {"shortcut": "highway"})]
SEEN: set[tuple[object, ...]] = set()  # views that a case before has looked at: presets have many blocks in common


def traced(name: str, **overrides: str) -> Graph:
    return graph_for(nets.config(name, **overrides))


def shown(name: str, path: str = "", **overrides: str) -> tuple[TableRow, ...]:
    graph = traced(name, **overrides)
    return table(graph, draw(graph, View(path)), path)


def distinct(graph: Graph) -> Iterator[str]:
    """The network and, of equal groups, the first that was not seen."""
    yield ""
    for group in graph.groups:
        inside = tuple((node.op, node.input_shapes, node.kernel, node.params) for node in graph.inside(group))
        looks = (group.kind, group.type, inside)
        if looks not in SEEN:
            SEEN.add(looks)
            yield group.path


def row(shown: Card, label: str) -> str:
    return next(row.value for row in shown.rows if row.label == label)


@pytest.mark.parametrize("path", ["", "layer2", "layer2.0", "stem", "head"])
@pytest.mark.parametrize(
    "name", ["resnet34", "resnet152", "resnet50_v1", "cifar_resnet1202", "plain34", "resnext50_32x4d"]
)
def test_the_rows_of_a_table_add_up_to_its_total_and_to_the_traced_part(name: str, path: str) -> None:
    graph = traced(name)
    *rows, total = table(graph, draw(graph, View(path)), path)
    whole = graph.group_by_path[path] if path else graph
    assert (total.path, total.name) == ("", "Total")
    assert sum(row.params_count for row in rows) == total.params_count == whole.params
    assert sum(row.macs_count for row in rows) == total.macs_count == whole.macs
    assert total.params == f"{whole.params:,}"
    nodes = graph.nodes if whole is graph else graph.inside(graph.group_by_path[path])
    assert total.operation == f"{len(nodes):,} operations"


@pytest.mark.parametrize(
    ("name", "overrides"),
    [(name, {}) for name in NAMES] + VARIANTS,
    ids=[*NAMES, *(f"{name}-{'-'.join(overrides)}" for name, overrides in VARIANTS)],
)
def test_every_view_s_table_counts_each_of_its_operations_once_and_no_other(
    name: str, overrides: dict[str, str]
) -> None:
    graph = traced(name, **overrides)
    for path in distinct(graph):
        whole = graph.group_by_path[path] if path else graph
        nodes = graph.nodes if whole is graph else graph.inside(graph.group_by_path[path])
        scene = draw(graph, View(path))
        counted = Counter(node.path for found in contents(graph, scene.columns, nodes) for node in found.nodes)
        assert counted == Counter(node.path for node in nodes), path
        rows = table(graph, scene, path)
        assert (rows[-1].params_count, rows[-1].macs_count) == (whole.params, whole.macs), path
        if len(rows) > 1:
            assert rows[-1].operation == f"{len(nodes):,} operations", path


def test_what_precedes_the_head_has_a_row_of_its_own() -> None:
    rows = {row.path: row for row in shown("resnetv2_50")}
    assert (rows["norm"].name, rows["norm"].params) == ("norm, act", "4,096")
    assert rows["stem.pool"].params_count == 0


def test_a_column_does_not_reach_into_the_next_block() -> None:
    rows = shown("resnetv2_50", "stages.1.blocks.0")
    assert [row.name for row in rows if "norm1" in row.name] == ["norm1"]
    assert rows[-2].name == "add"


def test_an_auxiliary_classifier_is_one_row_that_leads_to_it() -> None:
    rows = {row.path: row for row in shown("googlenet", aux="true")}
    assert (rows["aux1"].operation, rows["aux1"].params) == ("auxiliary classifier", "3,188,968")
    assert rows["aux1"].input == "512 × 14 × 14"
    assert rows[""].params == "13,004,888"


def test_a_gate_that_a_layer_does_not_draw_operation_by_operation_is_one_row() -> None:
    rows = {row.path: row for row in shown("seresnet50", "layer1")}
    assert (rows["layer1.0.se"].operation, rows["layer1.0.se"].params) == ("squeeze and excitation", "8,464")


def test_what_keeps_the_shape_is_named_with_the_operation_before_it() -> None:
    names = [row.name for row in shown("googlenet_paper")]
    assert {"maxpool1, lrn1", "conv3.conv, act, lrn2", "avgpool, dropout, flatten", "fc, softmax"} <= set(names)


def test_the_stem_s_recipe_and_its_operations_tell_of_the_response_normalisation() -> None:
    graph = traced("googlenet_paper")
    bracket = next(part for part in draw(graph, View()).parts if part.path == "stem")
    assert "7×7, 64, /2 · 3×3 max pool, /2 · LRN · 1×1, 64" in bracket.label
    assert {"lrn1", "lrn2"} <= {row.path for row in card(graph, "stem").operations}


def test_a_module_s_rows_leave_out_its_path_and_what_follows_has_its_last_name_only() -> None:
    rows = {row.path: row for row in shown("googlenet", "inception3a")}
    assert rows["inception3a.branch2.0.conv"].name == "branch2.0.conv, bn, act"
    assert rows["inception3a.branch2.0.conv"].operation == "1×1 convolution, BN, ReLU"
    assert rows["inception3a.concat"].input == "64 + 128 + 32 + 32 channels of 28 × 28"


def test_a_number_alone_is_no_name() -> None:
    layer = {row.path: row.name for row in shown("resnet50", "layer2")}
    assert layer["layer2.0.downsample.0"] == "layer2.0.downsample.0, downsample.1"
    assert layer["layer2.0.conv1"] == "layer2.0.conv1, bn1, act1"


def test_inputs_of_joins_are_said_in_words() -> None:
    gated = {row.path: row.input for row in shown("seresnet50", "layer1.0")}
    assert gated["layer1.0.excite"] == "256 × 56 × 56, gate 256 × 1 × 1"
    assert gated["layer1.0.add"] == "256 × 56 × 56, twice"
    mixed = {row.path: row.input for row in shown("resnet34", "layer1.0", shortcut="highway")}
    assert mixed["layer1.0.mix"] == "64 × 56 × 56, three times"


def test_a_column_names_everything_that_it_counts() -> None:
    graph = traced("resnet34")
    stem = next(row for row in table(graph, draw(graph, View()), "") if row.path == "conv1")
    assert (stem.name, stem.operation) == ("conv1, bn1, act1", "7×7 convolution, BN, ReLU")
    assert (stem.params, stem.kernel, stem.stride) == ("9,536", "7×7", "2")
    scene = draw(graph, View())
    (shown,) = cards(graph, ["conv1"], scene.columns)
    assert row(shown, "Parameters") == "9,408"
    assert row(shown, "With bn1, act1") == "9,536 parameters, 9.19 MiB"


def test_an_operation_alone_in_its_view_is_not_counted_with_others() -> None:
    graph = traced("resnet34")
    (alone,) = table(graph, draw(graph, View("conv1")), "conv1")
    assert (alone.name, alone.params) == ("conv1", "9,408")


def test_a_folded_run_has_one_answer_each_and_in_all() -> None:
    graph = traced("resnet152")
    scene = draw(graph, View())
    folded = next(row for row in table(graph, scene, "") if row.path == "layer3.1")
    assert folded.name == "layer3.1 to layer3.35"
    assert folded.operation == "35 × bottleneck block, identity shortcut"
    assert (folded.params, folded.receptive_field) == ("39,101,440", "1291 × 1291")
    (shown,) = cards(graph, ["layer3.1"], scene.columns)
    assert shown.title == "layer3.1 to layer3.35"
    assert shown.subtitle == "35 equal blocks: bottleneck block, identity shortcut"
    assert row(shown, "Parameters each") == "1,117,184"
    assert row(shown, "Parameters in all 35") == "39,101,440"
    sizes = ("203 × 203", "1291 × 1291 px")
    unbroken = (size.replace(" ", "\N{NO-BREAK SPACE}") for size in sizes)
    assert row(shown, "Receptive field") == " to ".join(unbroken)


def test_in_a_folded_layer_a_run_is_one_for_its_operations_too() -> None:
    graph = traced("resnet152")
    scene = draw(graph, View("layer3"))
    block, conv, last = cards(graph, ["layer3.1", "layer3.1.conv2", "layer3.35"], scene.columns)
    assert block.title == "layer3.1 to layer3.35"
    assert conv.title == "layer3.1 to layer3.35: conv2"
    assert row(conv, "Parameters in all 35") == f"{35 * 9 * 256 * 256:,}"
    assert last.title == "layer3.35"
    folded = next(row for row in table(graph, scene, "layer3") if row.path == "layer3.1.conv2")
    assert folded.name == "layer3.1 to layer3.35: conv2, bn2, act2"
    assert folded.operation == "35 × [3×3 convolution, BN, ReLU]"
    assert folded.params_count == 35 * (9 * 256 * 256 + 2 * 256)


def test_an_average_that_fits_any_map_has_no_stride() -> None:
    graph = traced("resnet34")
    shown = card(graph, "avgpool")
    assert row(shown, "Averages over") == "7×7"
    assert not {"Kernel", "Stride", "Padding"} & {row.label for row in shown.rows}
    (line,) = table(graph, draw(graph, View("avgpool")), "avgpool")
    assert (line.kernel, line.stride, line.padding) == ("7×7", "–", "–")


def test_the_table_of_a_block_has_every_operation_in_the_order_of_execution() -> None:
    graph = traced("resnet34")
    rows = table(graph, draw(graph, View("layer2.0")), "layer2.0")
    assert [row.path for row in rows[:-1]] == [node.path for node in graph.inside(graph.group_by_path["layer2.0"])]
    first = rows[0]
    assert (first.operation, first.kernel, first.stride, first.padding) == ("3×3 convolution", "3×3", "2", "1")
    assert (first.input, first.output, first.params) == ("64 × 56 × 56", "128 × 28 × 28", "73,728")
    assert (first.macs, first.receptive_field) == ("57,802,752", "67 × 67")


def test_the_table_of_a_folded_layer_leaves_out_what_is_not_drawn() -> None:
    graph = traced("cifar_resnet1202")
    rows = table(graph, draw(graph, View("layer2")), "layer2")
    assert {row.path.split(".")[1] for row in rows[:-1]} == {"0", "1"}


@pytest.mark.parametrize("path", ["", "layer2", "layer2.0", "stem"])
def test_a_schematic_has_a_table_too(path: str) -> None:
    graph = traced("resnet34")
    rows = table(graph, draw(graph, View(path, style="schematic")), path)
    assert len(rows) > 1
    assert len({row.path for row in rows}) == len(rows)
