"""Drawings in Chinese: nothing touches, no English is left but names, and sentences hold what was traced."""

import re

import pytest

from app.graph.types import Graph
from app.language import speaking
from app.nets import PRESETS, config
from app.pipeline import graph_for
from app.scene.block import captions
from app.scene.clash import clashes, differences, expected
from app.scene.draw import draw
from app.scene.op_words import node_label
from app.scene.recipes import census, stage_signature
from app.scene.types import Scene, Text, View
from app.scene.units import count_text, shape_text, short_count
from tests.scene.overlap import problems
from tests.scene.test_clash import failure
from tests.scene.test_views import distinct_views

SAMPLE = (
    ("cifar_resnet20", {"shortcut": "A", "input": "3,33,45"}),
    ("resnet50d", {}),
    ("resnet50", {"depths": "1,1,1,1", "groups": "64"}),
    ("resnet34", {"shortcut": "identity"}),
    ("highway34", {"depths": "1,2,1,1"}),
    ("seresnet50", {"depths": "1,1,1,1"}),
    ("googlenet_paper", {"aux": "true"}),
    ("inception_v3", {}),
    ("lenet5", {}),
)
# Words that Chinese lectures leave as they are: names, the field's shorthand, functions.
NAMES = set(
    re.findall(
        r"\w+",
        "ReLU BN LRN SE conv concat softmax Softmax dropout Dropout sigmoid Sigmoid tanh Tanh max log exp "
        "highway Highway stem Stem GoogLeNet Inception ResNet CIFAR LeNet input",
    )
)


def texts(scene: Scene) -> list[str]:
    """Everything that is read or heard."""
    marks = (mark for part in scene.parts for mark in part.marks if isinstance(mark, Text))
    return [scene.title, scene.alt, *(part.label for part in scene.parts), *(mark.string for mark in marks)]


def english(graph: Graph, text: str) -> list[str]:
    """Words of three letters or more that are neither names nor parts of paths, nor quoted."""
    paths = {step for path in (*graph.group_by_path, *graph.by_path) for step in re.findall("[A-Za-z]+", path)}
    quoted = (graph.name, *graph.changes, *([graph.failure.message] if graph.failure else []))
    for words in quoted:
        text = text.replace(words, "")
    return [word for word in re.findall("[A-Za-z]{3,}", text) if word not in NAMES | paths]


@pytest.mark.parametrize("name", [name for name in PRESETS if name != "cifar_resnet1202"])
def test_no_label_of_a_network_touches_anything(name: str) -> None:
    assert problems(draw(graph_for(config(name)), View(lang="zh"))) == []


@pytest.mark.parametrize(("name", "overrides"), SAMPLE, ids=[name for name, _ in SAMPLE])
def test_every_kind_of_view_is_in_chinese_and_no_label_touches_anything(name: str, overrides: dict[str, str]) -> None:
    graph = graph_for(config(name, **overrides))
    for path in distinct_views(graph, set()):
        scene = draw(graph, View(path, lang="zh"))
        assert problems(scene) == [], path
        assert [text for text in texts(scene) if english(graph, text)] == [], path


@pytest.mark.parametrize("view", [View(style="schematic", lang="zh"), View(painted=True, lang="zh"),
                                  View("layer2", expand=("all",), off=("layer2.1",), lang="zh")])  # fmt: skip
def test_other_ways_to_draw_are_in_chinese_too(view: View) -> None:
    graph = graph_for(config("resnet34"))
    scene = draw(graph, view)
    assert problems(scene) == []
    assert [text for text in texts(scene) if english(graph, text)] == []


def test_what_is_said_of_a_block_holds_what_was_traced() -> None:
    graph = graph_for(config("resnet34"))
    group = graph.group_by_path["layer2.0"]
    projection = sum(node.params for node in graph.inside(graph.group_by_path["layer2.0.downsample"]))
    with speaking("zh"):
        title, shortcut = captions(graph, group)
    assert title == f"基本块，投影捷径 · {count_text(group.params)} 个参数 · {short_count(group.macs)} 次乘加"
    assert shortcut == (
        f"捷径传来 {shape_text(group.input_shape)}，残差分支输出 {shape_text(group.output_shape)}："
        f"1×1 投影（{count_text(projection)} 个参数）使两者形状相同。"
    )


def test_the_name_of_an_operation_says_the_same_in_both_languages() -> None:
    node = graph_for(config("resnet34")).by_path["layer2.0.conv1"]
    with speaking("zh"):
        assert node_label(node) == "layer2.0.conv1，3×3 卷积，步幅 2，填充 1，64 × 56 × 56 → 128 × 28 × 28"
    assert node_label(node) == "layer2.0.conv1, 3×3 convolution, stride 2, padding 1, 64 × 56 × 56 to 128 × 28 × 28"


def test_modules_are_counted_by_their_kinds() -> None:
    graph = graph_for(config("inception_v3"))
    with speaking("zh"):
        assert census(graph) == (("Inception 模块", (3, 4, 2)), ("缩减模块", (1, 1)))
        assert "4 × 模块 B" in " ".join(stage_signature(graph, stage) for stage in graph.stages)


def test_a_clash_says_its_numbers_and_what_would_have_fitted() -> None:
    failed = failure("concat", (1, 28, 28), (2, 28, 28), (3, 27, 27))
    with speaking("zh"):
        assert (clashes(failed), differences(failed)) == (("高和宽：28 对 27",), (("高和宽", "28 对 27"),))
        assert expected(failure("linear", (4096,), expects=1024)) == "这个全连接层只接受 1,024 个特征，不能多也不能少。"
