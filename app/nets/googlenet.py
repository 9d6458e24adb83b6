"""GoogLeNet (Szegedy et al. 2014, arXiv:1409.4842): nine Inception modules, and two classifiers on the way.

`norm=batch` is torchvision's network, with its attribute names, so its checkpoint loads. `norm=lrn` is the paper's
arrangement, paddings and order from Caffe's `bvlc_googlenet`. Modules take and give (N, C, H, W); the network gives
(N, classes).
"""

from functools import partial
from typing import Annotated, ClassVar, Literal

from pydantic import Field
from torch import Tensor, nn

from app.errors import TooLarge, UserError
from app.limits import limit
from app.nets.config import About, Flag, NetConfig, Numbers, Width, as_text
from app.nets.inception_ops import ConvNormAct, Window, check_input, run, smallest
from app.nets.ops import ACTIVATIONS, AdaptiveAvgPool2d, Concat, Flatten, Linear, LocalResponseNorm, Softmax

MODULES = ("3a", "3b", "4a", "4b", "4c", "4d", "4e", "5a", "5b")

Columns = Annotated[
    tuple[Width, Width, Width, Width, Width, Width],
    Numbers,
    Field(
        description="six channel counts, the columns of the paper's Table 1: 1x1, 1x1 before the 3x3, 3x3, "
        f"1x1 before the 5x5, 5x5, 1x1 behind the pool; whole numbers from 1 to {limit('width')}"
    ),
]


def _about(module: str) -> About:
    text = "Channels: 1x1, reduction before 3x3, 3x3, reduction before 5x5, 5x5, projection behind the pool."
    return About(f"Inception {module}", text, "Szegedy et al. 2014, Table 1", group="Channels of each module")


class GoogLeNetConfig(NetConfig, frozen=True):
    """Which GoogLeNet. `inception3a` to `inception5b` are the rows of Table 1, in the columns' order."""

    aux: Annotated[
        Flag,
        About(
            "Auxiliary classifiers",
            "Two small heads behind modules 4a and 4d, for training only: their loss is added to the network's.",
            "Szegedy et al. 2014, section 5",
            (("false", "left out, as when the network is used"), ("true", "built, run and drawn")),
        ),
    ] = False
    reduce: Annotated[
        Flag,
        About(
            "1x1 reductions",
            "Whether 1x1 convolutions narrow the input of the 3x3 and the 5x5, and the output of the pool.",
            "Szegedy et al. 2014, Figure 2",
            (("true", "Figure 2b, with dimension reductions"), ("false", "Figure 2a, the naive module")),
        ),
    ] = True
    branch3: Annotated[
        Literal["3x3", "5x5"],
        Field(description="one of 3x3, 5x5"),
        About(
            "Kernel of the third branch",
            "The paper's 5x5 became a 3x3 in torchvision by mistake, and stayed for the sake of the weights.",
            "Szegedy et al. 2014, Table 1; pytorch/vision issue 906",
            (("3x3", "torchvision"), ("5x5", "the paper")),
        ),
    ] = "3x3"
    norm: Annotated[
        Literal["batch", "lrn"],
        Field(description="one of batch, lrn"),
        About(
            "Arrangement",
            "lrn: biases, two response normalisations, a 3x3 last pool, a 7x7 average pool, dropout 0.4, softmax.",
            "Szegedy et al. 2014, section 5; Caffe's bvlc_googlenet",
            (("batch", "batch normalisation, torchvision"), ("lrn", "local response normalisation, the paper")),
        ),
    ] = "batch"
    pool: Annotated[
        Literal["ceil", "floor"],
        Field(description="one of ceil, floor"),
        About(
            "Rounding of the pools",
            "Whether a last window that hangs over the edge counts: 112 cells become 56, or 55.",
            "Caffe's bvlc_googlenet",
            (("ceil", "counts: 56, 28, 14, 7"), ("floor", "is left out: 55, 27, 13, 6")),
        ),
    ] = "ceil"
    inception3a: Annotated[Columns, _about("3a")] = (64, 96, 128, 16, 32, 32)
    inception3b: Annotated[Columns, _about("3b")] = (128, 128, 192, 32, 96, 64)
    inception4a: Annotated[Columns, _about("4a")] = (192, 96, 208, 16, 48, 64)
    inception4b: Annotated[Columns, _about("4b")] = (160, 112, 224, 24, 64, 64)
    inception4c: Annotated[Columns, _about("4c")] = (128, 128, 256, 24, 64, 64)
    inception4d: Annotated[Columns, _about("4d")] = (112, 144, 288, 32, 64, 64)
    inception4e: Annotated[Columns, _about("4e")] = (256, 160, 320, 32, 128, 128)
    inception5a: Annotated[Columns, _about("5a")] = (256, 160, 320, 32, 128, 128)
    inception5b: Annotated[Columns, _about("5b")] = (384, 192, 384, 48, 128, 128)

    @property
    def paper(self) -> bool:
        """Whether the arrangement is the paper's, not torchvision's."""
        return self.norm == "lrn"

    def columns(self, module: str) -> tuple[int, ...]:
        """The six widths of a module, `3a` to `5b`."""
        return getattr(self, f"inception{module}")

    def entering(self) -> dict[str, int]:
        """Channels that enter each module, and `head`; without a projection the pool hands on all that came in."""
        entering = {"3a": 192}
        for module, following in zip(MODULES, (*MODULES[1:], "head"), strict=True):
            one, _, three, _, five, projection = self.columns(module)
            entering[following] = one + three + five + (projection if self.reduce else entering[module])
        return entering

    def check(self) -> None:
        ceil = self.pool == "ceil"
        pool = Window(3, 2, ceil=ceil)
        stem = (Window(7, 2, 3), pool, pool, pool)
        check_input(self, (*stem, Window(3 if self.paper else 2, 2, ceil=ceil)))
        least = smallest((*stem, Window(5, 3)), 4)
        if self.aux and self.paper and min(self.input[1:]) < least:
            allowed = (
                f"the paper's heads average 5x5 windows into a 4x4 map: H and W from {least}; norm=batch takes any"
            )
            raise UserError("aux", as_text(self.aux), allowed)
        leaving = list(self.entering().values())[1:]
        for module, channels in zip(MODULES, leaving, strict=True):
            if channels > limit("width"):
                allowed = f"allowed: at most {limit('width')} channels behind a module, here are {channels}"
                raise TooLarge(f"inception{module}", as_text(self.columns(module)), allowed)


class Inception(nn.Module):
    """1x1, 3x3, 5x5 and a pool side by side, their channels stacked (Figure 2). Keeps H and W."""

    kind = "block"

    def __init__(self, config: GoogLeNetConfig, in_channels: int, columns: tuple[int, ...]) -> None:
        super().__init__()
        conv = _conv(config)
        one, reduce3, three, reduce5, five, projection = columns
        kernel = int(config.branch3[0])
        # At stride 1 the rounding changes no size; torchvision asks for it here as well.
        pool = nn.MaxPool2d(3, stride=1, padding=1, ceil_mode=config.pool == "ceil" and not config.paper)
        self.branch1 = conv(in_channels, one, 1)
        if config.reduce:
            self.branch2 = nn.Sequential(conv(in_channels, reduce3, 1), conv(reduce3, three, 3))
            self.branch3 = nn.Sequential(conv(in_channels, reduce5, 1), conv(reduce5, five, kernel))
            self.branch4 = nn.Sequential(pool, conv(in_channels, projection, 1))
        else:
            self.branch2 = nn.Sequential(conv(in_channels, three, 3))
            self.branch3 = nn.Sequential(conv(in_channels, five, kernel))
            self.branch4 = nn.Sequential(pool)
        self.concat = Concat()

    def forward(self, x: Tensor) -> Tensor:
        return self.concat(self.branch1(x), self.branch2(x), self.branch3(x), self.branch4(x))


class InceptionAux(nn.Module):
    """A classifier on the way (section 5): average pool to 4x4, 1x1 convolution, two linear layers."""

    kind = "aux"

    def __init__(self, config: GoogLeNetConfig, in_channels: int) -> None:
        super().__init__()
        self.avgpool = nn.AvgPool2d(5, stride=3) if config.paper else AdaptiveAvgPool2d(4)
        self.conv = _conv(config)(in_channels, 128, 1)
        self.flatten = Flatten()
        self.fc1 = Linear(4 * 4 * 128, 1024)
        self.act = ACTIVATIONS[config.activation]()
        self.dropout = nn.Dropout(0.7)
        self.fc2 = Linear(1024, config.classes)

    def forward(self, x: Tensor) -> Tensor:
        x = self.flatten(self.conv(self.avgpool(x)))
        return self.fc2(self.dropout(self.act(self.fc1(x))))


class GoogLeNet(nn.Module):
    """Stem, nine modules with pools between them, average pool, one linear layer (Table 1). To (N, classes)."""

    sections: ClassVar[dict[str, tuple[str, ...]]] = {
        "inception3": ("inception3a", "inception3b"),
        "inception4": ("maxpool3", *(f"inception{module}" for module in MODULES if module[0] == "4")),
        "inception5": ("maxpool4", "inception5a", "inception5b"),
    }

    def __init__(self, config: GoogLeNetConfig) -> None:
        super().__init__()
        conv, entering, paper = _conv(config), config.entering(), config.paper
        pool = partial(nn.MaxPool2d, stride=2, ceil_mode=config.pool == "ceil")

        def inception(module: str) -> Inception:
            return Inception(config, entering[module], config.columns(module))

        self.conv1 = conv(config.input[0], 64, 7, stride=2)
        self.maxpool1 = pool(3)
        self.lrn1 = _response_norm() if paper else None
        self.conv2 = conv(64, 64, 1)
        self.conv3 = conv(64, 192, 3)
        self.lrn2 = _response_norm() if paper else None
        self.maxpool2 = pool(3)
        self.inception3a = inception("3a")
        self.inception3b = inception("3b")
        self.maxpool3 = pool(3)
        self.inception4a = inception("4a")
        self.inception4b = inception("4b")
        self.inception4c = inception("4c")
        self.inception4d = inception("4d")
        self.inception4e = inception("4e")
        self.maxpool4 = pool(3 if paper else 2)
        self.inception5a = inception("5a")
        self.inception5b = inception("5b")
        self.aux1 = InceptionAux(config, entering["4b"]) if config.aux else None
        self.aux2 = InceptionAux(config, entering["4e"]) if config.aux else None
        self.avgpool = nn.AvgPool2d(7, stride=1) if paper else AdaptiveAvgPool2d(1)
        self.flatten = Flatten()
        self.dropout = nn.Dropout(0.4 if paper else 0.2)
        self.fc = Linear(entering["head"], config.classes)
        self.softmax = Softmax() if paper else None
        # Caffe drops before it flattens, torchvision after.
        before, after = (self.dropout, self.flatten) if paper else (self.flatten, self.dropout)
        self.head = (self.avgpool, before, after, self.fc)

    def forward(self, x: Tensor) -> Tensor:
        x = run(self.lrn1, self.maxpool1(self.conv1(x)))
        x = self.maxpool2(run(self.lrn2, self.conv3(self.conv2(x))))
        x = self.inception4a(self.maxpool3(self.inception3b(self.inception3a(x))))
        run(self.aux1, x)
        x = self.inception4d(self.inception4c(self.inception4b(x)))
        run(self.aux2, x)
        x = self.inception5b(self.inception5a(self.maxpool4(self.inception4e(x))))
        for operation in self.head:
            x = operation(x)
        return run(self.softmax, x)


def _conv(config: GoogLeNetConfig) -> partial[ConvNormAct]:
    """The convolutions of this network: batch normalisation, or in the paper's arrangement a bias."""
    return partial(ConvNormAct, norm=not config.paper, activation=config.activation)


def _response_norm() -> LocalResponseNorm:
    """Over 5 neighbouring channels, with Caffe's constants."""
    return LocalResponseNorm(5, alpha=1e-4, beta=0.75)


PAPER = GoogLeNetConfig(norm="lrn", branch3="5x5")

PRESETS: dict[str, GoogLeNetConfig] = {
    "googlenet": GoogLeNetConfig(),
    "googlenet_paper": PAPER,
    "googlenet_naive": PAPER.model_copy(update={"reduce": False}),
}
