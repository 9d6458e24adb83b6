"""The pictures of the piece `channels`: `sheet`, the maps of a page, and `channel.png`, one map exactly."""

from app.errors import UserError
from app.image.sheets import channel_png, sheet
from app.language import say
from app.pipeline import Answer
from app.web.panels import Panel, Tensors, answer
from app.web.panels.paged import Paged, by_unit, needs, paged, span
from app.web.seen import Seen


def page_sheet(seen: Seen, tensors: Tensors) -> Answer:
    """The channels of the open page, in their order."""
    found = _maps(seen, tensors)
    made = sheet(found.volume[found.channels], span(seen, tensors), by_unit(seen))
    return answer(made.body, made.media_type)


def channel(seen: Seen, tensors: Tensors) -> Answer:
    """The chosen channel, or the first in the order."""
    found = _maps(seen, tensors)
    chosen = found.order[0] if seen.sight.channel is None else seen.sight.channel
    return answer(channel_png(found.volume[chosen], span(seen, tensors), by_unit(seen)), "image/png")


def _maps(seen: Seen, tensors: Tensors) -> Paged:
    found = paged(seen, tensors)
    if found.is_vector:
        raise UserError("path", seen.path, say("parts that put out maps; this is a vector"))
    return found


SHEET = Panel(needs, page_sheet)
CHANNEL = Panel(needs, channel)
