"""What the Inception networks share: a convolution with its normalisation and activation, and how far sizes reach.

Convolutions keep H and W (at stride 1) unless they are `valid`, the V of the figures of Szegedy et al. 2016: those
read no padding and shrink the map.
"""

from collections.abc import Sequence
from typing import NamedTuple

from torch import Tensor, nn

from app.errors import UserError
from app.nets.config import NetConfig, as_text
from app.nets.ops import ACTIVATIONS, BatchNorm2d, Conv2d


class ConvNormAct(nn.Module):
    """Convolution, batch normalisation, activation: torchvision's BasicConv2d. Without `norm` the convolution has a bias.

    kernel: an edge, or (height, width).
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel: int | tuple[int, int],
        stride: int = 1,
        valid: bool = False,
        norm: bool = True,
        activation: str = "relu",
    ) -> None:
        super().__init__()
        height, width = (kernel, kernel) if isinstance(kernel, int) else kernel
        padding = (0, 0) if valid else (height // 2, width // 2)
        self.conv = Conv2d(in_channels, out_channels, (height, width), stride, padding, bias=not norm)
        self.bn = BatchNorm2d(out_channels, eps=0.001) if norm else None
        self.act = ACTIVATIONS[activation]()

    def forward(self, x: Tensor) -> Tensor:
        return self.act(run(self.bn, self.conv(x)))


def run(module: nn.Module | None, x: Tensor) -> Tensor:
    """`module(x)`, or x where the configuration leaves the module out."""
    return x if module is None else module(x)


class Window(NamedTuple):
    """How a convolution or pool steps over a map, along one edge. ceil: the last window may hang over the end."""

    kernel: int
    stride: int = 1
    padding: int = 0
    ceil: bool = False


def smallest(windows: Sequence[Window], cells: int = 1) -> int:
    """The shortest edge of an image that still leaves `cells` behind these windows, the first of them first."""
    for window in reversed(windows):
        overhang = window.stride - 1 if window.ceil else 0
        cells = (cells - 1) * window.stride + window.kernel - 2 * window.padding - overhang
    return cells


def check_input(config: NetConfig, windows: Sequence[Window]) -> None:
    """Raise UserError if an edge of the input is so short that nothing is left of it behind these windows."""
    least = smallest(windows)
    if min(config.input[1:]) < least:
        allowed = f"allowed: H and W from {least}; of less, nothing would reach the last module"
        raise UserError("input", as_text(config.input), allowed)
