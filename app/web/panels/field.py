"""`field.json` and `field.png`: what the chosen cell sees of the picture, as numbers and as a map to lay over it."""

import json
from dataclasses import dataclass

import numpy as np

from app.errors import UserError
from app.forward import probe
from app.graph.types import INPUT, Pair
from app.image.field import Box, Numbers, beyond, box_of, clipped, effective, field_of, half_box
from app.image.overlay import ember_png
from app.language import listed, message, prose, say, say_count
from app.language.nouns import percent
from app.pipeline import Answer
from app.scene.units import count_text
from app.web.panels import Panel, Tensors, answer
from app.web.seen import Seen

HALF = message("half of the gradient lies in {height} × {width} pixels around its centre.")
PART = message("half of the gradient lies in {height} × {width} pixels around its centre, {share} of the box's area.")
ALLOWED = message("row and column of {path}, rows 0 to {row}, columns 0 to {column}")
# What lies beyond an edge of the picture, one or many.
BEYOND = {
    "above": (message("{many} row above"), message("{many} rows above")),
    "below": (message("{many} row below"), message("{many} rows below")),
    "left": (message("{many} column to the left"), message("{many} columns to the left")),
    "right": (message("{many} column to the right"), message("{many} columns to the right")),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A cell's theoretical field. inside: what of the box lies in the picture. size: the picture's height and width."""

    cell: Pair
    box: Box
    inside: Box
    size: Pair


def field(seen: Seen) -> Field:
    """Of the address's cell; a vector is one cell. Raises UserError where none is chosen."""
    cell = seen.sight.cell or (None if len(seen.shape) == 3 else (0, 0))
    if cell is None:
        row, column = seen.shape[1] - 1, seen.shape[2] - 1
        raise UserError("cell", "", say(ALLOWED, path=seen.path, row=row, column=column))
    size = (seen.graph.input[1], seen.graph.input[2])
    box = box_of(field_of(seen.graph, seen.path), cell)
    return Field(cell, box, clipped(box, size), size)


def gradient(seen: Seen, cell: Pair) -> Numbers:
    """How much the cell depends on each pixel; waits for the network."""
    path, channel = seen.path, seen.sight.channel
    work = (path, cell, channel)
    return probe(seen.forward, "field", work, lambda network, x: effective(network, x, path, cell, channel))


def theoretical_text(found: Field) -> str:
    """`211 × 211 pixels, rows −96 to 114, columns 32 to 242. Beyond the picture lie 96 rows above.`"""
    box, (height, width) = found.box, found.box.size
    extent = say_count(
        "{height} × {width} pixel, {rows}, {columns}.",
        "{height} × {width} pixels, {rows}, {columns}.",
        height * width,
        height=height,
        width=width,
        rows=_rows(box),
        columns=_columns(box),
    )
    cut = [say(BEYOND[where][count != 1], many=count_text(count)) for count, where in beyond(box, found.size)]
    padding = (
        say("Beyond the picture lie {parts}: padding, and no part of the picture.", parts=listed(cut)) if cut else ""
    )
    return prose((extent, padding)).replace("-", "−")


def effective_text(found: Field, map: Numbers) -> str:
    """Where half of the dependence lies, beside how large the box is."""
    if not np.isfinite(map).all():
        return say("The gradient holds NaN or infinity: where half of it lies cannot be told.")
    half = half_box(map, found.box.centre)
    if half is None:
        return say("This cell changes with no pixel: its gradient is 0, as behind a ReLU that gives 0.")
    area, whole = half[0] * half[1], found.box.size[0] * found.box.size[1]
    share = percent(f"{100 * area / whole:.2g}")
    return say(HALF if area >= whole else PART, height=half[0], width=half[1], share=share)


def gates_text(seen: Seen) -> str:
    """What the field leaves out in a network with squeeze-and-excitation."""
    nodes = seen.graph.nodes[: 0 if seen.path == INPUT else seen.graph.place_of[seen.path] + 1]
    if not any(node.op == "multiply" for node in nodes):
        return ""
    return say("Squeeze-and-excitation's gates, which look at the whole picture, are held fixed.")


def _rows(box: Box) -> str:
    if box.bottom == box.top + 1:
        return say("row {row}", row=box.top)
    return say("rows {first} to {last}", first=box.top, last=box.bottom - 1)


def _columns(box: Box) -> str:
    if box.right == box.left + 1:
        return say("column {column}", column=box.left)
    return say("columns {first} to {last}", first=box.left, last=box.right - 1)


def _json(seen: Seen, tensors: Tensors) -> Answer:
    found = field(seen)
    box, inside = ([each.top, each.left, each.bottom, each.right] for each in (found.box, found.inside))
    said = {"cell": found.cell, "box": box, "clipped": inside, "says": theoretical_text(found)}
    return answer(json.dumps(said).encode(), "application/json")


def _png(seen: Seen, tensors: Tensors) -> Answer:
    return answer(ember_png(gradient(seen, field(seen).cell)), "image/png")


JSON = Panel(lambda seen: frozenset(), _json)
PNG = Panel(lambda seen: frozenset(), _png)
