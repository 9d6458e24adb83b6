"""What people call a network: its preset's name as a title."""

NETWORK_TITLES = {
    "googlenet": "GoogLeNet",
    "googlenet_paper": "GoogLeNet (paper)",
    "googlenet_naive": "Naive GoogLeNet",
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
        return NETWORK_TITLES[name]
    for prefix, title in FAMILY_PREFIXES:
        if name.startswith(prefix):
            rest = name.removeprefix(prefix)
            variant = f"-{rest[-1].upper()}" if rest[-1:] in ("c", "d") else ""
            return title + rest.removesuffix(rest[-1:] if variant else "").replace("_", " ") + variant
    return name.replace("_", " ")
