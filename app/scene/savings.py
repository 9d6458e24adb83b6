"""What the 1x1 convolutions ahead of a module's larger ones save, and what it saves to take those apart.

The naive convolution reads the module's input itself (Szegedy et al. 2014, section 4 and Figure 2): kernel, output
and stride as they are, as many channels as enter the module. All numbers follow from the traced shapes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from app.graph.types import Node
from app.scene.flow import Parallel, Steps

PLAIN = ("norm", "activation")


@dataclass(frozen=True, slots=True)
class Saving:
    """A convolution behind a 1x1 reduction, and both costs of its branch.

    reduced and naive: (parameters, multiply-adds), of the two convolutions and of the one without a reduction.
    """

    reduction: Node
    conv: Node
    reduced: tuple[int, int]
    naive: tuple[int, int]


def savings_of(fan: Parallel) -> tuple[Saving, ...]:
    """One for every branch that is a 1x1 reduction and one larger convolution, in the branches' order."""
    return tuple(saving for branch in fan.branches if (saving := _saving(branch)))


def _saving(branch: Steps) -> Saving | None:
    match [step for step in branch if isinstance(step, Parallel) or step.op not in PLAIN]:
        case [Node(op="conv", kernel=(1, 1)) as reduction, Node(op="conv") as conv] if conv.kernel != (1, 1):
            reduced = (reduction.params + conv.params, reduction.macs + conv.macs)
            return Saving(reduction, conv, reduced, reading(conv, reduction.input_shapes[0][0]))
        case _:
            return None


def reading(conv: Node, channels: int) -> tuple[int, int]:
    """(parameters, multiply-adds) of a convolution if it read so many channels in place of those that it does."""
    read, biases = conv.input_shapes[0][0], conv.output_shape[0] if conv.bias else 0
    return (conv.params - biases) // read * channels + biases, conv.macs // read * channels


@dataclass(frozen=True, slots=True)
class Factored:
    """Two convolutions in a row that see what one larger would: 1x7 and 7x1 see 7x7 (Szegedy et al. 2015, section 3).

    whole: that one's kernel. factored and naive: multiply-adds of the pair, and of the one between the same tensors.
    """

    pair: tuple[Node, Node]
    whole: tuple[int, int]
    factored: int
    naive: int


def factored_of(fan: Parallel) -> tuple[Factored, ...]:
    """Every 1xn with its nx1, or nx1 with its 1xn, on the branches, each convolution in one pair at most."""
    return tuple(found for branch in fan.branches for found in _pairs(branch))


def _pairs(branch: Steps) -> Iterator[Factored]:
    convs = [step for step in branch if not isinstance(step, Parallel) and step.op == "conv"]
    taken: Node | None = None
    for one, other in pairwise(convs):
        if taken is not one and one.kernel and other.kernel and _complete(one.kernel, other.kernel):
            taken = other
            whole = (max(one.kernel), max(one.kernel))
            cells = other.output_shape[1] * other.output_shape[2]
            naive = whole[0] * whole[1] * one.input_shapes[0][0] * other.output_shape[0] * cells
            yield Factored((one, other), whole, one.macs + other.macs, naive)


def _complete(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether a row and a column make a square."""
    return 1 in one and max(one) > 1 and other == (one[1], one[0])
