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

from app.language import message
from app.limits import limit
from app.nets.config import About, Depths, NetConfig, Width, Widths, check_depths, widths_for
from app.nets.ops import ACTIVATIONS, AdaptiveAvgPool2d, BatchNorm2d, Conv2d, Flatten, Linear

GRID = 7  # cells along an edge of what the first linear layer reads


class VGGConfig(NetConfig, frozen=True):
    """Table 1 of the paper: column D is VGG-16, column E is VGG-19."""

    depths: Annotated[
        Depths,
        Field(
            description=message("1 to {layers} whole numbers from 1, one a layer, at most {blocks} convolutions in all")
        ),
        About(
            message("Convolutions"),
            message("How many 3×3 convolutions there are ahead of each max pool."),
            message("Simonyan and Zisserman 2014, Table 1"),
        ),
    ] = (2, 2, 3, 3, 3)
    widths: Annotated[
        Widths,
        About(
            message("Widths"),
            message("The channels of each layer's convolutions; as many as there are layers."),
            message("Simonyan and Zisserman 2014, Table 1"),
        ),
    ] = (64, 128, 256, 512, 512)
    hidden: Annotated[
        Width,
        Field(description=message("a whole number from 1 to {width}")),
        About(
            message("Hidden units"),
            message("The outputs of the first two linear layers, which hold nine tenths of the parameters."),
            message("Simonyan and Zisserman 2014, Table 1"),
            phrases=(("", message("{value} hidden units")),),
        ),
    ] = 4096
    norm: Annotated[
        Literal["none", "batch"],
        About(
            message("Normalisation"),
            message("Behind every convolution; the paper came a year before it."),
            message("torchvision's vgg16_bn; Ioffe and Szegedy 2015"),
            (("none", message("as in the paper")), ("batch", message("batch normalisation"))),
            phrases=(("none", message("no normalisation")), ("batch", message("batch normalisation"))),
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
        check_depths(self.depths, self.widths, message("at most {blocks} convolutions in all"))


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
