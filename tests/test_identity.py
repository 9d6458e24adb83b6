"""Which one is this: every preset has its line, variants are recognised, and differences are numbers of real traces."""

import re
from typing import Any

import pytest
import torch

from app.bench.peers import torchvision_models as models
from app.identity import identity_of, relatives_of
from app.identity.known import KNOWN
from app.identity.variants import variant_known
from app.language import say, speaking
from app.nets import PRESETS, build, config
from app.pipeline import fingerprint_for, graph_for
from app.web.urls import read

LIGHT = sorted(name for name, made in PRESETS.items() if not made.heavy)


def test_every_preset_has_an_entry_and_every_entry_is_a_preset() -> None:
    assert set(KNOWN) == set(PRESETS)
    assert {name for known in KNOWN.values() for name in known.kin} <= set(PRESETS)


@pytest.mark.parametrize("name", KNOWN)
def test_an_entry_says_what_and_whence_and_no_two_say_the_same(name: str) -> None:
    known = KNOWN[name]
    assert known.what
    assert known.source
    assert not known.what.endswith(".")
    assert [other for other, said in KNOWN.items() if said.what == known.what] == [name]


@pytest.mark.parametrize("name", LIGHT)
def test_a_preset_is_itself_and_none_of_its_relatives(name: str) -> None:
    found = identity_of(config(name))
    assert (found.what, found.source, found.same) == (KNOWN[name].what, KNOWN[name].source, None)
    assert found.fingerprint == fingerprint_for(config(name))
    assert name not in {relative.config.preset for relative in found.relatives}
    assert len(found.relatives) <= 5


def test_the_two_resnet_50_differ_in_three_volumes_and_231_211_008_multiply_adds() -> None:
    first = identity_of(config("resnet50")).relatives[0]
    assert first.config.preset == "resnet50_v1"
    assert [said for said in first.differences if "1×1" in said and "3×3" in said]
    assert first.changes[:2] == ("3 volumes of another shape", "as many parameters")
    assert first.changes[2] == "231,211,008 multiply-adds fewer (−5.7 %)"
    assert first.changes[3] == "receptive field 483 px; here 427 px"
    ours, theirs = graph_for(config("resnet50")), graph_for(config("resnet50_v1"))
    assert ours.macs - theirs.macs == 231_211_008


def test_differences_are_said_from_both_sides() -> None:
    back = next(kin for kin in identity_of(config("resnet50_v1")).relatives if kin.config.preset == "resnet50")
    assert "231,211,008 multiply-adds more (+6.0 %)" in back.changes


def test_a_variant_says_whose_it_is_and_what_was_changed() -> None:
    found = identity_of(config("resnet34", shortcut="A", input="3,225,225"))
    assert found.what == "Your variant of ResNet-34: image 3×225×225, shortcut A (zeros for the new channels)"
    assert (found.source, found.same) == ("", None)
    assert found.relatives[0].config == PRESETS["resnet34"]


@pytest.mark.parametrize(
    ("name", "changed", "same"),
    [
        ("resnet18", {"depths": "3,4,6,3"}, "resnet34"),
        ("resnet34", {"shortcut": "none"}, "plain34"),
        ("resnet50", {"stride_in": "1x1"}, "resnet50_v1"),
        ("resnet34", {"seed": 7}, "resnet34"),
        ("resnet34", {"stride_in": "1x1"}, "resnet34"),
    ],
)
def test_a_variant_with_the_structure_of_a_preset_is_recognised(name: str, changed: dict[str, str], same: str) -> None:
    found = identity_of(config(name, **changed))
    assert found.same == PRESETS[same]
    assert found.source == KNOWN[same].source
    assert same not in {relative.config.preset for relative in found.relatives}


def test_relatives_of_a_variant_are_compared_at_its_own_image_and_classes() -> None:
    variant = config("resnet34", shortcut="A", input="3,225,225", classes=10)
    own = identity_of(variant).relatives[0]
    at_home = graph_for(config("resnet34", input="3,225,225", classes=10))
    assert own.compared == config("resnet34", input="3,225,225", classes=10)
    assert own.shared == "Both with image 3×225×225 and 10 classes"
    assert len(own.differences) == 1
    assert f"{at_home.macs - graph_for(variant).macs:,} multiply-adds more (+0.5 %)" in own.changes


def test_a_variant_that_has_only_another_image_is_compared_with_its_preset_s_own() -> None:
    (own,) = identity_of(config("resnet34", input="3,225,225")).relatives
    assert (own.compared, own.shared) == (PRESETS["resnet34"], "")
    assert own.differences == ("Image 3×224×224; here image 3×225×225",)


def test_where_a_tensor_stops_no_multiply_adds_are_compared() -> None:
    own = identity_of(config("resnet34", shortcut="identity")).relatives[0]
    said = "its tensor runs through; here it stops at layer2.0.add, so volumes and costs are not compared"
    assert own.changes == ("173,824 parameters more (+0.8 %)", said)
    kin = identity_of(config("vgg19", input="3,31,31", norm="batch")).relatives[0]
    assert kin.changes[1].startswith("its tensor stops at")


def test_what_is_set_another_way_is_said_in_words() -> None:
    for name in LIGHT:
        for relative in identity_of(config(name)).relatives:
            for said in relative.differences:
                assert not {"true", "false", "avg", "ceil", "floor", "lrn"} & set(said.replace(";", "").split())
    found = identity_of(config("googlenet", pool="floor", aux="true", reduce="false"))
    assert found.what.endswith("with auxiliary classifiers, without 1×1 reductions, pools round down")
    wide = identity_of(config("wide_resnet50_2")).relatives[0]
    assert wide.differences == ("64 channels inside a bottleneck of the first layer; here 128",)
    assert "a projection's stride in a 2×2 average pool" in identity_of(config("resnet34", downsample="avg")).what


TORCHVISION = [
    ("googlenet?aux=true", "googlenet", {"aux_logits": True, "init_weights": False}),
    ("inception_v3?aux=true", "inception_v3", {"aux_logits": True, "init_weights": False}),
    ("vgg16?depths=1,1,2,2,2", "vgg11", {}),
    ("vgg16?depths=2,2,2,2,2", "vgg13", {}),
    ("vgg19?depths=1,1,2,2,2&norm=batch", "vgg11_bn", {}),
    ("vgg16?depths=2,2,2,2,2&norm=batch", "vgg13_bn", {}),
    ("vgg16?norm=batch&seed=3", "vgg16_bn", {}),
    ("vgg19?norm=batch", "vgg19_bn", {}),
]


@pytest.mark.parametrize(("address", "name", "arguments"), TORCHVISION)
def test_well_known_variants_are_named_and_have_the_published_keys(
    address: str, name: str, arguments: dict[str, Any]
) -> None:
    made = read(*address.split("?")).config
    known = variant_known(made)
    assert known
    assert identity_of(made).what == known.what
    assert "torchvision" in known.what + known.source
    assert name.upper().replace("VGG", "VGG-") in known.what or name in known.what or arguments
    with torch.device("meta"):
        theirs = getattr(models(), name)(**arguments).state_dict()
    ours = build(made, device="meta").state_dict()
    assert {key: value.shape for key, value in ours.items()} == {key: value.shape for key, value in theirs.items()}


def test_a_well_known_variant_is_one_only_as_it_is_known() -> None:
    for address in ("aux=true&classes=10", "aux=true&input=3,225,225", "pool=floor"):
        assert variant_known(read("googlenet", address).config) is None


def test_nobody_is_related_to_a_network_that_takes_a_second_to_trace() -> None:
    for preset in PRESETS.values():
        assert not [other.preset for other in relatives_of(preset) if other.heavy]


def test_an_identity_is_told_in_chinese_with_the_same_numbers() -> None:
    english = identity_of(config("resnet50_v1")).relatives
    with speaking("zh"):
        identity = identity_of(config("resnet50_v1"))
    assert identity.what == "论文的 ResNet-50 v1：瓶颈块的步幅在第一个 1×1 卷积上"
    assert identity.source.startswith("He et al. 2015，表 1")
    numbers = [re.findall(r"[\d,]{5,}", " ".join(relative.changes)) for relative in english]
    assert [re.findall(r"[\d,]{5,}", " ".join(relative.changes)) for relative in identity.relatives] == numbers


@pytest.mark.parametrize("name", KNOWN)
def test_what_a_preset_is_is_known_in_chinese(name: str) -> None:
    with speaking("zh"):
        assert re.search("[\u4e00-\u9fff]", say(KNOWN[name].what))
