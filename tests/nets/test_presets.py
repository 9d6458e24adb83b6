"""What the papers and torchvision's documentation print about each preset, against the modules that we build."""

from functools import cache

import pytest
import torch
from torch import nn

from app.graph.trace import trace
from app.graph.types import Graph
from app.nets import PRESETS, build, preset

# name: parameters, multiply-accumulates. torchvision's documentation for its own names; for the others the
# arithmetic of He et al. 2015: Table 1, sections 4.1 and 4.2.
PUBLISHED = {
    "resnet18": (11_689_512, 1_814_073_344),
    "resnet34": (21_797_672, 3_663_761_408),
    "resnet50": (25_557_032, 4_089_184_256),
    "resnet101": (44_549_160, 7_801_405_440),
    "resnet152": (60_192_808, 11_513_626_624),
    "resnet50_v1": (25_557_032, 3_857_973_248),
    "resnet101_v1": (44_549_160, 7_570_194_432),
    "resnet152_v1": (60_192_808, 11_282_415_616),
    "plain18": (11_515_688, 1_794_805_760),
    "plain34": (21_623_848, 3_644_493_824),
    "resnext50_32x4d": (25_028_904, 4_230_479_872),
    "resnext101_32x8d": (88_791_336, 16_414_015_488),
    "resnext101_64x4d": (83_455_272, 15_460_270_080),
    "wide_resnet50_2": (68_883_240, 11_398_021_120),
    "wide_resnet101_2": (126_886_696, 22_753_050_624),
    "cifar_resnet20": (269_722, 40_551_040),
    "cifar_resnet32": (464_154, 68_862_592),
    "cifar_resnet44": (658_586, 97_174_144),
    "cifar_resnet56": (853_018, 125_485_696),
    "cifar_resnet110": (1_727_962, 252_887_680),
    "cifar_resnet1202": (19_421_274, 2_829_238_912),
    "cifar_plain20": (269_722, 40_551_040),
    "cifar_plain32": (464_154, 68_862_592),
    "cifar_plain44": (658_586, 97_174_144),
    "cifar_plain56": (853_018, 125_485_696),
    "cifar_plain110": (1_727_962, 252_887_680),
}

# Shortcut options of section 4.1 and 4.2 that no preset has: (preset, shortcut): parameters, multiply-accumulates.
OPTIONS = {
    ("resnet18", "A"): (11_515_688, 1_794_805_760),
    ("resnet18", "C"): (12_043_816, 1_878_298_624),
    ("resnet34", "A"): (21_623_848, 3_644_493_824),
    ("resnet34", "C"): (22_716_840, 3_830_747_136),
    ("cifar_resnet20", "B"): (272_474, 40_813_184),
    ("cifar_resnet32", "B"): (466_906, 69_124_736),
    ("cifar_resnet44", "B"): (661_338, 97_436_288),
    ("cifar_resnet56", "B"): (855_770, 125_747_840),
    ("cifar_resnet110", "B"): (1_730_714, 253_149_824),
    ("cifar_resnet1202", "B"): (19_424_026, 2_829_501_056),
}


@cache
def traced(name: str, **overrides: object) -> Graph:
    config = preset(name).override(overrides)
    return trace(build(config, "meta"), config.input)


def test_every_preset_has_a_published_count() -> None:
    assert set(PUBLISHED) == set(PRESETS)


@pytest.mark.parametrize("name", PUBLISHED)
def test_preset_has_the_published_parameters_and_macs(name: str) -> None:
    graph = traced(name)
    assert (graph.params, graph.macs) == PUBLISHED[name]


@pytest.mark.parametrize(("name", "shortcut"), OPTIONS)
def test_shortcut_option_has_the_published_parameters_and_macs(name: str, shortcut: str) -> None:
    graph = traced(name, shortcut=shortcut)
    assert (graph.params, graph.macs) == OPTIONS[name, shortcut]


@pytest.mark.parametrize("name", PUBLISHED)
def test_depth_in_the_name_counts_the_weighted_layers(name: str) -> None:
    digits = "".join(c if c.isdigit() else " " for c in name.replace("_v1", "").partition("_32x")[0]).split()
    assert traced(name).depth == int(digits[0])


def test_without_normalisation_its_parameters_are_gone() -> None:
    assert traced("resnet34").params - traced("resnet34", norm="none").params == 17_024


@pytest.mark.parametrize("name", ["resnet18", "resnet50", "cifar_resnet20", "plain18"])
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
