"""The dotted lines from the window to the cell that it makes, and the order in which they pass behind all the rest.

The page moves their ends with the window and the cell, so they may lie anywhere between input and output.
"""

from collections.abc import Iterator
from dataclasses import replace

from app.scene.operation.sliding import Window
from app.scene.text import text_box
from app.scene.types import Disc, Face, Mark, Part, Stroke, Text
from app.scene.volume import Box3

CLEAR = 3.0  # paper around a label, a dot or a line


def guided(
    window: Window, source: tuple[Part, ...], lit: tuple[Part, ...], output: Box3, others: tuple[Part, ...]
) -> tuple[Part, ...]:
    """In drawing order: the input, the window lit on it, the guides, and in front of them `others`.

    The guides leave across the input's side, so a label beside it is taken out of its part and drawn after them.
    """
    edge = window.volume.x + window.volume.length

    def beside(mark: Mark) -> bool:
        return isinstance(mark, Text) and mark.x > edge

    labels = Part(tuple(mark for part in source for mark in part.marks if beside(mark)), kind="labels")
    bare = tuple(replace(part, marks=tuple(mark for mark in part.marks if not beside(mark))) for part in source)
    ahead = (labels, *others)
    clearing = Part(tuple(pane for part in ahead for mark in part.marks for pane in _clear(mark)), kind="clearing")
    return (*bare, *lit, _guides(window, output), clearing, *ahead)


def _guides(window: Window, output: Box3) -> Part:
    """From the footprint's upper edge to that of the cell."""
    shell, u = window.shell, window.unit
    starts = (shell.at(shell.length, 0, 0), shell.at(shell.length, 0, window.columns.reach * u))
    ends = (output.at(output.length, 0, 0), output.at(output.length, 0, min(u, output.depth)))
    lines = tuple(
        Stroke(a, ((b,),), "outline", 0.8, dash=True, role="guide") for a, b in zip(starts, ends, strict=True)
    )
    return Part(lines, kind="guides", name="guides")


def _clear(mark: Mark) -> Iterator[Mark]:
    """Paper under a mark that would be read through the guides; a face hides them itself."""
    match mark:
        case Text():
            yield _pane(*text_box(mark))
        case Disc(centre=(x, y), radius=r):
            yield _pane(x - r, y - r, x + r, y + r)
        case Stroke(role="arrow"):
            yield replace(mark, line="paper", width=mark.width + 2 * CLEAR, arrow=False, role="guide")
        case _:
            pass


def _pane(left: float, top: float, right: float, bottom: float) -> Face:
    left, top, right, bottom = left - CLEAR, top - CLEAR, right + CLEAR, bottom + CLEAR
    return Face(((left, top), (right, top), (right, bottom), (left, bottom)), "paper", "", role="pane")
