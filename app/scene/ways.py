"""What a branch beside the main one is: one kind of shortcut or another, or a gate. Read off the steps alone."""

from app.graph.types import Shape
from app.language import say
from app.scene.flow import Parallel, nodes_in
from app.scene.words import SHORTCUT_TITLES, shortcut_label


def way_kind(step: Parallel, index: int) -> str:
    """`gate` for what a join multiplies by, else the kind of shortcut: `identity`, `zeropad` or `projection`."""
    if step.join.op == "multiply" or (step.join.op == "highway" and index == 1):
        return "gate"
    nodes = tuple(nodes_in(step.branches[index]))
    if any(node.op == "zeropad" for node in nodes):
        return "zeropad"
    return "projection" if nodes else "identity"


def way_title(step: Parallel, index: int) -> str:
    """`identity shortcut`, `channel gate`, ..."""
    kind = way_kind(step, index)
    if kind == "gate":
        return say("channel gate") if step.join.op == "multiply" else say("transform gate")
    shortcut = "highway" if step.join.op == "highway" else kind
    return say(SHORTCUT_TITLES[shortcut])


def way_label(step: Parallel, index: int, block: str, shape: Shape) -> str:
    """`projection shortcut of layer2.0, 64 × 56 × 56`: with the block that it leads past, and what enters it."""
    return shortcut_label(way_title(step, index), block, shape)


def said_on(step: Parallel, index: int) -> str:
    """What is written on a line that meets no operation."""
    if step.branches[index]:
        return ""
    return say("carried: x") if step.join.op == "highway" else say("identity: x")
