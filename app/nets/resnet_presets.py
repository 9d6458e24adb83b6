"""The residual networks that people know by name: torchvision's and timm's names, and some of ours."""

from typing import Any

from app.nets.resnet_config import ResNetConfig

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
    "highway34": _with(IMAGENET, shortcut="highway"),
    "resnet26": _with(BOTTLENECK, depths=(2, 2, 2, 2)),
    "resnet26d": _with(BOTTLENECK, depths=(2, 2, 2, 2), stem="deep", downsample="avg"),
    "resnet34d": _with(IMAGENET, stem="deep", downsample="avg"),
    "resnet50c": _with(BOTTLENECK, stem="deep"),
    "resnet50d": _with(BOTTLENECK, stem="deep", downsample="avg"),
    "resnetv2_50": _with(BOTTLENECK, order="pre"),
    "seresnet50": _with(BOTTLENECK, se=16),
    "resnext50_32x4d": _with(BOTTLENECK, groups=32, base_width=4),
    "resnext101_32x8d": _with(BOTTLENECK, depths=(3, 4, 23, 3), groups=32, base_width=8),
    "resnext101_64x4d": _with(BOTTLENECK, depths=(3, 4, 23, 3), groups=64, base_width=4),
    "wide_resnet50_2": _with(BOTTLENECK, base_width=128),
    "wide_resnet101_2": _with(BOTTLENECK, depths=(3, 4, 23, 3), base_width=128),
    **{f"cifar_resnet{depth}": _cifar(depth) for depth in (20, 32, 44, 56, 110, 1202)},
    **{f"cifar_plain{depth}": _cifar(depth, "none") for depth in (20, 32, 44, 56, 110)},
}
