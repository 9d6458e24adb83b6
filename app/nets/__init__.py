"""Room 1: a name and some overrides become a NetConfig, a NetConfig becomes an nn.Module.

A new family touches two files: its own, and FAMILIES below.
"""

from collections.abc import Callable
from threading import Lock
from typing import Any, NamedTuple

import torch
from torch import nn

from app.errors import UnknownName
from app.nets import googlenet, inception_resnet_v2, inception_v3, inception_v4, lenet, nin, resnet, resnet_presets, vgg
from app.nets.config import NetConfig
from app.nets.resnet_config import ResNetConfig


class Family(NamedTuple):
    """Networks that one config class describes. `network` builds the module from such a config."""

    title: str
    config: type[NetConfig]
    network: Callable[[Any], nn.Module]
    presets: dict[str, Any]


FAMILIES: dict[str, Family] = {
    "resnet": Family("ResNet", ResNetConfig, resnet.network, resnet_presets.PRESETS),
    "googlenet": Family("GoogLeNet", googlenet.GoogLeNetConfig, googlenet.GoogLeNet, googlenet.PRESETS),
    "inception_v3": Family(
        "Inception v3", inception_v3.InceptionV3Config, inception_v3.InceptionV3, inception_v3.PRESETS
    ),
    "inception_v4": Family(
        "Inception v4", inception_v4.InceptionV4Config, inception_v4.InceptionV4, inception_v4.PRESETS
    ),
    "inception_resnet_v2": Family(
        "Inception-ResNet-v2",
        inception_resnet_v2.InceptionResNetV2Config,
        inception_resnet_v2.InceptionResNetV2,
        inception_resnet_v2.PRESETS,
    ),
    "vgg": Family("VGG", vgg.VGGConfig, vgg.VGG, vgg.PRESETS),
    "nin": Family("Network in Network", nin.NiNConfig, nin.NiN, nin.PRESETS),
    "lenet": Family("LeNet", lenet.LeNetConfig, lenet.LeNet, lenet.PRESETS),
}

PRESETS: dict[str, NetConfig] = {
    name: config.model_copy(update={"preset": name})
    for family in FAMILIES.values()
    for name, config in family.presets.items()
}


def preset(name: str) -> NetConfig:
    """The configuration that a well-known name stands for; UnknownName with the nearest names otherwise."""
    if name not in PRESETS:
        raise UnknownName("preset", name, PRESETS)
    return PRESETS[name]


def config(name: str, **overrides: Any) -> NetConfig:
    """A preset with some fields replaced: `config("resnet34", input=(3, 225, 225))`. Raises UserError."""
    return preset(name).override(overrides)


def overrides(config: NetConfig) -> dict[str, str]:
    """What sets a config apart from its preset, as the fewest `field=value` of a URL."""
    return config.difference(PRESETS[config.preset])


def family_of(config: NetConfig) -> str:
    """The key in FAMILIES whose networks this config describes."""
    return next(name for name, family in FAMILIES.items() if type(config) is family.config)


_drawing = Lock()  # threads share torch's generator: two that draw at once would get each other's numbers


def build(config: NetConfig, device: str | torch.device = "cpu") -> nn.Module:
    """The network in eval mode, its weights drawn from `config.seed`; on `meta` it has shapes and no weights."""
    network = FAMILIES[family_of(config)].network
    if str(device) == "meta":
        with torch.device("meta"):
            return network(config).eval()
    with _drawing, torch.random.fork_rng(devices=[]), torch.device(device):
        torch.manual_seed(config.seed)
        return network(config).eval()
