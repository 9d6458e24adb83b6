"""Which axis of a tensor is the image's. One image runs, so a first axis of length 1 is the image's and is left out.

Any other length is no image: windows or frames that a network puts in a batch, or an axis that it has moved there. A
volume or a vector behind such an axis is one of several (`Node.times`); the shape of any other tensor has every axis,
and where there are three it is no volume for it (`Node.apart`).

What cannot be told is whether another axis of length 1 stands first: it is left out of the shape, and no count depends
on it.
"""

from torch import Tensor, nn

from app.graph.types import Shape

# They take a volume without a batch too: (C, H, W).
MAPS = (nn.Conv2d, nn.ConvTranspose2d, nn.MaxPool2d, nn.AvgPool2d, nn.AdaptiveAvgPool2d, nn.AdaptiveMaxPool2d)
SEVERAL = (2, 4)  # axes of several vectors, and of several volumes


def shape_of(tensor: Tensor, leaf: nn.Module | None = None) -> Shape:
    """Without the axis of the image, or of several; a number is a vector of one. leaf: what reads it, or made it."""
    return tuple(tensor.shape if _is_whole(tensor, leaf) else tensor.shape[1:]) or (1,)


def is_apart(tensor: Tensor) -> bool:
    """Whether a tensor's first axis is certainly not the image's."""
    return tensor.dim() > 0 and tensor.shape[0] != 1


def is_apart_volume(tensor: Tensor, leaf: nn.Module | None) -> bool:
    """Whether a shape of three lengths is no volume (C, H, W)."""
    return tensor.dim() == 3 and is_apart(tensor) and not isinstance(leaf, MAPS)


def times_of(tensor: Tensor) -> int:
    """How many volumes or vectors a tensor is, for one image."""
    return tensor.shape[0] if tensor.dim() in SEVERAL else 1


def _is_whole(tensor: Tensor, leaf: nn.Module | None) -> bool:
    """Whether no axis of a tensor is left out of its shape."""
    if isinstance(leaf, MAPS):
        return tensor.dim() == 3
    return is_apart(tensor) and tensor.dim() not in SEVERAL
