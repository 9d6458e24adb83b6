"""The table of a view as a file that spreadsheets and programs read."""

import csv
from dataclasses import replace
from io import StringIO

import pytest

from app.nets import config
from app.pipeline import graph_for, scene_for
from app.render.csv import MARK, table_csv
from app.scene.types import View


def rows(name: str, view: View) -> list[dict[str, str]]:
    chosen = config(name)
    return list(
        csv.DictReader(StringIO(table_csv(graph_for(chosen), scene_for(chosen, view), view).removeprefix(MARK)))
    )


@pytest.mark.parametrize("name", ["resnet34", "googlenet", "inception_v4", "lenet5"])
def test_the_rows_add_up_to_the_network(name: str) -> None:
    *parts, total = rows(name, View())
    graph = graph_for(config(name))
    assert int(total["Parameters"]) == graph.params == sum(int(row["Parameters"]) for row in parts)
    assert int(total["Multiply-adds"]) == graph.macs == sum(int(row["Multiply-adds"]) for row in parts)


def test_an_operation_has_its_window_and_its_shapes() -> None:
    row = next(row for row in rows("resnet34", View("layer2.0")) if row["Path"].startswith("conv1"))
    assert [row[key] for key in ("Kernel", "Stride", "Padding", "In", "Out")] == [
        "3×3", "2", "1", "64 × 56 × 56", "128 × 28 × 28",
    ]  # fmt: skip


def test_spreadsheets_are_told_that_it_is_utf_8() -> None:
    view = View("layer2.0")
    assert table_csv(graph_for(config("resnet34")), scene_for(config("resnet34"), view), view).startswith(MARK)


def test_chinese_has_its_own_words() -> None:
    chosen, view = config("resnet18"), View(lang="zh")
    text = table_csv(graph_for(chosen), scene_for(chosen, view), view)
    english = table_csv(graph_for(chosen), scene_for(chosen, replace(view, lang="en")), replace(view, lang="en"))
    assert text.startswith(MARK)
    header, *lines = text.splitlines()
    assert "参数" in header
    assert len(lines) == len(english.splitlines()) - 1
