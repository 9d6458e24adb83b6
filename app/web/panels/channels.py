"""The piece `channels`: what every channel of a view's tensor holds, as a grid of maps with one of them enlarged.

A vector's numbers are bars. Which channels, in which order and colours stands in the address; so does the cell.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.image.colour import Span, legend
from app.image.sheets import Layout, layout_of
from app.language import message, say
from app.pipeline import Answer
from app.scene.bands import Band, bands_of
from app.web.panels import Panel, Tensors, piece
from app.web.panels.bars import strip_of
from app.web.panels.branches import recipes_of
from app.web.panels.channel_links import channel_link, choices, extent, pages
from app.web.panels.channel_words import (
    broken_text,
    class_names,
    ends_text,
    numbers_of,
    range_text,
    title_of,
    value_text,
)
from app.web.panels.paged import Paged, by_unit, needs, paged, span
from app.web.panels.sight_link import Link
from app.web.seeing import activation_url
from app.web.seen import Seen

ENLARGED, TILE = 224, 64  # pixels on screen, about
FEW = 8  # so many tiles have room to be larger
ROWS = 10  # of the table
SORTS = {"index": message("index"), "mean": message("mean"), "max": message("maximum"), "variance": message("variance")}
VECTOR_SORTS = {"index": message("index"), "mean": message("value")}
RANGES = {"layer": message("this volume"), "unit": message("each channel"), "network": message("whole network")}


@dataclass(frozen=True, slots=True)
class Tile:
    """A channel of the grid. column, row: of its map on the sheet. hue: of the branch that it comes from, else "".

    value: what it holds in the chosen cell, "" if none is chosen.
    """

    link: Link
    channel: int
    column: int
    row: int
    mean: str
    value: str
    hue: str


@dataclass(frozen=True, slots=True)
class Enlarged:
    """The chosen channel. ends: of its colours. value: what it holds in the chosen cell, "" if none is chosen."""

    channel: int
    url: str
    ends: tuple[str, str]
    numbers: Sequence[tuple[str, str]]
    value: str


def channels(seen: Seen, tensors: Tensors) -> Answer:
    found, colours = paged(seen, tensors), span(seen, tensors)
    sorts = VECTOR_SORTS if found.is_vector else SORTS
    stops = legend(colours)[0]
    names = class_names(seen, len(found.order))
    values = {
        "title": title_of(seen),
        "weights": seen.weights.title,
        "stops": ", ".join(stops),
        "ends": ends_text(colours, by_unit(seen) and not found.is_vector),
        "signed": colours.signed,
        "range_says": range_text(seen.sight.range, found.is_vector),
        "broken": broken_text(int(found.statistics.broken.sum())),
        "sorts": choices(seen, "sort", sorts),
        "ranges": [] if found.is_vector else choices(seen, "range", RANGES),
        "pages": pages(seen, found),
        "shown": _shown(seen, found),
        "order": _order(seen, found),
        "rows": [_row(seen, found, int(channel), names) for channel in found.order[:ROWS]],
        "named": bool(names),
    }
    if found.is_vector:
        return piece("_bars.html", **values, **_strip(seen, found, colours, names))
    return piece("_channels.html", **values, **_grid(seen, found, colours))


def _strip(seen: Seen, found: Paged, colours: Span, names: Sequence[str]) -> dict[str, object]:
    strip = strip_of(found, colours, names)
    return {"zero": strip.zero, "bars": [(bar, channel_link(seen, bar.channel)) for bar in strip.bars]}


def _grid(seen: Seen, found: Paged, colours: Span) -> dict[str, object]:
    _, height, width = found.volume.shape
    layout = layout_of(len(found.channels), height, width)
    bands = bands_of(seen.graph, seen.path)
    chosen = int(found.order[0]) if seen.sight.channel is None else seen.sight.channel
    plain = seen.address.sighted(cell=None, class_=None, cam=None)
    return {
        "tiles": [_tile(seen, found, place, layout, bands) for place in range(len(found.channels))],
        "sheet": activation_url(plain.sighted(channel=None), "sheet"),
        "values": activation_url(plain.sighted(channel=chosen), "cell.json"),
        "layout": layout,
        "tile_times": times(layout.height, layout.width, TILE if len(found.channels) > FEW else 2 * TILE),
        "times": times(height, width, ENLARGED),
        "size": (height, width),
        "cell": seen.sight.cell,
        "bands": [
            (band.hue, name, f"{band.first}–{band.last}")
            for band, name in zip(bands, recipes_of(seen.graph, bands), strict=True)
        ],
        "unit": by_unit(seen),
        "enlarged": _enlarged(seen, found, colours, chosen),
        "unchosen": _unchosen(seen),
    }


def times(height: int, width: int, wanted: int) -> float:
    """How much larger a map is on screen: whole pixels a cell, or a whole number of cells a pixel."""
    longest = max(height, width)
    return max(1, round(wanted / longest)) if longest <= 1.5 * wanted else 1 / round(longest / wanted)


def _tile(seen: Seen, found: Paged, place: int, layout: Layout, bands: Sequence[Band]) -> Tile:
    channel = found.channels[place]
    row, column = divmod(place, layout.columns)
    mean = value_text(float(found.statistics.mean[channel]))
    hue = next((band.hue for band in bands if band.first <= channel <= band.last), "")
    return Tile(channel_link(seen, channel), channel, column, row, mean, _value(seen, found, channel), hue)


def _enlarged(seen: Seen, found: Paged, colours: Span, channel: int) -> Enlarged:
    address = seen.address.sighted(channel=channel, cell=None, class_=None, cam=None, sort="index", page=0)
    if by_unit(seen):
        most = max(-float(found.statistics.min[channel]), float(found.statistics.max[channel]))
        colours = Span(-most if colours.signed else 0.0, most)
    return Enlarged(
        channel=channel,
        url=activation_url(address, "channel.png"),
        ends=(value_text(colours.low), value_text(colours.high)),
        numbers=numbers_of(found.statistics, channel),
        value=_value(seen, found, channel),
    )


def _value(seen: Seen, found: Paged, channel: int) -> str:
    """What a channel holds in the chosen cell."""
    return value_text(float(found.volume[channel, *seen.sight.cell])) if seen.sight.cell else ""


def _row(seen: Seen, found: Paged, channel: int, names: Sequence[str]) -> tuple[Link, str, Sequence[tuple[str, str]]]:
    """A line of the table: the channel, its class if it has one, and its numbers; a vector's is its value."""
    numbers = numbers_of(found.statistics, channel)[:5]
    name = names[channel] if names else ""
    return channel_link(seen, channel, "row"), name, [(say("value"), numbers[0][1])] if found.is_vector else numbers


def _order(seen: Seen, found: Paged) -> str:
    """What the channels are sorted by; "" for their own numbers."""
    sorts = VECTOR_SORTS if found.is_vector else SORTS
    return "" if seen.sight.sort == "index" else say(sorts.get(seen.sight.sort, "value"))


def _unchosen(seen: Seen) -> str:
    """Why this channel is the enlarged one, where the reader has chosen none."""
    if seen.sight.channel is not None:
        return ""
    if seen.sight.sort == "index":
        return say("The first channel: none is chosen.")
    return say("The first channel in this order: none is chosen.")


def _shown(seen: Seen, found: Paged) -> str:
    """Which channels are on the page: by their numbers, which count from 0, or else by their places in the order."""
    count, order, places = len(found.order), _order(seen, found), extent(seen, found, found.page)
    if found.pages == 1 and not order:
        return say("all {count} channels", count=count)
    if found.pages == 1:
        return say("all {count} channels, the largest {order} first", count=count, order=order)
    if not order:
        return say("channels {places} of {count}", places=places, count=count)
    return say("places {places} of {count}, the largest {order} first", places=places, count=count, order=order)


PANEL = Panel(needs, channels)
