"""Which residual network: the fields of ResNet and of its plain, wide, ResNeXt, CIFAR, D, SE and v2 relatives.

`PRESETS` in resnet_presets.py are instances of it; `check` says which fields go together and what to take instead.
"""

from math import gcd
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from app.errors import UserError
from app.limits import limit
from app.nets.config import About, Depths, NetConfig, Whole, Widths, check_depths, widths_for

EXPANSION = {"basic": 1, "bottleneck": 4}  # a block's output channels for each of its width


class ResNetConfig(NetConfig, frozen=True):
    """Which residual network. `shortcut=none` is the plain network of section 3.3."""

    block: Annotated[
        Literal["basic", "bottleneck"],
        Field(description="one of basic, bottleneck"),
        About(
            "Block",
            "What a layer repeats. A bottleneck puts out four times its width.",
            "He et al. 2015, Figure 5",
            (("basic", "3×3, 3×3"), ("bottleneck", "1×1, 3×3, 1×1")),
            phrases=(("basic", "basic blocks (3×3, 3×3)"), ("bottleneck", "bottlenecks (1×1, 3×3, 1×1)")),
        ),
    ] = "basic"
    depths: Annotated[
        Depths,
        About(
            "Blocks of each layer",
            "One number a layer. The first block of every layer but the first halves H and W.",
            "He et al. 2015, Table 1",
        ),
    ] = (3, 4, 6, 3)
    widths: Annotated[
        Widths,
        About("Width of each layer", "Channels of its 3×3 convolutions: the first also of the stem."),
    ] = (64, 128, 256, 512)
    stem: Annotated[
        Literal["imagenet", "cifar", "deep"],
        Field(description="one of imagenet, cifar, deep"),
        About(
            "Stem",
            "What the image meets before the first layer.",
            "He et al. 2015, Table 1 and section 4.2; deep: T. He et al. 2018, ResNet-C",
            (
                ("imagenet", "7×7, stride 2, and a max pool"),
                ("cifar", "one 3×3 that reduces nothing"),
                ("deep", "three 3×3 instead of the 7×7"),
            ),
            phrases=(("imagenet", "a 7×7 stem"), ("cifar", "a stem of one 3×3"), ("deep", "a stem of three 3×3")),
        ),
    ] = "imagenet"
    shortcut: Annotated[
        Literal["A", "B", "C", "none", "highway", "identity"],
        Field(description="one of A, B, C, none, highway, identity"),
        About(
            "Shortcut",
            "How x gets past a block, and what happens to it where shapes change.",
            "He et al. 2015, section 3.3; highway: Srivastava et al. 2015",
            (
                ("A", "zeros for the new channels"),
                ("B", "a projection where shapes change"),
                ("C", "a projection everywhere"),
                ("none", "no shortcut: a plain network"),
                ("highway", "a learned gate mixes F(x) and x"),
                ("identity", "x as it is, also where it does not fit"),
            ),
            phrases=(
                ("A", "shortcut A (zeros for the new channels)"),
                ("B", "shortcut B (a projection where shapes change)"),
                ("C", "shortcut C (a projection everywhere)"),
                ("none", "no shortcuts"),
                ("highway", "a highway's gates"),
                ("identity", "shortcuts that keep x as it is, also where it does not fit"),
            ),
        ),
    ] = "B"
    stride_in: Annotated[
        Literal["1x1", "3x3"],
        Field(description="one of 1x1, 3x3"),
        About(
            "A bottleneck's stride",
            "Which convolution halves H and W. In the 3×3 it costs more and reads every cell.",
            "1x1: He et al. 2015; 3x3: torchvision's v1.5",
            (("1x1", "in the first 1×1, v1"), ("3x3", "in the 3×3, v1.5")),
        ),
    ] = "3x3"
    downsample: Annotated[
        Literal["conv", "avg"],
        Field(description="one of conv, avg"),
        About(
            "A projection's stride",
            "Where a projection halves H and W: a 1×1 with stride 2 never reads three quarters of its input.",
            "T. He et al. 2018 (Bag of Tricks), Figure 2, ResNet-D",
            (("conv", "in the 1×1 itself"), ("avg", "in a 2×2 average pool before it")),
        ),
    ] = "conv"
    order: Annotated[
        Literal["post", "pre"],
        Field(description="one of post, pre"),
        About(
            "Order",
            "Whether a block normalises and activates behind each convolution or ahead of it.",
            "He et al. 2016 (Identity Mappings), Figure 4",
            (("post", "convolution, normalisation, activation"), ("pre", "normalisation, activation, convolution")),
            phrases=(
                ("post", "post-activation (convolution, normalisation, activation)"),
                ("pre", "pre-activation (normalisation, activation, convolution)"),
            ),
        ),
    ] = "post"
    groups: Annotated[
        Whole,
        Field(ge=1, le=limit("groups"), description=f"a whole number from 1 to {limit('groups')}"),
        About(
            "Groups",
            "Of a bottleneck's 3×3: each sees its own share of the channels. ResNeXt has 32 or 64.",
            "Xie et al. 2017, section 3.1",
            phrases=(("1", "3×3 convolutions in one group"), ("", "3×3 convolutions in {} groups")),
        ),
    ] = 1
    base_width: Annotated[
        Whole,
        Field(ge=1, le=limit("base_width"), description=f"a whole number from 1 to {limit('base_width')}"),
        About(
            "Channels of a group",
            "Of a bottleneck's 3×3, at width 64; other widths in proportion. Wide networks have 128.",
            "Xie et al. 2017, section 3.1; Zagoruyko and Komodakis 2016",
        ),
    ] = 64
    se: Annotated[
        Whole,
        Field(ge=0, le=limit("width"), description=f"0 for none, or a reduction from 1 to {limit('width')}"),
        About(
            "Squeeze and excitation",
            "A gate for every channel, from their means by two layers, the first of C over this many. 0: none.",
            "Hu et al. 2018, section 3",
            phrases=(
                ("0", "no squeeze and excitation"),
                ("", "squeeze and excitation with reduction {}"),
            ),
        ),
    ] = 0
    norm: Annotated[
        Literal["batch", "none"],
        Field(description="one of batch, none"),
        About(
            "Normalisation",
            "Behind every convolution, before its activation.",
            "He et al. 2015, section 3.4",
            (("batch", "batch normalisation"), ("none", "left out, and nothing put in its place")),
            phrases=(("batch", "batch normalisation"), ("none", "no normalisation")),
        ),
    ] = "batch"

    def phrase(self, name: str) -> str:
        if name != "base_width":
            return super().phrase(name)
        inner = self.widths[0] * self.base_width // 64
        return f"{inner} channels {'inside a bottleneck' if self.groups == 1 else 'a group'} of the first layer"

    following: ClassVar = {"widths": widths_for}

    def implied(self, given: dict[str, Any]) -> dict[str, Any]:
        """Fewer layers keep the first widths; one more layer doubles the last, as every layer of the paper does.

        Where no shortcut projects, no projection pools; basic blocks have neither groups nor another inner width.
        """
        follow: dict[str, Any] = {}
        if "depths" in given:
            follow["widths"] = widths_for(self.widths, len(given["depths"]))
        if given.get("shortcut", "B") not in ("B", "C"):
            follow["downsample"] = "conv"
        if given.get("block") == "basic":
            follow |= {"groups": 1, "base_width": 64}
        return follow

    @property
    def heavy(self) -> bool:
        return sum(self.depths) > limit("light_blocks")

    def check(self) -> None:
        check_depths(self.depths, self.widths, "blocks")
        self._check_groups()
        self._check_shortcut()
        self._check_se()

    def _check_groups(self) -> None:
        if self.block == "basic" and (self.groups, self.base_width) != (1, 64):
            name = "groups" if self.groups != 1 else "base_width"
            raise UserError(
                name,
                getattr(self, name),
                because="a basic block has groups=1 and base_width=64; grouped and wide networks need block=bottleneck",
            )
        for width in self.widths:
            if width % self.groups:
                common = gcd(*self.widths)
                fit = [number for number in range(1, limit("groups") + 1) if common % number == 0]
                near = min(fit, key=lambda number: abs(number - self.groups))
                raise UserError(
                    "groups",
                    self.groups,
                    f"divisors of every width, the nearest is {near}",
                    because=f"it does not divide a width of {width}",
                )
            if not width * self.base_width // 64:
                raise UserError("base_width", self.base_width, because=f"it leaves no channel a group at width {width}")

    def _check_shortcut(self) -> None:
        if self.downsample == "avg" and self.shortcut not in ("B", "C"):
            raise UserError(
                "downsample",
                "avg",
                "downsample=conv, or shortcut=B or C",
                because=f"it pools ahead of a projection, and shortcut={self.shortcut} has none",
            )
        if self.order == "pre" and self.shortcut == "highway":
            raise UserError(
                "order",
                "pre",
                "order=post, or another shortcut",
                because="a highway block mixes x with an H(x) that ends in its activation, so it has no pre-activation",
            )

    def _check_se(self) -> None:
        fewest = min(self.widths) * EXPANSION[self.block]
        if self.se > fewest:
            raise UserError("se", self.se, f"0 to {fewest}", because=f"the narrowest blocks put out {fewest} channels")
