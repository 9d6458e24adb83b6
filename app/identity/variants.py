"""Variants that are well known by a name of their own: no presets, but nobody's own invention either."""

from functools import cache

from app.identity.known import TRICKS, VGG, Known
from app.identity.relatives import differing
from app.language import message
from app.nets import config as config_of
from app.nets.config import NetConfig

VGG_BN = message("torchvision; Simonyan and Zisserman 2014; Ioffe and Szegedy 2015")

VARIANTS: tuple[tuple[str, dict[str, str], Known], ...] = (
    (
        "googlenet",
        {"aux": "true"},
        Known(
            message("torchvision's GoogLeNet as it is trained, with its two auxiliary classifiers"),
            message("torchvision; Szegedy et al. 2014, section 5"),
        ),
    ),
    (
        "googlenet_paper",
        {"aux": "true"},
        Known(
            message("The paper's GoogLeNet as it is trained, with its two auxiliary classifiers"),
            message("Szegedy et al. 2014, section 5"),
        ),
    ),
    (
        "inception_v3",
        {"aux": "true"},
        Known(
            message("torchvision's Inception-v3 as it is trained, with its auxiliary classifier"),
            message("torchvision; Szegedy et al. 2015, section 4"),
        ),
    ),
    ("vgg16", {"depths": "1,1,2,2,2"}, Known(message("VGG-11, configuration A of the paper"), VGG)),
    ("vgg16", {"depths": "2,2,2,2,2"}, Known(message("VGG-13, configuration B of the paper"), VGG)),
    (
        "vgg16",
        {"depths": "1,1,2,2,2", "norm": "batch"},
        Known(message("torchvision's vgg11_bn: VGG-11 with batch normalisation"), VGG_BN),
    ),
    (
        "vgg16",
        {"depths": "2,2,2,2,2", "norm": "batch"},
        Known(message("torchvision's vgg13_bn: VGG-13 with batch normalisation"), VGG_BN),
    ),
    ("vgg16", {"norm": "batch"}, Known(message("torchvision's vgg16_bn: VGG-16 with batch normalisation"), VGG_BN)),
    ("vgg19", {"norm": "batch"}, Known(message("torchvision's vgg19_bn: VGG-19 with batch normalisation"), VGG_BN)),
    (
        "resnet18",
        {"stem": "deep", "downsample": "avg"},
        Known(message("timm's ResNet-18-D: deep stem, and the projection's stride in an average pool"), TRICKS),
    ),
    (
        "resnet101",
        {"stem": "deep", "downsample": "avg"},
        Known(message("timm's ResNet-101-D: deep stem, and the projection's stride in an average pool"), TRICKS),
    ),
)


@cache
def _configs() -> tuple[tuple[NetConfig, Known], ...]:
    return tuple((config_of(name, **fields), known) for name, fields, known in VARIANTS)


def variant_known(config: NetConfig) -> Known | None:
    """What a variant is known as, whichever preset it was made from."""
    return next(
        (known for made, known in _configs() if type(made) is type(config) and not differing(made, config)), None
    )
