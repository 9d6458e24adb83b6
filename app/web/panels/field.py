"""`field.json` and `field.png`: what the chosen cell sees of the picture, as numbers and as a map to lay over it."""

import json
from dataclasses import dataclass

import numpy as np

from app.errors import UserError
from app.forward import probe
from app.graph.types import INPUT, Pair
from app.image.field import Box, Numbers, beyond, box_of, clipped, effective, field_of, half_box
from app.image.overlay import ember_png
from app.language import listed
from app.pipeline import Answer
from app.scene.words import count_text
from app.web.panels import Panel, Tensors, answer
from app.web.seen import Seen


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
        there = f"rows 0 to {seen.shape[1] - 1}, columns 0 to {seen.shape[2] - 1}"
        raise UserError("cell", "", f"allowed: row and column of {seen.path}, {there}")
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
    said = f"{height} × {width} pixel{'' if height * width == 1 else 's'}"
    said += f", {_extent('row', box.top, box.bottom)}, {_extent('column', box.left, box.right)}."
    cut = [f"{count_text(count)} {where}" for count, where in beyond(box, found.size)]
    if cut:
        said += f" Beyond the picture lie {listed(cut)}: padding, and no part of the picture."
    return said.replace("-", "−")


def effective_text(found: Field, map: Numbers) -> str:
    """Where half of the dependence lies, beside how large the box is."""
    if not np.isfinite(map).all():
        return "The gradient holds NaN or infinity: where half of it lies cannot be told."
    half = half_box(map, found.box.centre)
    if half is None:
        return "This cell changes with no pixel: its gradient is 0, as behind a ReLU that gives 0."
    within = f"half of the gradient lies in {half[0]} × {half[1]} pixels around its centre"
    area, whole = half[0] * half[1], found.box.size[0] * found.box.size[1]
    return f"{within}." if area >= whole else f"{within}, {100 * area / whole:.2g} % of the box's area."


def gates_text(seen: Seen) -> str:
    """What the field leaves out in a network with squeeze-and-excitation."""
    nodes = seen.graph.nodes[: 0 if seen.path == INPUT else seen.graph.place_of[seen.path] + 1]
    if not any(node.op == "multiply" for node in nodes):
        return ""
    return "Squeeze-and-excitation's gates, which look at the whole picture, are held fixed."


def _extent(noun: str, first: int, stop: int) -> str:
    return f"{noun} {first}" if stop == first + 1 else f"{noun}s {first} to {stop - 1}"


def _json(seen: Seen, tensors: Tensors) -> Answer:
    found = field(seen)
    box, inside = ([each.top, each.left, each.bottom, each.right] for each in (found.box, found.inside))
    said = {"cell": found.cell, "box": box, "clipped": inside, "says": theoretical_text(found)}
    return answer(json.dumps(said).encode(), "application/json")


def _png(seen: Seen, tensors: Tensors) -> Answer:
    return answer(ember_png(gradient(seen, field(seen).cell)), "image/png")


JSON = Panel(lambda seen: frozenset(), _json)
PNG = Panel(lambda seen: frozenset(), _png)
