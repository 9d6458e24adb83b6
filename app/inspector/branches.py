"""What a convolution is for on a branch of an Inception module, or on a gate: its cost beside what it saves."""

from collections.abc import Sequence

from app.graph.types import Graph, Node, elements
from app.inspector.place import Place, concat_of
from app.language import say
from app.published import cite
from app.scene.flow import nodes_in
from app.scene.units import window_text

GOOGLENET = "Szegedy et al. 2014"
RETHINKING = "Szegedy et al. 2015"


def squeeze(graph: Graph, node: Node, place: Place) -> str:
    """The 1×1 before a larger window: what that window costs here, and what it would cost on all channels."""
    wide, narrow = node.input_shapes[0][0], node.output_shape[0]
    after = _next_window(graph, node, place)
    if after is None or after.kernel is None:
        return ""
    area, made = after.kernel[0] * after.kernel[1], elements(after.output_shape)
    direct, both = wide * area * made, node.macs + after.macs
    window = window_text(after.kernel)
    if narrow >= wide:
        return say(
            "It reduces nothing here: {wide:,} channels come in and {narrow:,} go on to the {window}. It adds a "
            "normalisation and an activation in between.",
            wide=wide,
            narrow=narrow,
            window=window,
        )
    share = say("{number} % of that", number=f"{100 * both / direct:.0f}") if both < direct else say("more than that")
    return say(
        "It reduces {wide:,} channels to {narrow:,} before the {window}. On all {wide:,} that convolution would take "
        "{direct:,} multiply-adds; reduced, both together take {both:,}, {share} {source}.",
        wide=wide,
        narrow=narrow,
        window=window,
        direct=direct,
        both=both,
        share=share,
        source=cite(GOOGLENET, section="4"),
    )


def pool_projection(graph: Graph, node: Node, place: Place) -> str:
    return say(
        "The pool before it cannot change the number of channels; this brings {wide:,} to {narrow:,}, so that the "
        "stack does not grow from module to module {source}.",
        wide=node.input_shapes[0][0],
        narrow=node.output_shape[0],
        source=cite(GOOGLENET, section="4"),
    )


def direct(graph: Graph, node: Node, place: Place) -> str:
    return say(
        "The branch with the smallest window: a linear layer at every place, for what needs no neighbours "
        "(Szegedy et al. 2014, section 4; Lin et al. 2014)."
    )


def window(graph: Graph, node: Node, place: Place) -> str:
    """A branch's larger window: factorised, doubled, or plain."""
    assert node.kernel is not None and node.stride is not None and place.block is not None
    if node.kernel[0] != node.kernel[1]:
        return _factorised(node, max(node.kernel))
    if node.stride != (1, 1):
        return say(
            "Its stride shrinks the map on this branch, beside a pool that does so on another: that makes a reduction "
            "{source}.",
            source=cite(RETHINKING, section="5"),
        )
    before = _before(graph, node, place)
    if before is not None and before.kernel == (3, 3) == node.kernel:
        return say(
            "The second of two 3×3 in a row: together they see 5×5 and have 2 · 9 = 18 weights a pair of channels "
            "where a 5×5 has 25 {source}.",
            source=cite(RETHINKING, section="3.1"),
        )
    return say(
        "It sees {window} neighbouring cells; its padding keeps the size, so that the result can be stacked.",
        window=window_text(node.kernel),
    )


def _factorised(node: Node, length: int) -> str:
    pairs = node.input_shapes[0][0] * node.output_shape[0]
    return say(
        "One half of a factorised {length}×{length}: along one axis {length} cells, then along the other. A pair of "
        "them has 2 · {length} weights a pair of channels in place of {length} · {length}, here {factorised:,} of "
        "{whole:,} {source}.",
        length=length,
        factorised=length * pairs,
        whole=length * length * pairs,
        source=cite(RETHINKING, section="3.2"),
    )


def widen(graph: Graph, node: Node, place: Place) -> str:
    return say(
        "It reads what all branches have stacked and makes {made:,} channels of it, as many as x has: only so can the "
        "result be added. No activation follows it {source}.",
        made=node.output_shape[0],
        source=cite("Szegedy et al. 2016", section="3.2"),
    )


def gate(graph: Graph, node: Node, place: Place) -> str:
    (channels, height, width), made = node.input_shapes[0], node.output_shape[0]
    if (height, width) == (1, 1):
        return say(
            "On a map of one cell this is a linear layer from {channels:,} numbers to {made:,}. Two of them, narrow in "
            "the middle, learn which channels matter together {source}.",
            channels=channels,
            made=made,
            source=cite("Hu et al. 2018", section="3.2"),
        )
    return say(
        "It makes the gate T from x: one number an element, between 0 and 1 behind its sigmoid. Its biases begin "
        "negative, so that at first x is carried through {source}.",
        source=cite("Srivastava et al. 2015", section="2.2"),
    )


def _branch(graph: Graph, node: Node, place: Place) -> Sequence[Node]:
    assert place.block is not None
    module = concat_of(graph, place.block)
    found = [list(nodes_in(branch)) for branch in module.branches] if module else []
    return next((branch for branch in found if node in branch), ())


def _next_window(graph: Graph, node: Node, place: Place) -> Node | None:
    branch = _branch(graph, node, place)
    return next((other for other in branch[branch.index(node) + 1 :] if other.op == "conv"), None) if branch else None


def _before(graph: Graph, node: Node, place: Place) -> Node | None:
    branch = _branch(graph, node, place)
    earlier = [other for other in branch[: branch.index(node)] if other.op == "conv"] if branch else []
    return earlier[-1] if earlier else None
