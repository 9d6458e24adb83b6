"""The bounds of speed and memory, measured: `pytest -m bench`, on a machine that does nothing else."""

from collections.abc import Callable

import pytest

from app.bench import MEASUREMENTS, one_thread
from app.bench.peers import missing
from app.bench.row import Row


@pytest.mark.bench
@pytest.mark.parametrize("measure", MEASUREMENTS, ids=lambda measure: measure.__name__)
def test_bound_is_kept(measure: Callable[[], list[Row]]) -> None:
    assert missing() == [], "requirements-bench.txt is to be installed"
    one_thread()
    assert [row.text() for row in measure() if not row.ok] == []
