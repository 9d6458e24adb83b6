"""What papers, torchvision's documentation and timm print about each preset, against the modules that we build."""

import re
from functools import cache

import pytest
import torch
from torch import nn

from app.graph.trace import trace
from app.graph.types import Graph
from app.nets import PRESETS, build, preset
from app.nets.config import NetConfig
from tests.reference import TOTALS, config_of, preset_of

# 34 in resnet34, 50 in wide_resnet50_2; googlenet and inception_v3 count something else.
NAMED_DEPTH = {name: int(found[0]) for name in PRESETS if (found := re.search(r"\d{2,}", name))}
MADE_HERE = {
    "cifar_googlenet"
}  # nobody has published its counts: tests/nets/test_googlenet.py has them from its widths


@cache
def traced_config(config: NetConfig) -> Graph:
    return trace(build(config, "meta"), config.input)


def traced(name: str, **overrides: object) -> Graph:
    return traced_config(preset(name).override(overrides))


def test_every_preset_has_a_published_count() -> None:
    assert {preset_of(name) for name in TOTALS} == set(PRESETS) - MADE_HERE


@pytest.mark.parametrize("name", TOTALS)
def test_network_has_the_published_parameters_and_macs(name: str) -> None:
    graph, published = traced_config(config_of(name)), TOTALS[name]
    assert list(graph.input) == published["input"]
    assert (graph.params, graph.macs) == (published["params"], published["macs"])
    assert sum(node.op == "conv" for node in graph.nodes) == published["convs"]


@pytest.mark.parametrize("name", NAMED_DEPTH)
def test_depth_in_the_name_counts_the_weighted_layers(name: str) -> None:
    further = 2 if dict(preset(name)).get("stem") == "deep" else 0  # timm's names count a deep stem as one
    assert traced(name).depth == NAMED_DEPTH[name] + further


def test_without_normalisation_its_parameters_are_gone() -> None:
    assert traced("resnet34").params - traced("resnet34", norm="none").params == 17_024


@pytest.mark.parametrize("name", [name for name in PRESETS if name != "cifar_resnet1202"])
def test_every_operation_is_a_module_of_its_own(name: str) -> None:
    network = build(preset(name), "meta")
    leaves = [module for module in network.modules() if not list(module.children())]
    assert len(traced(name).nodes) == len(leaves)
    assert not any(isinstance(leaf, nn.ReLU) and leaf.inplace for leaf in leaves)


def test_the_same_seed_draws_the_same_weights_and_another_seed_others() -> None:
    networks = (build(preset("cifar_resnet20").override({"seed": seed})) for seed in (1, 1, 2))
    first, again, other = (network.state_dict()["conv1.weight"] for network in networks)
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_building_leaves_the_random_numbers_of_others_alone() -> None:
    torch.manual_seed(5)
    expected = torch.rand(1)
    torch.manual_seed(5)
    build(preset("cifar_resnet20"))
    assert torch.rand(1) == expected
