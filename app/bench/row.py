"""A line of the table: what was measured, and the bound it has to keep. And how to measure two things fairly."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import thread_time


@dataclass(frozen=True, slots=True)
class Row:
    """`measured` must not be over `bound`, or not under it if `at_least`. unit: `x` for a ratio, else s, MB, KB."""

    what: str
    measured: float
    bound: float
    unit: str = "x"
    at_least: bool = False

    @property
    def ok(self) -> bool:
        return self.measured >= self.bound if self.at_least else self.measured <= self.bound

    def text(self) -> str:
        sign = ">=" if self.at_least else "<="
        measured, bound = f"{self.measured:.3g} {self.unit}", f"{sign} {self.bound:g} {self.unit}"
        return f"{self.what:<72} {measured:>9}   {bound:>10}   {'ok' if self.ok else 'OVER'}"


def medians(runs: int, *actions: Callable[[], object]) -> list[float]:
    """Seconds of this thread's processor time that each action takes: the median of interleaved runs.

    Taking turns, whatever slows the machine down slows all of them down. One run of each goes before, unmeasured.
    """
    for action in actions:
        action()
    times: list[list[float]] = [[] for _ in actions]
    for _ in range(runs):
        for action, kept in zip(actions, times, strict=True):
            gc.collect()
            begun = thread_time()
            action()
            kept.append(thread_time() - begun)
    return [median(kept) for kept in times]
