"""The modules of Inception v4 (Szegedy et al. 2016, arXiv:1602.07261), named as in timm.

Each takes and gives (N, C, H, W); those behind the stem know their `out_channels`. `conv` makes the network's
convolutions; widths come branch by branch, left to right, as `InceptionV4Config` has them. Figures are the paper's.
"""

from functools import partial

from torch import Tensor, nn

from app.nets.inception_ops import Branches, ConvNormAct, pooled, row
from app.nets.ops import Concat

Conv = partial[ConvNormAct]


class Mixed3a(nn.Module):
    """In the stem (Figure 3): a pool beside a convolution of stride 2."""

    kind = "block"

    def __init__(self, conv: Conv) -> None:
        super().__init__()
        self.maxpool = nn.MaxPool2d(3, stride=2)
        self.conv = conv(64, 96, 3, stride=2, valid=True)
        self.concat = Concat()

    def forward(self, x: Tensor) -> Tensor:
        return self.concat(self.maxpool(x), self.conv(x))


class Mixed4a(Branches):
    """In the stem (Figure 3): a 3x3, and a 3x3 behind a factored 7x7."""

    def __init__(self, conv: Conv) -> None:
        super().__init__(
            row(conv, 160, (64, 1), (96, 3), shrink=1),
            row(conv, 160, (64, 1), (64, (1, 7)), (64, (7, 1)), (96, 3), shrink=1),
        )


class Mixed5a(nn.Module):
    """In the stem (Figure 3): a convolution of stride 2 beside a pool."""

    kind = "block"

    def __init__(self, conv: Conv) -> None:
        super().__init__()
        self.conv = conv(192, 192, 3, stride=2, valid=True)
        self.maxpool = nn.MaxPool2d(3, stride=2)
        self.concat = Concat()

    def forward(self, x: Tensor) -> Tensor:
        return self.concat(self.conv(x), self.maxpool(x))


class InceptionA(Branches):
    """1x1, one 3x3, two 3x3, average pool (Figure 4)."""

    def __init__(self, conv: Conv, in_channels: int, widths: tuple[int, ...]) -> None:
        one, reduce3, three, reduce_double, first, second, projection = widths
        super().__init__(
            row(conv, in_channels, (one, 1)),
            row(conv, in_channels, (reduce3, 1), (three, 3)),
            row(conv, in_channels, (reduce_double, 1), (first, 3), (second, 3)),
            pooled(conv, in_channels, projection),
        )
        self.out_channels = one + three + second + projection


class InceptionB(Branches):
    """1x1, a 7x7 factored once and one factored twice, average pool (Figure 5)."""

    def __init__(self, conv: Conv, in_channels: int, widths: tuple[int, ...]) -> None:
        one, reduce7, first7, seven, reduce_double, first, second, third, double, projection = widths
        super().__init__(
            row(conv, in_channels, (one, 1)),
            row(conv, in_channels, (reduce7, 1), (first7, (1, 7)), (seven, (7, 1))),
            row(
                conv,
                in_channels,
                (reduce_double, 1),
                (first, (7, 1)),
                (second, (1, 7)),
                (third, (7, 1)),
                (double, (1, 7)),
            ),
            pooled(conv, in_channels, projection),
        )
        self.out_channels = one + seven + double + projection


class ReductionB(Branches):
    """Two rows that end in a 3x3 of stride 2, the second behind a factored 7x7, and a pool (Figure 8)."""

    def __init__(self, conv: Conv, in_channels: int, widths: tuple[int, ...]) -> None:
        reduce3, three, reduce7, first, seven, last3 = widths
        super().__init__(
            row(conv, in_channels, (reduce3, 1), (three, 3), shrink=2),
            row(conv, in_channels, (reduce7, 1), (first, (1, 7)), (seven, (7, 1)), (last3, 3), shrink=2),
            nn.MaxPool2d(3, stride=2),
        )
        self.out_channels = three + last3 + in_channels


class InceptionC(nn.Module):
    """Branches that end in 1x3 and 3x1 side by side (Figure 6)."""

    kind = "block"

    def __init__(self, conv: Conv, in_channels: int, widths: tuple[int, ...]) -> None:
        super().__init__()
        one, reduce3, three, reduce_double, first, second, double, projection = widths
        self.branch0 = conv(in_channels, one, 1)
        self.branch1_0 = conv(in_channels, reduce3, 1)
        self.branch1_1a = conv(reduce3, three, (1, 3))
        self.branch1_1b = conv(reduce3, three, (3, 1))
        self.branch1_concat = Concat()
        self.branch2_0 = conv(in_channels, reduce_double, 1)
        self.branch2_1 = conv(reduce_double, first, (3, 1))
        self.branch2_2 = conv(first, second, (1, 3))
        self.branch2_3a = conv(second, double, (1, 3))
        self.branch2_3b = conv(second, double, (3, 1))
        self.branch2_concat = Concat()
        self.branch3 = pooled(conv, in_channels, projection)
        self.concat = Concat()
        self.out_channels = one + 2 * three + 2 * double + projection

    def forward(self, x: Tensor) -> Tensor:
        one, three = self.branch0(x), self.branch1_0(x)
        three = self.branch1_concat(self.branch1_1a(three), self.branch1_1b(three))
        double = self.branch2_2(self.branch2_1(self.branch2_0(x)))
        double = self.branch2_concat(self.branch2_3a(double), self.branch2_3b(double))
        return self.concat(one, three, double, self.branch3(x))
