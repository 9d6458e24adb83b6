"""The published ImageNet checkpoints that fit a preset: one row a file, with what using it takes.

No file comes with this program. torchvision's rows are its `*_Weights` enums (0.28), timm's its `default_cfgs`
(1.0.31). A preset's rows stand in the order in which they are offered: torchvision's V1 first, whose networks come
closest to the papers', then what timm takes by default.
"""

import re
from dataclasses import dataclass
from math import floor
from typing import Literal

from app.image.types import Transform

IMAGENET_MEAN, IMAGENET_STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
HALF = (0.5, 0.5, 0.5)
LICENCES = {
    "torchvision": "BSD 3-Clause as its code, except where the terms of ImageNet bind",
    "timm": "Apache 2.0, except where the terms of ImageNet bind",
}


@dataclass(frozen=True, slots=True)
class Published:
    """A file. tag: the name its publisher gives these weights. accuracy: first and five guesses right, in percent of
    ImageNet's 50,000 validation pictures; None where the source states none. file: the name that carries its hash, ""
    where it is published without one, as timm's `model.safetensors` are."""

    preset: str
    tag: str
    publisher: Literal["torchvision", "timm"]
    file: str
    transform: Transform
    accuracy: tuple[float, float] | None = None

    @property
    def hash(self) -> str:
        """The first 8 hex digits of the file's SHA-256, which the name ends in; "" if none are published."""
        return found[1] if (found := re.search(r"-([0-9a-f]{8})\.", self.file)) else ""

    @property
    def url(self) -> str:
        if self.publisher == "torchvision":
            return f"https://download.pytorch.org/models/{self.file}"
        return f"https://huggingface.co/timm/{self.preset}.{self.tag}/resolve/main/model.safetensors"

    @property
    def licence(self) -> str:
        return LICENCES[self.publisher]


def _torchvision(
    preset: str, version: str, file: str, first: float, five: float, resize: int = 256, half: bool = False
) -> Published:
    """half: torchvision's `transform_input`, which turns its usual normalisation into (x - 0.5) / 0.5 inside the
    network. Ours has no such step: its pictures are normalised that way at once."""
    mean, std = (HALF, HALF) if half else (IMAGENET_MEAN, IMAGENET_STD)
    transform = Transform(resize, "bilinear", mean, std)
    return Published(preset, f"IMAGENET1K_{version}", "torchvision", file, transform, (first, five))


def _timm(preset: str, tag: str, file: str, part: float, edge: int = 224, half: bool = False) -> Published:
    """edge, part: the crop and its share of the resized shorter edge (`crop_pct`).

    Of the sizes that a network was trained and tested at, those of 224 count here: that is what the presets take.
    """
    mean, std = (HALF, HALF) if half else (IMAGENET_MEAN, IMAGENET_STD)
    return Published(preset, tag, "timm", file, Transform(floor(edge / part), "bicubic", mean, std))


PUBLISHED = (
    _torchvision("resnet18", "V1", "resnet18-f37072fd.pth", 69.758, 89.078),
    _torchvision("resnet34", "V1", "resnet34-b627a593.pth", 73.314, 91.42),
    _torchvision("resnet50", "V1", "resnet50-0676ba61.pth", 76.13, 92.862),
    _torchvision("resnet50", "V2", "resnet50-11ad3fa6.pth", 80.858, 95.434, 232),
    _torchvision("resnet101", "V1", "resnet101-63fe2227.pth", 77.374, 93.546),
    _torchvision("resnet101", "V2", "resnet101-cd907fc2.pth", 81.886, 95.78, 232),
    _torchvision("resnet152", "V1", "resnet152-394f9c45.pth", 78.312, 94.046),
    _torchvision("resnet152", "V2", "resnet152-f82ba261.pth", 82.284, 96.002, 232),
    _torchvision("resnext50_32x4d", "V1", "resnext50_32x4d-7cdf4587.pth", 77.618, 93.698),
    _torchvision("resnext50_32x4d", "V2", "resnext50_32x4d-1a0047aa.pth", 81.198, 95.34, 232),
    _torchvision("resnext101_32x8d", "V1", "resnext101_32x8d-8ba56ff5.pth", 79.312, 94.526),
    _torchvision("resnext101_32x8d", "V2", "resnext101_32x8d-110c445d.pth", 82.834, 96.228, 232),
    _torchvision("resnext101_64x4d", "V1", "resnext101_64x4d-173b62eb.pth", 83.246, 96.454, 232),
    _torchvision("wide_resnet50_2", "V1", "wide_resnet50_2-95faca4d.pth", 78.468, 94.086),
    _torchvision("wide_resnet50_2", "V2", "wide_resnet50_2-9ba9bcbe.pth", 81.602, 95.758, 232),
    _torchvision("wide_resnet101_2", "V1", "wide_resnet101_2-32ee1156.pth", 78.848, 94.284),
    _torchvision("wide_resnet101_2", "V2", "wide_resnet101_2-d733dc28.pth", 82.51, 96.02, 232),
    _torchvision("googlenet", "V1", "googlenet-1378be20.pth", 69.778, 89.53, half=True),
    _torchvision("inception_v3", "V1", "inception_v3_google-0cc3c7bd.pth", 77.294, 93.45, 342, half=True),
    _torchvision("vgg16", "V1", "vgg16-397923af.pth", 71.592, 90.382),
    _torchvision("vgg19", "V1", "vgg19-dcbb9e9d.pth", 72.376, 90.876),
    _timm("inception_v3", "tv_in1k", "inception_v3_google-1a9a5a14.pth", 0.875, 299, half=True),
    _timm("inception_v3", "tf_in1k", "", 0.875, 299, half=True),
    _timm("inception_v3", "tf_adv_in1k", "", 0.875, 299, half=True),
    _timm("inception_v3", "gluon_in1k", "", 0.875, 299),
    _timm("inception_v4", "tf_in1k", "", 0.875, 299, half=True),
    _timm("inception_resnet_v2", "tf_in1k", "", 0.8975, 299, half=True),
    _timm("inception_resnet_v2", "tf_ens_adv_in1k", "", 0.8975, 299, half=True),
    _timm("resnet26", "bt_in1k", "resnet26-9aa10e23.pth", 0.875),
    _timm("resnet26d", "bt_in1k", "resnet26d-69e92c46.pth", 0.875),
    _timm("resnet34d", "ra2_in1k", "resnet34d_ra2-f8dcfcaf.pth", 0.875),
    _timm("resnet50c", "gluon_in1k", "gluon_resnet50_v1c-48092f55.pth", 0.875),
    _timm("resnet50d", "ra2_in1k", "resnet50d_ra2-464e36ba.pth", 0.875),
    _timm("resnet50d", "a1_in1k", "resnet50d_a1_0-e20cff14.pth", 0.95),
    _timm("resnet50d", "a2_in1k", "resnet50d_a2_0-a3adc64d.pth", 0.95),
    _timm("resnet50d", "a3_in1k", "resnet50d_a3_0-403fdfad.pth", 0.95),
    _timm("resnet50d", "gluon_in1k", "gluon_resnet50_v1d-818a1b1b.pth", 0.875),
    _timm("resnet50d", "ra4_e3600_r224_in1k", "", 0.95, half=True),
    _timm("resnetv2_50", "a1h_in1k", "", 0.95, half=True),
    _timm("seresnet50", "a1_in1k", "seresnet50_a1_0-ffa00869.pth", 0.95),
    _timm("seresnet50", "a2_in1k", "seresnet50_a2_0-850de0d9.pth", 0.95),
    _timm("seresnet50", "a3_in1k", "seresnet50_a3_0-317ecd56.pth", 0.95),
    _timm("seresnet50", "ra2_in1k", "seresnet50_ra_224-8efdb4bb.pth", 0.875),
)


def of_preset(preset: str) -> tuple[Published, ...]:
    """The files that are published for a preset, the one to offer first ahead."""
    return tuple(row for row in PUBLISHED if row.preset == preset)
