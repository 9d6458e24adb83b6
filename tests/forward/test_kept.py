"""The cache of what was computed, and the choice of what goes into it."""

from typing import Any

import numpy as np
import pytest
import torch

from app.forward.choice import beside
from app.forward.kept import LEAST_BYTES, Kept, size_of
from app.nets import PRESETS, config
from app.pipeline import graph_for
from tests.forward.gated import shapes

ROOM = 4 * (LEAST_BYTES + 4000)


def thousand() -> torch.Tensor:
    return torch.zeros(1000)


def test_it_never_holds_more_than_its_bytes_and_drops_the_least_used_first() -> None:
    kept = Kept(ROOM)
    for name in range(4):
        kept.put(shapes(), name, thousand())
    assert kept.get(shapes(), 0) is not None
    kept.put(shapes(), 4, thousand())
    assert [name for name in range(5) if kept.get(shapes(), name) is not None] == [0, 2, 3, 4]
    assert kept.bytes == ROOM


def test_what_is_put_again_counts_once() -> None:
    kept = Kept(ROOM)
    for _ in range(9):
        kept.put(shapes(), "same", thousand())
    assert kept.bytes == LEAST_BYTES + 4000


def test_one_that_is_larger_than_all_together_is_not_kept_and_drops_no_other() -> None:
    kept = Kept(ROOM)
    kept.put(shapes(), "small", thousand())
    kept.put(shapes(), "large", torch.zeros(10_000))
    assert kept.get(shapes(), "large") is None
    assert kept.get(shapes(), "small") is not None


def test_all_of_a_picture_is_forgotten_and_nothing_of_others() -> None:
    kept = Kept(ROOM)
    for image in ("shapes", "scene"):
        kept.put(shapes(image=image), "same", thousand())
        kept.put(shapes(image=image, crop=(0, 0)), "same", thousand())
    kept.forget("scene")
    assert kept.bytes == 2 * (LEAST_BYTES + 4000)
    assert kept.get(shapes(image="scene"), "same") is None
    assert kept.get(shapes(crop=(0, 0)), "same") is not None


@pytest.mark.parametrize(
    ("value", "least"),
    [
        (torch.zeros(5, 5), 100),
        (np.zeros((10, 10)), 800),
        ({"a": torch.zeros(25), "b": [torch.zeros(25)]}, 200),
        (b"x" * 5000, 5000),
        (3.5, 0),
    ],
)
def test_a_value_is_at_least_as_large_as_what_is_in_it(value: Any, least: int) -> None:
    assert least < size_of(value) <= least + 4 * LEAST_BYTES


@pytest.mark.parametrize("name", ["resnet152", "cifar_resnet1202", "inception_resnet_v2", "vgg19"])
def test_beside_a_layer_there_is_no_more_than_its_limit(name: str) -> None:
    graph = graph_for(PRESETS[name])
    for group in graph.stages:
        chosen = beside(graph, [graph.result_of(group.path)])
        assert sum(node.activation_bytes for node in graph.nodes if node.path in chosen) <= 256 * 2**20


def test_beside_an_operation_there_are_its_layer_and_the_results_of_all_blocks() -> None:
    graph = graph_for(config("cifar_resnet20"))
    chosen = beside(graph, ["layer2.1.conv1"])
    assert {node.path for node in graph.inside(graph.group_by_path["layer2"])} <= chosen
    assert {"input", "layer1.0.act2", "layer3.2.act2", "fc"} <= chosen
    assert "layer1.0.conv1" not in chosen
