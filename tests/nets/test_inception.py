"""Inception v3, v4 and Inception-ResNet-v2: what their fields build, and what they refuse."""

from typing import Any

import pytest
import torch
from torch import nn

from app.graph.trace import trace
from app.nets import FAMILIES, build, config, overrides
from tests.nets.made import refused, traced
from tests.reference import GRAPHS, read

FIELDS = [
    (family, name)
    for family in ("inception_v3", "inception_v4", "inception_resnet_v2")
    for name in FAMILIES[family].config.fields()
]
COMMON = ("input", "classes", "activation", "seed")
ONE_EACH = {"modules": "1,1,1"}


@pytest.mark.parametrize(
    ("name", "edge"), [("inception_v3", 1311), ("inception_v4", 2071), ("inception_resnet_v2", 3039)]
)
def test_the_last_map_sees_as_far_as_published(name: str, edge: int) -> None:
    last = traced(name).stages[-1].places[-1]
    assert traced(name).nodes[last].receptive_field.size == (edge, edge)


@pytest.mark.parametrize(
    ("name", "stages"),
    [
        ("inception_v3", {"Mixed_5": (288, 35, 35), "Mixed_6": (768, 17, 17), "Mixed_7": (2048, 8, 8)}),
        ("inception_v4", {"inception_a": (384, 35, 35), "inception_b": (1024, 17, 17), "inception_c": (1536, 8, 8)}),
        (
            "inception_resnet_v2",
            {"inception_a": (320, 35, 35), "inception_b": (1088, 17, 17), "inception_c": (2080, 8, 8)},
        ),
    ],
)
def test_stages_are_the_modules_of_one_resolution(name: str, stages: dict[str, tuple[int, ...]]) -> None:
    graph = traced(name)
    assert {stage.path: stage.output_shape for stage in graph.stages} == stages
    reductions = [graph.children(stage.path)[0] for stage in graph.stages[1:]]
    assert all(block.input_shape[1] // 2 == block.output_shape[1] for block in reductions)
    assert all(group.parent in (*stages, "stem") for group in graph.groups if group.kind == "block")


def test_v4_s_stem_holds_its_three_concatenations() -> None:
    blocks = traced("inception_v4").children("stem")
    assert [block.type for block in blocks] == ["Mixed3a", "Mixed4a", "Mixed5a"]


@pytest.mark.parametrize(("name", "offset"), [("inception_v3", 1), ("inception_v4", 1), ("inception_resnet_v2", 1)])
def test_so_many_modules_of_each_kind_are_built(name: str, offset: int) -> None:
    graph = traced(name, modules="2,5,1")
    counts = [len(graph.children(stage.path)) for stage in graph.stages]
    first = 2 + (name == "inception_resnet_v2")  # its blocks begin behind a module
    assert counts == [first, offset + 5, offset + 1]


def test_v3_s_modules_are_named_by_letters_from_b_on() -> None:
    paths = [block.path for block in traced("inception_v3", modules="1,25,1").children("Mixed_6")]
    assert (paths[0], paths[1], paths[-1]) == ("Mixed_6a", "Mixed_6b", "Mixed_6z")


def test_v3_s_widths_that_differ_from_module_to_module_follow_their_number() -> None:
    fewer = config("inception_v3", modules="2,2,2")
    assert (dict(fewer)["pool_features"], dict(fewer)["channels_7x7"]) == ((32, 64), (128, 160))
    more = config("inception_v3", modules="4,6,2")
    assert dict(more)["pool_features"] == (32, 64, 64, 64)
    assert dict(more)["channels_7x7"] == (128, 160, 160, 192, 192, 192)
    assert overrides(more) == {"modules": "4,6,2"}
    chosen = config("inception_v3", modules="2,4,2", pool_features="8,16")
    assert config("inception_v3", **overrides(chosen)) == chosen


def test_v3_s_auxiliary_classifier_reads_the_last_17x17_map() -> None:
    graph = traced("inception_v3", aux=True)
    head = graph.group_by_path["AuxLogits"]
    assert (head.kind, head.parent, head.input_shape, head.output_shape) == ("aux", "", (768, 17, 17), (1000,))
    assert graph.by_path["AuxLogits.pool"].inputs == ("Mixed_6e.concat",)
    assert graph.by_path["Mixed_7a.branch3x3_1.conv"].inputs == ("Mixed_6e.concat",)


@pytest.mark.parametrize("name", ["inception_v3", "inception_v4", "inception_resnet_v2"])
def test_inputs_are_refused_up_to_exactly_74(name: str) -> None:
    chosen = config(name, **ONE_EACH)
    for size in range(72, 78):
        small = chosen.model_copy(update={"input": (3, size, 120)})
        failure = trace(build(small, "meta"), small.input).failure
        assert (failure is not None) == (size < 75)
        if failure:
            assert "from 75;" in refused(name, **ONE_EACH, input=(3, size, 120)).allowed
        else:
            small.check()


def test_v3_s_auxiliary_classifier_is_refused_up_to_exactly_298() -> None:
    chosen = config("inception_v3", **ONE_EACH, aux=True)
    for size in range(297, 302):
        small = chosen.model_copy(update={"input": (3, 320, size)})
        failure = trace(build(small, "meta"), small.input).failure
        if size < 299:
            assert failure is not None
            assert (failure.path, failure.within) == ("AuxLogits.conv1.conv", ("AuxLogits",))
            error = refused("inception_v3", **ONE_EACH, aux=True, input=(3, 320, size))
            assert error.what == "aux"
            assert "from 299" in error.allowed
        else:
            assert failure is None
            small.check()


def test_the_last_residual_block_adds_its_residual_whole_and_without_activation() -> None:
    graph = traced("inception_resnet_v2", residual_scale="0.5,0,1")
    factors = {node.path: dict(node.detail)["factor"] for node in graph.nodes if node.op == "scale"}
    assert factors["repeat.0.scale"] == 0.5
    assert factors["repeat_1.19.scale"] == 0
    assert factors["repeat_2.0.scale"] == 1
    assert factors["block8.scale"] == 1
    assert graph.nodes[graph.group_by_path["block8"].places[-1]].op == "add"
    assert graph.nodes[graph.group_by_path["repeat_2.8"].places[-1]].op == "activation"


@pytest.mark.parametrize(
    ("text", "canonical"), [("0.10,0.2,1", "0.1,0.2,1"), ("0.1234,0,1.0", "0.1234,0,1"), ("0.17,0.1,0.2", None)]
)
def test_factors_come_back_as_the_url_writes_them(text: str, canonical: str | None) -> None:
    chosen = config("inception_resnet_v2", residual_scale=text)
    assert overrides(chosen) == ({"residual_scale": canonical} if canonical else {})
    assert config("inception_resnet_v2", **overrides(chosen)) == chosen


@pytest.mark.parametrize(
    ("name", "given", "what", "allowed"),
    [
        ("inception_v3", {"modules": "3,4"}, "modules", "three whole numbers from 1 to 25"),
        ("inception_v3", {"modules": "3,0,2"}, "modules", "three whole numbers from 1 to 25"),
        ("inception_v4", {"modules": "3,26,2"}, "modules", "three whole numbers from 1 to 25"),
        ("inception_v3", {"a": "64,48,64,64,96"}, "a", "6 whole numbers from 1 to 8192"),
        ("inception_v3", {"pool_features": "32"}, "pool_features", "3 widths"),
        ("inception_v3", {"channels_7x7": "128,160,160,192,192"}, "channels_7x7", "4 widths"),
        ("inception_v4", {"b": "1,2"}, "b", "10 whole numbers"),
        ("inception_v4", {"aux": "true"}, "field", "modules"),
        ("inception_resnet_v2", {"c": "0,1,1,1"}, "c", "from 1 to 8192"),
        ("inception_resnet_v2", {"residual_scale": "0.1,0.1"}, "residual_scale", "three numbers from 0 to 1"),
        ("inception_resnet_v2", {"residual_scale": "0.1,0.1,1.5"}, "residual_scale", "three numbers from 0 to 1"),
        ("inception_resnet_v2", {"residual_scale": "0.1,.1,1e-3"}, "residual_scale", "at most four decimals"),
        ("inception_resnet_v2", {"residual_scale": (0.1, 0.2, 0.12345)}, "residual_scale", "at most four decimals"),
        ("inception_resnet_v2", {"residual_scale": "nan,inf,0.1"}, "residual_scale", "three numbers"),
    ],
)
def test_a_bad_value_is_refused_with_what_is_allowed(name: str, given: dict[str, Any], what: str, allowed: str) -> None:
    error = refused(name, **given)
    assert error.what == what
    assert allowed in error.allowed


@pytest.mark.parametrize(("family", "name"), FIELDS)
def test_every_field_says_what_it_is(family: str, name: str) -> None:
    kind = FAMILIES[family].config
    assert kind.allowed(name)
    if name not in COMMON:
        said = kind.about(name)
        assert said.label != name
        assert said.help.endswith(".")
        assert said.source


@pytest.mark.parametrize(("file", "name"), [("inception_v3", "inception_v3"), ("timm_inception_v4", "inception_v4")])
def test_settings_that_no_shape_shows_are_the_reference_s(file: str, name: str) -> None:
    network = build(config(name), "meta")
    compared = 0
    for entry in read(GRAPHS, file)["modules"]:
        module = network.get_submodule(entry["name"])
        if isinstance(module, nn.BatchNorm2d):
            assert module.eps == entry["eps"], entry["name"]
            compared += 1
        if "count_include_pad" in entry:
            assert isinstance(module, nn.AvgPool2d)
            assert module.count_include_pad == entry["count_include_pad"], entry["name"]
    assert compared >= 94


@pytest.mark.parametrize("name", ["inception_v3", "inception_v4", "inception_resnet_v2"])
def test_numbers_run_through_as_shapes_do(name: str) -> None:
    chosen = config(name, **ONE_EACH, input="3,75,75", classes="7")
    with torch.no_grad():
        scores = build(chosen)(torch.ones(1, 3, 75, 75))
    assert scores.shape == (1, 7)
    assert bool(scores.isfinite().all())
