"""VGG (Simonyan and Zisserman 2014, arXiv:1409.1556): 3x3 convolutions, one after the other, and nothing else.

The networks that ResNet's Figure 3 begins with. Attribute names and arrangement are torchvision's: `features` in one
row with their max pools, an adaptive pool to 7x7 so that any image fits, and the three linear layers of `classifier`.
Input and output of every module are (N, C, H, W); the head ends in (N, classes).
"""

from collections.abc import Iterator
from itertools import count
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field
from torch import Tensor, nn

from app.limits import limit
from app.nets.config import About, Depths, NetConfig, Width, Widths, check_depths, widths_for
from app.nets.ops import ACTIVATIONS, AdaptiveAvgPool2d, BatchNorm2d, Conv2d, Flatten, Linear

GRID = 7  # cells along an edge of what the first linear layer reads


class VGGConfig(NetConfig, frozen=True):
    """Table 1 of the paper: column D is VGG-16, column E is VGG-19."""

    depths: Annotated[
        Depths,
        Field(
            description=f"1 to {limit('layers')} whole numbers from 1, one a layer, "
            f"at most {limit('blocks')} convolutions in all"
        ),
        About(
            "Convolutions",
            "How many 3×3 convolutions there are ahead of each max pool.",
            "Simonyan and Zisserman 2014, Table 1",
        ),
    ] = (2, 2, 3, 3, 3)
    widths: Annotated[
        Widths,
        About(
            "Widths",
            "The channels of each layer's convolutions; as many as there are layers.",
            "Simonyan and Zisserman 2014, Table 1",
        ),
    ] = (64, 128, 256, 512, 512)
    hidden: Annotated[
        Width,
        Field(description=f"a whole number from 1 to {limit('width')}"),
        About(
            "Hidden units",
            "The outputs of the first two linear layers, which hold nine tenths of the parameters.",
            "Simonyan and Zisserman 2014, Table 1",
            phrases=(("", "{} hidden units"),),
        ),
    ] = 4096
    norm: Annotated[
        Literal["none", "batch"],
        Field(description="one of none, batch"),
        About(
            "Normalisation",
            "Behind every convolution; the paper came a year before it.",
            "torchvision's vgg16_bn; Ioffe and Szegedy 2015",
            (("none", "as in the paper"), ("batch", "batch normalisation")),
            phrases=(("none", "no normalisation"), ("batch", "batch normalisation")),
        ),
    ] = "none"

    following: ClassVar = {"widths": widths_for}

    def implied(self, given: dict[str, Any]) -> dict[str, Any]:
        """Fewer layers keep the first widths."""
        return {"widths": widths_for(self.widths, len(given["depths"]))} if "depths" in given else {}

    @property
    def heavy(self) -> bool:
        return sum(self.depths) > limit("light_blocks")

    def check(self) -> None:
        check_depths(self.depths, self.widths, "convolutions")


class VGG(nn.Module):
    """Layers conv1 to conv5, each ending in a pool, and three linear layers. (N, C, H, W) to (N, classes)."""

    def __init__(self, config: VGGConfig) -> None:
        super().__init__()
        self.sections: dict[str, tuple[str, ...]] = {}
        self.features = nn.Sequential()
        channels = config.input[0]
        for number, depth, width in zip(count(1), config.depths, config.widths, strict=False):
            start = len(self.features)
            self.features.extend(_layer(config, channels, width, depth))
            self.sections[f"conv{number}"] = tuple(f"features.{place}" for place in range(start, len(self.features)))
            channels = width
        activation = ACTIVATIONS[config.activation]
        self.avgpool = AdaptiveAvgPool2d(GRID)
        self.flatten = Flatten()
        self.classifier = nn.Sequential(
            *(Linear(channels * GRID * GRID, config.hidden), activation(), nn.Dropout(0.5)),
            *(Linear(config.hidden, config.hidden), activation(), nn.Dropout(0.5)),
            Linear(config.hidden, config.classes),
        )

    def forward(self, x: Tensor) -> Tensor:
        return self.classifier(self.flatten(self.avgpool(self.features(x))))


def _layer(config: VGGConfig, in_channels: int, width: int, depth: int) -> Iterator[nn.Module]:
    """`depth` convolutions that keep H and W, and the pool that halves them."""
    for position in range(depth):
        yield Conv2d(width if position else in_channels, width, 3, padding=1)
        if config.norm == "batch":
            yield BatchNorm2d(width)
        yield ACTIVATIONS[config.activation]()
    yield nn.MaxPool2d(2, stride=2)


VGG16 = VGGConfig()

PRESETS: dict[str, VGGConfig] = {"vgg16": VGG16, "vgg19": VGG16.override({"depths": (2, 2, 4, 4, 4)})}
