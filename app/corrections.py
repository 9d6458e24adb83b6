"""What articles, lectures and papers about these networks print wrongly, and which view shows it right.

On residual networks mostly the article (Ruiz 2018) and its sequel on CIFAR-10; the inspector says the same at the
operation itself (`inspector/article.py`). On Inception the lectures on 1×1 convolutions and the paper's own Table 1.
"""

from dataclasses import dataclass

from app.language import message, say
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


def corrections(family: str) -> tuple[Correction, ...]:
    """Those on `resnet` or `inception`, in the order in which a reader meets them."""
    return tuple(
        Correction(say(where), say(printed), say(right), preset(name), path)
        for where, printed, right, name, path in _CORRECTIONS[family]
    )


_RESNET = (
    (
        message("Introduction"),
        message("Residual networks solve vanishing gradients."),
        message(
            "The paper finds vanishing gradients unlikely to be what holds plain networks back (section 4.1). What it "
            "solves is degradation: deeper plain networks have a higher training error."
        ),
        "plain34",
        "",
    ),
    (
        message("Figure 3"),
        message("Layer1 is written over the 56 × 56 box, as if layer 1 led from 112 to 56."),
        message("The max pooling of the stem makes the 56 × 56; layer 1 keeps it."),
        "resnet34",
        "maxpool",
    ),
    (
        message("Figure 3"),
        message("Dense and Softmax are rods of different heights."),
        message("Both are 1,000 numbers long: softmax changes no shape."),
        "resnet34",
        "fc",
    ),
    (
        message("Conv1, text"),
        message("The output is 112 × 122."),
        message(
            "It is 112 × 112. Zeros are put on each side of height and width, 3 of them, and none on the channels."
        ),
        "resnet34",
        "conv1",
    ),
    (
        message("Figures 4, 5, 9, 10"),
        message("O = (I + 2P − K) / S + 1, which gives 112.5, 56.5, 28.5 and 28.5 there."),
        message("The division is rounded down: O = floor((I + 2P − K) / S) + 1."),
        "resnet34",
        "layer2.0.conv1",
    ),
    (
        message("Figure 6"),
        message("(56 − 3 + 2) / 2 + 1 = 56."),
        message("The stride is 1, so the divisor is 1; with 2 the result would be 28, and nothing could be added."),
        "resnet34",
        "layer1.0.conv1",
    ),
    (
        message("Conv1 and Figures 7, 11"),
        message("The ReLUs are left out; an operation at the end of a block has none."),
        message("Conv1 has a ReLU, and so has each block, after the addition and not before it."),
        "resnet34",
        "layer1.0",
    ),
    (
        message("Layers, text"),
        message("Width and height stay constant throughout a layer."),
        message("The first convolution of layers 2, 3 and 4 halves them; layer 1 keeps them."),
        "resnet34",
        "layer2",
    ),
    (
        message("Layers, text"),
        message("Residual networks get deeper by more operations in a block."),
        message(
            "From 18 to 34 and from 50 to 101 and 152 there are more blocks. Only from 34 to 50 does the block change."
        ),
        "resnet50",
        "layer1.0",
    ),
    (
        message("Figure 9"),
        message("The filters are doubled because 56 · 64 = 28 · 128."),
        message(
            "The cost goes with the squares: (56 · 64)² · 9 = (28 · 128)² · 9 = 115,605,504 multiply-adds. The strided "
            "convolution itself costs half of that."
        ),
        "resnet34",
        "layer2.0.conv1",
    ),
    (
        message("Figure 11"),
        message("Both kernels of the block are drawn alike."),
        message("The first reads 64 channels, the second 128."),
        "resnet34",
        "layer2.0",
    ),
    (
        message("Figure 12"),
        message("The last block has one row of kernels."),
        message("It has two, as every block of the layer."),
        "resnet34",
        "layer2",
    ),
    (
        message("Sequel on CIFAR-10"),
        message("n = 1 gives ResNet-20."),
        message("6n + 2 = 20 needs n = 3; n = 1 is ResNet-8."),
        "cifar_resnet20",
        "",
    ),
    (
        message("Sequel on CIFAR-10"),
        message("The shortcut is drawn as a 3 × 3 convolution with stride 2."),
        message("The paper uses option A there: every second row and column, and channels of zeros."),
        "cifar_resnet20",
        "layer2.0",
    ),
)

_INCEPTION = (
    (
        message("Lecture on 1×1 convolutions"),
        message("A 28 × 28 × 129 volume is brought to 28 × 28 × 32."),
        message("It is 28 × 28 × 192, what the third section of GoogLeNet begins with; 32 kernels of 1 × 1 × 192."),
        "googlenet_paper",
        "inception3a.branch4.1.conv",
    ),
    (
        message("Lecture on 1×1 convolutions"),
        message("The 36 numbers under the filter are multiplied and added up."),
        message("At each of 36 places it is the 32 channel values. A 1×1 window sees all channels of one place."),
        "googlenet_paper",
        "inception3a.branch1.conv",
    ),
    (
        message("GoogLeNet's Table 1"),
        message("conv1 has 2.7K parameters and 34M operations."),
        message(
            "A 7×7 on 3 channels with 64 kernels has 9,408 weights and takes 118,013,952 multiply-adds. The printed "
            "numbers are those of a 7×1 and a 1×7 that both read the image."
        ),
        "googlenet_paper",
        "conv1.conv",
    ),
    (
        message("GoogLeNet's Table 1"),
        message("Modules 4a to 5b have 364K, 437K, 463K, 580K, 840K, 1072K and 1388K parameters."),
        message(
            "The channel counts printed in the same rows give other numbers, in the table above. Its operations agree "
            "with them, except for 5a."
        ),
        "googlenet_paper",
        "inception4c",
    ),
    (
        "torchvision",
        message("The third branch is called the 5×5."),
        message(
            "It is a 3×3: a mistake that its source names and keeps, for the trained weights would not fit otherwise."
        ),
        "googlenet",
        "inception3a.branch3.1.conv",
    ),
    (
        message("Notes on GoogLeNet"),
        message("Local response normalisation keeps the distribution of the activations from changing."),
        message("That is what batch normalisation is for. This one lets strong channels quiet their neighbours."),
        "googlenet_paper",
        "lrn1",
    ),
    (
        message("Notes on GoogLeNet"),
        message("Average pooling takes the place of the fully connected layer."),
        message("It takes the place of all but one: behind it stands a linear layer with 1,025,000 parameters."),
        "googlenet_paper",
        "fc",
    ),
)

_CORRECTIONS = {"resnet": _RESNET, "inception": _INCEPTION}
