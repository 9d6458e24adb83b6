"""What residual blocks of every kind are made of: convolutions, shortcuts, gates, and the rule when each is there.

A part that a configuration leaves out is None, and `run` passes x by it. Shapes are (N, C, H, W).
"""

from collections.abc import Iterable, Mapping

from torch import Tensor, nn

from app.nets.ops import (
    ACTIVATIONS,
    AdaptiveAvgPool2d,
    Add,
    BatchNorm2d,
    Branch,
    Conv2d,
    Sigmoid,
    ZeroPadShortcut,
    in_order,
)
from app.nets.resnet_config import ResNetConfig

CARRY = -1.0  # Srivastava et al. 2015, section 2.2: a negative bias, "e.g. -1, -3", so that a gate begins by carrying x


def conv(in_channels: int, out_channels: int, size: int, stride: int = 1, groups: int = 1) -> Conv2d:
    """A convolution that keeps H and W at stride 1; without bias, for the normalisation adds one."""
    return Conv2d(in_channels, out_channels, size, stride, padding=size // 2, groups=groups, bias=False)


def norm(config: ResNetConfig, channels: int) -> BatchNorm2d | None:
    return BatchNorm2d(channels) if config.norm == "batch" else None


def run(module: nn.Module | None, x: Tensor) -> Tensor:
    """`module(x)`, or x where the configuration leaves the module out."""
    return x if module is None else module(x)


def changes(in_channels: int, out_channels: int, stride: int) -> bool:
    """Whether F(x) has another shape than x."""
    return stride != 1 or in_channels != out_channels


def addition(config: ResNetConfig) -> Add | None:
    return None if config.shortcut in ("none", "highway") else Add()


def shortcut(config: ResNetConfig, in_channels: int, out_channels: int, stride: int) -> nn.Module | None:
    """What the shortcut does to x; None is the identity (section 3.3: A pads, B projects on change, C always)."""
    changed = changes(in_channels, out_channels, stride)
    if config.shortcut == "C" or (config.shortcut == "B" and changed):
        return Branch(in_order(_projection(config, in_channels, out_channels, stride)))
    if config.shortcut == "A" and changed:
        return ZeroPadShortcut(in_channels, out_channels, stride)
    return None


def _projection(
    config: ResNetConfig, in_channels: int, out_channels: int, stride: int
) -> Mapping[str, nn.Module | None]:
    """A 1x1 convolution, by the names in torchvision's and timm's checkpoints.

    In ResNet-D a 2x2 average pool halves H and W ahead of it, as the stride of a 3x3 does: 7 cells become 4. In v2
    the normalisation that follows is the next block's.
    """
    pooled = config.downsample == "avg"
    pool = nn.AvgPool2d(2, 2, ceil_mode=True, count_include_pad=False) if pooled and stride != 1 else None
    one = Conv2d(in_channels, out_channels, 1, 1 if pooled else stride, bias=False)
    if config.order == "pre":
        return {"pool": pool, "conv": one}
    return numbered([pool, one, norm(config, out_channels)] if pooled else [one, norm(config, out_channels)])


def numbered(modules: Iterable[nn.Module | None]) -> Mapping[str, nn.Module | None]:
    """Modules by their place, as a list of them is named in a checkpoint."""
    return {str(place): module for place, module in enumerate(modules)}


def squeeze_excitation(config: ResNetConfig, channels: int) -> Branch | None:
    """A number between 0 and 1 for each channel (Hu et al. 2018, section 3): (N, C, H, W) to (N, C, 1, 1).

    The first layer has C / reduction outputs, as in the paper; timm rounds them up to a multiple of 8, which makes
    the same SE-ResNet-50.
    """
    if not config.se:
        return None
    squeezed = channels // config.se
    parts = {
        "squeeze": AdaptiveAvgPool2d(1),
        "fc1": Conv2d(channels, squeezed, 1),
        "act": ACTIVATIONS[config.activation](),
        "fc2": Conv2d(squeezed, channels, 1),
        "gate": Sigmoid(),
    }
    return Branch(in_order(parts))


def transform_gate(config: ResNetConfig, in_channels: int, out_channels: int, stride: int) -> Branch | None:
    """T(x) of a highway block, one number a cell; None where x could not be carried, for its shape changes.

    The paper uses a plain layer there (Srivastava et al. 2015, section 2.1).
    """
    if config.shortcut != "highway" or changes(in_channels, out_channels, stride):
        return None
    weighing = Conv2d(in_channels, out_channels, 3, padding=1)
    if weighing.bias is not None:
        nn.init.constant_(weighing.bias, CARRY)
    return Branch(in_order({"conv": weighing, "sigmoid": Sigmoid()}))
