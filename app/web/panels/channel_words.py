"""What is said of channels in words and numbers: the tensor, its colours, a channel's statistics."""

from collections.abc import Sequence
from math import isfinite, isnan

from app.graph.types import INPUT, elements
from app.image.colour import Span, number_text
from app.image.prediction import class_name
from app.image.statistics import Statistics
from app.language import message, say, say_count
from app.language.nouns import percent, several
from app.scene.op_words import ACTIVATION_NAMES, OP_NAMES
from app.scene.units import count_text, shape_text
from app.web.seen import Seen


def title_of(seen: Seen) -> str:
    """`layer2.0: 128 × 28 × 28 after the ReLU`."""
    shape = shape_text(seen.shape) if len(seen.shape) > 1 else several(elements(seen.shape), say("number"))
    if seen.path == INPUT:
        return say("The input: {shape} as the network reads it", shape=shape)
    node = seen.graph.by_path[seen.path]
    operation = ACTIVATION_NAMES.get(node.type) if node.op == "activation" else OP_NAMES.get(node.op)
    part = seen.address.path or say("The network")
    return say("{part}: {shape} after the {operation}", part=part, shape=shape, operation=say(operation or node.type))


RANGE_SAYS = {
    "layer": message("the same colours for all channels"),
    "unit": message("each channel in colours of its own, so that their sizes do not compare"),
    "network": message("the same colours for all volumes of the network"),
}


def range_text(range: str, vector: bool) -> str:
    """What shares the ends of the colours; the bars of a vector always do."""
    shared = "layer" if vector and range == "unit" else range
    return say(RANGE_SAYS[shared])


def ends_text(span: Span, unit: bool) -> tuple[str, str]:
    """The numbers at the ends of the legend, or what they are where each channel has its own."""
    if unit:
        return say("−largest") if span.signed else "0", say("largest size in each channel")
    return value_text(span.low), value_text(span.high)


def broken_text(count: int) -> str:
    """How many numbers are none, said only where there are some."""
    if not count:
        return ""
    return say_count(
        "{number} value is NaN or infinite, drawn in magenta.",
        "{number} values are NaN or infinite, drawn in magenta.",
        count,
        number=count_text(count),
    )


def numbers_of(statistics: Statistics, channel: int) -> Sequence[tuple[str, str]]:
    """A channel's statistics, named."""
    said = [
        (say("mean"), value_text(float(statistics.mean[channel]))),
        (say("maximum"), value_text(float(statistics.max[channel]))),
        (say("minimum"), value_text(float(statistics.min[channel]))),
        (say("variance"), value_text(float(statistics.variance[channel]))),
        (say("cells that are 0"), share_text(float(statistics.zeros[channel]))),
    ]
    broken = int(statistics.broken[channel])
    return [*said, (say("NaN or infinite"), count_text(broken))] if broken else said


def value_text(value: float) -> str:
    """A number for readers, or what it is that is none."""
    if isfinite(value):
        return number_text(value)
    return "NaN" if isnan(value) else say("infinity") if value > 0 else say("−infinity")


def share_text(share: float) -> str:
    """`43 %` of the cells; what is nearly none or nearly all is not rounded to it."""
    whole = 100 * share
    if 0 < whole < 1:
        return say("under 1 %")
    return say("over 99 %") if 99 < whole < 100 else percent(f"{whole:.0f}")


def class_names(seen: Seen, count: int) -> tuple[str, ...]:
    """What the numbers of a classifier's output stand for; () for any other tensor, or if nobody knows."""
    names = seen.weights.classes
    classifies = seen.path != INPUT and seen.graph.by_path[seen.path].op in ("linear", "softmax")
    if not classifies or len(names) != count:
        return ()
    return tuple(class_name(names, place) for place in range(count))
