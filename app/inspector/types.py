"""What the inspector and the table under a diagram say, as text that is ready to print."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A label and its value; `path` is the operation or group that the row is about, "" for none."""

    label: str
    value: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """All about one path. question heads the explanation `why`, one string a paragraph."""

    path: str
    title: str
    subtitle: str
    rows: tuple[Row, ...]
    operations: tuple[Row, ...]
    why: tuple[str, ...]
    question: str = "Why?"


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line of the table: display strings, `–` where nothing applies, and the raw numbers to sort by.

    times: how many equal blocks in a row the line stands for; its counts are their sum.
    """

    path: str
    operation: str
    kernel: str
    stride: str
    padding: str
    input: str
    output: str
    params: str
    macs: str
    receptive_field: str
    params_count: int
    macs_count: int
    receptive_pixels: int
    times: int = 1
