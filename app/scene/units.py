"""Shapes and counts as people read them, and phrases one after the other."""

from app.graph.types import Pair, Shape
from app.language import say, say_in


def shape_text(shape: Shape) -> str:
    """`128 × 28 × 28`: channels, height, width; a vector is its length."""
    return " × ".join(str(length) for length in shape)


def size_text(shape: Shape) -> str:
    """The part of a shape that is space: `28×28`; a vector has none and says so."""
    return f"{shape[1]}×{shape[2]}" if len(shape) == 3 else say("vector")


def window_text(pair: Pair) -> str:
    """`3×3`, without spaces: a kernel or a pooling window."""
    return f"{pair[0]}×{pair[1]}"


def pair_text(pair: Pair) -> str:
    """`2`, or `1×3` where the two axes differ: a stride or a padding."""
    return str(pair[0]) if pair[0] == pair[1] else window_text(pair)


def change_text(before: Shape, after: Shape) -> str:
    """`64 × 56 × 56 to 128 × 28 × 28`."""
    return say("{before} to {after}", before=shape_text(before), after=shape_text(after))


def count_text(count: int) -> str:
    """`21,797,672`."""
    return f"{count:,}"


def short_count(count: float) -> str:
    """Three significant digits and a unit: `3.66 G`, `179.8 M`, `9,536`."""
    for unit, size in (("T", 1e12), ("G", 1e9), ("M", 1e6)):
        if count >= size:
            scaled = count / size
            return f"{scaled:.2f} {unit}" if scaled < 100 else f"{scaled:.1f} {unit}"
    return f"{count:,.0f}"


def bytes_text(count: int) -> str:
    """`1.15 MiB`, binary units."""
    for unit, size in (("GiB", 2**30), ("MiB", 2**20), ("KiB", 2**10)):
        if count >= size:
            return f"{count / size:.2f} {unit}"
    return f"{count} B"


def phrases(*words: str) -> str:
    """`layer2.0, basic block, projection shortcut`: what is said of a thing, one after the other."""
    return say_in("between phrases", ", ").join(words)
