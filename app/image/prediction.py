"""What a network takes a picture for: its output as probabilities, and the most probable classes.

Goes in: the last tensor of a network, [classes]. Probabilities are in double precision and sum to 1.
"""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from app.image.shapes import SAID
from app.language import say

Probabilities = NDArray[np.float64]  # [classes]


def probabilities(output: Tensor, softmaxed: bool = False) -> Probabilities:
    """exp of each score over the sum of all; a network that ends in a softmax has done so itself.

    Where a score is no finite number, none of the probabilities is a number.
    """
    scores = output.double().flatten()
    if not bool(torch.isfinite(scores).all()):
        return np.full(len(scores), np.nan)
    return (scores if softmaxed else torch.softmax(scores, 0)).numpy()


def most_probable(found: Probabilities, count: int) -> tuple[int, ...]:
    """The places of the largest probabilities, largest first; of equal ones the earlier class first."""
    return tuple(int(place) for place in np.argsort(-found, kind="stable")[:count])


def moved(before: Probabilities, after: Probabilities) -> float:
    """How much probability has gone from some classes to others, 0 to 1 (the total variation distance)."""
    return float(np.abs(after - before).sum() / 2)


def class_name(names: tuple[str, ...], place: int) -> str:
    """What the weights call a class; without names its number. Names of ImageNet's are English in every language."""
    if place >= len(names):
        return say("class {number}", number=place)
    return say(SAID[names[place]]) if names[place] in SAID else names[place]
