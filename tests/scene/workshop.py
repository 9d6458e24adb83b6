"""Small networks with every operation that the presets have, so that each can be drawn without its network."""

from functools import cache

import torch
from torch import Tensor, nn

from app.graph.trace import trace
from app.graph.types import Graph
from app.nets.ops import (
    AdaptiveAvgPool2d,
    Add,
    Branch,
    Concat,
    Conv2d,
    Flatten,
    HighwayMix,
    Linear,
    LocalResponseNorm,
    Multiply,
    ReLU,
    Scale,
    Sigmoid,
    Softmax,
    Stage,
)


class Module(nn.Module):
    """Four branches and their concatenation."""

    kind = "block"

    def __init__(self, in_channels: int, widths: tuple[int, int, int, int]) -> None:
        super().__init__()
        first, second, third, fourth = widths
        self.branch1 = Conv2d(in_channels, first, 1)
        self.branch2 = nn.Sequential(Conv2d(in_channels, 8, 1), Conv2d(8, second, (1, 7), padding=(0, 3)))
        self.branch3 = nn.Sequential(Conv2d(in_channels, 8, 1), Conv2d(8, third, (7, 1), padding=(3, 0)))
        self.branch4 = nn.Sequential(nn.AvgPool2d(3, 1, 1), Conv2d(in_channels, fourth, (1, 3), padding=(0, 1)))
        self.concat = Concat()

    def forward(self, x: Tensor) -> Tensor:
        return self.concat(self.branch1(x), self.branch2(x), self.branch3(x), self.branch4(x))


class Gated(nn.Module):
    """A residual block with a squeeze-and-excitation gate and a scaled branch."""

    kind = "block"

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv = Conv2d(channels, channels, 3, padding=1)
        self.se = Branch(AdaptiveAvgPool2d(1), Conv2d(channels, 8, 1), ReLU(), Conv2d(8, channels, 1), Sigmoid())
        self.multiply = Multiply()
        self.scale = Scale(0.17)
        self.add = Add()

    def forward(self, x: Tensor) -> Tensor:
        out = self.conv(x)
        return self.add(self.scale(self.multiply(out, self.se(out))), x)


class Highway(nn.Module):
    """A highway layer: transform, gate, carry."""

    kind = "block"

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.transform = Branch(Conv2d(channels, channels, 3, padding=1), ReLU())
        self.gate = Branch(Conv2d(channels, channels, 3, padding=1), Sigmoid())
        self.mix = HighwayMix()

    def forward(self, x: Tensor) -> Tensor:
        return self.mix(self.transform(x), self.gate(x), x)


class Workshop(nn.Module):
    """A network of everything."""

    def __init__(self, widths: tuple[int, int, int, int]) -> None:
        super().__init__()
        channels = sum(widths)
        self.conv1 = Conv2d(3, 16, 7, 2, 3)
        self.lrn1 = LocalResponseNorm(5, alpha=1e-4, beta=0.75, k=1.0)
        self.maxpool1 = nn.MaxPool2d(3, 2, ceil_mode=True)
        self.maxpool2 = nn.MaxPool2d(3, 2)
        self.layer1 = Stage(Module(16, widths), Gated(channels), Highway(channels))
        self.maxpool3 = nn.MaxPool2d(2, 2, ceil_mode=True)
        self.adaptive = AdaptiveAvgPool2d(4)
        self.avgpool = nn.AvgPool2d(3, 1)
        self.flatten = Flatten()
        self.dropout = nn.Dropout(0.4)
        self.fc = Linear(4 * channels, 10)
        self.softmax = Softmax()

    def forward(self, x: Tensor) -> Tensor:
        x = self.layer1(self.maxpool2(self.maxpool1(self.lrn1(self.conv1(x)))))
        x = self.avgpool(self.adaptive(self.maxpool3(x)))
        return self.softmax(self.fc(self.dropout(self.flatten(x))))


@cache
def workshop(size: tuple[int, int] = (112, 112), widths: tuple[int, int, int, int] = (16, 32, 8, 8)) -> Graph:
    """The traced workshop over an image of (height, width)."""
    with torch.device("meta"):
        return trace(Workshop(widths).eval(), (3, *size), "workshop")
