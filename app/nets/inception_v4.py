"""Inception v4 (Szegedy et al. 2016, arXiv:1602.07261): one plan for the whole network, a stem with concatenations.

Attribute names are timm's, so its checkpoint loads: everything up to the average pool is `features`. (N, C, H, W) to
(N, classes). Figure numbers are that paper's.
"""

from functools import partial
from typing import Annotated

from torch import Tensor, nn

from app.language import message
from app.nets.config import NetConfig
from app.nets.inception_ops import (
    REDUCTION,
    STEM,
    ConvNormAct,
    GlobalPool,
    Modules,
    ReductionA,
    Widths,
    channels,
    check_input,
    folded,
    many,
)
from app.nets.inception_v4_modules import InceptionA, InceptionB, InceptionC, Mixed3a, Mixed4a, Mixed5a, ReductionB
from app.nets.ops import Linear


class InceptionV4Config(NetConfig, frozen=True):
    """Which Inception v4. `a` to `c` are the channels inside each kind of module, branch by branch."""

    modules: Modules = (4, 7, 3)
    a: Annotated[
        Widths,
        channels(7, message("1x1; 1x1, 3x3; 1x1, 3x3, 3x3; the 1x1 behind the pool")),
        folded(
            message("Inception A"),
            message("Channels of 1x1; 1x1, 3x3; 1x1, 3x3, 3x3; 1x1 behind the pool."),
            message("Szegedy et al. 2016, Figure 4"),
        ),
    ] = (96, 64, 96, 64, 96, 96, 96)
    reduction_a: Annotated[
        Widths,
        channels(4, message("k, l, m of the row 1x1, 3x3, 3x3, and n of the 3x3 beside it")),
        folded(
            message("Reduction A"),
            message("k, l, m of the row 1x1, 3x3, 3x3, and n of the 3x3."),
            message("Szegedy et al. 2016, Figure 7 and Table 1"),
        ),
    ] = (192, 224, 256, 384)
    b: Annotated[
        Widths,
        channels(10, message("1x1; 1x1, 1x7, 7x1; 1x1, 7x1, 1x7, 7x1, 1x7; the 1x1 behind the pool")),
        folded(
            message("Inception B"),
            message("Channels of 1x1; 1x1, 1x7, 7x1; 1x1, 7x1, 1x7, 7x1, 1x7; 1x1 behind the pool."),
            message("Szegedy et al. 2016, Figure 5; timm"),
        ),
    ] = (384, 192, 224, 256, 192, 192, 224, 224, 256, 128)
    reduction_b: Annotated[
        Widths,
        channels(6, message("1x1, 3x3; 1x1, 1x7, 7x1, 3x3")),
        folded(
            message("Reduction B"),
            message("Channels of 1x1, 3x3; 1x1, 1x7, 7x1, 3x3."),
            message("Szegedy et al. 2016, Figure 8"),
        ),
    ] = (192, 192, 256, 256, 320, 320)
    c: Annotated[
        Widths,
        channels(8, message("1x1; 1x1, 1x3 and 3x1 each; 1x1, 3x1, 1x3, 1x3 and 3x1 each; the 1x1 behind the pool")),
        folded(
            message("Inception C"),
            message("Channels of 1x1; 1x1, 1x3 and 3x1 each; 1x1, 3x1, 1x3, 1x3 and 3x1 each; 1x1 behind the pool."),
            message("Szegedy et al. 2016, Figure 6"),
        ),
    ] = (256, 384, 256, 384, 448, 512, 256, 256)

    @property
    def heavy(self) -> bool:
        return many(self.modules)

    def check(self) -> None:
        check_input(self, (*STEM, REDUCTION, REDUCTION))


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
