"""The modules of Inception v3 (Szegedy et al. 2015, arXiv:1512.00567), named as in torchvision.

Each takes and gives (N, C, H, W) and knows its `out_channels`. `conv` makes the network's convolutions; widths come
branch by branch, left to right, as `InceptionV3Config` has them. Figure numbers are the paper's.
"""

from functools import partial

from torch import Tensor, nn

from app.nets.inception_ops import ConvNormAct
from app.nets.ops import AdaptiveAvgPool2d, Concat, Flatten, Linear

Conv = partial[ConvNormAct]


class InceptionA(nn.Module):
    """1x1, 5x5 and two 3x3 in place of another 5x5, average pool (Figure 5)."""

    kind = "block"

    def __init__(self, conv: Conv, in_channels: int, widths: tuple[int, ...], pool_features: int) -> None:
        super().__init__()
        one, reduce5, five, reduce3, first3, second3 = widths
        self.branch1x1 = conv(in_channels, one, 1)
        self.branch5x5_1 = conv(in_channels, reduce5, 1)
        self.branch5x5_2 = conv(reduce5, five, 5)
        self.branch3x3dbl_1 = conv(in_channels, reduce3, 1)
        self.branch3x3dbl_2 = conv(reduce3, first3, 3)
        self.branch3x3dbl_3 = conv(first3, second3, 3)
        self.pool = nn.AvgPool2d(3, stride=1, padding=1)
        self.branch_pool = conv(in_channels, pool_features, 1)
        self.concat = Concat()
        self.out_channels = one + five + second3 + pool_features

    def forward(self, x: Tensor) -> Tensor:
        return self.concat(
            self.branch1x1(x),
            self.branch5x5_2(self.branch5x5_1(x)),
            self.branch3x3dbl_3(self.branch3x3dbl_2(self.branch3x3dbl_1(x))),
            self.branch_pool(self.pool(x)),
        )


class InceptionB(nn.Module):
    """The first reduction: convolutions and a pool of stride 2 side by side (Figure 10). Halves H and W."""

    kind = "block"

    def __init__(self, conv: Conv, in_channels: int, widths: tuple[int, ...]) -> None:
        super().__init__()
        three, reduce3, first3, second3 = widths
        self.branch3x3 = conv(in_channels, three, 3, stride=2, valid=True)
        self.branch3x3dbl_1 = conv(in_channels, reduce3, 1)
        self.branch3x3dbl_2 = conv(reduce3, first3, 3)
        self.branch3x3dbl_3 = conv(first3, second3, 3, stride=2, valid=True)
        self.branch_pool = nn.MaxPool2d(3, stride=2)
        self.concat = Concat()
        self.out_channels = three + second3 + in_channels

    def forward(self, x: Tensor) -> Tensor:
        three = self.branch3x3(x)
        double = self.branch3x3dbl_3(self.branch3x3dbl_2(self.branch3x3dbl_1(x)))
        return self.concat(three, double, self.branch_pool(x))


class InceptionC(nn.Module):
    """7x7 kernels as 1x7 and 7x1, once and twice (Figure 6)."""

    kind = "block"

    def __init__(self, conv: Conv, in_channels: int, widths: tuple[int, ...], inner: int) -> None:
        super().__init__()
        one, seven, double, projection = widths
        self.branch1x1 = conv(in_channels, one, 1)
        self.branch7x7_1 = conv(in_channels, inner, 1)
        self.branch7x7_2 = conv(inner, inner, (1, 7))
        self.branch7x7_3 = conv(inner, seven, (7, 1))
        self.branch7x7dbl_1 = conv(in_channels, inner, 1)
        self.branch7x7dbl_2 = conv(inner, inner, (7, 1))
        self.branch7x7dbl_3 = conv(inner, inner, (1, 7))
        self.branch7x7dbl_4 = conv(inner, inner, (7, 1))
        self.branch7x7dbl_5 = conv(inner, double, (1, 7))
        self.pool = nn.AvgPool2d(3, stride=1, padding=1)
        self.branch_pool = conv(in_channels, projection, 1)
        self.concat = Concat()
        self.out_channels = sum(widths)

    def forward(self, x: Tensor) -> Tensor:
        one = self.branch1x1(x)
        seven = self.branch7x7_3(self.branch7x7_2(self.branch7x7_1(x)))
        double = self.branch7x7dbl_3(self.branch7x7dbl_2(self.branch7x7dbl_1(x)))
        double = self.branch7x7dbl_5(self.branch7x7dbl_4(double))
        return self.concat(one, seven, double, self.branch_pool(self.pool(x)))


class InceptionD(nn.Module):
    """The second reduction: the 7x7 stands before the 3x3 of stride 2. Halves H and W."""

    kind = "block"

    def __init__(self, conv: Conv, in_channels: int, widths: tuple[int, ...]) -> None:
        super().__init__()
        reduce3, three, inner, last3 = widths
        self.branch3x3_1 = conv(in_channels, reduce3, 1)
        self.branch3x3_2 = conv(reduce3, three, 3, stride=2, valid=True)
        self.branch7x7x3_1 = conv(in_channels, inner, 1)
        self.branch7x7x3_2 = conv(inner, inner, (1, 7))
        self.branch7x7x3_3 = conv(inner, inner, (7, 1))
        self.branch7x7x3_4 = conv(inner, last3, 3, stride=2, valid=True)
        self.branch_pool = nn.MaxPool2d(3, stride=2)
        self.concat = Concat()
        self.out_channels = three + last3 + in_channels

    def forward(self, x: Tensor) -> Tensor:
        three = self.branch3x3_2(self.branch3x3_1(x))
        seven = self.branch7x7x3_3(self.branch7x7x3_2(self.branch7x7x3_1(x)))
        return self.concat(three, self.branch7x7x3_4(seven), self.branch_pool(x))


class InceptionE(nn.Module):
    """Branches that end in 1x3 and 3x1 side by side, for more channels where the map is smallest (Figure 7)."""

    kind = "block"

    def __init__(self, conv: Conv, in_channels: int, widths: tuple[int, ...]) -> None:
        super().__init__()
        one, reduce3, three, reduce_double, first3, double, projection = widths
        self.branch1x1 = conv(in_channels, one, 1)
        self.branch3x3_1 = conv(in_channels, reduce3, 1)
        self.branch3x3_2a = conv(reduce3, three, (1, 3))
        self.branch3x3_2b = conv(reduce3, three, (3, 1))
        self.branch3x3_concat = Concat()
        self.branch3x3dbl_1 = conv(in_channels, reduce_double, 1)
        self.branch3x3dbl_2 = conv(reduce_double, first3, 3)
        self.branch3x3dbl_3a = conv(first3, double, (1, 3))
        self.branch3x3dbl_3b = conv(first3, double, (3, 1))
        self.branch3x3dbl_concat = Concat()
        self.pool = nn.AvgPool2d(3, stride=1, padding=1)
        self.branch_pool = conv(in_channels, projection, 1)
        self.concat = Concat()
        self.out_channels = one + 2 * three + 2 * double + projection

    def forward(self, x: Tensor) -> Tensor:
        one, three = self.branch1x1(x), self.branch3x3_1(x)
        three = self.branch3x3_concat(self.branch3x3_2a(three), self.branch3x3_2b(three))
        double = self.branch3x3dbl_2(self.branch3x3dbl_1(x))
        double = self.branch3x3dbl_concat(self.branch3x3dbl_3a(double), self.branch3x3dbl_3b(double))
        return self.concat(one, three, double, self.branch_pool(self.pool(x)))


class InceptionAux(nn.Module):
    """The classifier on the way (Figure 8): a 17x17 map is averaged to 5x5, and one 5x5 convolution reads all of it."""

    kind = "aux"

    def __init__(self, conv: Conv, in_channels: int, classes: int) -> None:
        super().__init__()
        self.pool = nn.AvgPool2d(5, stride=3)
        self.conv0 = conv(in_channels, 128, 1)
        self.conv1 = conv(128, 768, 5, valid=True)
        self.avgpool = AdaptiveAvgPool2d(1)
        self.flatten = Flatten()
        self.fc = Linear(768, classes)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(self.flatten(self.avgpool(self.conv1(self.conv0(self.pool(x))))))
