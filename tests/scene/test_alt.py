"""What a drawing says to those who do not see it."""

import pytest

from app.language import LANGUAGES, Language
from app.nets import PRESETS, config
from app.pipeline import graph_for, scene_for
from app.scene.types import View
from app.scene.units import shape_text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name in PRESETS if "1202" not in name])
def test_a_network_s_text_names_every_layer_with_its_shape(name: str, language: Language) -> None:
    graph, alt = graph_for(config(name)), scene_for(config(name), View(lang=language)).alt
    for layer in graph.stages:
        assert layer.path.removeprefix("blocks.") in alt
        assert shape_text(layer.output_shape) in alt


@pytest.mark.parametrize("path", ["layer2.0", "layer2.0.conv1", "layer2", "stem", "head", "layer2.0.add"])
def test_a_part_s_text_says_what_goes_in_and_what_comes_out(path: str) -> None:
    graph, alt = graph_for(config("resnet34")), scene_for(config("resnet34"), View(path)).alt
    part = graph.group_by_path.get(path)
    shapes = (part.input_shape, part.output_shape) if part else (*graph.by_path[path].input_shapes,)
    assert all(shape_text(shape) in alt for shape in shapes)
    assert "  " not in alt
    assert alt.endswith(".")


def test_equal_blocks_are_said_once() -> None:
    alt = scene_for(config("resnet152"), View("layer3")).alt
    assert "block 1 to block 35, bottleneck block, identity shortcut: 1024 × 14 × 14" in alt
    assert len(alt) < 700


def test_a_fixed_window_is_not_said_to_fit_every_map() -> None:
    assert "whatever the size" in scene_for(config("googlenet"), View("avgpool")).alt
    assert "as large as the map, 7×7" in scene_for(config("googlenet_paper"), View("avgpool")).alt
