"""Cards, tables and charts in Chinese: the same traced numbers, in sentences without English in them."""

import re
from collections.abc import Iterator

import pytest

from app import nets
from app.charts import CHARTS, figures
from app.graph.types import Graph
from app.inspector import Card, card, cards, table
from app.language import speaking
from app.pipeline import graph_for
from app.scene.draw import draw
from app.scene.types import View

CASES = [
    ("resnet34", {"shortcut": "A"}),
    ("resnet50_v1", {"shortcut": "none"}),
    ("resnet34", {"shortcut": "identity"}),
    ("seresnet50", {}),
    ("highway34", {}),
    ("googlenet", {"aux": "true"}),
    ("inception_resnet_v2", {}),
    ("vgg16", {}),
]
# What stays as it is: paths, networks, papers, functions, operations as the field writes them.
NAMES = re.compile(
    r"\b(?:\w+(?:\.\w+)+|ResNet\w*|Inception|GoogLeNet|ImageNet|CIFAR|ReLU|BN|LRN|SE|conv\d*|fc|concat|dropout|softmax|"
    r"sigmoid|tanh|floor|ceil|exp|highway|stem|head|torchvision|squeeze|excitation|top-\d|KiB|MiB|px|float\d+|arXiv)\b"
    r"|(?:[A-Z]\w+(?: et al\.|, Chen and Yan| and Zisserman)?) \d{4}|He et al\.|Bag of Tricks|Identity Mappings[\w ]+"
)
SENTENCE = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")
UNCHINESE = re.compile(r"[{}]|  |[\u4e00-\u9fff](?:[;:?]|,(?! /\d))|[，。；：]\s")  # `最大池化, /2` is shorthand


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    with speaking("zh"):
        yield


def traced(name: str, **overrides: str) -> Graph:
    return graph_for(nets.config(name, **overrides))


def why(shown: Card) -> str:
    return "".join(shown.why)


@pytest.mark.parametrize(("name", "overrides"), CASES, ids=[f"{name}-{'-'.join(o.values())}" for name, o in CASES])
def test_no_card_of_a_network_has_an_english_sentence(name: str, overrides: dict[str, str]) -> None:
    graph = traced(name, **overrides)
    for path in ("", "input", *graph.group_by_path, *graph.by_path):
        shown = card(graph, path)
        for text in (shown.subtitle, shown.question, *shown.why, *(row.label for row in shown.rows)):
            assert not SENTENCE.search(NAMES.sub("", text)), (path, text)
            assert not UNCHINESE.search(text), (path, text)


def test_a_projection_says_its_traced_numbers() -> None:
    said = why(card(traced("resnet34"), "layer2.0"))
    assert said.startswith("捷径传来 64 × 56 × 56，F(x) 是 128 × 28 × 28：两者不能直接相加。")
    assert "8,448 个参数和 6,422,528 次乘加，占这个块的 3.6%（He et al. 2015，公式 2）。" in said
    assert "3,136 格中的 784 格，占四分之一。" in said


def test_what_went_wrong_is_told_with_its_numbers() -> None:
    graph = traced("resnet34", shortcut="identity")
    assert graph.failure
    assert "形状不符：通道 128 对 64；高和宽 28 对 56。" in why(card(graph, "layer2"))
    assert ("通道", "128 对 64") in [(row.label, row.value) for row in card(graph, graph.failure.path).rows]


def test_labels_of_a_card_are_told_apart() -> None:
    graph = traced("resnet152")
    shown = cards(graph, ["layer3.1"], draw(graph, View()).columns)[0]
    labels = [row.label for row in shown.rows]
    assert shown.title == "layer3.1 至 layer3.35"
    assert {"参数（每个）", "参数（全部 35 个）"} <= set(labels)
    assert len(set(labels)) == len(labels)


def test_the_table_names_operations_and_its_total() -> None:
    graph = traced("resnet34")
    first, *_, total = table(graph, draw(graph, View("layer2.0")), "layer2.0")
    assert (first.name, first.operation) == ("conv1", "3×3 卷积")
    assert (total.name, total.params) == ("合计", "230,144")


def test_a_chart_s_key_is_the_same_in_every_language_and_its_words_are_not() -> None:
    graph = traced("resnet152")
    shown = figures(graph, draw(graph, View()).columns)
    assert set(shown) <= set(CHARTS)
    told = shown["parameters"]["data"][0]
    folded = told["hovertext"][told["customdata"].index("layer3.1")]
    assert folded == "layer3.1 至 layer3.35：1024 × 14 × 14<br>每个 1,117,184 个参数，全部 35 个共 39,101,440"


def test_names_keep_their_small_letters() -> None:
    graph = graph_for(nets.config("googlenet_paper"))
    assert card(graph, "softmax").subtitle.startswith("softmax")
