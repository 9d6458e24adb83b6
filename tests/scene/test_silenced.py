"""Blocks that are switched off: framed by dashes and said in words, wherever they are drawn."""

import pytest

from app.scene.draw import draw
from app.scene.types import Face, Scene, Text, View
from tests.scene.drawn import network, words
from tests.scene.overlap import problems
from tests.scene.polygons import bounds

VIEWS = [
    ("resnet34", "", "layer2.0"), ("resnet34", "", "layer1.0"), ("resnet34", "", "layer4.2"),
    ("resnet34", "layer2", "layer2.0"), ("resnet34", "layer2", "layer2.3"), ("resnet34", "layer2.0", "layer2.0"),
    ("resnet50", "layer3.1", "layer3.1"), ("cifar_resnet20", "", "layer3.2"), ("cifar_resnet20", "", "layer2.0"),
    ("seresnet50", "layer1.0", "layer1.0"), ("inception_resnet_v2", "", "repeat.3"), ("resnet152", "", "layer3.7"),
    ("inception_resnet_v2", "inception_a", "repeat.3"), ("inception_resnet_v2", "repeat.3", "repeat.3"),
    ("resnet152", "layer3", "layer3.7"), ("resnetv2_50", "stages.0.blocks.0", "stages.0.blocks.0"),
]  # fmt: skip


def drawn(name: str, path: str, *off: str, painted: bool = True) -> Scene:
    return draw(network(name), View(path, painted=painted, off=off))


def frames(scene: Scene) -> list[Face]:
    return [mark for part in scene.parts if part.kind == "silenced" for mark in part.marks if isinstance(mark, Face)]


@pytest.mark.parametrize(("name", "path", "off"), VIEWS)
@pytest.mark.parametrize("painted", [True, False])
def test_a_block_that_is_off_has_a_dashed_frame_and_words_that_touch_nothing(
    name: str, path: str, off: str, painted: bool
) -> None:
    scene = drawn(name, path, off, painted=painted)
    (frame,) = frames(scene)
    assert frame.dash
    assert "F(x) = 0" in words(scene, "silenced")
    assert "switched off, F(x) = 0" in words(scene, "legend")
    assert off in scene.alt
    assert problems(scene) == []


def test_the_frame_of_a_block_s_view_holds_f_and_neither_the_shortcut_nor_the_sum() -> None:
    scene = drawn("resnet34", "layer2.0", "layer2.0")
    left, top, right, bottom = bounds(frames(scene)[0].points)
    for part in scene.parts:
        if part.kind in ("volume", "kernel"):
            points = [point for mark in part.marks if isinstance(mark, Face) for point in mark.points]
            held = all(left <= x <= right and top <= y <= bottom for x, y in points)
            assert held == (part.path in ("layer2.0.conv1", "layer2.0.conv2")), part.path


def test_of_a_folded_run_it_is_said_how_many_are_off() -> None:
    assert words(drawn("resnet152", "", "layer3.7", "layer3.9"), "silenced") == "F(x) = 0 in 2 of 35"


def test_a_view_without_the_block_stays_as_it_is() -> None:
    assert drawn("resnet34", "layer1", "layer2.0") == drawn("resnet34", "layer1")
    assert drawn("resnet34", "layer2.0.conv1", "layer2.0") == drawn("resnet34", "layer2.0.conv1")


def test_each_block_that_is_off_is_framed() -> None:
    scene = drawn("resnet34", "", "layer1.1", "layer2.0", "layer3.5")
    texts = [mark for part in scene.parts if part.kind == "silenced" for mark in part.marks if isinstance(mark, Text)]
    assert len(frames(scene)) == len(texts) == 3
    assert problems(scene) == []
