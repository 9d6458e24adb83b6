"""Inception-ResNet-v2 (Szegedy et al. 2016, arXiv:1602.07261): Inception modules as scaled residuals.

The branches of a module are stacked, brought to the width of its input by a 1x1 convolution without activation,
multiplied by a small factor (section 3.3) and added. Attribute names are timm's, so its checkpoint loads.
(N, C, H, W) to (N, classes). Figure numbers are that paper's.
"""

import re
from functools import partial
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from torch import Tensor, nn

from app.language import message
from app.nets.config import About, NetConfig, Numbers, as_text
from app.nets.inception_ops import (
    REDUCTION,
    STEM,
    ConvNormAct,
    GlobalPool,
    Modules,
    Widths,
    channels,
    check_input,
    folded,
    many,
)
from app.nets.inception_resnet_v2_modules import Block8, Block17, Block35, Mixed5b, Mixed6a, Mixed7a
from app.nets.ops import Linear


def _factor(value: Any) -> float:
    """Decimal digits only, as in `0.17`, so that the URL writes what it read."""
    text = value if isinstance(value, str) else as_text(value)
    if not re.fullmatch(r"[01](\.[0-9]{1,4})?", text):
        raise ValueError("not a factor")
    return float(text)


Factor = Annotated[float, BeforeValidator(_factor), Field(ge=0, le=1)]


class InceptionResNetV2Config(NetConfig, frozen=True):
    """Which Inception-ResNet-v2. `a` to `c` are the channels inside each kind of block, branch by branch."""

    modules: Modules = (10, 20, 10)
    residual_scale: Annotated[
        tuple[Factor, Factor, Factor],
        Numbers,
        Field(
            description=message("factors of blocks A, B and C: three numbers from 0 to 1 with at most four decimals")
        ),
        About(
            message("Residual scale"),
            message(
                "What the residuals of blocks A, B and C are multiplied by before they are added. Unscaled, such wide "
                "networks die early in training. The last block C adds its residual whole."
            ),
            message("Szegedy et al. 2016, section 3.3; timm"),
        ),
    ] = (0.17, 0.1, 0.2)
    a: Annotated[
        Widths,
        channels(6, message("1x1; 1x1, 3x3; 1x1, 3x3, 3x3")),
        folded(
            message("Block A"),
            message("Channels of 1x1; 1x1, 3x3; 1x1, 3x3, 3x3."),
            message("Szegedy et al. 2016, Figure 16; timm's Block35"),
        ),
    ] = (32, 32, 32, 32, 48, 64)
    reduction_a: Annotated[
        Widths,
        channels(4, message("k, l, m of the row 1x1, 3x3, 3x3, and n of the 3x3 beside it")),
        folded(
            message("Reduction A"),
            message("k, l, m of the row 1x1, 3x3, 3x3, and n of the 3x3."),
            message("Szegedy et al. 2016, Figure 7 and Table 1"),
        ),
    ] = (256, 256, 384, 384)
    b: Annotated[
        Widths,
        channels(4, message("1x1; 1x1, 1x7, 7x1")),
        folded(
            message("Block B"),
            message("Channels of 1x1; 1x1, 1x7, 7x1."),
            message("Szegedy et al. 2016, Figure 17; timm's Block17"),
        ),
    ] = (192, 128, 160, 192)
    reduction_b: Annotated[
        Widths,
        channels(7, message("1x1, 3x3; 1x1, 3x3; 1x1, 3x3, 3x3")),
        folded(
            message("Reduction B"),
            message("Channels of 1x1, 3x3; 1x1, 3x3; 1x1, 3x3, 3x3."),
            message("Szegedy et al. 2016, Figure 18"),
        ),
    ] = (256, 384, 256, 288, 256, 288, 320)
    c: Annotated[
        Widths,
        channels(4, message("1x1; 1x1, 1x3, 3x1")),
        folded(
            message("Block C"),
            message("Channels of 1x1; 1x1, 1x3, 3x1."),
            message("Szegedy et al. 2016, Figure 19; timm's Block8"),
        ),
    ] = (192, 192, 224, 256)

    @property
    def heavy(self) -> bool:
        return many(self.modules)

    def check(self) -> None:
        check_input(self, (*STEM, REDUCTION, REDUCTION))


class InceptionResNetV2(nn.Module):
    """Stem, blocks A, B and C with reductions between, average pool, one linear layer (Figure 15)."""

    def __init__(self, config: InceptionResNetV2Config) -> None:
        super().__init__()
        activation = config.activation
        conv = partial(ConvNormAct, activation=activation)
        a, b, c = config.modules
        scale_a, scale_b, scale_c = config.residual_scale
        self.conv2d_1a = conv(config.input[0], 32, 3, stride=2, valid=True)
        self.conv2d_2a = conv(32, 32, 3, valid=True)
        self.conv2d_2b = conv(32, 64, 3)
        self.maxpool_3a = nn.MaxPool2d(3, stride=2)
        self.conv2d_3b = conv(64, 80, 1)
        self.conv2d_4a = conv(80, 192, 3, valid=True)
        self.maxpool_5a = nn.MaxPool2d(3, stride=2)
        self.mixed_5b = Mixed5b(conv)
        width = self.mixed_5b.out_channels
        self.repeat = nn.Sequential(*(Block35(conv, width, config.a, scale_a, activation) for _ in range(a)))
        self.mixed_6a = Mixed6a(conv, width, config.reduction_a)
        width = self.mixed_6a.out_channels
        self.repeat_1 = nn.Sequential(*(Block17(conv, width, config.b, scale_b, activation) for _ in range(b)))
        self.mixed_7a = Mixed7a(conv, width, config.reduction_b)
        width = self.mixed_7a.out_channels
        self.repeat_2 = nn.Sequential(*(Block8(conv, width, config.c, scale_c, activation) for _ in range(c - 1)))
        self.block8 = Block8(conv, width, config.c, 1.0, None)
        self.conv2d_7b = conv(width, 1536, 1)
        self.global_pool = GlobalPool()
        self.head_drop = nn.Dropout(0.2)
        self.classif = Linear(1536, config.classes)
        self.sections = {
            "inception_a": ("mixed_5b", "repeat"),
            "inception_b": ("mixed_6a", "repeat_1"),
            "inception_c": ("mixed_7a", "repeat_2", "block8"),
        }

    def forward(self, x: Tensor) -> Tensor:
        x = self.maxpool_3a(self.conv2d_2b(self.conv2d_2a(self.conv2d_1a(x))))
        x = self.maxpool_5a(self.conv2d_4a(self.conv2d_3b(x)))
        x = self.repeat(self.mixed_5b(x))
        x = self.repeat_1(self.mixed_6a(x))
        x = self.block8(self.repeat_2(self.mixed_7a(x)))
        return self.classif(self.head_drop(self.global_pool(self.conv2d_7b(x))))


PRESETS: dict[str, InceptionResNetV2Config] = {"inception_resnet_v2": InceptionResNetV2Config(input=(3, 299, 299))}
