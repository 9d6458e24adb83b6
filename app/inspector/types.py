"""What the inspector and the table under a diagram say, as text that is ready to print."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A label and its value; `path` is the operation or group that the row is about, "" for none.

    note: what the value is measured in, where the label does not say it.
    """

    label: str
    value: str
    path: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """All about one path. question heads the explanation `why`, one string a paragraph.

    source: the address of the article where the explanation corrects it, "" where it does not.
    """

    path: str
    title: str
    subtitle: str
    rows: tuple[Row, ...]
    operations: tuple[Row, ...]
    why: tuple[str, ...]
    question: str = "Why?"
    source: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line of the table: display strings, `–` where nothing applies, and the raw counts.

    path: where the line leads, "" for the total. name: all that it stands for; its counts are the sum of that.
    """

    path: str
    name: str
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
