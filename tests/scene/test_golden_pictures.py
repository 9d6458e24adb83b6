"""A dozen pictures kept as SVG, without the font: a change that moves a line shows in the diff.

`pytest tests/scene/test_golden_pictures.py --update-golden` writes them anew; look at them before committing.
"""

from collections.abc import Callable

import pytest

from app.nets import config
from app.pipeline import graph_for
from app.render.svg import svg
from app.scene.draw import draw
from app.scene.types import View

PICTURES = {
    "resnet34": ("resnet34", {}, View()),
    "resnet34_linear": ("resnet34", {}, View(scale="linear")),
    "resnet152": ("resnet152", {}, View()),
    "cifar_resnet110": ("cifar_resnet110", {}, View()),
    "resnet34_layer1": ("resnet34", {}, View("layer1")),
    "resnet34_layer2": ("resnet34", {}, View("layer2")),
    "resnet34_layer2_block0": ("resnet34", {}, View("layer2.0")),
    "resnet34_layer2_block0_option_a": ("resnet34", {"shortcut": "A"}, View("layer2.0")),
    "resnet50_layer1_block0": ("resnet50", {}, View("layer1.0")),
    "resnet50d_layer2_block0": ("resnet50d", {}, View("layer2.0")),
    "seresnet50_layer2_block0": ("seresnet50", {}, View("layer2.0")),
    "highway34_layer1_block0": ("highway34", {}, View("layer1.0")),
    "googlenet_paper_inception3b": ("googlenet_paper", {}, View("inception3b")),
    "inception_v3_mixed_7c": ("inception_v3", {}, View("Mixed_7c")),
    "inception_resnet_v2_block35": ("inception_resnet_v2", {}, View("repeat.0")),
    "resnet34_conv1": ("resnet34", {}, View("conv1")),
    "resnet34_maxpool": ("resnet34", {}, View("maxpool")),
    "resnet34_layer2_block0_conv1": ("resnet34", {}, View("layer2.0.conv1")),
    "resnet34_layer2_block0_projection": ("resnet34", {}, View("layer2.0.downsample.0")),
    "plain34_schematic": ("plain34", {}, View(style="schematic")),
    "googlenet_aux": ("googlenet", {"aux": "true"}, View()),
    "googlenet_inception3": ("googlenet", {}, View("inception3")),
    "googlenet_inception3a_schematic": ("googlenet", {}, View("inception3a", style="schematic")),
    "inception_resnet_v2": ("inception_resnet_v2", {}, View()),
    "inception_v3_mixed_7_schematic": ("inception_v3", {}, View("Mixed_7", style="schematic")),
    "highway34_layer2_block1_schematic": ("highway34", {}, View("layer2.1", style="schematic")),
    "vgg16": ("vgg16", {}, View()),
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_picture_is_the_one_that_was_reviewed(name: str, golden: Callable[[str, str], None]) -> None:
    preset, overrides, view = PICTURES[name]
    scene = draw(graph_for(config(preset, **overrides)), view)
    golden(f"svg/{name}.svg", svg(scene, "light", embed=False).replace("><", ">\n<"))
