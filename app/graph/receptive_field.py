"""Receptive fields over a graph with skips, along each axis on its own (Araujo, Norris, Sim: Distill 2019).

A window of K cells at stride S, dilation D and padding P, over cells whose boxes have size r, jump j and start s:
r' = r + D(K - 1)j, j' = jS, s' = s - Pj. Where paths meet (an addition, a concatenation) the box is the
smallest that holds every path's box; normalisation and activation change nothing.
"""

from collections.abc import Iterable

from app.graph.types import Pair, ReceptiveField, Shape

ONE_PIXEL = ReceptiveField(size=(1, 1), jump=(1, 1), start=(0, 0))


def windowed(field: ReceptiveField, kernel: Pair, stride: Pair, padding: Pair, dilation: Pair) -> ReceptiveField:
    """The field behind one cell of a convolution's or a pool's output."""
    return ReceptiveField(
        size=_pair(r + d * (k - 1) * j for r, j, k, d in zip(field.size, field.jump, kernel, dilation, strict=True)),
        jump=_pair(j * s for j, s in zip(field.jump, stride, strict=True)),
        start=_pair(s - p * j for s, j, p in zip(field.start, field.jump, padding, strict=True)),
    )


def whole(field: ReceptiveField, shape: Shape) -> ReceptiveField:
    """The field behind something that reads every cell of a (C, H, W) volume at once."""
    height, width = shape[-2:]
    return windowed(field, (height, width), (height, width), (0, 0), (1, 1))


def joined(fields: tuple[ReceptiveField, ...]) -> ReceptiveField:
    """The field behind a cell that reads the same position of several tensors."""
    first, *others = fields
    if all(other == first for other in others):
        return first
    start = _pair(min(field.start[axis] for field in fields) for axis in (0, 1))
    stop = _pair(max(field.start[axis] + field.size[axis] for field in fields) for axis in (0, 1))
    return ReceptiveField(
        size=_pair(stop[axis] - start[axis] for axis in (0, 1)),
        jump=_pair(max(field.jump[axis] for field in fields) for axis in (0, 1)),
        start=start,
    )


def _pair(numbers: Iterable[int]) -> Pair:
    height, width = numbers
    return height, width
