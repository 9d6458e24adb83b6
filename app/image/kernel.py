"""One output cell of a convolution or a pool, worked out by hand: what its window reads, and what becomes of it.

Windows are rows and columns of the input's indices; those below 0 or past the edge lie in the padding. Everything is
reckoned in float64, so that what is left between the sum and the recorded float32 is the network's own rounding.
"""

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray
from torch import nn

from app.graph.types import Node, Pair

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Window:
    """The input's rows and columns that an output cell reads; size: (H, W) of the input."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    size: Pair

    @property
    def inside(self) -> NDArray[np.bool_]:
        """[kh, kw]: whether a place lies in the input; the others are padding."""
        rows, columns = (
            np.array([0 <= index < length for index in indices])
            for indices, length in zip((self.rows, self.columns), self.size, strict=True)
        )
        return rows[:, None] & columns[None, :]

    def patch(self, volume: NDArray[np.float32], padding: float = 0.0) -> Numbers:
        """[..., kh, kw]: what it reads of maps [..., H, W]; `padding` stands where there is nothing."""
        rows = np.clip(self.rows, 0, self.size[0] - 1)
        columns = np.clip(self.columns, 0, self.size[1] - 1)
        return np.where(self.inside, volume[..., rows[:, None], columns].astype(np.float64), padding)


@dataclass(frozen=True, slots=True)
class Term:
    """What one input channel adds: patch times kernel, cell by cell, and the sum of the products."""

    channel: int
    patch: Numbers
    kernel: Numbers
    product: Numbers
    sum: float


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A convolution's cell: the terms that weigh most, what the so many `others` add, bias and total.

    size: what all products and the bias come to without their signs, which is what rounding is to be measured by.
    """

    terms: tuple[Term, ...]
    others: int
    rest: float
    bias: float
    total: float
    size: float


@dataclass(frozen=True, slots=True)
class Pooled:
    """A pool's cell. patch: padding is NaN. winner: where in it the maximum is. count: what the sum is divided by."""

    patch: Numbers
    winner: Pair | None
    count: int
    result: float


def window_of(node: Node, cell: Pair) -> Window:
    """What an output cell (row, column) of a convolution or a pool reads."""
    size = (node.input_shapes[0][1], node.input_shapes[0][2])
    if node.stride is None:  # an adaptive pool: windows as even as they can be
        cells = (node.output_shape[1], node.output_shape[2])
        rows, columns = (
            tuple(range(at * length // count, -(-(at + 1) * length // count)))
            for at, length, count in zip(cell, size, cells, strict=True)
        )
        return Window(rows, columns, size)
    kernel, padding, dilation = node.kernel or (1, 1), node.padding or (0, 0), node.dilation or (1, 1)
    rows, columns = (
        tuple(cell[axis] * node.stride[axis] - padding[axis] + dilation[axis] * index for index in range(kernel[axis]))
        for axis in (0, 1)
    )
    return Window(rows, columns, size)


def read_channels(node: Node, channel: int) -> range:
    """The input channels that an output channel of a convolution reads: those of its group."""
    groups = node.groups or 1
    each = node.input_shapes[0][0] // groups
    first = channel // (node.output_shape[0] // groups) * each
    return range(first, first + each)


def weights_of(network: nn.Module, path: str, channel: int) -> tuple[NDArray[np.float32], float]:
    """A convolution's kernel [in_channels of its group, kh, kw] and bias for one output channel."""
    module = network.get_submodule(path)
    assert isinstance(module, nn.Conv2d)
    bias = 0.0 if module.bias is None else float(module.bias[channel])
    return cast(NDArray[np.float32], module.weight[channel].detach().cpu().numpy()), bias


def reckoned(
    read: NDArray[np.float32], window: Window, channels: range, kernel: NDArray[np.float32], bias: float, most: int
) -> Reckoning:
    """A convolution's cell out of its input [C, H, W] and the kernel [len(channels), kh, kw] of its channel."""
    patches = window.patch(read[channels.start : channels.stop])
    kernels = kernel.astype(np.float64)
    products = patches * kernels
    sums = products.sum((1, 2))
    order = np.argsort(-np.abs(sums), kind="stable")
    terms = tuple(
        Term(channels[place], patches[place], kernels[place], products[place], float(sums[place]))
        for place in map(int, order[:most])
    )
    rest, size = float(sums[order[most:]].sum()), float(np.abs(products).sum()) + abs(bias)
    return Reckoning(terms, len(order[most:]), rest, bias, float(sums.sum()) + bias, size)


def pooled(node: Node, read: NDArray[np.float32], window: Window) -> Pooled:
    """A pool's cell out of the channel [H, W] that it reads."""
    patch = window.patch(read, padding=np.nan)
    values = patch[window.inside]
    if node.op == "maxpool":
        row, column = np.unravel_index(int(np.argmax(np.where(window.inside, patch, -np.inf))), patch.shape)
        return Pooled(patch, (int(row), int(column)), len(values), float(values.max()))
    count = _counted(node, window)
    return Pooled(patch, None, count, float(values.sum()) / count)


def largest(output: NDArray[np.float32], cell: Pair | None, channel: int | None) -> tuple[int, Pair]:
    """The channel and the cell of an output [C, H, W] that are chosen, or where its activation is largest."""
    searched = np.where(np.isnan(output), -np.inf, output)
    if channel is not None:
        searched = np.where(np.arange(len(output))[:, None, None] == channel, searched, -np.inf)
    if cell is not None:
        there = searched[:, cell[0], cell[1]]
        return (int(np.argmax(there)) if channel is None else channel), cell
    best, row, column = np.unravel_index(int(np.argmax(searched)), searched.shape)
    return (int(best) if channel is None else channel), (int(row), int(column))


def _counted(node: Node, window: Window) -> int:
    """What an average is over: cells of the input, or where padding counts, of the padded input."""
    if not dict(node.detail).get("count_include_pad") or node.padding is None:
        return int(window.inside.sum())
    padded = (
        sum(index < length + padding for index in indices)
        for indices, length, padding in zip((window.rows, window.columns), window.size, node.padding, strict=True)
    )
    rows, columns = padded
    return rows * columns
