"""What a change in the configurator waits for: a page that nobody has asked for yet, over the loopback."""

from collections.abc import Callable
from itertools import count
from statistics import median
from time import perf_counter

from app.bench.peers import torchinfo_summary
from app.bench.row import Row
from app.bench.server import Server, running

CHANGED = "resnet50"
RUNS = 25


def round_trip() -> list[Row]:
    """Trace, drawing, page and transfer of a network with a changed field, against a summary without a picture.

    In seconds of the clock, for one side is another process; taking turns, both meet the same load.
    """
    summary, classes = torchinfo_summary(CHANGED), count(11)
    with running() as server:
        actions = [lambda: _changed(server, next(classes)), summary]
        for action in actions:
            action()
        times = [[_seconds(action) for action in actions] for _ in range(RUNS)]
    ours, theirs = (median(taken) for taken in zip(*times, strict=True))
    return [Row(f"a change in the configurator, {CHANGED}, against torchinfo.summary", ours / theirs, 0.6)]


def _changed(server: Server, classes: int) -> object:
    return server.get(f"/net/{CHANGED}?classes={classes}", "br")


def _seconds(action: Callable[[], object]) -> float:
    begun = perf_counter()
    action()
    return perf_counter() - begun
