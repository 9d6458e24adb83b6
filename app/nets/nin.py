"""Network in Network (Lin, Chen, Yan 2014, arXiv:1312.4400): a small perceptron slides over the image.

An mlpconv layer is a convolution and two 1x1 convolutions behind it: the same little network at every position
(section 3.1). The last one puts out a map a class, and its mean is the class's score (section 3.2): no linear layer.
Inception modules took the 1x1 convolutions from here, and every later network the global average.

The paper's text gives no widths. These are the authors' own for CIFAR-10, from the code they published with it
(github.com/mavenlin/cuda-convnet, NIN/cifar-10_def), and so are the names: `cccp` is a cascaded cross channel
parametric pooling, a 1x1 convolution. The pools let their last window reach over the edge; the softmax behind the
scores is left to the loss.
Input and output of every module are (N, C, H, W); the head ends in (N, classes).
"""

from typing import Annotated

from pydantic import Field
from torch import Tensor, nn

from app.language import message
from app.nets.config import About, NetConfig, Numbers, Width
from app.nets.ops import ACTIVATIONS, AdaptiveAvgPool2d, Conv2d, Flatten, Stage, in_order

SOURCE = message("Lin et al. 2014, section 3.1; widths: the authors' code")
Mlpconv = Annotated[
    tuple[Width, Width, Width],
    Numbers,
    Field(description=message("channels of a convolution and two 1x1: three whole numbers from 1 to {width}")),
]
LastMlpconv = Annotated[
    tuple[Width, Width],
    Numbers,
    Field(description=message("channels of a convolution and a 1x1: two whole numbers from 1 to {width}")),
]


class NiNConfig(NetConfig, frozen=True):
    """The network for CIFAR-10."""

    mlpconv1: Annotated[
        Mlpconv,
        About(
            message("First mlpconv"),
            message("The channels of its 5×5 convolution and of the two 1×1 behind it."),
            SOURCE,
        ),
    ] = (192, 160, 96)
    mlpconv2: Annotated[
        Mlpconv,
        About(
            message("Second mlpconv"),
            message("The channels of its 5×5 convolution and of the two 1×1 behind it."),
            SOURCE,
        ),
    ] = (192, 192, 192)
    mlpconv3: Annotated[
        LastMlpconv,
        About(
            message("Third mlpconv"),
            message("The channels of its 3×3 convolution and of the first 1×1; the second has one a class."),
            SOURCE,
        ),
    ] = (192, 192)


class NiN(nn.Module):
    """Three mlpconv layers, the first two with a max pool and dropout, and a global average. To (N, classes)."""

    def __init__(self, config: NiNConfig) -> None:
        super().__init__()
        first, second, third = config.mlpconv1, config.mlpconv2, (*config.mlpconv3, config.classes)
        self.mlpconv1 = _mlpconv(config, 1, config.input[0], first, 5)
        self.mlpconv2 = _mlpconv(config, 2, first[-1], second, 5)
        self.mlpconv3 = _mlpconv(config, 3, second[-1], third, 3)
        self.poolg = AdaptiveAvgPool2d(1)
        self.flatten = Flatten()

    def forward(self, x: Tensor) -> Tensor:
        return self.flatten(self.poolg(self.mlpconv3(self.mlpconv2(self.mlpconv1(x)))))


def _mlpconv(config: NiNConfig, number: int, in_channels: int, widths: tuple[int, int, int], size: int) -> Stage:
    """Convolution and perceptron, each followed by its activation; behind all but the last, what reduces H and W."""
    wide, middle, out_channels = widths
    activation, one, two = ACTIVATIONS[config.activation], f"cccp{2 * number - 1}", f"cccp{2 * number}"
    last = number == 3
    return Stage(
        in_order(
            {
                f"conv{number}": Conv2d(in_channels, wide, size, padding=size // 2),
                f"act{number}": activation(),
                one: Conv2d(wide, middle, 1),
                f"act_{one}": activation(),
                two: Conv2d(middle, out_channels, 1),
                f"act_{two}": activation(),
                f"pool{number}": None if last else nn.MaxPool2d(3, stride=2, ceil_mode=True),
                f"dropout{number}": None if last else nn.Dropout(0.5),
            }
        )
    )


PRESETS: dict[str, NiNConfig] = {"nin": NiNConfig(input=(3, 32, 32), classes=10)}
