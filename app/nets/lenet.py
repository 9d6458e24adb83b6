"""LeNet-5 (LeCun, Bottou, Bengio, Haffner 1998, section II.B): convolution and subsampling in turn, then a classifier.

Attributes are the paper's C1, S2, C3, S4, C5, F6. Four things are as they have been built ever since, not as in 1998:
- S2 and S4 are plain pools. The paper's add four cells, then scale by a learned factor and add a learned bias a map.
- The first two activations stand ahead of the pools, as in every later network, not behind them.
- C3 reads all maps of S2. The paper's Table I gives each map three, four or six of them: 1,516 parameters, here 2,416.
- The last layer is linear. The paper's measures distances to fixed pictures of the digits (radial basis functions).
Input and output of every module are (N, C, H, W); the head ends in (N, classes).
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field
from torch import Tensor, nn

from app.language import message
from app.nets.config import About, NetConfig, Numbers, Width
from app.nets.ops import ACTIVATIONS, Conv2d, Flatten, Linear

SOURCE = message("LeCun et al. 1998, section II.B")
POOLS: dict[str, type[nn.AvgPool2d] | type[nn.MaxPool2d]] = {"average": nn.AvgPool2d, "max": nn.MaxPool2d}


class LeNetConfig(NetConfig, frozen=True):
    """The network for handwritten digits."""

    widths: Annotated[
        tuple[Width, Width, Width],
        Numbers,
        Field(description=message("channels of C1, C3 and C5: three whole numbers from 1 to {width}")),
        About(message("Widths"), message("The channels of the three 5×5 convolutions, C1, C3 and C5."), SOURCE),
    ] = (6, 16, 120)
    hidden: Annotated[
        Width,
        Field(description=message("a whole number from 1 to {width}")),
        About(
            message("Hidden units"),
            message("The outputs of F6: in the paper a picture of 7 × 12 pixels for each digit."),
            SOURCE,
        ),
    ] = 84
    pool: Annotated[
        Literal["average", "max"],
        About(
            message("Subsampling"),
            message("How S2 and S4 halve height and width."),
            SOURCE,
            (
                ("average", message("the mean of four cells, as in the paper")),
                ("max", message("the largest of four cells")),
            ),
            phrases=(("average", message("average pools")), ("max", message("max pools"))),
        ),
    ] = "average"


class LeNet(nn.Module):
    """C1 S2 C3 S4 C5 F6. (N, C, H, W) to (N, classes). A larger image makes C5 larger, and F6 reads all of it."""

    sections: ClassVar[dict[str, tuple[str, ...]]] = {
        "conv1": ("c1", "act1", "s2"),
        "conv2": ("c3", "act3", "s4"),
        "conv3": ("c5", "act5"),
    }

    def __init__(self, config: LeNetConfig) -> None:
        super().__init__()
        first, second, third = config.widths
        activation, pool = ACTIVATIONS[config.activation], POOLS[config.pool]
        self.c1 = Conv2d(config.input[0], first, 5)
        self.act1 = activation()
        self.s2 = pool(2, 2)
        self.c3 = Conv2d(first, second, 5)
        self.act3 = activation()
        self.s4 = pool(2, 2)
        self.c5 = Conv2d(second, third, 5)
        self.act5 = activation()
        self.flatten = Flatten()
        self.f6 = Linear(third * _after_c5(config.input[1]) * _after_c5(config.input[2]), config.hidden)
        self.act6 = activation()
        self.output = Linear(config.hidden, config.classes)

    def forward(self, x: Tensor) -> Tensor:
        x = self.s2(self.act1(self.c1(x)))
        x = self.s4(self.act3(self.c3(x)))
        x = self.flatten(self.act5(self.c5(x)))
        return self.output(self.act6(self.f6(x)))


def _after_c5(pixels: int) -> int:
    """Cells along an edge of C5: 5x5 takes four, a pool halves. At least 1, though C5 refuses fewer than 32 pixels."""
    return max(1, ((pixels - 4) // 2 - 4) // 2 - 4)


PRESETS: dict[str, LeNetConfig] = {"lenet5": LeNetConfig(input=(1, 32, 32), classes=10, activation="tanh")}
