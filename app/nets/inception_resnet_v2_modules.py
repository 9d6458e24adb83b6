"""The modules of Inception-ResNet-v2 (Szegedy et al. 2016, arXiv:1602.07261), named as in timm.

Each takes and gives (N, C, H, W). `conv` makes the network's convolutions; widths come branch by branch, left to
right, as `InceptionResNetV2Config` has them. Figures are the paper's.
"""

from functools import partial

from torch import Tensor, nn

from app.nets.inception_ops import Branches, ConvNormAct, ReductionA, pooled, row, run
from app.nets.ops import ACTIVATIONS, Add, Concat, Conv2d, Scale

Conv = partial[ConvNormAct]


class Mixed5b(Branches):
    """The module before the first residual block: 1x1, 5x5, two 3x3, average pool; 192 channels to 320."""

    def __init__(self, conv: Conv) -> None:
        super().__init__(
            row(conv, 192, (96, 1)),
            row(conv, 192, (48, 1), (64, 5)),
            row(conv, 192, (64, 1), (96, 3), (96, 3)),
            pooled(conv, 192, 64),
        )
        self.out_channels = 96 + 64 + 96 + 64


class Mixed6a(ReductionA):
    """Inception v4's first reduction, by timm's name."""


class Mixed7a(Branches):
    """Reduction B: three rows that end in a 3x3, and a pool, all of stride 2 (Figure 18)."""

    def __init__(self, conv: Conv, in_channels: int, widths: tuple[int, ...]) -> None:
        reduce0, three0, reduce1, three1, reduce2, first, second = widths
        super().__init__(
            row(conv, in_channels, (reduce0, 1), (three0, 3), shrink=2),
            row(conv, in_channels, (reduce1, 1), (three1, 3), shrink=2),
            row(conv, in_channels, (reduce2, 1), (first, 3), (second, 3), shrink=2),
            nn.MaxPool2d(3, stride=2),
        )
        self.out_channels = three0 + three1 + second + in_channels


class Residual(nn.Module):
    """activation(x + scale * F(x)), F the stacked branches and a 1x1 convolution. Keeps C, H and W.

    stacked: the channels of all branches together. The network's last block has no activation.
    """

    kind = "block"

    def __init__(
        self, branches: tuple[nn.Module, ...], stacked: int, width: int, scale: float, activation: str | None
    ) -> None:
        super().__init__()
        self.branches = branches
        for index, branch in enumerate(branches):
            self.add_module(f"branch{index}", branch)
        self.concat = Concat()
        self.conv2d = Conv2d(stacked, width, 1)
        self.scale = Scale(scale)
        self.add = Add()
        self.act = ACTIVATIONS[activation]() if activation else None

    def forward(self, x: Tensor) -> Tensor:
        residual = self.conv2d(self.concat(*(branch(x) for branch in self.branches)))
        return run(self.act, self.add(self.scale(residual), x))


class Block35(Residual):
    """Block A, on a 35x35 map: 1x1, one 3x3, two 3x3 (Figure 16)."""

    def __init__(self, conv: Conv, width: int, widths: tuple[int, ...], scale: float, activation: str | None) -> None:
        one, reduce3, three, reduce_double, first, second = widths
        branches = (
            row(conv, width, (one, 1)),
            row(conv, width, (reduce3, 1), (three, 3)),
            row(conv, width, (reduce_double, 1), (first, 3), (second, 3)),
        )
        super().__init__(branches, one + three + second, width, scale, activation)


class Block17(Residual):
    """Block B, on a 17x17 map: 1x1, and a 7x7 as 1x7 and 7x1 (Figure 17)."""

    def __init__(self, conv: Conv, width: int, widths: tuple[int, ...], scale: float, activation: str | None) -> None:
        one, reduce7, first, seven = widths
        branches = (row(conv, width, (one, 1)), row(conv, width, (reduce7, 1), (first, (1, 7)), (seven, (7, 1))))
        super().__init__(branches, one + seven, width, scale, activation)


class Block8(Residual):
    """Block C, on an 8x8 map: 1x1, and a 3x3 as 1x3 and 3x1 (Figure 19)."""

    def __init__(self, conv: Conv, width: int, widths: tuple[int, ...], scale: float, activation: str | None) -> None:
        one, reduce3, first, three = widths
        branches = (row(conv, width, (one, 1)), row(conv, width, (reduce3, 1), (first, (1, 3)), (three, (3, 1))))
        super().__init__(branches, one + three, width, scale, activation)
