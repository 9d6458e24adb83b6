"""Numbers that the paper prints and no trace can measure: error rates, and its own rounded counts, with the table.

He et al. 2015 is "Deep Residual Learning for Image Recognition", arXiv:1512.03385v1. Errors are percent.
"""

from app.language import message, say

PAPER = "He et al. 2015"
PAPER_URL = "https://arxiv.org/abs/1512.03385"
ARTICLE_URL = "https://towardsdatascience.com/understanding-and-visualizing-resnets-442284831be8"

# Table 1, "FLOPs": the paper counts a multiply-add as one, as this program does.
IMAGENET_FLOPS = {18: "1.8 × 10⁹", 34: "3.6 × 10⁹", 50: "3.8 × 10⁹", 101: "7.6 × 10⁹", 152: "11.3 × 10⁹"}

# Table 2: top-1 error on ImageNet's validation set, ten crops. The residual networks here use option A.
PLAIN_TOP1 = {18: 27.94, 34: 28.54}
RESIDUAL_TOP1 = {18: 27.88, 34: 25.03}

# Table 3: the same error of ResNet-34 by shortcut option, and of the deeper networks (option B).
SHORTCUT_TOP1 = {"A": 25.03, "B": 24.52, "C": 24.19, "none": 28.54}
BOTTLENECK_TOP1 = {50: 22.85, 101: 21.75, 152: 21.43}

# Table 6: parameters and test error on CIFAR-10; 110 is the best of five runs.
CIFAR_PARAMS = {20: "0.27M", 32: "0.46M", 44: "0.66M", 56: "0.85M", 110: "1.7M", 1202: "19.4M"}
CIFAR_ERROR = {20: 8.75, 32: 7.51, 44: 7.17, 56: 6.97, 110: 6.43, 1202: 7.93}
# Table 1 of "Going Deeper with Convolutions" (Szegedy et al. 2014): "params" and "ops" by row. K is 1024, biases are
# left out; some parameters do not follow from the printed channel counts.
GOOGLENET_TABLE = {
    "conv1": ("2.7K", "34M"),
    "conv2": ("112K", "360M"),
    "inception3a": ("159K", "128M"),
    "inception3b": ("380K", "304M"),
    "inception4a": ("364K", "73M"),
    "inception4b": ("437K", "88M"),
    "inception4c": ("463K", "100M"),
    "inception4d": ("580K", "119M"),
    "inception4e": ("840K", "170M"),
    "inception5a": ("1072K", "54M"),
    "inception5b": ("1388K", "71M"),
    "linear": ("1000K", "1M"),
}
GOOGLENET_URL = "https://arxiv.org/abs/1409.4842"

# Errors of other papers on ImageNet's validation set, in a sentence, by preset.
TOP_ERRORS = {
    "googlenet_paper": message(
        "The paper's single network has 10.07 % top-5 error on ImageNet with one crop; seven of them with 144 crops "
        "each won the 2014 challenge with 6.67 % (Szegedy et al. 2014, section 8, Tables 2 and 3)."
    ),
    "inception_v3": message(
        "The paper reports 21.2 % top-1 and 5.6 % top-5 error on ImageNet, one network and one crop "
        "(Szegedy et al. 2015, section 10)."
    ),
    "inception_v4": message(
        "The paper reports 20.0 % top-1 and 5.0 % top-5 error on ImageNet, one network and one crop "
        "(Szegedy et al. 2016, Table 2)."
    ),
    "inception_resnet_v2": message(
        "The paper reports 19.9 % top-1 and 4.9 % top-5 error on ImageNet, one network and one crop "
        "(Szegedy et al. 2016, Table 2)."
    ),
    "seresnet50": message(
        "The paper reports 23.29 % top-1 error on ImageNet, one crop, against 24.80 % for its ResNet-50 without gates "
        "(Hu et al. 2018, Table 2)."
    ),
}

# How a place in a paper is named.
_PLACES = {
    "section": message("section {number}"),
    "figure": message("Figure {number}"),
    "table": message("Table {number}"),
    "equation": message("equation {number}"),
}


def cite(paper: str = PAPER, **places: str) -> str:
    """`(He et al. 2015, section 3.3)` for section="3.3": where in a paper a statement stands."""
    named = [say(_PLACES[kind], number=number) for kind, number in places.items()]
    return say("({paper}, {places})", paper=paper, places=say(", ").join(named))
