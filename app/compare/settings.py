"""What is set differently in two operations of one kind, in words: `3×3 instead of 7×7, stride 1 instead of 2`."""

from collections.abc import Iterator

from app.compare.unit import rounding
from app.graph.types import Node, Pair
from app.scene.words import ACTIVATION_NAMES, OP_NAMES, window_text


def settings(mine: Node, theirs: Node) -> str:
    """What a person set otherwise; empty where only shapes and counts differ, which follow from something else."""
    return ", ".join(_settings(mine, theirs))


def _settings(mine: Node, theirs: Node) -> Iterator[str]:
    whole = covers_all(mine) and covers_all(theirs)  # the size of a global pool is nobody's choice
    if mine.kernel != theirs.kernel and mine.kernel and theirs.kernel and not whole:
        yield f"{window_text(theirs.kernel)} instead of {window_text(mine.kernel)}"
    elif mine.padding != theirs.padding and mine.padding and theirs.padding:
        yield f"padding {pair_text(theirs.padding)} instead of {pair_text(mine.padding)}"
    if mine.stride != theirs.stride and mine.stride and theirs.stride and not whole:
        yield f"stride {pair_text(theirs.stride)} instead of {pair_text(mine.stride)}"
    if mine.dilation != theirs.dilation and mine.dilation and theirs.dilation:
        yield f"dilation {pair_text(theirs.dilation)} instead of {pair_text(mine.dilation)}"
    if mine.groups != theirs.groups:
        yield f"{theirs.groups} group{'s' if theirs.groups != 1 else ''} instead of {mine.groups}"
    if mine.op != theirs.op:
        yield f"{OP_NAMES[theirs.op]} instead of {OP_NAMES[mine.op]}"
    elif mine.type != theirs.type:
        yield f"{type_name(theirs)} instead of {type_name(mine)}"
    if mine.bias != theirs.bias:
        yield "a bias" if theirs.bias else "no bias"
    matters = rounding(mine) is not None or rounding(theirs) is not None
    if mine.ceil_mode != theirs.ceil_mode and matters and not whole:
        yield f"size rounded {'up' if theirs.ceil_mode else 'down'}"


def type_name(node: Node) -> str:
    """The name of an activation, `tanh`, how an average is taken, or a module's class."""
    if node.op == "avgpool":
        return "adaptive average pooling" if node.type.startswith("Adaptive") else "average pooling with a fixed window"
    return ACTIVATION_NAMES.get(node.type, node.type)


def covers_all(node: Node) -> bool:
    """Whether a window is as large as its input, as that of a global pool."""
    return node.kernel == node.input_shapes[0][1:]


def pair_text(pair: Pair) -> str:
    """`2`, or `1×3` where the two axes differ."""
    return str(pair[0]) if pair[0] == pair[1] else f"{pair[0]}×{pair[1]}"
