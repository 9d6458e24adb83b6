"""The family page: its counts are the published and the reference ones, its cells lead to paths that exist."""

import pytest

from app.corrections import corrections
from app.family.inception import inception_family
from app.family.resnet import Cell, resnet_family
from app.language import speaking
from app.pipeline import graph_for
from app.scene.draw import kind_of


def test_parameters_and_multiply_adds_are_those_of_the_paper_s_networks() -> None:
    family = resnet_family("1x1")
    assert [count.params for count in family.totals] == [
        "11,689,512", "21,797,672", "25,557,032", "44,549,160", "60,192,808",
    ]  # fmt: skip
    assert [count.macs for count in family.totals] == [
        "1,814,073,344", "3,663,761,408", "3,857,973,248", "7,570,194,432", "11,282,415,616",
    ]  # fmt: skip


def test_the_stride_in_the_3x3_costs_the_same_more_at_every_depth() -> None:
    def macs(count: str) -> int:
        return int(count.replace(",", ""))

    first, second = resnet_family("1x1").totals, resnet_family("3x3").totals
    more = [macs(b.macs) - macs(a.macs) for a, b in zip(first, second, strict=True)]
    assert more == [0, 0, 231_211_008, 231_211_008, 231_211_008]


def test_table_1_has_the_rows_sizes_and_repeats_of_the_paper() -> None:
    lines = resnet_family().lines
    assert [line.name for line in lines] == ["conv1", "conv2_x", "conv2_x", "conv3_x", "conv4_x", "conv5_x", "pool, fc"]
    assert [line.size for line in lines] == ["112×112", "56×56", "56×56", "28×28", "14×14", "7×7", "1×1"]
    repeats = [[line.cells[column].times for line in lines[2:6]] for column in range(5)]
    assert repeats == [[2, 2, 2, 2], [3, 4, 6, 3], [3, 4, 6, 3], [3, 4, 23, 3], [3, 8, 36, 3]]
    assert lines[3].cells[2].lines == ("1×1, 128", "3×3, 128", "1×1, 512")


def test_every_cell_leads_to_a_view() -> None:
    family = resnet_family("3x3")
    cells: list[Cell] = [*family.columns, *(cell for line in family.lines for cell in line.cells)]
    for cell in cells:
        assert kind_of(graph_for(cell.config), cell.path)


@pytest.mark.parametrize(
    "correction",
    [*corrections("resnet"), *corrections("inception")],
    ids=lambda correction: f"{correction.where}-{correction.path}",
)
def test_every_correction_leads_to_a_view(correction) -> None:  # type: ignore[no-untyped-def]
    assert kind_of(graph_for(correction.config), correction.path)
    assert correction.printed.endswith(".")
    assert correction.right.endswith(".")


def test_the_article_s_counts_are_those_of_the_small_stem_and_ten_classes() -> None:
    rows = resnet_family().article
    assert [row.params for row in rows] == ["11,173,962", "21,282,122", "23,520,842", "42,512,970", "58,156,618"]
    for row in rows:
        assert row.printed == f"{int(row.params.replace(',', '')) / 1e6:.3f}M"
    assert [row.other.lines[0] for row in rows if row.other] == [count.params for count in resnet_family().totals]


def test_shortcut_options_have_the_reference_s_counts_and_the_paper_s_errors() -> None:
    rows = resnet_family().shortcuts
    assert [row.params for row in rows] == ["21,623,848", "21,623,848", "21,797,672", "22,716,840"]
    assert [row.macs for row in rows] == ["3,644,493,824", "3,644,493,824", "3,663,761,408", "3,830,747,136"]
    assert [row.error for row in rows] == ["28.54 %", "25.03 %", "24.52 %", "24.19 %"]


def test_cifar_networks_have_the_counts_that_table_6_rounds() -> None:
    rows = {row.title: row for row in resnet_family().cifar}
    assert [row.params for row in rows.values()] == [
        "269,722", "464,154", "658,586", "853,018", "1,727,962", "19,421,274",
    ]  # fmt: skip
    for row in rows.values():
        printed = float(row.printed.removesuffix("M"))
        assert int(row.params.replace(",", "")) / 1e6 == pytest.approx(printed, rel=0.03)
    assert rows["110"].error == "6.43 %"
    assert rows["1202"].error == "7.93 %"


def test_googlenet_s_rows_are_the_reference_s_and_its_operations_the_printed_ones() -> None:
    """The weights follow from the printed channel counts by hand; the paper's ops are rounded to millions."""
    lines = {line.name: line for line in inception_family().lines}
    assert lines["inception3a"].params == "163,696"  # 163,328 weights and 368 biases
    assert lines["inception3a"].macs == "128,049,152"
    assert lines["conv2"].macs == "359,661,568"
    for name in set(lines) - {"conv1", "inception5a"}:  # the two rows whose printed operations are wrong
        assert abs(int(lines[name].macs.replace(",", "")) / 1e6 - int(lines[name].printed_macs[:-1])) < 1, name


def test_the_saving_of_a_reduction_is_the_articles_and_ends_where_it_must() -> None:
    macs = {row.reducers: int(row.macs.replace(",", "")) for row in inception_family().savings}
    assert (macs[0], macs[16], macs[32]) == (120_422_400, 12_443_648, 24_887_296)
    assert all(count == 28 * 28 * r * (192 + 25 * 32) for r, count in macs.items() if r)
    assert macs[96] < macs[0] < macs[192]


def test_every_row_of_the_inception_family_leads_to_a_view() -> None:
    family = inception_family()
    paper = graph_for(family.figures[1][1])
    for line in family.lines:
        assert kind_of(paper, line.path)
    for module in family.modules:
        assert kind_of(graph_for(module.config), module.path) == "block"


def test_the_tables_are_told_in_chinese_with_the_same_counts() -> None:
    with speaking("zh"):
        family = resnet_family()
        modules = inception_family().relatives
    assert [column.lines[0] for column in family.columns] == ["18 层", "34 层", "50 层", "101 层", "152 层"]
    assert [(count.params, count.macs) for count in family.totals] == [
        (count.params, count.macs) for count in resnet_family().totals
    ]
    assert family.shortcuts[0].title == "无：普通网络"
    assert [net.params for net in modules] == [net.params for net in inception_family().relatives]
