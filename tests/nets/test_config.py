"""A configuration is what the URL says: any order, any spelling of the same, and back again."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import TooLarge, UnknownName, UserError
from app.nets import PRESETS, config, overrides, preset
from app.nets.config import as_text
from tests import strategies

texts = strategies.overrides().map(lambda values: {name: as_text(value) for name, value in values.items()})


@given(st.sampled_from(strategies.RESIDUAL_PRESETS), texts, st.randoms())
def test_order_of_overrides_does_not_matter(name: str, given: dict[str, str], random: Any) -> None:
    shuffled = list(given.items())
    random.shuffle(shuffled)
    assert config(name, **dict(shuffled)) == config(name, **given)


@given(st.sampled_from(strategies.RESIDUAL_PRESETS), strategies.overrides())
def test_text_and_values_say_the_same(name: str, values: dict[str, Any]) -> None:
    assert config(name, **values) == config(name, **{key: as_text(value) for key, value in values.items()})


@given(st.sampled_from(strategies.RESIDUAL_PRESETS), strategies.overrides(), st.data())
def test_a_config_comes_back_from_its_overrides(name: str, values: dict[str, Any], data: st.DataObject) -> None:
    kept = data.draw(st.sets(st.sampled_from(sorted(values))))
    try:
        made = config(name, **{key: values[key] for key in kept})
    except UserError:
        return  # some of these values go together only with the ones left out
    assert config(name, **overrides(made)) == made


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_needs_no_overrides_and_naming_its_own_values_changes_nothing(name: str) -> None:
    assert overrides(preset(name)) == {}
    own = {field: as_text(getattr(preset(name), field)) for field in preset(name).fields()}
    assert config(name, **own) == preset(name)


@given(strategies.overrides())
def test_overrides_are_the_fewest(values: dict[str, Any]) -> None:
    made = config("resnet34", **values)
    fewest = overrides(made)
    for name in fewest:
        less = {key: value for key, value in fewest.items() if key != name}
        try:
            assert config("resnet34", **less) != made, name
        except UserError:
            continue


def test_fewer_layers_keep_the_first_widths_and_one_more_doubles_the_last() -> None:
    assert dict(config("resnet34", depths="2,2,2"))["widths"] == (64, 128, 256)
    assert dict(config("resnet34", depths="1,1,1,1,1"))["widths"] == (64, 128, 256, 512, 1024)


def test_configs_are_keys() -> None:
    assert {config("resnet34"): 1}[config("resnet34", depths="3,4,6,3")] == 1


@pytest.mark.parametrize(
    ("name", "given", "what", "allowed"),
    [
        ("resnet34", {"depths": "0"}, "depths", "whole numbers from 1"),
        ("resnet34", {"depths": ""}, "depths", "1 to 5 whole numbers"),
        ("resnet34", {"depths": "1,1,1,1,1,1"}, "depths", "1 to 5 whole numbers"),
        ("resnet34", {"depths": "3,four,6,3"}, "depths", "whole numbers"),
        ("resnet34", {"depths": "5000"}, "depths", "at most 700 blocks"),
        ("resnet34", {"depths": "500,500"}, "depths", "at most 700 blocks in all"),
        ("resnet34", {"depths": "9" * 5000}, "depths", "at most 700 blocks"),
        ("resnet34", {"depths": "1," * 5000 + "1"}, "depths", "at most 700 blocks"),
        ("resnet34", {"widths": "64,128"}, "widths", "4 widths"),
        ("resnet34", {"widths": "64,128,256,9000"}, "widths", "1 to 8192"),
        ("resnet34", {"input": "3,1e9,1e9"}, "input", "1 to 4096"),
        ("resnet34", {"input": "3,224"}, "input", "channels, height, width"),
        ("resnet34", {"input": "3,224,224,224"}, "input", "channels, height, width"),
        ("resnet34", {"input": "3,-1,224"}, "input", "1 to 4096"),
        ("resnet34", {"input": "3, 224,224"}, "input", "1 to 4096"),
        ("resnet34", {"input": "3,99999999999999999999,224"}, "input", "1 to 4096"),
        ("resnet34", {"input": "3,٣,224"}, "input", "1 to 4096"),
        ("resnet34", {"input": (3, 224, 224.5)}, "input", "1 to 4096"),
        ("resnet34", {"input": (3, 224, True)}, "input", "1 to 4096"),
        ("resnet34", {"classes": "0"}, "classes", "1 to 100000"),
        ("resnet34", {"classes": "1_000"}, "classes", "1 to 100000"),
        ("resnet34", {"classes": "+7"}, "classes", "1 to 100000"),
        ("resnet34", {"seed": "-1"}, "seed", "from 0"),
        ("resnet34", {"activation": "swish"}, "activation", "relu, sigmoid, tanh"),
        ("resnet34", {"activation": "RELU"}, "activation", "relu, sigmoid, tanh"),
        ("resnet34", {"shortcut": "D"}, "shortcut", "A, B, C, none, highway, identity"),
        ("resnet34", {"block": "pyramid"}, "block", "basic, bottleneck"),
        ("resnet34", {"stem": "vit"}, "stem", "imagenet, cifar, deep"),
        ("resnet34", {"norm": "layer"}, "norm", "batch, none"),
        ("resnet34", {"groups": "32"}, "groups", "block=bottleneck"),
        ("resnet34", {"base_width": "128"}, "base_width", "block=bottleneck"),
        ("resnet50", {"groups": "7"}, "groups", "divisors"),
        ("resnet50", {"groups": "0"}, "groups", "1 to 1024"),
        ("resnet50", {"groups": "2048"}, "groups", "1 to 1024"),
        ("resnet50", {"base_width": "1", "widths": "32,64,128,256"}, "base_width", "no channel"),
        ("resnet50", {"stride_in": "5x5"}, "stride_in", "1x1, 3x3"),
        ("resnet50", {"downsample": "max"}, "downsample", "conv, avg"),
        ("resnet50", {"order": "v2"}, "order", "post, pre"),
        ("resnet50", {"se": "-1"}, "se", "0 for none"),
        ("resnet50", {"se": "9000"}, "se", "1 to 8192"),
        ("resnet50", {"se": "257"}, "se", "0 to 256"),
        ("resnet34", {"se": "16", "widths": "8,64,64,64"}, "se", "0 to 8"),
        ("resnet50", {"downsample": "avg", "shortcut": "A"}, "downsample", "shortcut=B or C"),
        ("resnet50", {"downsample": "avg", "shortcut": "none"}, "downsample", "shortcut=B or C"),
        ("resnet50", {"downsample": "avg", "shortcut": "identity"}, "downsample", "shortcut=B or C"),
        ("highway34", {"downsample": "avg"}, "downsample", "shortcut=B or C"),
        ("highway34", {"order": "pre"}, "order", "order=post"),
        ("vgg16", {"depths": "2,2,300,300,300"}, "depths", "at most 700 convolutions"),
        ("vgg16", {"widths": "64,128"}, "widths", "5 widths"),
        ("vgg16", {"hidden": "0"}, "hidden", "1 to 8192"),
        ("vgg16", {"norm": "layer"}, "norm", "none, batch"),
        ("nin", {"mlpconv1": "192,160"}, "mlpconv1", "three whole numbers"),
        ("nin", {"mlpconv3": "192,192,10"}, "mlpconv3", "two whole numbers"),
        ("lenet5", {"widths": "6,16"}, "widths", "three whole numbers"),
        ("lenet5", {"pool": "sum"}, "pool", "average, max"),
        ("resnet34", {"colour": "blue"}, "field", "depths"),
        ("resnet34", {"preset": "resnet50"}, "field", "depths"),
    ],
)
def test_a_bad_value_is_refused_by_name_with_what_is_allowed(
    name: str, given: dict[str, Any], what: str, allowed: str
) -> None:
    with pytest.raises(UserError) as caught:
        config(name, **given)
    error = caught.value
    assert error.what == what
    assert allowed in error.allowed
    value = next(iter(given)) if what == "field" else as_text(given[what])
    assert error.value[:79] == value[:79]
    assert len(str(error)) < 400
    assert error.status == 422


@pytest.mark.parametrize(
    ("name", "refused", "taken"),
    [
        ("resnet34", {"groups": "32"}, {"groups": "32", "block": "bottleneck"}),
        ("resnet50", {"se": "257"}, {"se": "256"}),
        ("resnet50", {"downsample": "avg", "shortcut": "A"}, {"downsample": "avg", "shortcut": "B"}),
        ("resnet50", {"groups": "3"}, {"groups": "2"}),
        ("resnetv2_50", {"shortcut": "highway"}, {"shortcut": "highway", "order": "post"}),
    ],
)
def test_what_a_refusal_offers_is_taken(name: str, refused: dict[str, str], taken: dict[str, str]) -> None:
    with pytest.raises(UserError) as caught:
        config(name, **refused)
    offered = {f"{field}={value}" for field, value in taken.items() if refused.get(field) != value}
    assert all(words in str(caught.value) or words.partition("=")[2] in str(caught.value) for words in offered)
    assert dict(config(name, **taken))


@pytest.mark.parametrize(
    ("name", "sent", "address"),
    [
        ("resnet50", {"depths": "3,4,6", "widths": "64,128,256,512"}, {"depths": "3,4,6"}),
        ("resnet50", {"depths": "3,4,6,3", "widths": "64,128,256"}, {}),
        ("resnet50", {"depths": "3,4,6", "widths": "64,128"}, {"depths": "3,4,6"}),
        ("vgg16", {"depths": "1,1", "widths": "64,128,256,512,512"}, {"depths": "1,1"}),
        ("inception_v3", {"modules": "1,1,1", "pool_features": "32,64,64"}, {"modules": "1,1,1"}),
        ("resnet50d", {"shortcut": "none", "downsample": "avg"}, {"shortcut": "none"}),
        ("resnext50_32x4d", {"block": "basic", "groups": "32", "base_width": "4"}, {"block": "basic"}),
    ],
)
def test_a_form_that_sends_every_field_changes_only_what_was_changed(
    name: str, sent: dict[str, str], address: dict[str, str]
) -> None:
    """Without a script a form sends what followed from the last change along: that says nothing."""
    assert overrides(config(name, **sent)) == address


def test_widths_that_somebody_chose_are_refused_where_they_do_not_fit() -> None:
    with pytest.raises(UserError, match="3 widths"):
        config("resnet50", depths="3,4,6", widths="64,128,256,500")


def test_too_many_blocks_are_over_a_limit() -> None:
    with pytest.raises(TooLarge):
        config("resnet34", depths="400,301")


def test_an_unknown_preset_names_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        preset("resnet43")
    assert "resnet34" in caught.value.suggestions
    assert caught.value.status == 404
    with pytest.raises(UnknownName):
        preset("x" * 100_000)


@given(st.dictionaries(st.sampled_from([*preset("resnet50").fields(), "else"]), st.text(max_size=30), max_size=4))
def test_any_text_is_either_a_config_or_a_mistake(given: dict[str, str]) -> None:
    try:
        made = config("resnet50", **given)
    except UserError:
        return
    assert config("resnet50", **overrides(made)) == made
