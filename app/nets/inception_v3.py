"""Inception v3 (Szegedy et al. 2015, arXiv:1512.00567): three modules A, four B and two C, a reduction between.

Attribute names are torchvision's, so its checkpoint loads. (N, C, H, W) to (N, classes).
"""

from functools import partial
from string import ascii_lowercase
from typing import Annotated, Any, ClassVar

from torch import Tensor, nn

from app.errors import UserError
from app.language import message, say
from app.nets.config import About, Flag, NetConfig, as_text
from app.nets.inception_ops import (
    REDUCTION,
    STEM,
    ConvNormAct,
    Counts,
    Widths,
    Window,
    channels,
    check_input,
    each,
    folded,
    many,
    modules_about,
    resized,
    run,
    smallest,
)
from app.nets.inception_v3_modules import InceptionA, InceptionAux, InceptionB, InceptionC, InceptionD, InceptionE
from app.nets.ops import AdaptiveAvgPool2d, Flatten, Linear

LETTERS = ascii_lowercase[1:]  # the first module of a resolution is b, a is the reduction or the stem before it

Mixed = InceptionA | InceptionB | InceptionC | InceptionD | InceptionE


class InceptionV3Config(NetConfig, frozen=True):
    """Which Inception v3. `a` to `reduction_b` are the channels inside each kind of module, left to right."""

    aux: Annotated[
        Flag,
        About(
            message("Auxiliary classifier"),
            message("A small head on the last 17x17 map, for training only: its loss is added to the network's."),
            message("Szegedy et al. 2015, section 4, Figure 8"),
            (("false", message("left out, as when the network is used")), ("true", message("built, run and drawn"))),
            phrases=(
                ("false", message("without the auxiliary classifier")),
                ("true", message("with the auxiliary classifier")),
            ),
        ),
    ] = False
    modules: Annotated[Counts, modules_about(message("Szegedy et al. 2015, Table 1 and Figures 5 to 7"))] = (3, 4, 2)
    a: Annotated[
        Widths,
        channels(6, message("1x1; 1x1, 5x5; 1x1, 3x3, 3x3")),
        folded(
            message("Inception A"),
            message("Channels of 1x1; 1x1, 5x5; 1x1, 3x3, 3x3."),
            message("Szegedy et al. 2015, Figures 4 and 5"),
        ),
    ] = (64, 48, 64, 64, 96, 96)
    pool_features: Annotated[
        Widths,
        each(message("modules A")),
        folded(
            message("Inception A, behind the pool"),
            message("Channels of the 1x1 behind the pool, module by module."),
            "torchvision",
        ),
    ] = (32, 64, 64)
    reduction_a: Annotated[
        Widths,
        channels(4, message("3x3; 1x1, 3x3, 3x3")),
        folded(
            message("Reduction A"),
            message("Channels of 3x3; 1x1, 3x3, 3x3; the pool keeps its own."),
            message("Szegedy et al. 2015, Figure 10"),
        ),
    ] = (384, 64, 96, 96)
    b: Annotated[
        Widths,
        channels(4, message("1x1; the 7x7; the double 7x7; the 1x1 behind the pool")),
        folded(
            message("Inception B"),
            message("Channels that each of the four branches ends in."),
            message("Szegedy et al. 2015, Figure 6; torchvision's InceptionC"),
        ),
    ] = (192, 192, 192, 192)
    channels_7x7: Annotated[
        Widths,
        each(message("modules B")),
        folded(
            message("Inception B, inside the 7x7"),
            message("Channels of the 1x7 and 7x1 before the last of a branch."),
            "torchvision",
        ),
    ] = (128, 160, 160, 192)
    reduction_b: Annotated[
        Widths,
        channels(4, message("1x1, 3x3; 1x1 with 1x7 and 7x1, 3x3")),
        folded(
            message("Reduction B"),
            message("Channels of 1x1, 3x3; 1x1 with 1x7 and 7x1, 3x3."),
            message("torchvision's InceptionD"),
        ),
    ] = (192, 320, 192, 192)
    c: Annotated[
        Widths,
        channels(7, message("1x1; 1x1, 1x3 and 3x1 each; 1x1, 3x3, 1x3 and 3x1 each; the 1x1 behind the pool")),
        folded(
            message("Inception C"),
            message("Channels of 1x1; 1x1, 1x3 and 3x1 each; 1x1, 3x3, 1x3 and 3x1 each; the 1x1 behind the pool."),
            message("Szegedy et al. 2015, Figure 7; torchvision's InceptionE"),
        ),
    ] = (320, 384, 384, 448, 384, 384, 192)

    following: ClassVar = {"pool_features": resized, "channels_7x7": resized}

    def implied(self, given: dict[str, Any]) -> dict[str, Any]:
        """Fewer modules keep the first widths; more repeat the last."""
        if "modules" not in given:
            return {}
        a, b, _ = given["modules"]
        return {"pool_features": resized(self.pool_features, a), "channels_7x7": resized(self.channels_7x7, b)}

    @property
    def heavy(self) -> bool:
        return many(self.modules)

    def check(self) -> None:
        check_input(self, (*STEM, REDUCTION, REDUCTION))
        for name, count in (("pool_features", self.modules[0]), ("channels_7x7", self.modules[1])):
            widths = getattr(self, name)
            if len(widths) != count:
                raise UserError(name, as_text(widths), say("{count} widths, one for each of the modules", count=count))
        least = smallest((*STEM, REDUCTION, Window(5, 3), Window(5)))
        if self.aux and min(self.input[1:]) < least:
            allowed = say(
                "true with height and width from {least}, which leave its last kernel 5x5; else false", least=least
            )
            raise UserError("aux", as_text(self.aux), allowed)


class InceptionV3(nn.Module):
    """Stem, three resolutions of modules, average pool, one linear layer (Table 1)."""

    def __init__(self, config: InceptionV3Config) -> None:
        super().__init__()
        conv = partial(ConvNormAct, activation=config.activation)
        a, b, c = config.modules
        self.Conv2d_1a_3x3 = conv(config.input[0], 32, 3, stride=2, valid=True)
        self.Conv2d_2a_3x3 = conv(32, 32, 3, valid=True)
        self.Conv2d_2b_3x3 = conv(32, 64, 3)
        self.maxpool1 = nn.MaxPool2d(3, stride=2)
        self.Conv2d_3b_1x1 = conv(64, 80, 1)
        self.Conv2d_4a_3x3 = conv(80, 192, 3, valid=True)
        self.maxpool2 = nn.MaxPool2d(3, stride=2)
        self.mixed: dict[str, Mixed] = {}
        width = 192
        for index in range(a):
            width = self._append(f"5{LETTERS[index]}", InceptionA(conv, width, config.a, config.pool_features[index]))
        width = self._append("6a", InceptionB(conv, width, config.reduction_a))
        for index in range(b):
            width = self._append(f"6{LETTERS[index]}", InceptionC(conv, width, config.b, config.channels_7x7[index]))
        self.AuxLogits = InceptionAux(conv, width, config.classes) if config.aux else None
        width = self._append("7a", InceptionD(conv, width, config.reduction_b))
        for index in range(c):
            width = self._append(f"7{LETTERS[index]}", InceptionE(conv, width, config.c))
        self.avgpool = AdaptiveAvgPool2d(1)
        self.dropout = nn.Dropout(0.5)
        self.flatten = Flatten()
        self.fc = Linear(width, config.classes)
        self.sections = {
            f"Mixed_{size}": tuple(name for name in self.mixed if name.startswith(f"Mixed_{size}")) for size in "567"
        }

    def _append(self, place: str, module: Mixed) -> int:
        """Put a module behind the others; the channels that leave it."""
        name = f"Mixed_{place}"
        self.add_module(name, module)
        self.mixed[name] = module
        return module.out_channels

    def forward(self, x: Tensor) -> Tensor:
        x = self.maxpool1(self.Conv2d_2b_3x3(self.Conv2d_2a_3x3(self.Conv2d_1a_3x3(x))))
        x = self.maxpool2(self.Conv2d_4a_3x3(self.Conv2d_3b_1x1(x)))
        for name, module in self.mixed.items():
            if name == "Mixed_7a":
                run(self.AuxLogits, x)
            x = module(x)
        return self.fc(self.flatten(self.dropout(self.avgpool(x))))


PRESETS: dict[str, InceptionV3Config] = {"inception_v3": InceptionV3Config(input=(3, 299, 299))}
