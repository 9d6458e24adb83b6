"""What stands beside what: known pairs of networks, and what holds for any two."""

from typing import Any

import pytest
from hypothesis import given, settings

from app.compare.alignment import compared
from app.compare.differences import differences
from app.compare.unit import Subject
from app.errors import UserError
from app.graph.trace import trace
from app.graph.types import Graph
from app.nets import build, config
from tests.compare.networks import comparison, matched, subject
from tests.strategies import SMALL_PRESETS, overrides


def traced(given: dict[str, Any]) -> Graph | None:
    try:
        chosen = config("resnet18", **given)
    except UserError:
        return None
    return trace(build(chosen, "meta"), chosen.input, "resnet18")


@settings(max_examples=25)
@given(overrides(), overrides())
def test_any_two_networks_are_aligned_the_same_from_either_side(one: dict[str, Any], other: dict[str, Any]) -> None:
    graphs = traced(one), traced(other)
    if graphs[0] is None or graphs[1] is None:
        return
    there = compared([Subject(graphs[0]), Subject(graphs[1])])
    back = compared([Subject(graphs[1]), Subject(graphs[0])])
    assert [(theirs, mine) for mine, theirs in back.operations] == list(there.operations)
    for index, side in enumerate(there.subjects):
        assert [row[index] for row in there.operations if row[index]] == list(side.graph.nodes)


@settings(max_examples=15)
@given(overrides())
def test_a_network_beside_itself_shows_no_difference(given: dict[str, Any]) -> None:
    graph, again = traced(given), traced(given)
    if graph is None or again is None:
        return
    aligned = compared([Subject(graph), Subject(again)])
    assert [(mine and mine.path, theirs and theirs.path) for mine, theirs in aligned.operations] == [
        (node.path, node.path) for node in graph.nodes
    ]
    assert differences(aligned) == ()


@pytest.mark.parametrize("name", SMALL_PRESETS)
def test_every_preset_beside_itself_shows_no_difference(name: str) -> None:
    assert differences(comparison(name, name)) == ()


def test_deeper_networks_have_their_blocks_beside_those_of_the_same_layer() -> None:
    rows = comparison("resnet152", "resnet101").rows
    assert all(mine.path == theirs.path for mine, theirs in (row.units for row in rows) if mine and theirs)
    alone = [row.units[0].path for row in rows if row.units[0] and not row.units[1]]
    assert alone == [*(f"layer2.{n}" for n in range(4, 8)), *(f"layer3.{n}" for n in range(23, 36))]
    assert all(row.units[0] for row in rows)


def test_a_network_for_small_images_is_aligned_layer_by_layer_though_its_resolutions_differ() -> None:
    pairs = {row[0]: row[1] for row in matched("resnet34", "cifar_resnet20")}
    assert pairs["conv1"] == "conv1"
    assert [pairs[f"layer{n}.0"] for n in (1, 2, 3)] == ["layer1.0", "layer2.0", "layer3.0"]
    assert "layer4.0" not in pairs
    assert "maxpool" not in pairs


def test_networks_without_blocks_are_aligned_by_resolution() -> None:
    vgg, plain = subject("vgg19").graph, subject("plain34").graph
    pairs = [pair for pair in matched("vgg19", "plain34") if vgg.by_path[pair[0]].op == "conv"]
    assert len(pairs) > 8
    for mine, theirs in pairs:
        assert vgg.by_path[mine].output_shape[1:] == plain.by_path[theirs].output_shape[1:]


def test_names_of_other_families_do_not_count() -> None:
    pairs = matched("googlenet", "inception_v4")
    assert any(mine != theirs for mine, theirs in pairs)


def test_a_shortcut_is_never_taken_for_a_piece_of_the_main_path() -> None:
    pairs = matched("resnet34/layer2.0", "resnet50/layer2.0")
    assert any("downsample" in mine for mine, _ in pairs)
    for mine, theirs in pairs:
        assert ("downsample" in mine) == ("downsample" in theirs)


def test_three_networks_share_rows_through_the_middle_one() -> None:
    triples = matched("vgg19", "plain34", "resnet34")
    assert all(plain == residual for _, plain, residual in triples)
