"""Residual networks (He et al. 2015, arXiv:1512.03385), and the plain, wide, ResNeXt, CIFAR, C, D and SE relatives.

A ResNet is four integers: how many blocks each layer has. The attribute names are torchvision's, so its
checkpoints load. Input and output of every module are (N, C, H, W); the head ends in (N, classes).
"""

from torch import Tensor, nn

from app.nets.ops import ACTIVATIONS, AdaptiveAvgPool2d, Conv2d, Flatten, Linear, Stage, in_order
from app.nets.resnet_blocks import BLOCKS
from app.nets.resnet_config import EXPANSION, ResNetConfig
from app.nets.resnet_parts import conv, norm, numbered, run
from app.nets.resnet_preact import PreActResNet


class ResNet(nn.Module):
    """Stem, one to five layers, global average pool, one linear layer. (N, C, H, W) to (N, classes)."""

    def __init__(self, config: ResNetConfig) -> None:
        super().__init__()
        channels = config.widths[0]
        self.conv1 = _first(config, channels)
        self.bn1 = norm(config, channels)
        self.act1 = ACTIVATIONS[config.activation]()
        self.maxpool = None if config.stem == "cifar" else nn.MaxPool2d(3, stride=2, padding=1)
        self.layers: list[Stage] = []
        for index, (depth, width) in enumerate(zip(config.depths, config.widths, strict=True)):
            stage = Stage()
            for position in range(depth):
                stride = 2 if index > 0 and position == 0 else 1
                stage.append(BLOCKS[config.block](config, channels, width, stride))
                channels = width * EXPANSION[config.block]
            self.add_module(f"layer{index + 1}", stage)
            self.layers.append(stage)
        self.avgpool = AdaptiveAvgPool2d(1)
        self.flatten = Flatten()
        self.fc = Linear(channels, config.classes)

    def forward(self, x: Tensor) -> Tensor:
        x = run(self.maxpool, self.act1(run(self.bn1, self.conv1(x))))
        for layer in self.layers:
            x = layer(x)
        return self.fc(self.flatten(self.avgpool(x)))


def network(config: ResNetConfig) -> nn.Module:
    """The network that a configuration describes; pre-activation ones have timm's names, all others torchvision's."""
    return PreActResNet(config) if config.order == "pre" else ResNet(config)


def _first(config: ResNetConfig, channels: int) -> nn.Module:
    """The stem's convolution, or convolutions, up to the first normalisation that all stems have."""
    image = config.input[0]
    if config.stem == "imagenet":  # Table 1: 7x7, stride 2
        return Conv2d(image, channels, 7, stride=2, padding=3, bias=False)
    if config.stem == "cifar":  # section 4.2: the 32-pixel images of CIFAR-10 are not reduced
        return conv(image, channels, 3)
    half, activation = max(1, channels // 2), ACTIVATIONS[config.activation]  # ResNet-C: as wide a view, one more bend
    first = [conv(image, half, 3, 2), norm(config, half), activation()]
    second = [conv(half, half, 3), norm(config, half), activation()]
    return nn.Sequential(in_order(numbered([*first, *second, conv(half, channels, 3)])))
