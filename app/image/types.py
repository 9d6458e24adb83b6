"""What a picture and a forward pass are: frozen values that every part of the room speaks of."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.nets.config import NetConfig

Pixels = NDArray[np.uint8]  # [H, W, 3], RGB

CENTRE = (50, 50)


@dataclass(frozen=True, slots=True)
class Transform:
    """How pixels become the input that some weights were made for.

    The shorter edge becomes `resize`, a crop of the network's input size is cut out, and of each channel, from 0 to 1,
    `mean` is taken away before it is divided by `std`.
    """

    resize: int
    interpolation: Literal["bilinear", "bicubic"]
    mean: tuple[float, float, float]
    std: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Forward:
    """A forward pass: all that decides its numbers, and so the key of whatever is kept of it.

    weights: the name of some that the configuration has. image: the id of a picture. crop: where the crop stands in
    the room it has, in percent of x and y. off: residual blocks whose F(x) is set to zero, in the network's order.
    edition: that of the weights.
    """

    config: NetConfig
    weights: str
    image: str
    crop: tuple[int, int] = CENTRE
    off: tuple[str, ...] = ()
    edition: int = 0
