"""The arithmetic of a sliding window along one axis: what it reads, what it never reads, how long its output is.

Indices count the padded rows (or columns) from 0; dilation spreads the kernel's cells.
"""

from dataclasses import dataclass
from typing import Literal

from app.graph.types import Node
from app.language import say, say_count
from app.scene.units import count_text

Run = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Axis:
    """A window along one axis, in cells. `output` is what the hook saw, not what we expect."""

    name: Literal["row", "column"]
    length: int
    kernel: int
    stride: int
    padding: int
    dilation: int
    output: int
    ceil_mode: bool

    @property
    def padded(self) -> int:
        return self.length + 2 * self.padding

    @property
    def reach(self) -> int:
        """Cells from the first to the last that one window touches."""
        return self.dilation * (self.kernel - 1) + 1

    @property
    def over(self) -> int:
        """Cells by which the last window hangs over the padded input, as a rounded-up number of windows may."""
        return max(0, (self.output - 1) * self.stride + self.reach - self.padded)

    def unread(self) -> tuple[Run, ...]:
        """Runs [first, stop) of padded cells that no window reads; a run never crosses the input's border."""
        read = bytearray(self.padded)
        for start in range(0, self.output * self.stride, self.stride):
            for cell in range(start, min(start + self.reach, self.padded), self.dilation):
                read[cell] = 1
        borders = (self.padding, self.padding + self.length)
        runs: list[Run] = []
        for cell in (index for index, was_read in enumerate(read) if not was_read):
            if runs and runs[-1][1] == cell and cell not in borders:
                runs[-1] = (runs[-1][0], cell + 1)
            else:
                runs.append((cell, cell + 1))
        return tuple(runs)


def axes_of(node: Node) -> tuple[Axis, Axis]:
    """The rows and the columns of a windowed operation. A stride without a kernel picks single cells."""
    assert node.stride is not None
    kernel, padding = node.kernel or (1, 1), node.padding or (0, 0)
    dilation, ceil_mode = node.dilation or (1, 1), bool(node.ceil_mode)
    rows, columns = (
        Axis(
            name,
            node.input_shapes[0][1 + i],
            kernel[i],
            node.stride[i],
            padding[i],
            dilation[i],
            node.output_shape[1 + i],
            ceil_mode,
        )
        for i, name in enumerate(("row", "column"))
    )
    return rows, columns


def unread_words(rows: Axis, columns: Axis) -> str:
    """What no window ever reads, as a sentence; "" where everything is read."""
    if not rows.unread() and not columns.unread():
        return ""
    if _skips(rows) or _skips(columns):
        read = _read(rows) * _read(columns)
        cells = rows.padded * columns.padded
        return say(
            "Windows read {rows} and {columns}: {read} of {all} cells ({share}); the others are never read.",
            rows=_of(rows),
            columns=_of(columns),
            read=count_text(read),
            all=count_text(cells),
            share=f"{read / cells:.0%}",
        )
    if (_read(rows), rows.padded) == (_read(columns), columns.padded):
        return say_count(
            "Windows read {rows} and columns; the last row and column are never read.",
            "Windows read {rows} and columns; the last {count} rows and columns are never read.",
            rows.padded - _read(rows),
            rows=_of(rows),
        )
    return " ".join(_unread(axis) for axis in (rows, columns) if axis.unread())


def over_words(rows: Axis, columns: Axis) -> str:
    """How far the last windows hang over, as a sentence; "" where none does."""
    if not rows.over and not columns.over:
        return ""
    beyond = say(" and ").join(_cells(axis) for axis in (rows, columns) if axis.over)
    return say("Rounded up, the last windows hang over by {beyond}: only the cells inside count.", beyond=beyond)


def _cells(axis: Axis) -> str:
    if axis.name == "row":
        return say_count("{count} row", "{count} rows", axis.over)
    return say_count("{count} column", "{count} columns", axis.over)


def _skips(axis: Axis) -> bool:
    """Whether cells are left out between windows, not only after the last one."""
    return any(stop < axis.padded and stop != axis.padding + axis.length for _, stop in axis.unread())


def _read(axis: Axis) -> int:
    return axis.padded - sum(stop - first for first, stop in axis.unread())


def _of(axis: Axis) -> str:
    """`222 of 226 padded rows`."""
    read, count = _read(axis), axis.padded
    match axis.name, bool(axis.padding):
        case "row", True:
            return say_count("{read} of {count} padded row", "{read} of {count} padded rows", count, read=read)
        case "row", False:
            return say_count("{read} of {count} row", "{read} of {count} rows", count, read=read)
        case "column", True:
            return say_count("{read} of {count} padded column", "{read} of {count} padded columns", count, read=read)
        case _:
            return say_count("{read} of {count} column", "{read} of {count} columns", count, read=read)


def _unread(axis: Axis) -> str:
    """What is left over at the end of one axis, as a sentence."""
    left = axis.padded - _read(axis)
    if axis.name == "row":
        return say_count(
            "Windows read {rows}; the last row is never read.",
            "Windows read {rows}; the last {count} rows are never read.",
            left,
            rows=_of(axis),
        )
    return say_count(
        "Windows read {columns}; the last column is never read.",
        "Windows read {columns}; the last {count} columns are never read.",
        left,
        columns=_of(axis),
    )
