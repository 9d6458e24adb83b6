"""Pre-activation residual networks, v2 (He et al. 2016, arXiv:1603.05027): normalise and activate, then convolve.

A block adds to x and does nothing to the sum, so x runs through a whole layer unchanged (Figure 4e). The attribute
names are timm's `resnetv2`, whose normalisation holds its activation; here they are two modules, `norm1` and `act1`.
Input and output of every module are (N, C, H, W); the head ends in (N, classes).
"""

from collections.abc import Mapping

from torch import Tensor, nn

from app.nets.ops import ACTIVATIONS, AdaptiveAvgPool2d, Conv2d, Flatten, Multiply, in_order
from app.nets.resnet_config import EXPANSION, ResNetConfig
from app.nets.resnet_parts import addition, conv, norm, run, shortcut, squeeze_excitation


class PreActBlock(nn.Module):
    """How a block begins and ends. Where shapes change, the shortcut forks behind the first activation, else ahead."""

    kind = "block"

    def __init__(self, config: ResNetConfig, in_channels: int, out_channels: int, stride: int) -> None:
        super().__init__()
        self.downsample = shortcut(config, in_channels, out_channels, stride)
        self.norm1 = norm(config, in_channels)
        self.act1 = ACTIVATIONS[config.activation]()

    def _ways(self, config: ResNetConfig, channels: int) -> None:
        """Make what F(x) meets last."""
        self.se = squeeze_excitation(config, channels)
        self.excite = Multiply() if self.se else None
        self.add = addition(config)

    def forward(self, x: Tensor) -> Tensor:
        ready = self.act1(run(self.norm1, x))
        past = x if self.downsample is None else self.downsample(ready)
        out = self.convolved(ready)
        if self.se is not None and self.excite is not None:
            out = self.excite(out, self.se(out))
        return out if self.add is None else self.add(out, past)

    def convolved(self, ready: Tensor) -> Tensor:
        """F(x) from the activated input."""
        raise NotImplementedError


class PreActBasicBlock(PreActBlock):
    """Two 3x3 convolutions, each behind its normalisation and activation."""

    def __init__(self, config: ResNetConfig, in_channels: int, width: int, stride: int) -> None:
        super().__init__(config, in_channels, width, stride)
        self.conv1 = conv(in_channels, width, 3, stride)
        self.norm2 = norm(config, width)
        self.act2 = ACTIVATIONS[config.activation]()
        self.conv2 = conv(width, width, 3)
        self._ways(config, width)

    def convolved(self, ready: Tensor) -> Tensor:
        return self.conv2(self.act2(run(self.norm2, self.conv1(ready))))


class PreActBottleneck(PreActBlock):
    """1x1, 3x3, 1x1 convolutions, each behind its normalisation and activation."""

    def __init__(self, config: ResNetConfig, in_channels: int, width: int, stride: int) -> None:
        inner, out_channels = width * config.base_width // 64 * config.groups, width * EXPANSION["bottleneck"]
        super().__init__(config, in_channels, out_channels, stride)
        activation = ACTIVATIONS[config.activation]
        first, second = (stride, 1) if config.stride_in == "1x1" else (1, stride)
        self.conv1 = conv(in_channels, inner, 1, first)
        self.norm2 = norm(config, inner)
        self.act2 = activation()
        self.conv2 = conv(inner, inner, 3, second, config.groups)
        self.norm3 = norm(config, inner)
        self.act3 = activation()
        self.conv3 = conv(inner, out_channels, 1)
        self._ways(config, out_channels)

    def convolved(self, ready: Tensor) -> Tensor:
        out = self.conv2(self.act2(run(self.norm2, self.conv1(ready))))
        return self.conv3(self.act3(run(self.norm3, out)))


BLOCKS: dict[str, type[PreActBasicBlock] | type[PreActBottleneck]] = {
    "basic": PreActBasicBlock,
    "bottleneck": PreActBottleneck,
}


class PreActStage(nn.Module):
    """Blocks that work at one resolution."""

    kind = "stage"

    def __init__(self, config: ResNetConfig, in_channels: int, width: int, depth: int, stride: int) -> None:
        super().__init__()
        self.blocks = nn.Sequential()
        for position in range(depth):
            self.blocks.append(BLOCKS[config.block](config, in_channels, width, stride if position == 0 else 1))
            in_channels = width * EXPANSION[config.block]

    def forward(self, x: Tensor) -> Tensor:
        return self.blocks(x)


class PreActResNet(nn.Module):
    """Stem, one to five layers, the activation that the last sum has not met, global average pool, scores.

    The scores come from a 1x1 convolution over one cell, which is a linear layer. (N, C, H, W) to (N, classes).
    """

    def __init__(self, config: ResNetConfig) -> None:
        super().__init__()
        channels = config.widths[0]
        self.stem = nn.Sequential(in_order(_stem(config, channels)))
        self.stages = nn.Sequential()
        for index, (depth, width) in enumerate(zip(config.depths, config.widths, strict=True)):
            self.stages.append(PreActStage(config, channels, width, depth, 2 if index > 0 else 1))
            channels = width * EXPANSION[config.block]
        self.norm = norm(config, channels)
        self.act = ACTIVATIONS[config.activation]()
        scores = {"global_pool": AdaptiveAvgPool2d(1), "fc": Conv2d(channels, config.classes, 1), "flatten": Flatten()}
        self.head = nn.Sequential(in_order(scores))

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.act(run(self.norm, self.stages(self.stem(x)))))


def _stem(config: ResNetConfig, channels: int) -> Mapping[str, nn.Module | None]:
    """As in ResNet, without the last normalisation and activation: the first block begins with its own."""
    image, activation = config.input[0], ACTIVATIONS[config.activation]
    if config.stem == "cifar":
        return {"conv": conv(image, channels, 3)}
    pool = nn.MaxPool2d(3, stride=2, padding=1)
    if config.stem == "imagenet":
        return {"conv": Conv2d(image, channels, 7, stride=2, padding=3, bias=False), "pool": pool}
    half = max(1, channels // 2)
    first = {"conv1": conv(image, half, 3, 2), "norm1": norm(config, half), "act1": activation()}
    second = {"conv2": conv(half, half, 3), "norm2": norm(config, half), "act2": activation()}
    return {**first, **second, "conv3": conv(half, channels, 3), "pool": pool}
