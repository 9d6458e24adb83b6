"""Which one is this: every preset has its line, variants are recognised, and differences are numbers of real traces."""

import pytest

from app.identity import identity_of, relatives_of
from app.identity.known import KNOWN
from app.nets import PRESETS, config
from app.pipeline import fingerprint_for, graph_for

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
    assert [said for said in first.differences if "1x1" in said and "3x3" in said]
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
    assert found.what == "Your variant of ResNet-34: image 3×225×225, shortcut A"
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


def test_nobody_is_related_to_a_network_that_takes_a_second_to_trace() -> None:
    for preset in PRESETS.values():
        assert not [other.preset for other in relatives_of(preset) if other.heavy]
