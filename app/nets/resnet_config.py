"""Which residual network: the fields of ResNet and of its plain, wide, ResNeXt, CIFAR, D, SE and v2 relatives.

`PRESETS` in resnet_presets.py are instances of it; `check` says which fields go together and what to take instead.
"""

from math import gcd
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from app.errors import UserError
from app.language import message, say
from app.limits import limit
from app.nets.config import About, Depths, NetConfig, Whole, Widths, check_depths, widths_for

EXPANSION = {"basic": 1, "bottleneck": 4}  # a block's output channels for each of its width


class ResNetConfig(NetConfig, frozen=True):
    """Which residual network. `shortcut=none` is the plain network of section 3.3."""

    block: Annotated[
        Literal["basic", "bottleneck"],
        About(
            message("Block"),
            message("What a layer repeats. A bottleneck puts out four times its width."),
            message("He et al. 2015, Figure 5"),
            (("basic", "3×3, 3×3"), ("bottleneck", "1×1, 3×3, 1×1")),
            phrases=(
                ("basic", message("basic blocks (3×3, 3×3)")),
                ("bottleneck", message("bottlenecks (1×1, 3×3, 1×1)")),
            ),
        ),
    ] = "basic"
    depths: Annotated[
        Depths,
        About(
            message("Blocks of each layer"),
            message("One number a layer. The first block of every layer but the first halves H and W."),
            message("He et al. 2015, Table 1"),
        ),
    ] = (3, 4, 6, 3)
    widths: Annotated[
        Widths,
        About(message("Width of each layer"), message("Channels of its 3×3 convolutions: the first also of the stem.")),
    ] = (64, 128, 256, 512)
    stem: Annotated[
        Literal["imagenet", "cifar", "deep"],
        About(
            message("Stem"),
            message("What the image meets before the first layer."),
            message("He et al. 2015, Table 1 and section 4.2; deep: T. He et al. 2018, ResNet-C"),
            (
                ("imagenet", message("7×7, stride 2, and a max pool")),
                ("cifar", message("one 3×3 that reduces nothing")),
                ("deep", message("three 3×3 instead of the 7×7")),
            ),
            phrases=(
                ("imagenet", message("a 7×7 stem")),
                ("cifar", message("a stem of one 3×3")),
                ("deep", message("a stem of three 3×3")),
            ),
        ),
    ] = "imagenet"
    shortcut: Annotated[
        Literal["A", "B", "C", "none", "highway", "identity"],
        About(
            message("Shortcut"),
            message("How x gets past a block, and what happens to it where shapes change."),
            message("He et al. 2015, section 3.3; highway: Srivastava et al. 2015"),
            (
                ("A", message("zeros for the new channels")),
                ("B", message("a projection where shapes change")),
                ("C", message("a projection everywhere")),
                ("none", message("no shortcut: a plain network")),
                ("highway", message("a learned gate mixes F(x) and x")),
                ("identity", message("x as it is, also where it does not fit")),
            ),
            phrases=(
                ("A", message("shortcut A (zeros for the new channels)")),
                ("B", message("shortcut B (a projection where shapes change)")),
                ("C", message("shortcut C (a projection everywhere)")),
                ("none", message("no shortcuts")),
                ("highway", message("a highway's gates")),
                ("identity", message("shortcuts that keep x as it is, also where it does not fit")),
            ),
        ),
    ] = "B"
    stride_in: Annotated[
        Literal["1x1", "3x3"],
        About(
            message("A bottleneck's stride"),
            message("Which convolution halves H and W. In the 3×3 it costs more and reads every cell."),
            message("1x1: He et al. 2015; 3x3: torchvision's v1.5"),
            (("1x1", message("in the first 1×1, v1")), ("3x3", message("in the 3×3, v1.5"))),
        ),
    ] = "3x3"
    downsample: Annotated[
        Literal["conv", "avg"],
        About(
            message("A projection's stride"),
            message("Where a projection halves H and W: a 1×1 with stride 2 never reads three quarters of its input."),
            message("T. He et al. 2018 (Bag of Tricks), Figure 2, ResNet-D"),
            (("conv", message("in the 1×1 itself")), ("avg", message("in a 2×2 average pool before it"))),
        ),
    ] = "conv"
    order: Annotated[
        Literal["post", "pre"],
        About(
            message("Order"),
            message("Whether a block normalises and activates behind each convolution or ahead of it."),
            message("He et al. 2016 (Identity Mappings), Figure 4"),
            (
                ("post", message("convolution, normalisation, activation")),
                ("pre", message("normalisation, activation, convolution")),
            ),
            phrases=(
                ("post", message("post-activation (convolution, normalisation, activation)")),
                ("pre", message("pre-activation (normalisation, activation, convolution)")),
            ),
        ),
    ] = "post"
    groups: Annotated[
        Whole,
        Field(ge=1, le=limit("groups"), description=message("a whole number from 1 to {groups}")),
        About(
            message("Groups"),
            message("Of a bottleneck's 3×3: each sees its own share of the channels. ResNeXt has 32 or 64."),
            message("Xie et al. 2017, section 3.1"),
            phrases=(
                ("1", message("3×3 convolutions in one group")),
                ("", message("3×3 convolutions in {value} groups")),
            ),
        ),
    ] = 1
    base_width: Annotated[
        Whole,
        Field(ge=1, le=limit("base_width"), description=message("a whole number from 1 to {base_width}")),
        About(
            message("Channels of a group"),
            message("Of a bottleneck's 3×3, at width 64; other widths in proportion. Wide networks have 128."),
            message("Xie et al. 2017, section 3.1; Zagoruyko and Komodakis 2016"),
        ),
    ] = 64
    se: Annotated[
        Whole,
        Field(ge=0, le=limit("width"), description=message("0 for none, or a reduction from 1 to {width}")),
        About(
            message("Squeeze and excitation"),
            message(
                "A gate for every channel, from their means by two layers, the first of C over this many. 0: none."
            ),
            message("Hu et al. 2018, section 3"),
            phrases=(
                ("0", message("no squeeze and excitation")),
                ("", message("squeeze and excitation with reduction {value}")),
            ),
        ),
    ] = 0
    norm: Annotated[
        Literal["batch", "none"],
        About(
            message("Normalisation"),
            message("Behind every convolution, before its activation."),
            message("He et al. 2015, section 3.4"),
            (("batch", message("batch normalisation")), ("none", message("left out, and nothing put in its place"))),
            phrases=(("batch", message("batch normalisation")), ("none", message("no normalisation"))),
        ),
    ] = "batch"

    def phrase(self, name: str) -> str:
        if name != "base_width":
            return super().phrase(name)
        inner = self.widths[0] * self.base_width // 64
        if self.groups == 1:
            return say("{count} channels inside a bottleneck of the first layer", count=inner)
        return say("{count} channels a group of the first layer", count=inner)

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
        check_depths(self.depths, self.widths, message("at most {blocks} blocks in all"))
        self._check_groups()
        self._check_shortcut()
        self._check_se()

    def _check_groups(self) -> None:
        if self.block == "basic" and (self.groups, self.base_width) != (1, 64):
            name = "groups" if self.groups != 1 else "base_width"
            raise UserError(
                name,
                getattr(self, name),
                because=say(
                    "a basic block has groups=1 and base_width=64; grouped and wide networks need block=bottleneck"
                ),
            )
        for width in self.widths:
            if width % self.groups:
                common = gcd(*self.widths)
                fit = [number for number in range(1, limit("groups") + 1) if common % number == 0]
                near = min(fit, key=lambda number: abs(number - self.groups))
                raise UserError(
                    "groups",
                    self.groups,
                    say("divisors of every width, the nearest is {near}", near=near),
                    because=say("it does not divide a width of {width}", width=width),
                )
            if not width * self.base_width // 64:
                because = say("it leaves no channel a group at width {width}", width=width)
                raise UserError("base_width", self.base_width, because=because)

    def _check_shortcut(self) -> None:
        if self.downsample == "avg" and self.shortcut not in ("B", "C"):
            raise UserError(
                "downsample",
                "avg",
                say("downsample=conv, or shortcut=B or C"),
                because=say("it pools ahead of a projection, and shortcut={shortcut} has none", shortcut=self.shortcut),
            )
        if self.order == "pre" and self.shortcut == "highway":
            raise UserError(
                "order",
                "pre",
                say("order=post, or another shortcut"),
                because=say(
                    "a highway block mixes x with an H(x) that ends in its activation, so it has no pre-activation"
                ),
            )

    def _check_se(self) -> None:
        fewest = min(self.widths) * EXPANSION[self.block]
        if self.se > fewest:
            because = say("the narrowest blocks put out {fewest} channels", fewest=fewest)
            raise UserError("se", self.se, say("0 to {last}", last=fewest), because=because)
