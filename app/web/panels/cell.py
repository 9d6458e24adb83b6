"""`cell.json`: what one cell holds in every channel of the open page, and in the chosen one, as it was computed."""

import json
from math import isfinite

from app.errors import UserError
from app.language import say
from app.pipeline import Answer
from app.web.panels import Panel, Tensors, answer, own
from app.web.panels.paged import paged
from app.web.seen import Seen


def cell(seen: Seen, tensors: Tensors) -> Answer:
    """{"cell": [row, column], "values": [[channel, value], ...]}; a value that JSON has no number for is a word."""
    if seen.sight.cell is None:
        raise UserError("cell", "", say("row and column, counted from 0, such as 3,5"))
    row, column = seen.sight.cell
    found = paged(seen, tensors)
    chosen = [] if seen.sight.channel is None else [seen.sight.channel]
    channels = dict.fromkeys(found.channels + chosen)
    values = [(channel, _written(float(found.volume[channel, row, column]))) for channel in channels]
    body = json.dumps({"cell": (row, column), "values": values}, separators=(",", ":"), allow_nan=False)
    return answer(body.encode(), "application/json")


def _written(value: float) -> float | str:
    """`NaN`, `Infinity`, `-Infinity`: as JavaScript reads them."""
    if isfinite(value):
        return value
    return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"


PANEL = Panel(own, cell)
