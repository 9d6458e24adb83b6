"""What a cell of a layer sees of the picture: the box that it can depend on, and how much it does on each pixel.

The box is the theoretical receptive field (`app/graph/receptive_field.py`); the gradient of the cell's activation with
respect to the input is the effective one (Luo et al. 2016), usually far smaller. Pixels are those of the network's
input, counted from 0; boxes are half open, and reach beyond the picture where the cell reads padding.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from app.graph.types import INPUT, Graph, Pair, ReceptiveField
from app.image.partial import as_far_as, gradient

Numbers = NDArray[np.float32]
ONE_PIXEL = ReceptiveField(size=(1, 1), jump=(1, 1), start=(0, 0))
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Box:
    """Rows top to bottom, columns left to right; the last ones are not in it."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def size(self) -> Pair:
        """Height and width."""
        return self.bottom - self.top, self.right - self.left

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle, where a pixel's own centre is a whole number."""
        return (self.top + self.bottom - 1) / 2, (self.left + self.right - 1) / 2


def field_of(graph: Graph, path: str) -> ReceptiveField:
    """The receptive field of any operation, or of the input itself."""
    return ONE_PIXEL if path == INPUT else graph.by_path[path].receptive_field


def box_of(field: ReceptiveField, cell: Pair) -> Box:
    """The box of a cell (row, column)."""
    top, left = (field.start[axis] + cell[axis] * field.jump[axis] for axis in (0, 1))
    return Box(top, left, top + field.size[0], left + field.size[1])


def clipped(box: Box, size: Pair) -> Box:
    """What of a box lies in a picture of (height, width); nothing where it lies beside it."""
    top, bottom = (min(max(edge, 0), size[0]) for edge in (box.top, box.bottom))
    left, right = (min(max(edge, 0), size[1]) for edge in (box.left, box.right))
    return Box(top, left, bottom, right)


def beyond(box: Box, size: Pair) -> Iterator[tuple[int, str]]:
    """How many of a box's rows or columns lie beyond each edge of the picture: (96, "above")."""
    heights = ((-box.top, "above"), (box.bottom - size[0], "below"))
    widths = ((-box.left, "left"), (box.right - size[1], "right"))
    for sides, length in ((heights, box.size[0]), (widths, box.size[1])):
        yield from ((min(count, length), where) for count, where in sides if count > 0)


def effective(network: nn.Module, x: Tensor, path: str, cell: Pair, channel: int | None = None) -> Numbers:
    """How much a cell of `path` depends on each pixel of x ([1, C, H, W]): [H, W], summed over the input's channels.

    That is the size of the gradient of the cell's activation, the mean of its channels or one of them. Nothing runs
    beyond the layer.
    """
    start, output = as_far_as(network, x, path)
    there = output[0] if output.dim() == 2 else output[0, :, cell[0], cell[1]]
    target = there.mean() if channel is None else there[channel]
    return cast(Numbers, gradient(target, start)[0].abs().sum(0).float().cpu().numpy())


def half_box(gradient: Numbers, centre: tuple[float, float]) -> Pair | None:
    """Height and width of the smallest square around a point that holds half of the gradient's mass; None without any.

    Around a point between two pixels it has an even edge, so the two may differ by one.
    """
    rows, columns = np.indices(gradient.shape)
    away = np.maximum(np.abs(rows - centre[0]), np.abs(columns - centre[1]))
    mass = np.bincount(np.ceil(away).astype(int).ravel(), weights=gradient.ravel().astype(np.float64))
    total = mass.sum()
    if not np.isfinite(total) or total <= 0:
        return None
    reach = int(np.searchsorted(mass.cumsum(), HALF * total))
    height, width = (2 * reach + int(middle.is_integer()) for middle in centre)
    return height, width
