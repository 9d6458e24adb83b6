"""The blocks of He et al. 2015: convolution, normalisation, activation, and a shortcut around two or three of them.

torchvision's attribute names, so that its checkpoints load; `act1`, `act2` are timm's, one activation module for each
call, and `se` is timm's. Input and output are (N, C, H, W).
"""

from torch import Tensor, nn

from app.nets.ops import ACTIVATIONS, HighwayMix, Multiply
from app.nets.resnet_config import EXPANSION, ResNetConfig
from app.nets.resnet_parts import addition, conv, norm, run, shortcut, squeeze_excitation, transform_gate


class Residual(nn.Module):
    """How a block ends: the channels' gate, what becomes of x, and the last activation."""

    kind = "block"

    def _ways(self, config: ResNetConfig, in_channels: int, out_channels: int, stride: int) -> None:
        """Make the ways around F(x), from the block's input to its output."""
        self.se = squeeze_excitation(config, out_channels)
        self.excite = Multiply() if self.se else None
        self.downsample = shortcut(config, in_channels, out_channels, stride)
        self.gate = transform_gate(config, in_channels, out_channels, stride)
        self.mix = HighwayMix() if self.gate else None
        self.add = addition(config)

    def _end(self, out: Tensor, x: Tensor, activation: nn.Module) -> Tensor:
        """The block's output from F(x) and x."""
        if self.se is not None and self.excite is not None:
            out = self.excite(out, self.se(out))
        if self.gate is not None and self.mix is not None:  # H(x) ends in its activation, then is mixed with x
            return self.mix(activation(out), self.gate(x), x)
        if self.add is not None:
            out = self.add(out, run(self.downsample, x))
        return activation(out)


class BasicBlock(Residual):
    """Two 3x3 convolutions and a shortcut (Figure 5, left). (N, in, H, W) to (N, width, H/stride, W/stride)."""

    def __init__(self, config: ResNetConfig, in_channels: int, width: int, stride: int) -> None:
        super().__init__()
        activation = ACTIVATIONS[config.activation]
        self.conv1 = conv(in_channels, width, 3, stride)
        self.bn1 = norm(config, width)
        self.act1 = activation()
        self.conv2 = conv(width, width, 3)
        self.bn2 = norm(config, width)
        self._ways(config, in_channels, width, stride)
        self.act2 = activation()

    def forward(self, x: Tensor) -> Tensor:
        out = self.act1(run(self.bn1, self.conv1(x)))
        out = run(self.bn2, self.conv2(out))
        return self._end(out, x, self.act2)


class Bottleneck(Residual):
    """1x1, 3x3, 1x1 convolutions and a shortcut (Figure 5, right). (N, in, H, W) to (N, 4*width, H/s, W/s).

    The stride sits in the first 1x1 (the paper, v1) or in the 3x3 (torchvision, v1.5). Groups and base_width
    make ResNeXt (Xie et al. 2017) and wide networks (Zagoruyko and Komodakis 2016).
    """

    def __init__(self, config: ResNetConfig, in_channels: int, width: int, stride: int) -> None:
        super().__init__()
        activation = ACTIVATIONS[config.activation]
        inner, out_channels = width * config.base_width // 64 * config.groups, width * EXPANSION["bottleneck"]
        first, second = (stride, 1) if config.stride_in == "1x1" else (1, stride)
        self.conv1 = conv(in_channels, inner, 1, first)
        self.bn1 = norm(config, inner)
        self.act1 = activation()
        self.conv2 = conv(inner, inner, 3, second, config.groups)
        self.bn2 = norm(config, inner)
        self.act2 = activation()
        self.conv3 = conv(inner, out_channels, 1)
        self.bn3 = norm(config, out_channels)
        self._ways(config, in_channels, out_channels, stride)
        self.act3 = activation()

    def forward(self, x: Tensor) -> Tensor:
        out = self.act1(run(self.bn1, self.conv1(x)))
        out = self.act2(run(self.bn2, self.conv2(out)))
        out = run(self.bn3, self.conv3(out))
        return self._end(out, x, self.act3)


BLOCKS: dict[str, type[BasicBlock] | type[Bottleneck]] = {"basic": BasicBlock, "bottleneck": Bottleneck}
