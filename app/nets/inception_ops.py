"""What the Inception networks share: a convolution with its normalisation and activation, how far sizes reach, and
the fields that count modules and their channels.

Convolutions keep H and W (at stride 1) unless they are `valid`, the V of the figures of Szegedy et al. 2016: those
read no padding and shrink the map.
"""

from collections import OrderedDict
from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any, NamedTuple

from pydantic import Field
from torch import Tensor, nn

from app.errors import UserError
from app.language import message, say
from app.limits import limit
from app.nets.config import About, NetConfig, Numbers, Whole, Width, as_text
from app.nets.ops import ACTIVATIONS, AdaptiveAvgPool2d, BatchNorm2d, Concat, Conv2d, Flatten

Count = Annotated[Whole, Field(ge=1, le=limit("modules"))]
Counts = Annotated[
    tuple[Count, Count, Count],
    Numbers,
    Field(description=message("how many modules A, B and C: three whole numbers from 1 to {modules}")),
]
Kernel = int | tuple[int, int]
Widths = Annotated[tuple[Width, ...], Numbers]


def modules_about(source: str) -> About:
    """What a form says about the number of modules; source: where the published numbers stand."""
    said = message(
        "How many Inception modules of each kind work at each of the three resolutions; a reduction stands between."
    )
    return About(message("Modules A, B, C"), said, source, phrases=(("", message("{value} modules A, B and C")),))


Modules = Annotated[Counts, modules_about(message("Szegedy et al. 2016, arXiv:1602.07261, Figure 9"))]


def channels(count: int, names: str) -> Any:
    """The bounds of a field with `count` widths; names, a message, says what each of them is."""
    said = message("{count} whole numbers from 1 to {width}: channels of {names}")
    places = {"count": count, "names": names}
    return Field(min_length=count, max_length=count, description=said, json_schema_extra=places)


def each(what: str) -> Any:
    """The bounds of a field with a width for each of some modules; what: of which, a message."""
    said = message("as many whole numbers from 1 to {width} as there are {what}")
    return Field(min_length=1, max_length=limit("modules"), description=said, json_schema_extra={"what": what})


def resized(widths: tuple[int, ...], count: int) -> tuple[int, ...]:
    """The first `count` widths, the last of them repeated where there are fewer."""
    return widths[:count] + widths[-1:] * (count - len(widths))


def many(modules: tuple[int, int, int]) -> bool:
    """Whether there are so many modules that tracing and drawing them must not hold up others."""
    return sum(modules) > limit("light_modules")


def folded(label: str, help: str, source: str) -> About:
    """What a form says about the channels inside a kind of module: long lists, folded together."""
    phrases = (("", message("{value} channels in {label}")),)
    return About(label, help, source, group=message("Channels of each kind of module"), phrases=phrases)


class ConvNormAct(nn.Module):
    """Convolution, batch normalisation, activation: torchvision's BasicConv2d, timm's ConvNormAct.

    kernel: an edge, or (height, width). Without `norm` the convolution has a bias instead.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel: Kernel,
        stride: int = 1,
        valid: bool = False,
        norm: bool = True,
        activation: str = "relu",
    ) -> None:
        super().__init__()
        height, width = (kernel, kernel) if isinstance(kernel, int) else kernel
        padding = (0, 0) if valid else (height // 2, width // 2)
        self.conv = Conv2d(in_channels, out_channels, (height, width), stride, padding, bias=not norm)
        self.bn = BatchNorm2d(out_channels, eps=0.001) if norm else None
        self.act = ACTIVATIONS[activation]()

    def forward(self, x: Tensor) -> Tensor:
        return self.act(run(self.bn, self.conv(x)))


def run(module: nn.Module | None, x: Tensor) -> Tensor:
    """`module(x)`, or x where the configuration leaves the module out."""
    return x if module is None else module(x)


def row(conv: partial[ConvNormAct], in_channels: int, *steps: tuple[int, Kernel], shrink: int = 0) -> nn.Module:
    """Convolutions in a row, each (out_channels, kernel); one alone is not wrapped.

    shrink: the stride of the last one, which is then valid; 0 for a row that keeps H and W.
    """
    made: list[ConvNormAct] = []
    for index, (out_channels, kernel) in enumerate(steps):
        last = index == len(steps) - 1
        made.append(conv(in_channels, out_channels, kernel, shrink or 1 if last else 1, valid=last and shrink > 0))
        in_channels = out_channels
    return made[0] if len(made) == 1 else nn.Sequential(*made)


def pooled(conv: partial[ConvNormAct], in_channels: int, out_channels: int) -> nn.Sequential:
    """An average over 3x3 that leaves padding out of the mean, and a 1x1 convolution: a branch in timm's networks."""
    return nn.Sequential(
        nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False), conv(in_channels, out_channels, 1)
    )


class Branches(nn.Module):
    """A module whose branches, `branch0`, `branch1`, ..., all read its input; their channels are stacked."""

    kind = "block"

    def __init__(self, *branches: nn.Module) -> None:
        super().__init__()
        self.branches = branches
        for index, branch in enumerate(branches):
            self.add_module(f"branch{index}", branch)
        self.concat = Concat()

    def forward(self, x: Tensor) -> Tensor:
        return self.concat(*(branch(x) for branch in self.branches))


class ReductionA(Branches):
    """A 3x3, a row that ends in a 3x3, and a pool, all of stride 2 (Szegedy et al. 2016, Figure 7: k, l, m, n)."""

    def __init__(self, conv: partial[ConvNormAct], in_channels: int, widths: tuple[int, ...]) -> None:
        reduce, first, second, three = widths
        super().__init__(
            row(conv, in_channels, (three, 3), shrink=2),
            row(conv, in_channels, (reduce, 1), (first, 3), (second, 3), shrink=2),
            nn.MaxPool2d(3, stride=2),
        )
        self.out_channels = three + second + in_channels


class GlobalPool(nn.Sequential):
    """timm's: (N, C, H, W) to (N, C), the mean of each channel."""

    def __init__(self) -> None:
        super().__init__(OrderedDict(pool=AdaptiveAvgPool2d(1), flatten=Flatten()))


class Window(NamedTuple):
    """How a convolution or pool steps over a map, along one edge. ceil: the last window may hang over the end."""

    kernel: int
    stride: int = 1
    padding: int = 0
    ceil: bool = False


def smallest(windows: Sequence[Window], cells: int = 1) -> int:
    """The shortest edge of an image that still leaves `cells` behind these windows, the first of them first."""
    for window in reversed(windows):
        overhang = window.stride - 1 if window.ceil else 0
        cells = (cells - 1) * window.stride + window.kernel - 2 * window.padding - overhang
    return cells


# The stems of Inception v3, v4 and Inception-ResNet-v2 take the same steps, and so do both their reductions.
STEM = (Window(3, 2), Window(3), Window(3, 1, 1), Window(3, 2), Window(3), Window(3, 2))
REDUCTION = Window(3, 2)


def check_input(config: NetConfig, windows: Sequence[Window]) -> None:
    """Raise UserError if an edge of the input is so short that nothing is left of it behind these windows."""
    least = smallest(windows)
    if min(config.input[1:]) < least:
        allowed = say("height and width from {least}; of less, nothing would reach the last module", least=least)
        raise UserError("input", as_text(config.input), allowed)
