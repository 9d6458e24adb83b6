"""Speed and memory against their bounds: ratios measured in one run on one thread, printed as a table."""

import os
from collections.abc import Callable

import torch

from app.bench.comparing import against_one
from app.bench.configuring import round_trip
from app.bench.drawing import against_torchinfo, other_formats, per_node
from app.bench.presenting import step_change
from app.bench.recording import first_volume, on_cuda, recorded, upload_memory
from app.bench.row import Row
from app.bench.serving import kept_answers, memory, page_weight, start
from app.bench.sheets import sheets

MEASUREMENTS: tuple[Callable[[], list[Row]], ...] = (
    against_torchinfo,
    per_node,
    other_formats,
    against_one,
    kept_answers,
    round_trip,
    start,
    memory,
    page_weight,
    step_change,
    recorded,
    first_volume,
    upload_memory,
    sheets,
    on_cuda,
)


def report() -> bool:
    """Measure everything and print it, row by row; True if every bound is kept."""
    one_thread()
    rows: list[Row] = []
    for measure in MEASUREMENTS:
        for row in measure():
            print(row.text(), flush=True)
            rows.append(row)
    return all(row.ok for row in rows)


def one_thread() -> None:
    """One thread and shapes only, here and in the servers to come: the same conditions on every machine."""
    os.environ.update(TENSORWALK_DEVICE="meta", OMP_NUM_THREADS="1")
    torch.set_num_threads(1)
