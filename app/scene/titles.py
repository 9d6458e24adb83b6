"""What people call a network: its preset's name as a title."""

import re

from app.language import message, say

NETWORK_TITLES = {
    "googlenet": "GoogLeNet",
    "googlenet_paper": message("GoogLeNet (paper)"),
    "googlenet_naive": message("Naive GoogLeNet"),
    "cifar_googlenet": "CIFAR GoogLeNet",
    "inception_v3": "Inception-v3",
    "inception_v4": "Inception-v4",
    "inception_resnet_v2": "Inception-ResNet-v2",
    "lenet5": "LeNet-5",
    "nin": "Network in Network",
}
FAMILY_PREFIXES = (
    ("cifar_resnet", "CIFAR ResNet-"),
    ("cifar_plain", "CIFAR plain-"),
    ("wide_resnet", "Wide ResNet-"),
    ("seresnet", "SE-ResNet-"),
    ("resnetv2_", "ResNetV2-"),
    ("resnext", "ResNeXt-"),
    ("resnet", "ResNet-"),
    ("plain", "Plain-"),
    ("highway", "Highway-"),
    ("vgg", "VGG-"),
)


def network_title(name: str) -> str:
    """`resnet50_v1` as people say it: `ResNet-50 v1`; timm's `resnet50d` is `ResNet-50-D`."""
    if name in NETWORK_TITLES:
        return say(NETWORK_TITLES[name])
    for prefix, title in FAMILY_PREFIXES:
        if name.startswith(prefix):
            rest = name.removeprefix(prefix)
            variant = re.fullmatch(r"(\d+)([a-z])", rest)
            between = "-" if prefix == "wide_resnet" else " "  # Wide ResNet-50-2: how many times as wide
            return title + (f"{variant[1]}-{variant[2].upper()}" if variant else rest.replace("_", between))
    return name.replace("_", " ")
