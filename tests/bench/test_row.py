"""Rows of the table, and the way they are measured."""

import pytest

from app.__main__ import main
from app.bench import peers
from app.bench.row import Row, medians


@pytest.mark.parametrize(
    ("measured", "at_least", "ok"), [(0.5, False, True), (0.51, False, False), (0.5, True, True), (0.49, True, False)]
)
def test_a_bound_is_kept_up_to_its_very_value(measured: float, at_least: bool, ok: bool) -> None:
    assert Row("something", measured, 0.5, at_least=at_least).ok is ok


def test_a_row_says_what_was_measured_its_bound_and_the_verdict() -> None:
    assert Row("start", 4.321, 4, "s").text().split() == ["start", "4.32", "s", "<=", "4", "s", "OVER"]
    assert Row("rate", 0.8, 0.7, at_least=True).text().split() == ["rate", "0.8", "x", ">=", "0.7", "x", "ok"]


def test_actions_take_turns_after_one_unmeasured_run_each() -> None:
    order: list[str] = []
    assert len(medians(2, lambda: order.append("a"), lambda: order.append("b"))) == 2
    assert order == ["a", "b", "a", "b", "a", "b"]


def test_missing_peers_are_one_line_that_says_how_to_install_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(peers, "PEERS", ("no_such_package",))
    assert main(["bench"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert "no_such_package" in captured.err
    assert "requirements-bench.txt" in captured.err


def test_what_a_machine_cannot_measure_is_said_and_is_no_failure() -> None:
    row = Row("on an accelerator", 0, 4, at_least=True, lacking="CUDA")
    assert row.ok
    assert row.text().endswith("no CUDA here")
