"""A vector as a strip of bars up and down from zero: one a channel, in the colours of its scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from app.image.colour import Span, coloured
from app.language import say
from app.web.panels.channel_words import value_text
from app.web.panels.paged import Paged


@dataclass(frozen=True, slots=True)
class Bar:
    """top, height: in percent of the strip. colour: as CSS writes it. says: channel, class and number."""

    channel: int
    top: float
    height: float
    colour: str
    says: str


@dataclass(frozen=True, slots=True)
class Strip:
    """zero: where it lies, in percent from above."""

    bars: tuple[Bar, ...]
    zero: float


def strip_of(found: Paged, span: Span, names: Sequence[str]) -> Strip:
    """The bars of the open page; what is no number takes the whole height, in a colour of its own."""
    zero = 100 * span.high / _length(span)
    return Strip(tuple(_bar(found, channel, span, zero, names) for channel in found.channels), zero)


def _bar(found: Paged, channel: int, span: Span, zero: float, names: Sequence[str]) -> Bar:
    value = float(found.volume[channel, 0, 0])
    top, height = 0.0, 100.0
    if isfinite(value):
        height = 100 * abs(value) / _length(span)
        top = zero - height if value > 0 else zero
    colour = "#{:02x}{:02x}{:02x}".format(*coloured(found.volume[channel, 0], span)[0])
    return Bar(channel, top, height, colour, _says(channel, value, names))


def _says(channel: int, value: float, names: Sequence[str]) -> str:
    if not names:
        return say("Channel {channel}: {value}", channel=channel, value=value_text(value))
    return say("Channel {channel} ({name}): {value}", channel=channel, name=names[channel], value=value_text(value))


def _length(span: Span) -> float:
    return (span.high - span.low) or 1.0
