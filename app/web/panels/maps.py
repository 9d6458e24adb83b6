"""Maps side by side in one colour span, for pieces that compare tensors; `_maps.html` shows a row of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.image.colour import legend, span_of
from app.image.maps import map_of, map_uri
from app.language import say


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown: a torch.Tensor [C, H, W]. sign: what stands before it. path: the part that it is, "" for none.

    hue: a key of the palette, "" for none. note: a line under it.
    """

    tensor: Any
    label: str
    sign: str = ""
    note: str = ""
    path: str = ""
    hue: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One map, ready for the page."""

    shown: Shown
    uri: str
    alt: str


@dataclass(frozen=True, slots=True)
class MapRow:
    """Maps that share their colours. stops, low, high: their legend."""

    title: str
    figures: tuple[Figure, ...]
    stops: str
    low: str
    high: str


def map_row(shown: Sequence[Shown], channel: int | None = None) -> MapRow:
    """The means over the channels of some tensors, or one and the same channel of each."""
    what = say("mean over the channels") if channel is None else say("channel {channel}", channel=channel)
    maps = [map_of(one.tensor, channel) for one in shown]
    span = span_of(*maps)
    stops, low, high = legend(span)
    figures = tuple(
        Figure(one, map_uri(values, span), _alt(one.label, what, *values.shape))
        for one, values in zip(shown, maps, strict=True)
    )
    return MapRow(what.capitalize(), figures, ", ".join(stops), low, high)


def _alt(label: str, what: str, height: int, width: int) -> str:
    return say("{label}, {what}, {height} × {width} cells", label=label, what=what, height=height, width=width)
