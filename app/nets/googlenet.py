"""GoogLeNet (Szegedy et al. 2014, arXiv:1409.4842): nine Inception modules, and two classifiers on the way.

`norm=batch` is torchvision's network, with its attribute names, so its checkpoint loads. `norm=lrn` is the paper's
arrangement, paddings and order from Caffe's `bvlc_googlenet`. `stem=cifar` is made here, for images of 32 x 32: all of
the stem but its first convolution is left out. Modules take and give (N, C, H, W); the network gives (N, classes).
"""

from functools import partial
from typing import ClassVar

from torch import Tensor, nn

from app.nets.googlenet_config import MODULES, GoogLeNetConfig
from app.nets.inception_ops import ConvNormAct, run
from app.nets.ops import ACTIVATIONS, AdaptiveAvgPool2d, Concat, Flatten, Linear, LocalResponseNorm, Softmax


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

        full = config.stem == "imagenet"
        self.conv1 = conv(config.input[0], 64, 7, stride=2) if full else conv(config.input[0], entering["3a"], 3)
        self.maxpool1 = pool(3) if full else None
        self.lrn1 = _response_norm() if full and paper else None
        self.conv2 = conv(64, 64, 1) if full else None
        self.conv3 = conv(64, entering["3a"], 3) if full else None
        self.lrn2 = _response_norm() if full and paper else None
        self.maxpool2 = pool(3) if full else None
        self.stem = (self.conv1, self.maxpool1, self.lrn1, self.conv2, self.conv3, self.lrn2, self.maxpool2)
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
        for operation in self.stem:
            x = run(operation, x)
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
CIFAR = GoogLeNetConfig(input=(3, 32, 32), classes=10, stem="cifar")
EIGHTH = {f"inception{module}": tuple(width // 8 for width in PAPER.columns(module)) for module in MODULES}

PRESETS: dict[str, GoogLeNetConfig] = {
    "googlenet": GoogLeNetConfig(),
    "googlenet_paper": PAPER,
    "googlenet_naive": PAPER.model_copy(update={"reduce": False}),
    "cifar_googlenet": CIFAR.override(EIGHTH),
}
