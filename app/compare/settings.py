"""What is set differently in two operations of one kind, in words: `3×3 instead of 7×7, stride 1 instead of 2`."""

from collections.abc import Iterator

from app.compare.unit import rounding
from app.graph.types import Node
from app.language import say, say_count
from app.scene.op_words import ACTIVATION_NAMES, OP_NAMES
from app.scene.units import pair_text, phrases, window_text


def settings(mine: Node, theirs: Node) -> str:
    """What a person set otherwise; empty where only shapes and counts differ, which follow from something else."""
    return phrases(*_settings(mine, theirs))


def instead(mine: str, theirs: str) -> str:
    """`3×3 instead of 7×7`."""
    return say("{theirs} instead of {mine}", theirs=theirs, mine=mine)


def _settings(mine: Node, theirs: Node) -> Iterator[str]:
    whole = covers_all(mine) and covers_all(theirs)  # the size of a global pool is nobody's choice
    if mine.kernel != theirs.kernel and mine.kernel and theirs.kernel and not whole:
        yield instead(window_text(mine.kernel), window_text(theirs.kernel))
    elif mine.padding != theirs.padding and mine.padding and theirs.padding:
        yield say("padding {theirs} instead of {mine}", theirs=pair_text(theirs.padding), mine=pair_text(mine.padding))
    if mine.stride != theirs.stride and mine.stride and theirs.stride and not whole:
        yield say("stride {theirs} instead of {mine}", theirs=pair_text(theirs.stride), mine=pair_text(mine.stride))
    if mine.dilation != theirs.dilation and mine.dilation and theirs.dilation:
        spread = pair_text(theirs.dilation), pair_text(mine.dilation)
        yield say("dilation {theirs} instead of {mine}", theirs=spread[0], mine=spread[1])
    if mine.groups != theirs.groups and theirs.groups:
        count, before = theirs.groups, mine.groups
        yield say_count("{count} group instead of {mine}", "{count} groups instead of {mine}", count, mine=before)
    if mine.op != theirs.op:
        yield instead(say(OP_NAMES[mine.op]), say(OP_NAMES[theirs.op]))
    elif mine.type != theirs.type:
        yield instead(type_name(mine), type_name(theirs))
    if mine.bias != theirs.bias:
        yield say("a bias") if theirs.bias else say("no bias")
    matters = rounding(mine) is not None or rounding(theirs) is not None
    if mine.ceil_mode != theirs.ceil_mode and matters and not whole:
        yield say("size rounded up") if theirs.ceil_mode else say("size rounded down")


def type_name(node: Node) -> str:
    """The name of an activation, `tanh`, how an average is taken, or a module's class."""
    if node.op == "avgpool":
        adaptive = node.type.startswith("Adaptive")
        return say("adaptive average pooling") if adaptive else say("average pooling with a fixed window")
    return say(ACTIVATION_NAMES.get(node.type, node.type))


def covers_all(node: Node) -> bool:
    """Whether a window is as large as its input, as that of a global pool."""
    return node.kernel == node.input_shapes[0][1:]
