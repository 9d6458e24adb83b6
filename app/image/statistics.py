"""What the cells of each channel come to: mean, maximum, variance, zeros; and the channels in the order of one of them.

Cells that hold NaN or infinity are counted and otherwise left out.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Sort = Literal["index", "mean", "max", "variance"]
Numbers = NDArray[np.float32]  # [C]
Means = NDArray[np.float64]  # [C]: sums of float32 numbers, and squares, may be too large for one


@dataclass(frozen=True, slots=True)
class Statistics:
    """One number a channel, over its finite cells; NaN for a channel that has none.

    variance: about the mean, divided by the number of cells. zeros: the share of cells that are exactly 0, from 0 to 1.
    broken: how many cells hold NaN or infinity.
    """

    mean: Means
    max: Numbers
    min: Numbers
    variance: Means
    zeros: Numbers
    broken: NDArray[np.int64]


def statistics_of(volume: Any) -> Statistics:
    """Of an array or CPU tensor [C, H, W] or [C], float32."""
    cells = np.asarray(volume, dtype=np.float32).reshape(len(volume), -1)
    low, high = cells.min(axis=1), cells.max(axis=1)
    zeros = 1 - np.count_nonzero(cells, axis=1).astype(np.float32) / cells.shape[1]
    if np.isfinite(low).all() and np.isfinite(high).all():  # NaN and infinity come through the extremes
        mean = cells.mean(axis=1, dtype=np.float64)
        variance = np.square(cells - mean[:, None]).mean(axis=1)
        return Statistics(mean, high, low, variance, zeros, np.zeros(len(cells), dtype=np.int64))
    finite = np.isfinite(cells)
    count = np.where(finite.any(axis=1), finite.sum(axis=1), np.nan).astype(np.float32)  # nothing divides by 0
    mean = np.where(finite, cells, 0).sum(axis=1, dtype=np.float64) / count
    return Statistics(
        mean=mean,
        max=cells.max(axis=1, where=finite, initial=-np.inf) + 0 * count,
        min=cells.min(axis=1, where=finite, initial=np.inf) + 0 * count,
        variance=np.square(np.where(finite, cells, mean[:, None]) - mean[:, None]).sum(axis=1) / count,
        zeros=zeros,
        broken=cells.shape[1] - finite.sum(axis=1),
    )


def order_of(statistics: Statistics, sort: Sort) -> NDArray[np.intp]:
    """The channels from the largest to the smallest, equal ones by index; those without a finite cell come last."""
    if sort == "index":
        return np.arange(len(statistics.mean))
    key: Numbers | Means = getattr(statistics, sort)
    return np.argsort(-np.where(np.isnan(key), -np.inf, key), kind="stable")
