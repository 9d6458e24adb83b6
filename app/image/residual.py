"""What the two ways through a residual block give to its sum: how long each is, and whether they agree.

Goes in: what an addition or a highway mix reads, [C, H, W] each. Comes out: norms over all numbers of the tensor
(L2, a vector of C · H · W) and the cosine of the angle between the two.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan, sqrt

from torch import Tensor

from app.image.joins import energy


@dataclass(frozen=True, slots=True)
class Sum:
    """residual, shortcut, total: the norms of F(x), of x as it comes to the sum, and of the sum.

    cosine: of the angle between F(x) and x; not a number if one of them is zero. gate: of a highway block, the mean
    of T(x); there F(x) is H(x) T(x), and x is what is carried, x (1 - T(x)).
    """

    residual: float
    shortcut: float
    total: float
    cosine: float
    gate: float | None = None

    @property
    def ratio(self) -> float:
        """F(x) against x; not a number if x is zero."""
        return self.residual / self.shortcut if self.shortcut else nan


def summands(inputs: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """The two tensors that a join adds: what it reads, or of a highway mix (H, T, x), transformed and carried."""
    if len(inputs) == 2:
        return inputs[0], inputs[1]
    transformed, gate, x = inputs
    return transformed * gate, x * (1 - gate)


def sum_of(inputs: Sequence[Tensor]) -> Sum:
    """The numbers of one sum, from what it reads."""
    residual, shortcut = summands(inputs)
    lengths = norm(residual), norm(shortcut)
    product = float((residual.double() * shortcut.double()).sum())
    together = lengths[0] * lengths[1]
    return Sum(
        residual=lengths[0],
        shortcut=lengths[1],
        total=norm(residual + shortcut),
        cosine=product / together if together else nan,
        gate=float(inputs[1].double().mean()) if len(inputs) == 3 else None,
    )


def norm(tensor: Tensor) -> float:
    """The length of all numbers of a tensor as one vector."""
    return sqrt(energy(tensor))
