"""Residual networks (He et al. 2015, arXiv:1512.03385), and the plain, wide, ResNeXt and CIFAR relatives.

A ResNet is four integers: how many blocks each layer has. The attribute names are torchvision's, so its
checkpoints load; `act1`, `act2` are timm's, one activation module for each call. Input and output of every
module are (N, C, H, W); the head ends in (N, classes).
"""

from typing import Annotated, Any, Literal

from pydantic import Field
from torch import Tensor, nn

from app.errors import TooLarge, UserError
from app.limits import limit
from app.nets.config import NetConfig, Numbers, Whole, as_text
from app.nets.ops import (
    ACTIVATIONS,
    AdaptiveAvgPool2d,
    Add,
    BatchNorm2d,
    Branch,
    Conv2d,
    Flatten,
    Linear,
    Stage,
    ZeroPadShortcut,
)

Blocks = Annotated[Whole, Field(ge=1, le=limit("blocks"))]
Width = Annotated[Whole, Field(ge=1, le=limit("width"))]


class ResNetConfig(NetConfig, frozen=True):
    """Which residual network. `shortcut=none` is the plain network of section 3.3."""

    block: Annotated[Literal["basic", "bottleneck"], Field(description="one of basic, bottleneck")] = "basic"
    depths: Annotated[
        tuple[Blocks, ...],
        Numbers,
        Field(
            min_length=1,
            max_length=limit("layers"),
            description=f"blocks of each layer: 1 to {limit('layers')} whole numbers from 1, "
            f"at most {limit('blocks')} blocks in all",
        ),
    ] = (3, 4, 6, 3)
    widths: Annotated[
        tuple[Width, ...],
        Numbers,
        Field(
            min_length=1,
            max_length=limit("layers"),
            description=f"channels of each layer's 3x3 convolutions: whole numbers from 1 to {limit('width')}, "
            "as many as there are layers",
        ),
    ] = (64, 128, 256, 512)
    stem: Annotated[Literal["imagenet", "cifar"], Field(description="one of imagenet, cifar")] = "imagenet"
    shortcut: Annotated[Literal["A", "B", "C", "none"], Field(description="one of A, B, C, none")] = "B"
    stride_in: Annotated[Literal["1x1", "3x3"], Field(description="one of 1x1, 3x3")] = "3x3"
    groups: Annotated[
        Whole, Field(ge=1, le=limit("groups"), description=f"a whole number from 1 to {limit('groups')}")
    ] = 1
    base_width: Annotated[
        Whole, Field(ge=1, le=limit("base_width"), description=f"a whole number from 1 to {limit('base_width')}")
    ] = 64
    norm: Annotated[Literal["batch", "none"], Field(description="one of batch, none")] = "batch"

    def implied(self, given: dict[str, Any]) -> dict[str, Any]:
        """Fewer layers keep the first widths; one more layer doubles the last, as every layer of the paper does."""
        if "depths" not in given:
            return {}
        widths = list(self.widths[: len(given["depths"])])
        while len(widths) < len(given["depths"]):
            widths.append(min(2 * widths[-1], limit("width")))
        return {"widths": tuple(widths)}

    @property
    def heavy(self) -> bool:
        return sum(self.depths) > limit("light_blocks")

    def check(self) -> None:
        if len(self.widths) != len(self.depths):
            raise UserError(
                "widths", as_text(self.widths), f"allowed: {len(self.depths)} widths, one for each of the depths"
            )
        if sum(self.depths) > limit("blocks"):
            raise TooLarge("depths", as_text(self.depths), f"allowed: at most {limit('blocks')} blocks in all")
        if self.block == "basic" and (self.groups, self.base_width) != (1, 64):
            name = "groups" if self.groups != 1 else "base_width"
            raise UserError(
                name,
                getattr(self, name),
                "a basic block has groups=1 and base_width=64; grouped and wide networks need block=bottleneck",
            )
        for width in self.widths:
            if width % self.groups:
                raise UserError("groups", self.groups, f"allowed: divisors of every width; {width} is not divisible")
            if not width * self.base_width // 64:
                raise UserError("base_width", self.base_width, f"leaves no channel a group at width {width}")


class BasicBlock(nn.Module):
    """Two 3x3 convolutions and a shortcut (Figure 5, left). (N, in, H, W) to (N, width, H/stride, W/stride)."""

    kind = "block"
    expansion = 1

    def __init__(self, config: ResNetConfig, in_channels: int, width: int, stride: int) -> None:
        super().__init__()
        activation = ACTIVATIONS[config.activation]
        self.conv1 = _conv(in_channels, width, 3, stride)
        self.bn1 = _norm(config, width)
        self.act1 = activation()
        self.conv2 = _conv(width, width, 3)
        self.bn2 = _norm(config, width)
        self.downsample = _shortcut(config, in_channels, width, stride)
        self.add = None if config.shortcut == "none" else Add()
        self.act2 = activation()

    def forward(self, x: Tensor) -> Tensor:
        out = self.act1(_run(self.bn1, self.conv1(x)))
        out = _run(self.bn2, self.conv2(out))
        if self.add is not None:
            out = self.add(out, _run(self.downsample, x))
        return self.act2(out)


class Bottleneck(nn.Module):
    """1x1, 3x3, 1x1 convolutions and a shortcut (Figure 5, right). (N, in, H, W) to (N, 4*width, H/s, W/s).

    The stride sits in the first 1x1 (the paper, v1) or in the 3x3 (torchvision, v1.5). Groups and base_width
    make ResNeXt (Xie et al. 2017) and wide networks (Zagoruyko and Komodakis 2016).
    """

    kind = "block"
    expansion = 4

    def __init__(self, config: ResNetConfig, in_channels: int, width: int, stride: int) -> None:
        super().__init__()
        activation = ACTIVATIONS[config.activation]
        inner = width * config.base_width // 64 * config.groups
        first, second = (stride, 1) if config.stride_in == "1x1" else (1, stride)
        self.conv1 = _conv(in_channels, inner, 1, first)
        self.bn1 = _norm(config, inner)
        self.act1 = activation()
        self.conv2 = _conv(inner, inner, 3, second, config.groups)
        self.bn2 = _norm(config, inner)
        self.act2 = activation()
        self.conv3 = _conv(inner, 4 * width, 1)
        self.bn3 = _norm(config, 4 * width)
        self.downsample = _shortcut(config, in_channels, 4 * width, stride)
        self.add = None if config.shortcut == "none" else Add()
        self.act3 = activation()

    def forward(self, x: Tensor) -> Tensor:
        out = self.act1(_run(self.bn1, self.conv1(x)))
        out = self.act2(_run(self.bn2, self.conv2(out)))
        out = _run(self.bn3, self.conv3(out))
        if self.add is not None:
            out = self.add(out, _run(self.downsample, x))
        return self.act3(out)


BLOCKS: dict[str, type[BasicBlock] | type[Bottleneck]] = {"basic": BasicBlock, "bottleneck": Bottleneck}


class ResNet(nn.Module):
    """Stem, one to five layers, global average pool, one linear layer. (N, C, H, W) to (N, classes)."""

    def __init__(self, config: ResNetConfig) -> None:
        super().__init__()
        block = BLOCKS[config.block]
        channels, imagenet = config.widths[0], config.stem == "imagenet"
        if imagenet:  # Table 1: 7x7, stride 2, then the pool
            self.conv1 = Conv2d(config.input[0], channels, 7, stride=2, padding=3, bias=False)
        else:  # section 4.2: the 32-pixel images of CIFAR-10 are not reduced
            self.conv1 = _conv(config.input[0], channels, 3)
        self.bn1 = _norm(config, channels)
        self.act1 = ACTIVATIONS[config.activation]()
        self.maxpool = nn.MaxPool2d(3, stride=2, padding=1) if imagenet else None
        self.layers: list[Stage] = []
        for index, (depth, width) in enumerate(zip(config.depths, config.widths, strict=True)):
            stage = Stage()
            for position in range(depth):
                stride = 2 if index > 0 and position == 0 else 1
                stage.append(block(config, channels, width, stride))
                channels = width * block.expansion
            self.add_module(f"layer{index + 1}", stage)
            self.layers.append(stage)
        self.avgpool = AdaptiveAvgPool2d(1)
        self.flatten = Flatten()
        self.fc = Linear(channels, config.classes)

    def forward(self, x: Tensor) -> Tensor:
        x = _run(self.maxpool, self.act1(_run(self.bn1, self.conv1(x))))
        for layer in self.layers:
            x = layer(x)
        return self.fc(self.flatten(self.avgpool(x)))


def _conv(in_channels: int, out_channels: int, size: int, stride: int = 1, groups: int = 1) -> Conv2d:
    """A convolution that keeps H and W at stride 1; without bias, for the normalisation adds one."""
    return Conv2d(in_channels, out_channels, size, stride, padding=size // 2, groups=groups, bias=False)


def _norm(config: ResNetConfig, channels: int) -> BatchNorm2d | None:
    return BatchNorm2d(channels) if config.norm == "batch" else None


def _shortcut(config: ResNetConfig, in_channels: int, out_channels: int, stride: int) -> nn.Module | None:
    """What the shortcut does to x; None is the identity (section 3.3: A pads, B projects on change, C always)."""
    changes = stride != 1 or in_channels != out_channels
    if config.shortcut == "C" or (config.shortcut == "B" and changes):
        projection = Branch(Conv2d(in_channels, out_channels, 1, stride, bias=False))
        if norm := _norm(config, out_channels):
            projection.append(norm)
        return projection
    if config.shortcut == "A" and changes:
        return ZeroPadShortcut(in_channels, out_channels, stride)
    return None


def _run(module: nn.Module | None, x: Tensor) -> Tensor:
    """`module(x)`, or x where the configuration leaves the module out."""
    return x if module is None else module(x)


IMAGENET = ResNetConfig()
BOTTLENECK = ResNetConfig(block="bottleneck")
CIFAR = ResNetConfig(input=(3, 32, 32), classes=10, stem="cifar", widths=(16, 32, 64), shortcut="A", depths=(3, 3, 3))


def _with(config: ResNetConfig, **fields: Any) -> ResNetConfig:
    return config.override(fields)


def _cifar(depth: int, shortcut: str = "A") -> ResNetConfig:
    """6n + 2 weighted layers (section 4.2): n blocks in each of three layers."""
    return _with(CIFAR, depths=((depth - 2) // 6,) * 3, shortcut=shortcut)


PRESETS: dict[str, ResNetConfig] = {
    "resnet18": _with(IMAGENET, depths=(2, 2, 2, 2)),
    "resnet34": IMAGENET,
    "resnet50": BOTTLENECK,
    "resnet101": _with(BOTTLENECK, depths=(3, 4, 23, 3)),
    "resnet152": _with(BOTTLENECK, depths=(3, 8, 36, 3)),
    "resnet50_v1": _with(BOTTLENECK, stride_in="1x1"),
    "resnet101_v1": _with(BOTTLENECK, depths=(3, 4, 23, 3), stride_in="1x1"),
    "resnet152_v1": _with(BOTTLENECK, depths=(3, 8, 36, 3), stride_in="1x1"),
    "plain18": _with(IMAGENET, depths=(2, 2, 2, 2), shortcut="none"),
    "plain34": _with(IMAGENET, shortcut="none"),
    "resnext50_32x4d": _with(BOTTLENECK, groups=32, base_width=4),
    "resnext101_32x8d": _with(BOTTLENECK, depths=(3, 4, 23, 3), groups=32, base_width=8),
    "resnext101_64x4d": _with(BOTTLENECK, depths=(3, 4, 23, 3), groups=64, base_width=4),
    "wide_resnet50_2": _with(BOTTLENECK, base_width=128),
    "wide_resnet101_2": _with(BOTTLENECK, depths=(3, 4, 23, 3), base_width=128),
    **{f"cifar_resnet{depth}": _cifar(depth) for depth in (20, 32, 44, 56, 110, 1202)},
    **{f"cifar_plain{depth}": _cifar(depth, "none") for depth in (20, 32, 44, 56, 110)},
}
