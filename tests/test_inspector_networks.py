"""What cards say about whole networks: what they are made of, what they brought, how far one got that stopped."""

import re

import pytest

from app import nets
from app.graph.types import Graph
from app.inspector import Card, card
from app.pipeline import graph_for
from app.scene.recipes import census
from app.scene.sentences import totals


def traced(name: str, **overrides: str) -> Graph:
    return graph_for(nets.config(name, **overrides))


def shown(name: str, path: str = "", **overrides: str) -> Card:
    return card(traced(name, **overrides), path)


def why(name: str, path: str = "", **overrides: str) -> str:
    return " ".join(shown(name, path, **overrides).why)


def labels(found: Card) -> list[str]:
    return [row.label for row in found.rows]


def row(found: Card, label: str) -> str:
    return next(row.value for row in found.rows if row.label == label)


@pytest.mark.parametrize(
    ("name", "modules", "others"),
    [
        ("googlenet", (2, 5, 2), {}),
        ("inception_v3", (3, 4, 2), {"reduction": 2}),
        ("inception_v4", (4, 7, 3), {"reduction": 2, "stem module": 3}),
        ("inception_resnet_v2", (10, 20, 10), {"reduction": 2, "Inception module": 1}),
    ],
)
def test_modules_are_counted_as_the_papers_count_them(
    name: str, modules: tuple[int, ...], others: dict[str, int]
) -> None:
    (_, runs), *rest = census(traced(name))
    assert runs == modules
    assert {kind: sum(more) for kind, more in rest} == others
    assert f"{sum(modules)} " in why(name).partition("(")[0]
    assert f"({', '.join(map(str, modules))})" in why(name)


def test_only_the_blocks_of_inception_resnet_are_called_residual() -> None:
    assert "each module is also residual" not in why("inception_resnet_v2")
    assert "The Inception-ResNet blocks are also residual" in why("inception_resnet_v2")


def test_a_highway_network_is_explained_by_its_gates() -> None:
    said = why("highway34")
    assert "T · H(x) + (1 − T) · x" in said
    assert "In 13 blocks" in said
    assert "3 blocks are plain" in said
    assert "F(x) + x" not in said
    assert "no shortcuts" not in said


def test_a_plain_layer_between_highway_blocks_is_no_control_of_the_resnet_paper() -> None:
    graph = traced("highway34")
    said = why("highway34", "layer2.0")
    assert "64 × 56 × 56 becomes 128 × 28 × 28" in said
    assert "Srivastava et al. 2015, section 2.1" in said
    assert "Table 2" not in said
    assert card(graph, "layer2.0").question == "Why no gate here?"
    assert "this is a plain network" not in why("highway34", "layer2.0.conv2")
    assert "mixes with x" in why("highway34", "layer2.1.conv2")
    assert "the addition" not in why("highway34", "layer2.1.conv2")


def test_the_part_with_most_parameters_may_be_the_head() -> None:
    graph = traced("vgg19")
    assert "The head holds 86 % of the parameters, conv3 takes 33 %" in why("vgg19")
    assert round(100 * graph.group_by_path["head"].params / graph.params) == 86
    assert "layer4 holds 60 % of the parameters" in why("resnet34")


@pytest.mark.parametrize(
    ("name", "idea"), [("nin", "global average pooling turns"), ("lenet5", "LeCun et al. 1998"), ("vgg16", "is 3×3")]
)
def test_a_chain_says_what_it_brought_and_counts_nothing_that_is_not_there(name: str, idea: str) -> None:
    said = why(name)
    assert idea in said
    assert not re.search(r"\b0 ", said)


def test_a_network_that_stopped_counts_what_it_reached_and_says_so() -> None:
    stopped = {"shortcut": "identity"}
    graph, found = traced("resnet34", **stopped), shown("resnet34", **stopped)
    reached = sum(node.params for node in graph.nodes)
    assert row(found, "Parameters so far") == f"{reached:,}"
    assert row(found, "Parameters built") == f"{graph.params:,}"
    assert "Multiply-adds so far" in labels(found)
    assert "Multiply-adds" not in labels(found)
    share = 100 * graph.group_by_path["layer1"].params / reached
    assert f"As far as the network ran, layer1 holds {share:.0f} % of the parameters" in why("resnet34", **stopped)
    assert f"hold {share:.0f} % of the parameters reached" in why("resnet34", "layer1", **stopped)
    assert totals(graph)[2:] == (f"{graph.params:,} parameters built", "985.1 M multiply-adds so far")
    assert totals(traced("resnet34"))[2:] == ("21,797,672 parameters", "3.66 G multiply-adds")


@pytest.mark.parametrize("path", ["", "layer2", "layer2.0"])
def test_what_went_wrong_is_told_with_its_numbers(path: str) -> None:
    said = why("resnet34", path, shortcut="identity")
    assert "layer2.0.add is given F(x) of 128 × 28 × 28 and x of 64 × 56 × 56" in said
    assert "channels 128 against 64; height and width 28 against 56" in said


def test_what_went_wrong_names_the_stride_that_changed_one_side_only() -> None:
    said = why("resnet34", "layer2.0", shortcut="identity")
    assert "layer2.0.conv1 (3×3 conv, 128, /2) made 128 × 28 × 28 of 64 × 56 × 56" in said
    assert "Nothing changed x: it is as layer1.2.act2 left it" in said
    assert "Parameters so far" in labels(shown("resnet34", "layer2.0", shortcut="identity"))
    assert "Parameters" in labels(shown("resnet34", "layer1", shortcut="identity"))


@pytest.mark.parametrize(
    ("name", "overrides"),
    [
        ("resnet18", {"shortcut": "A", "widths": "64,32,16,8"}),
        ("resnet50", {"shortcut": "identity"}),
        ("resnetv2_50", {"shortcut": "identity"}),
    ],
)
def test_every_group_that_did_not_finish_says_what_refused(name: str, overrides: dict[str, str]) -> None:
    graph = traced(name, **overrides)
    assert graph.failure
    for path in graph.failure.within:
        assert graph.failure.path in " ".join(card(graph, path).why)
