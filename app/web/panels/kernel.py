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
        raise UserError("path", seen.address.path or seen.graph.name, "allowed: a convolution or a pool")
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
    if seen.sight.cell is None:
        whole = "of all" if seen.sight.channel is None else "of the channel"
        return f"the largest activation {whole}, as an example"
    return "the channel with the largest activation in this cell, as an example" if seen.sight.channel is None else ""


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
        "others": found.others,
        "group": f"{channels.start} to {channels.stop - 1}" if (node.groups or 1) > 1 else "",
        "lines": _lines(seen, node, found, len(channels), recorded),
        "stops": _stops(),
        "ends": [("patch", number_text(patches)), ("kernel", number_text(kernels)), ("product", number_text(products))],
    }


def _lines(seen: Seen, node: Node, found: Reckoning, channels: int, recorded: float) -> Sequence[Line]:
    """The sum, line by line, and what the network itself has put out."""
    shown = sum(term.sum for term in found.terms)
    if found.others:
        parts = {f"these {several(len(found.terms), 'channel')}": shown}
        parts |= {f"the other {several(found.others, 'channel')}": found.rest}
    else:
        parts = {f"all {several(channels, 'channel')}": shown}
    parts |= {"bias" if node.bias else "no bias": found.bias}
    is_off = node.path in silent_operations(seen.graph, seen.forward.off)
    says = "this block is switched off" if is_off else apart(found.total, recorded, found.size)
    return _checked(parts, "sum", found.total, recorded, says)


def apart(total: float, recorded: float, size: float) -> str:
    """How the two compare. size: of all that the total is made of, without signs."""
    away = abs(total - recorded)
    if not isfinite(away):
        return "no number"
    if away == 0:
        return "the same"
    return f"{away:.1e} apart, {'float32’s rounding' if away <= ROUNDING * size else 'more than float32’s rounding'}"


def _checked(parts: Mapping[str, float], label: str, total: float, recorded: float, compared: str) -> Sequence[Line]:
    """The parts, what they give and what the network recorded, with equal decimals. compared: the last two in words."""
    texts = aligned([*parts.values(), total, recorded], DIGITS)
    lines = [Line(name, text) for name, text in zip(parts, texts, strict=False)]
    return [*lines, Line(label, texts[-2], "total"), Line("recorded", texts[-1], "total"), Line("", compared, "apart")]


def _pooled(
    seen: Seen, node: Node, read: np.ndarray, channel: int, window: Window, recorded: float
) -> dict[str, object]:
    """What the template shows of a pool."""
    found = pooled(node, read[channel], window)
    most = reach([found.patch])
    if found.winner:
        row, column = window.rows[found.winner[0]], window.columns[found.winner[1]]
        says = f"The largest of {several(found.count, 'number')} wins, row {row}, column {column} of the input."
    else:
        says = f"The sum of the numbers over {found.count:,}: their mean."
    return {
        "pooled": None if found.patch.size > LARGEST else grid(found.patch, most, window.inside, found.winner),
        "says": says,
        "lines": _checked(
            {}, "maximum" if found.winner else "mean", found.result, recorded, apart(found.result, recorded, most)
        ),
        "stops": _stops(),
        "ends": [("patch", number_text(most))],
    }


def _stops() -> str:
    return ", ".join(legend(span_of(np.array([-1.0, 1.0])))[0])


PANEL = Panel(_needs, _make)
