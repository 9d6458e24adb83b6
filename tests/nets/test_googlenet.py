"""GoogLeNet against its paper's Table 1, Caffe's rounding and torchvision's deviations."""

from typing import Any

import pytest

from app.errors import TooLarge
from app.graph.trace import trace
from app.nets import build, config, overrides
from app.nets.googlenet_config import MODULES, GoogLeNetConfig
from tests.nets.made import refused, traced
from tests.reference import GRAPHS, read


@pytest.mark.parametrize("module", MODULES)
def test_a_module_of_the_paper_is_its_row_of_table_1(module: str) -> None:
    row = read(GRAPHS, "googlenet_paper")["rows"][f"inception({module})"]
    group = traced("googlenet_paper").group_by_path[f"inception{module}"]
    assert (group.params, group.macs) == (row["params_with_bias"], row["macs"])
    assert list(group.output_shape) == row["output"]


@pytest.mark.parametrize(("name", "edge"), [("googlenet", 379), ("googlenet_paper", 715)])
def test_the_last_module_sees_as_far_as_published(name: str, edge: int) -> None:
    assert traced(name).by_path["inception5b.concat"].receptive_field.size == (edge, edge)


def test_the_naive_module_3a_has_the_paper_s_columns_and_all_that_came_in() -> None:
    naive = traced("googlenet_naive")
    assert naive.group_by_path["inception3a"].output_shape == (64 + 128 + 32 + 192, 28, 28)
    convolutions = [node for node in naive.inside(naive.group_by_path["inception3a"]) if node.op == "conv"]
    assert [node.kernel for node in convolutions] == [(1, 1), (3, 3), (5, 5)]
    assert sum(node.params for node in convolutions) == 192 * (64 + 9 * 128 + 25 * 32) + 64 + 128 + 32
    assert sum(node.macs for node in convolutions) == 303_464_448


def test_the_paper_s_head_can_be_had_with_torchvision_s_kernel_and_the_other_way_round() -> None:
    kernels = {
        (norm, branch3): traced("googlenet", norm=norm, branch3=branch3).by_path["inception3a.branch3.1.conv"].kernel
        for norm in ("batch", "lrn")
        for branch3 in ("3x3", "5x5")
    }
    assert {branch3: kernel for (_, branch3), kernel in kernels.items()} == {"3x3": (3, 3), "5x5": (5, 5)}
    assert overrides(config("googlenet", norm="lrn", branch3="5x5")) == {"norm": "lrn", "branch3": "5x5"}


def test_pools_round_up_as_caffe_s_unless_told_otherwise() -> None:
    sizes = {
        pool: [traced("googlenet", pool=pool).by_path[f"maxpool{n}"].output_shape[1] for n in (1, 2, 3, 4)]
        for pool in ("ceil", "floor")
    }
    assert sizes == {"ceil": [56, 28, 14, 7], "floor": [55, 27, 13, 6]}


def test_auxiliary_classifiers_read_the_outputs_of_4a_and_4d_and_stand_in_no_stage() -> None:
    graph = traced("googlenet", aux=True)
    assert graph.by_path["aux1.avgpool"].inputs == ("inception4a.concat",)
    assert graph.by_path["aux2.avgpool"].inputs == ("inception4d.concat",)
    heads = [group for group in graph.groups if group.kind == "aux"]
    assert [(head.path, head.parent, head.output_shape) for head in heads] == [
        ("aux1", "", (1000,)),
        ("aux2", "", (1000,)),
    ]
    assert graph.params - traced("googlenet").params == sum(head.params for head in heads)


def test_stages_are_the_modules_of_one_resolution_and_the_pool_before_them() -> None:
    assert [(stage.path, stage.output_shape) for stage in traced("googlenet").stages] == [
        ("inception3", (480, 28, 28)),
        ("inception4", (832, 14, 14)),
        ("inception5", (1024, 7, 7)),
    ]
    assert traced("googlenet").group_by_path["inception4"].input_shape == (480, 28, 28)


@pytest.mark.parametrize(
    ("norm", "pool", "least"),
    [("batch", "ceil", 15), ("batch", "floor", 45), ("lrn", "ceil", 31), ("lrn", "floor", 61)],
)
def test_inputs_are_refused_up_to_exactly_the_size_at_which_a_pool_has_nothing_left(
    norm: str, pool: str, least: int
) -> None:
    chosen = config("googlenet", norm=norm, pool=pool)
    for size in range(least - 3, least + 4):
        small = chosen.model_copy(update={"input": (3, 224, size)})
        failure = trace(build(small, "meta"), small.input).failure
        assert (failure is not None and failure.path.startswith("maxpool")) == (size < least)
        if size < least:
            assert f"from {least};" in refused("googlenet", norm=norm, pool=pool, input=(3, 224, size)).allowed
        else:
            small.check()


def test_the_paper_s_fixed_pool_fails_in_the_picture_where_the_map_is_not_7x7() -> None:
    floor = traced("googlenet_paper", pool="floor").failure
    assert floor is not None
    assert (floor.path, floor.input_shapes) == ("avgpool", ((1024, 6, 6),))
    wide = traced("googlenet_paper", input="3,224,320").failure
    assert wide is not None
    assert (wide.path, wide.input_shapes) == ("fc", ((4 * 1024,),))


def test_the_paper_s_auxiliary_heads_are_refused_where_their_pool_makes_no_4x4_map() -> None:
    error = refused("googlenet_paper", aux=True, input="3,222,224")
    assert error.what == "aux"
    assert "from 223" in error.allowed
    failure = traced("googlenet_paper", aux=True, input="3,223,224").failure
    assert failure is None or not failure.path.startswith("aux")
    large = traced("googlenet_paper", aux=True, input="3,300,300").failure
    assert large is not None
    assert (large.path, large.within) == ("aux1.fc1", ("aux1",))
    assert traced("googlenet", aux=True, input="3,15,15").failure is None


def test_the_small_network_keeps_an_eighth_of_the_widths_and_three_resolutions() -> None:
    graph, full = traced("cifar_googlenet"), traced("googlenet")
    assert [stage.output_shape[1:] for stage in graph.stages] == [(32, 32), (16, 16), (8, 8)]
    for module in MODULES:
        assert graph.group_by_path[f"inception{module}"].output_shape[0] == sum(
            node.output_shape[0] // 8
            for node in (full.by_path[path] for path in full.by_path[f"inception{module}.concat"].inputs)
        )


def test_the_small_network_has_the_parameters_of_its_widths() -> None:
    widths, entering = config("cifar_googlenet"), 24
    assert isinstance(widths, GoogLeNetConfig)
    weights, normalised = 9 * 3 * entering, entering
    for module in MODULES:
        one, reduce3, three, reduce5, five, projection = widths.columns(module)
        weights += entering * (one + reduce3 + reduce5 + projection) + 9 * (reduce3 * three + reduce5 * five)
        normalised += sum(widths.columns(module))
        entering = one + three + five + projection
    assert traced("cifar_googlenet").params == weights + 2 * normalised + entering * 10 + 10


def test_a_stem_for_small_images_is_one_convolution_that_reduces_nothing() -> None:
    graph = traced("googlenet", stem="cifar", input="3,40,56")
    assert graph.by_path["conv1.act"].output_shape == (24, 40, 56)
    assert graph.by_path["inception3a.branch1.conv"].inputs == ("conv1.act",)
    assert not {"maxpool1", "conv2", "conv3", "maxpool2"} & {node.path.split(".")[0] for node in graph.nodes}
    assert traced("googlenet", stem="cifar", norm="lrn", input="3,28,28").failure is None


@pytest.mark.parametrize(("pool", "least"), [("ceil", 2), ("floor", 5)])
def test_small_images_are_refused_up_to_exactly_the_size_at_which_a_pool_has_nothing_left(
    pool: str, least: int
) -> None:
    chosen = config("cifar_googlenet", pool=pool)
    small = chosen.model_copy(update={"input": (3, 32, least - 1)})
    assert trace(build(small, "meta"), small.input).failure is not None
    assert f"from {least};" in refused("cifar_googlenet", pool=pool, input=(3, 32, least - 1)).allowed
    assert traced("cifar_googlenet", pool=pool, input=(3, 32, least)).failure is None


def test_a_naive_module_that_outgrows_the_limit_is_named() -> None:
    error = refused("googlenet_naive", inception4b="4000,1,3000,1,1000,1")
    assert isinstance(error, TooLarge)
    assert error.what == "inception4b"
    assert "at most 8192 channels" in error.allowed
    later = refused("googlenet_naive", inception3a="3000,1,1000,1,1000,1")
    assert later.what in {f"inception{module}" for module in MODULES}


@pytest.mark.parametrize(
    ("given", "what", "allowed"),
    [
        ({"inception3a": "64,96,128,16,32"}, "inception3a", "six channel counts"),
        ({"inception3a": "64,96,128,16,32,32,1"}, "inception3a", "six channel counts"),
        ({"inception5b": "64,96,0,16,32,32"}, "inception5b", "from 1 to 8192"),
        ({"inception5b": "64,96,9000,16,32,32"}, "inception5b", "from 1 to 8192"),
        ({"aux": "yes"}, "aux", "true, false"),
        ({"aux": "True"}, "aux", "true, false"),
        ({"aux": 1}, "aux", "true, false"),
        ({"reduce": ""}, "reduce", "true, false"),
        ({"branch3": "7x7"}, "branch3", "3x3, 5x5"),
        ({"norm": "none"}, "norm", "batch, lrn"),
        ({"pool": "round"}, "pool", "ceil, floor"),
        ({"depths": "1"}, "field", "inception3a"),
    ],
)
def test_a_bad_value_is_refused_with_what_is_allowed(given: dict[str, Any], what: str, allowed: str) -> None:
    error = refused("googlenet", **given)
    assert error.what == what
    assert allowed in error.allowed


@pytest.mark.parametrize("name", GoogLeNetConfig.fields())
def test_every_field_says_what_it_is(name: str) -> None:
    assert GoogLeNetConfig.allowed(name)
    if name not in ("input", "classes", "activation", "seed"):
        said = GoogLeNetConfig.about(name)
        assert said.label != name
        assert said.help.endswith(".")
        assert said.source
