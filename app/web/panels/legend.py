"""The piece `legend`: what the colours of a view's drawing stand for, and the choice of what they are scaled to.

The bars have numbers wherever one scale is shared: by all volumes of the network, or by the slices of one volume, for
which the view's own output is the example.
"""

from dataclasses import dataclass

from app.graph.types import INPUT
from app.image.colour import Span, legend
from app.image.faces import Spans, spans_of
from app.language import message, say
from app.pipeline import Answer
from app.scene.volume import is_vector
from app.web.panels import Panel, Tensors, piece
from app.web.panels.channel_words import value_text
from app.web.panels.channels import RANGES
from app.web.panels.sight_link import Link, sight_link
from app.web.seeing import network_volumes
from app.web.seen import Seen

UNSIGNED, SIGNED = Span(0.0, 1.0), Span(-1.0, 1.0)
# A scale, what stands at its ends, and what it is for.
EITHER = (
    (UNSIGNED, "0", message("largest"), message("volumes without negative values")),
    (SIGNED, message("−largest"), message("largest"), message("volumes with negative values")),
)

LARGEST = message("Each volume has its own largest size: {largest} at the output of {path}.")
LARGEST_AND_MEAN = message(
    "Each volume has its own largest size: {largest} at the output of {path}, {mean} in the mean over its channels."
)


@dataclass(frozen=True, slots=True)
class Bar:
    """A scale. stops: CSS colours from its low to its high end. name: what it is for."""

    stops: str
    low: str
    high: str
    signed: bool
    name: str


def ranges(seen: Seen) -> list[Link]:
    """The choices of what the colours are scaled to, in the words of the piece `channels`."""
    return [sight_link(seen, f"legend-{name}", say(label), range=name) for name, label in RANGES.items()]


def shared(seen: Seen) -> frozenset[str]:
    """The tensors that have one scale together: those of the network's drawing, or the view's output alone."""
    if seen.sight.range == "network":
        return network_volumes(seen.graph)
    return frozenset((seen.path,)) if seen.sight.range == "layer" else frozenset()


def _make(seen: Seen, tensors: Tensors) -> Answer:
    spans = spans_of(tensors[path] for path in shared(seen)) if shared(seen) else None
    vector = is_vector(seen.shape)
    return piece("_legend.html", ranges=ranges(seen), bars=_bars(seen, spans), says=_says(seen, spans, vector))


def _bars(seen: Seen, spans: Spans | None) -> list[Bar]:
    if spans and seen.sight.range == "network":
        return [_numbered(spans.channels, say("channels")), _numbered(spans.mean, say("mean over the channels"))]
    return [_bar(span, say(low), say(high), say(name)) for span, low, high, name in EITHER]


def _numbered(span: Span, name: str) -> Bar:
    return _bar(span, value_text(span.low), value_text(span.high), name)


def _bar(span: Span, low: str, high: str, name: str) -> Bar:
    return Bar(", ".join(legend(span)[0]), low, high, span.signed, name)


def _says(seen: Seen, spans: Spans | None, vector: bool) -> str:
    """Which colours can be compared, and the view's own numbers as an example."""
    if spans is None:
        return say("The largest size in each slice has the colour at the end: colours compare within one slice only.")
    if seen.sight.range == "network":
        return say(
            "One scale for all {count} volumes of the network's drawing. "
            "What is larger still, inside a block, has the colour at the end.",
            count=len(shared(seen)),
        )
    if seen.path == INPUT:
        return say("Each volume has its own largest size; the input is shown in its own colours.")
    return say(
        LARGEST if vector else LARGEST_AND_MEAN,
        largest=value_text(spans.channels.high),
        path=seen.path,
        mean=value_text(spans.mean.high),
    )


PANEL = Panel(shared, _make)
