"""The arithmetic of a sliding window along one axis: what it reads, what it never reads, how long its output is.

Indices count the padded rows (or columns) from 0; dilation spreads the kernel's cells.
"""

from dataclasses import dataclass
from typing import Literal

from app.graph.types import Node
from app.scene.words import count_text

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
        return (
            f"Windows read {_of(rows)} and {_of(columns)}: {count_text(read)} of {count_text(cells)} cells "
            f"({read / cells:.0%}); the others are never read."
        )
    if (_read(rows), rows.padded) == (_read(columns), columns.padded):
        return f"Windows read {_of(rows)} and columns; {_last(rows, 'row and column')} never read."
    return " ".join(
        f"Windows read {_of(axis)}; {_last(axis, axis.name)} never read." for axis in (rows, columns) if axis.unread()
    )


def over_words(rows: Axis, columns: Axis) -> str:
    """How far the last windows hang over, as a sentence; "" where none does."""
    if not rows.over and not columns.over:
        return ""
    if rows.over == columns.over:
        beyond = f"{_cells(rows.over, 'row')} and {_cells(columns.over, 'column')}"
    else:
        beyond = " and ".join(_cells(axis.over, axis.name) for axis in (rows, columns) if axis.over)
    return f"Rounded up, the last windows hang over by {beyond}: only the cells inside count."


def _cells(count: int, name: str) -> str:
    return f"{count} {name}{'s' if count > 1 else ''}"


def _skips(axis: Axis) -> bool:
    """Whether cells are left out between windows, not only after the last one."""
    return any(stop < axis.padded and stop != axis.padding + axis.length for _, stop in axis.unread())


def _read(axis: Axis) -> int:
    return axis.padded - sum(stop - first for first, stop in axis.unread())


def _of(axis: Axis) -> str:
    padded = "padded " if axis.padding else ""
    return f"{_read(axis)} of {axis.padded} {padded}{axis.name}{'s' if axis.padded > 1 else ''}"


def _last(axis: Axis, what: str) -> str:
    left = axis.padded - _read(axis)
    plural = what.replace("row", "rows").replace("column", "columns")
    if left > 1:
        return f"the last {left} {plural} are"
    return f"the last {what} {'are' if ' and ' in what else 'is'}"
