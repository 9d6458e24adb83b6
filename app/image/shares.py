"""How much of what a module puts out comes from which branch.

Goes in: the tensors that a concatenation stacks, [C, H, W] each. Comes out: each one's share of the energy, the sum of
squares of all numbers, beside its share of the channels. Energies of stacked tensors add up, norms would not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

from torch import Tensor

from app.image.joins import energy


@dataclass(frozen=True, slots=True)
class Share:
    """One branch's part of a concatenation: of its channels and of its energy, from 0 to 1.

    energy is not a number where all numbers are zero.
    """

    channels: float
    energy: float


def shares_of(branches: Sequence[Tensor]) -> tuple[Share, ...]:
    """The shares of the branches, in their order."""
    energies = [energy(branch) for branch in branches]
    total, stacked = sum(energies), sum(branch.shape[0] for branch in branches)
    return tuple(
        Share(branch.shape[0] / stacked, part / total if total else nan)
        for branch, part in zip(branches, energies, strict=True)
    )
