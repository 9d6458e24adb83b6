"""Traces of Inception networks: what the reference's functions did between modules, and what holds for any widths."""

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.graph.trace import trace
from app.graph.types import Graph, Node
from app.nets import build, config
from app.nets.googlenet_config import MODULES
from tests.reference import GRAPHS, config_of, read

FILES = (
    "googlenet_aux_train",
    "googlenet_paper",
    "inception_v3_aux_train",
    "timm_inception_v4",
    "timm_inception_resnet_v2",
)


@cache
def referred(file: str) -> Graph:
    chosen = config_of(file)
    return trace(build(chosen, "meta"), chosen.input)


def traced(name: str, values: dict[str, Any]) -> Graph:
    chosen = config(name, **values)
    return trace(build(chosen, "meta"), chosen.input)


def of_op(graph: Graph, op: str) -> list[Node]:
    return [node for node in graph.nodes if node.op == op]


def entries(file: str, *kinds: str) -> list[dict[str, Any]]:
    """What the reference ran of some kinds, in order: modules by their type, functions by their name."""
    reference = read(GRAPHS, file)
    ran = sorted([*reference["modules"], *reference.get("functional", [])], key=lambda entry: entry["seq"])
    return [entry for entry in ran if (entry.get("op") or entry["type"]) in kinds]


@pytest.mark.parametrize("file", FILES)
def test_every_concat_stands_in_the_module_that_stacked_there(file: str) -> None:
    stacked = entries(file, "torch.cat", "Concat")
    concats = of_op(referred(file), "concat")
    scopes = [entry.get("scope") or entry["name"].removesuffix(".concat") for entry in stacked]
    assert [node.path.rpartition(".")[0] for node in concats] == scopes
    assert [[list(shape) for shape in node.input_shapes] for node in concats] == [
        entry["in_shapes"] if "in_shapes" in entry else entry["in_shape"] for entry in stacked
    ]


def test_pools_that_torchvision_calls_as_functions_have_their_windows() -> None:
    functions = {"F.avg_pool2d": "avgpool", "F.max_pool2d": "maxpool"}
    expected = [
        (functions[entry["op"]], *(2 * (value,) for value in window(entry)))
        for entry in entries("inception_v3_aux_train", *functions)
    ]
    pools = [
        (node.op, node.kernel, node.stride, node.padding)
        for node in referred("inception_v3_aux_train").nodes
        if node.type in ("AvgPool2d", "MaxPool2d") and "." in node.path
    ]
    assert pools == expected
    assert len(pools) == 12


def window(entry: dict[str, Any]) -> tuple[int, int, int]:
    """Kernel, stride and padding of a functional pool."""
    given = entry["kwargs"]
    return given.get("kernel_size") or entry["args"][0], given["stride"], given.get("padding", 0)


def test_residuals_are_scaled_by_timm_s_factors() -> None:
    factors = [entry["args"][0] for entry in entries("timm_inception_resnet_v2", "Tensor.mul")]
    assert [dict(node.detail)["factor"] for node in of_op(referred("timm_inception_resnet_v2"), "scale")] == factors
    assert len(factors) == 40


@pytest.mark.parametrize("file", ["googlenet_aux_train", "googlenet_paper", "inception_v3_aux_train"])
def test_dropouts_stand_where_the_reference_has_them_and_drop_as_much(file: str) -> None:
    dropouts = of_op(referred(file), "dropout")
    expected = entries(file, "Dropout")
    assert [list(node.output_shape) for node in dropouts] == [entry["out_shape"] for entry in expected]
    drops = [entry.get("p") or float(entry["name"].removeprefix("dropout")) for entry in expected]
    assert [dict(node.detail)["p"] for node in dropouts] == drops


def test_branches_that_fork_again_are_stacked_twice() -> None:
    block = referred("inception_v3_aux_train").by_path["Mixed_7c.concat"]
    assert block.inputs == (
        "Mixed_7c.branch1x1.act",
        "Mixed_7c.branch3x3_concat",
        "Mixed_7c.branch3x3dbl_concat",
        "Mixed_7c.branch_pool.act",
    )
    nested = referred("timm_inception_v4").by_path["features.21.branch2_concat"]
    assert nested.inputs == ("features.21.branch2_3a.act", "features.21.branch2_3b.act")


widths = st.integers(1, 40)
columns = st.tuples(*[widths] * 6)
edges = st.integers(75, 130)


@st.composite
def googlenets(draw: st.DrawFn) -> dict[str, Any]:
    """Values for a GoogLeNet with batch normalisation, which takes any input."""
    return {
        "input": (draw(st.integers(1, 4)), draw(edges), draw(edges)),
        "aux": draw(st.booleans()),
        "reduce": draw(st.booleans()),
        "branch3": draw(st.sampled_from(["3x3", "5x5"])),
        "pool": draw(st.sampled_from(["ceil", "floor"])),
        **{f"inception{module}": draw(columns) for module in MODULES},
    }


def many(count: int) -> st.SearchStrategy[tuple[int, ...]]:
    return st.lists(widths, min_size=count, max_size=count).map(tuple)


@st.composite
def later(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A name of the other three networks and values for its fields, in the sizes that each of them has."""
    sizes = {
        "inception_v3": {"a": 6, "b": 4, "c": 7, "reduction_a": 4, "reduction_b": 4},
        "inception_v4": {"a": 7, "b": 10, "c": 8, "reduction_a": 4, "reduction_b": 6},
        "inception_resnet_v2": {"a": 6, "b": 4, "c": 4, "reduction_a": 4, "reduction_b": 7},
    }
    name = draw(st.sampled_from(sorted(sizes)))
    modules = draw(st.tuples(*[st.integers(1, 3)] * 3))
    values: dict[str, Any] = {"input": (3, draw(edges), draw(edges)), "modules": modules}
    values |= {field: draw(many(count)) for field, count in sizes[name].items()}
    if name == "inception_v3":
        values |= {"pool_features": draw(many(modules[0])), "channels_7x7": draw(many(modules[1]))}
    return name, values


@given(googlenets())
@settings(max_examples=25, deadline=None)
def test_module_widths_stack_to_the_configured_channels(values: dict[str, Any]) -> None:
    graph = traced("googlenet", values)
    assert graph.failure is None
    entering = 192
    for module in MODULES:
        one, _, three, _, five, projection = values[f"inception{module}"]
        last = projection if values["reduce"] else entering
        concat = graph.by_path[f"inception{module}.concat"]
        assert [shape[0] for shape in concat.input_shapes] == [one, three, five, last]
        assert concat.output_shape[0] == one + three + five + last
        entering = concat.output_shape[0]


@given(googlenets())
@settings(max_examples=15, deadline=None)
def test_a_naive_module_grows_by_what_its_pool_hands_on(values: dict[str, Any]) -> None:
    graph = traced("googlenet_naive", {**values, "norm": "batch", "reduce": False})
    for module in MODULES:
        group = graph.group_by_path[f"inception{module}"]
        convolved = sum(values[f"inception{module}"][index] for index in (0, 2, 4))
        assert group.output_shape[0] - group.input_shape[0] == convolved
        assert group.output_shape[1:] == group.input_shape[1:]


@given(later())
@settings(max_examples=25, deadline=None)
def test_no_widths_break_a_concat_or_an_addition(chosen: tuple[str, dict[str, Any]]) -> None:
    graph = traced(*chosen)
    assert graph.failure is None
    for node in of_op(graph, "concat"):
        assert sum(shape[0] for shape in node.input_shapes) == node.output_shape[0]
        assert {shape[1:] for shape in node.input_shapes} == {node.output_shape[1:]}
    for node in of_op(graph, "add"):
        assert {*node.input_shapes} == {node.output_shape}
    additions = sum(chosen[1]["modules"]) if chosen[0] == "inception_resnet_v2" else 0
    assert len(of_op(graph, "add")) == additions


@given(later())
@settings(max_examples=15, deadline=None)
def test_parameters_follow_from_the_traced_attributes(chosen: tuple[str, dict[str, Any]]) -> None:
    graph = traced(*chosen)
    expected = 0
    for node in graph.nodes:
        if node.op == "conv":
            assert node.kernel
            weights = node.output_shape[0] * node.input_shapes[0][0] * node.kernel[0] * node.kernel[1]
            expected += weights + (node.output_shape[0] if node.bias else 2 * node.output_shape[0])
        elif node.op == "linear":
            expected += (node.input_shapes[0][0] + 1) * node.output_shape[0]
    assert graph.params == expected
