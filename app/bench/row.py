"""A line of the table: what was measured, and the bound it has to keep. And how to measure two things fairly."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import thread_time


@dataclass(frozen=True, slots=True)
class Row:
    """`measured` must not be over `bound`, or not under it if `at_least`. unit: `x` for a ratio, else s, MB, KB.

    lacking: what this machine has not, where that could not be measured.
    """

    what: str
    measured: float
    bound: float
    unit: str = "x"
    at_least: bool = False
    lacking: str = ""

    @property
    def ok(self) -> bool:
        if self.lacking:
            return True
        return self.measured >= self.bound if self.at_least else self.measured <= self.bound

    def text(self) -> str:
        sign = ">=" if self.at_least else "<="
        measured, bound = f"{self.measured:.3g} {self.unit}", f"{sign} {self.bound:g} {self.unit}"
        if self.lacking:
            return f"{self.what:<72} {'':>9}   {bound:>10}   no {self.lacking} here"
        return f"{self.what:<72} {measured:>9}   {bound:>10}   {'ok' if self.ok else 'OVER'}"


def medians(runs: int, *actions: Callable[[], object], clock: Callable[[], float] = thread_time) -> list[float]:
    """Seconds of this thread's processor time, or by another clock, that each action takes: of interleaved runs.

    Taking turns, whatever slows the machine down slows all of them down. One run of each goes before, unmeasured.
    """
    for action in actions:
        action()
    times: list[list[float]] = [[] for _ in actions]
    for _ in range(runs):
        for action, kept in zip(actions, times, strict=True):
            gc.collect()
            begun = clock()
            action()
            kept.append(clock() - begun)
    return [median(kept) for kept in times]
