"""Inception v4 (Szegedy et al. 2016, arXiv:1602.07261): one plan for the whole network, a stem with concatenations.

Attribute names are timm's, so its checkpoint loads: everything up to the average pool is `features`. (N, C, H, W) to
(N, classes). Figure numbers are that paper's; `conv` makes the network's convolutions.
"""

from functools import partial
from typing import Annotated

from torch import Tensor, nn

from app.nets.config import About, NetConfig
from app.nets.inception_ops import (
    REDUCTION,
    STEM,
    Branches,
    ConvNormAct,
    GlobalPool,
    Modules,
    ReductionA,
    Widths,
    channels,
    check_input,
    many,
    pooled,
    row,
)
from app.nets.ops import Concat, Linear

Conv = partial[ConvNormAct]

PAPER = "Szegedy et al. 2016"


class InceptionV4Config(NetConfig, frozen=True):
    """Which Inception v4. `a` to `c` are the channels inside each kind of module, branch by branch."""

    modules: Modules = (4, 7, 3)
    a: Annotated[
        Widths,
        channels(7, "1x1; 1x1, 3x3; 1x1, 3x3, 3x3; the 1x1 behind the pool"),
        About("Inception A", "Channels of 1x1; 1x1, 3x3; 1x1, 3x3, 3x3; 1x1 behind the pool.", f"{PAPER}, Figure 4"),
    ] = (96, 64, 96, 64, 96, 96, 96)
    reduction_a: Annotated[
        Widths,
        channels(4, "k, l, m of the row 1x1, 3x3, 3x3, and n of the 3x3 beside it"),
        About("Reduction A", "k, l, m of the row 1x1, 3x3, 3x3, and n of the 3x3.", f"{PAPER}, Figure 7 and Table 1"),
    ] = (192, 224, 256, 384)
    b: Annotated[
        Widths,
        channels(10, "1x1; 1x1, 1x7, 7x1; 1x1, 7x1, 1x7, 7x1, 1x7; the 1x1 behind the pool"),
        About(
            "Inception B",
            "Channels of 1x1; 1x1, 1x7, 7x1; 1x1, 7x1, 1x7, 7x1, 1x7; 1x1 behind the pool.",
            f"{PAPER}, Figure 5; timm",
        ),
    ] = (384, 192, 224, 256, 192, 192, 224, 224, 256, 128)
    reduction_b: Annotated[
        Widths,
        channels(6, "1x1, 3x3; 1x1, 1x7, 7x1, 3x3"),
        About("Reduction B", "Channels of 1x1, 3x3; 1x1, 1x7, 7x1, 3x3.", f"{PAPER}, Figure 8"),
    ] = (192, 192, 256, 256, 320, 320)
    c: Annotated[
        Widths,
        channels(8, "1x1; 1x1, 1x3 and 3x1 each; 1x1, 3x1, 1x3, 1x3 and 3x1 each; the 1x1 behind the pool"),
        About(
            "Inception C",
            "Channels of 1x1; 1x1, 1x3 and 3x1 each; 1x1, 3x1, 1x3, 1x3 and 3x1 each; 1x1 behind the pool.",
            f"{PAPER}, Figure 6",
        ),
    ] = (256, 384, 256, 384, 448, 512, 256, 256)

    @property
    def heavy(self) -> bool:
        return many(self.modules)

    def check(self) -> None:
        check_input(self, (*STEM, REDUCTION, REDUCTION))


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


class InceptionV4(nn.Module):
    """Stem, modules A, B and C with reductions between, average pool, one linear layer (Figure 9)."""

    def __init__(self, config: InceptionV4Config) -> None:
        super().__init__()
        conv = partial(ConvNormAct, activation=config.activation)
        a, b, c = config.modules
        stem: list[nn.Module] = [
            conv(config.input[0], 32, 3, stride=2, valid=True),
            conv(32, 32, 3, valid=True),
            conv(32, 64, 3),
            Mixed3a(conv),
            Mixed4a(conv),
            Mixed5a(conv),
        ]
        plan = (
            *((InceptionA, config.a),) * a,
            (ReductionA, config.reduction_a),
            *((InceptionB, config.b),) * b,
            (ReductionB, config.reduction_b),
            *((InceptionC, config.c),) * c,
        )
        self.features = nn.Sequential(*stem)
        width = 384
        for kind, widths in plan:
            module = kind(conv, width, widths)
            self.features.append(module)
            width = module.out_channels
        self.global_pool = GlobalPool()
        self.head_drop = nn.Dropout(0.2)
        self.last_linear = Linear(width, config.classes)
        names = [f"features.{index}" for index in range(len(self.features))]
        ends = len(stem), len(stem) + a, len(stem) + a + 1 + b, len(names)
        self.sections = {f"inception_{kind}": tuple(names[ends[i] : ends[i + 1]]) for i, kind in enumerate("abc")}

    def forward(self, x: Tensor) -> Tensor:
        return self.last_linear(self.head_drop(self.global_pool(self.features(x))))


PRESETS: dict[str, InceptionV4Config] = {"inception_v4": InceptionV4Config(input=(3, 299, 299))}
