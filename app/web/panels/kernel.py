"""The piece `kernel`: one output cell of a convolution or a pool, worked out in the numbers that the network used.

Without a cell or a channel in the address it is the one with the largest activation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite

import numpy as np

from app.errors import UserError
from app.forward import probe
from app.graph.types import Node
from app.image.colour import legend, number_text, span_of
from app.image.kernel import Reckoning, Window, largest, pooled, read_channels, reckoned, weights_of, window_of
from app.image.record import silent_operations
from app.language import message, prose, say
from app.language.nouns import several
from app.pipeline import Answer
from app.web.panels import Panel, Tensors, piece
from app.web.panels.aligned import aligned
from app.web.panels.grids import Grid, grid, reach
from app.web.panels.sight_link import cell_links, sight_link
from app.web.seeing import WINDOWED
from app.web.seen import Seen

MOST = 6  # input channels whose numbers are shown
LARGEST = 1024  # cells of a window that are shown; a global pool of a large image has more
DIGITS = 7  # of a sum: what float32 has
TERM_DIGITS = 4
ROUNDING = 1e-4  # of all products without their signs: what a sum in float32 may be off by

GROUP = message("This channel's group reads input channels {first} to {last}.")
ROUNDED = message("{away} apart, float32’s rounding")
WRONG = message("{away} apart, more than float32’s rounding")
# What is said of the cell and the channel, by whether each was chosen for the reader.
CHOSEN = {
    (True, True): message("the largest activation of all, as an example"),
    (True, False): message("the largest activation of the channel, as an example"),
    (False, True): message("the channel with the largest activation in this cell, as an example"),
    (False, False): "",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One input channel: what the window reads, the kernel, their products, and what they add."""

    channel: int
    patch: Grid
    kernel: Grid
    product: Grid
    sum: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sum."""

    label: str
    value: str
    kind: str = ""


def _node(seen: Seen) -> Node:
    node = seen.graph.by_path.get(seen.address.path)
    if node is None or node.op not in WINDOWED or len(node.output_shape) != 3:
        raise UserError("path", seen.address.path or seen.graph.name, say("a convolution or a pool"))
    return node


def _needs(seen: Seen) -> frozenset[str]:
    node = _node(seen)
    return frozenset((node.path, *node.inputs))


def _make(seen: Seen, tensors: Tensors) -> Answer:
    node = _node(seen)
    output = tensors[node.path].numpy()
    channel, cell = largest(output, seen.sight.cell, seen.sight.channel)
    read, recorded = tensors[node.inputs[0]].numpy(), float(output[channel, cell[0], cell[1]])
    worked, window = _convolved if node.op == "conv" else _pooled, window_of(node, cell)
    values = {
        "node": node,
        "channel": channel,
        "cell": cell,
        "chosen": _chosen(seen),
        "padded": not bool(window.inside.all()),
        "steps": cell_links(replace(seen, address=seen.address.sighted(cell=cell)), "kernel"),
        "free": sight_link(seen, "kernel-free", "", cell=None, channel=None),
        "everywhere": sight_link(seen, "kernel-everywhere", "", cell=cell, channel=channel),
    }
    return piece("_kernel.html", **values, **worked(seen, node, read, channel, window, recorded))


def _chosen(seen: Seen) -> str:
    """What was chosen for the reader."""
    return say(CHOSEN[seen.sight.cell is None, seen.sight.channel is None])


def _convolved(
    seen: Seen, node: Node, read: np.ndarray, channel: int, window: Window, recorded: float
) -> dict[str, object]:
    """What the template shows of a convolution."""
    place = node.path, channel
    kernel, bias = probe(seen.forward, "kernel", place, lambda network, _: weights_of(network, *place), gradients=False)
    channels = read_channels(node, channel)
    found = reckoned(read, window, channels, kernel, bias, MOST)
    patches = reach([term.patch for term in found.terms])
    kernels = reach([term.kernel for term in found.terms])
    products = reach([term.product for term in found.terms])
    sums = aligned([term.sum for term in found.terms], TERM_DIGITS)
    rows = [
        Row(
            term.channel,
            grid(term.patch, patches, window.inside),
            grid(term.kernel, kernels),
            grid(term.product, products, window.inside),
            sum,
        )
        for term, sum in zip(found.terms, sums, strict=True)
    ]
    return {
        "rows": rows,
        "note": _note(node, channels, found.others),
        "lines": _lines(seen, node, found, len(channels), recorded),
        "stops": _stops(),
        "ends": _ends({say("patch"): patches, say("kernel"): kernels, say("product"): products}),
    }


def _note(node: Node, channels: range, others: int) -> str:
    """Which channels the window reads, where not all, and which of them are shown."""
    group = say(GROUP, first=channels.start, last=channels.stop - 1) if (node.groups or 1) > 1 else ""
    return prose((group, say("Shown are those that add or take most.") if others else ""))


def _ends(largest: Mapping[str, float]) -> str:
    """Where the colours of each kind of numbers end."""
    ends = say(", ").join(f"{name} {number_text(most)}" for name, most in largest.items())
    return say("strongest at {ends}", ends=ends)


def _lines(seen: Seen, node: Node, found: Reckoning, channels: int, recorded: float) -> Sequence[Line]:
    """The sum, line by line, and what the network itself has put out."""
    shown = sum(term.sum for term in found.terms)
    if found.others:
        parts = {say("these {channels}", channels=_channels(len(found.terms))): shown}
        parts |= {say("the other {channels}", channels=_channels(found.others)): found.rest}
    else:
        parts = {say("all {channels}", channels=_channels(channels)): shown}
    parts |= {say("bias") if node.bias else say("no bias"): found.bias}
    is_off = node.path in silent_operations(seen.graph, seen.forward.off)
    says = say("this block is switched off") if is_off else apart(found.total, recorded, found.size)
    return _checked(parts, say("sum"), found.total, recorded, says)


def _channels(count: int) -> str:
    return several(count, say("channel"))


def apart(total: float, recorded: float, size: float) -> str:
    """How the two compare. size: of all that the total is made of, without signs."""
    away = abs(total - recorded)
    if not isfinite(away):
        return say("no number")
    if away == 0:
        return say("the same")
    return say(ROUNDED if away <= ROUNDING * size else WRONG, away=f"{away:.1e}")


def _checked(parts: Mapping[str, float], label: str, total: float, recorded: float, compared: str) -> Sequence[Line]:
    """The parts, what they give and what the network recorded, with equal decimals. compared: the last two in words."""
    texts = aligned([*parts.values(), total, recorded], DIGITS)
    lines = [Line(name, text) for name, text in zip(parts, texts, strict=False)]
    return [
        *lines,
        Line(label, texts[-2], "total"),
        Line(say("recorded"), texts[-1], "total"),
        Line("", compared, "apart"),
    ]


def _pooled(
    seen: Seen, node: Node, read: np.ndarray, channel: int, window: Window, recorded: float
) -> dict[str, object]:
    """What the template shows of a pool."""
    found = pooled(node, read[channel], window)
    most, name = reach([found.patch]), say("maximum") if found.winner else say("mean")
    if found.winner:
        row, column = window.rows[found.winner[0]], window.columns[found.winner[1]]
        numbers = several(found.count, say("number"))
        says = say(
            "The largest of {numbers} wins, row {row}, column {column} of the input.",
            numbers=numbers,
            row=row,
            column=column,
        )
    else:
        says = say("The sum of the numbers over {count}: their mean.", count=f"{found.count:,}")
    return {
        "pooled": None if found.patch.size > LARGEST else grid(found.patch, most, window.inside, found.winner),
        "says": says,
        "lines": _checked({}, name, found.result, recorded, apart(found.result, recorded, most)),
        "note": "",
        "stops": _stops(),
        "ends": _ends({say("patch"): most}),
    }


def _stops() -> str:
    return ", ".join(legend(span_of(np.array([-1.0, 1.0])))[0])


PANEL = Panel(_needs, _make)
