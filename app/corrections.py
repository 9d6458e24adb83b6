"""What the article (Ruiz 2018) and its sequel on CIFAR-10 print wrongly, and which view shows it right.

Only what concerns residual networks. The inspector says the same at the operation itself (`inspector/article.py`).
"""

from dataclasses import dataclass

from app.nets import preset
from app.nets.config import NetConfig


@dataclass(frozen=True, slots=True)
class Correction:
    """where: the figure or the place. printed: what stands there. right: what is the case. shown: the view to open."""

    where: str
    printed: str
    right: str
    config: NetConfig
    path: str


def corrections() -> tuple[Correction, ...]:
    """In the order in which a reader of the article meets them."""
    return tuple(
        Correction(where, printed, right, preset(name), path) for where, printed, right, name, path in _CORRECTIONS
    )


_CORRECTIONS = (
    (
        "Introduction",
        "Residual networks solve vanishing gradients.",
        "The paper finds vanishing gradients unlikely to be what holds plain networks back (section 4.1). What it "
        "solves is degradation: deeper plain networks have a higher training error.",
        "plain34",
        "",
    ),
    (
        "Figure 3",
        "Layer1 is written over the 56 × 56 box, as if layer 1 led from 112 to 56.",
        "The max pooling of the stem makes the 56 × 56; layer 1 keeps it.",
        "resnet34",
        "maxpool",
    ),
    (
        "Figure 3",
        "Dense and Softmax are rods of different heights.",
        "Both are 1,000 numbers long: softmax changes no shape.",
        "resnet34",
        "fc",
    ),
    (
        "Conv1, text",
        "The output is 112 × 122.",
        "It is 112 × 112. Zeros are put on each side of height and width, 3 of them, and none on the channels.",
        "resnet34",
        "conv1",
    ),
    (
        "Figures 4, 5, 9, 10",
        "O = (I + 2P − K) / S + 1, which gives 112.5, 56.5, 28.5 and 28.5 there.",
        "The division is rounded down: O = floor((I + 2P − K) / S) + 1.",
        "resnet34",
        "layer2.0.conv1",
    ),
    (
        "Figure 6",
        "(56 − 3 + 2) / 2 + 1 = 56.",
        "The stride is 1, so the divisor is 1; with 2 the result would be 28, and nothing could be added.",
        "resnet34",
        "layer1.0.conv1",
    ),
    (
        "Conv1 and Figures 7, 11",
        "The ReLUs are left out; an operation at the end of a block has none.",
        "Conv1 has a ReLU, and so has each block, after the addition and not before it.",
        "resnet34",
        "layer1.0",
    ),
    (
        "Layers, text",
        "Width and height stay constant throughout a layer.",
        "The first convolution of layers 2, 3 and 4 halves them; layer 1 keeps them.",
        "resnet34",
        "layer2",
    ),
    (
        "Layers, text",
        "Residual networks get deeper by more operations in a block.",
        "From 18 to 34 and from 50 to 101 and 152 there are more blocks. Only from 34 to 50 does the block change.",
        "resnet50",
        "layer1.0",
    ),
    (
        "Figure 9",
        "The filters are doubled because 56 · 64 = 28 · 128.",
        "The cost goes with the squares: (56 · 64)² · 9 = (28 · 128)² · 9 = 115,605,504 multiply-adds. The strided "
        "convolution itself costs half of that.",
        "resnet34",
        "layer2.0.conv1",
    ),
    (
        "Figure 11",
        "Both kernels of the block are drawn alike.",
        "The first reads 64 channels, the second 128.",
        "resnet34",
        "layer2.0",
    ),
    (
        "Figure 12",
        "The last block has one row of kernels.",
        "It has two, as every block of the layer.",
        "resnet34",
        "layer2",
    ),
    (
        "Sequel on CIFAR-10",
        "n = 1 gives ResNet-20.",
        "6n + 2 = 20 needs n = 3; n = 1 is ResNet-8.",
        "cifar_resnet20",
        "",
    ),
    (
        "Sequel on CIFAR-10",
        "The shortcut is drawn as a 3 × 3 convolution with stride 2.",
        "The paper uses option A there: every second row and column, and channels of zeros.",
        "cifar_resnet20",
        "layer2.0",
    ),
)
