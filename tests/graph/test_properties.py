"""What holds for every residual network, whatever its configuration."""

from math import prod
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.graph.trace import trace
from app.graph.types import Graph, Node
from app.nets import build, config
from tests.strategies import overrides


def traced(given: dict[str, Any]) -> Graph:
    chosen = config("resnet34", **given)
    return trace(build(chosen, "meta"), chosen.input)


def published_size(node: Node, axis: int) -> int:
    """floor((I + 2P - D(K - 1) - 1) / S) + 1; where the last window may reach over the edge, the ceiling."""
    assert node.kernel
    assert node.stride
    assert node.padding
    assert node.dilation
    length, kernel = node.input_shapes[0][1 + axis], node.kernel[axis]
    room = length + 2 * node.padding[axis] - node.dilation[axis] * (kernel - 1) - 1
    return (-(-room // node.stride[axis]) if node.ceil_mode else room // node.stride[axis]) + 1


@given(overrides())
@settings(max_examples=60)
def test_sizes_follow_the_published_formula_and_channels_the_configuration(values: dict[str, Any]) -> None:
    graph = traced(values)
    assert graph.failure is None
    for node in graph.nodes:
        if node.kernel:
            assert node.output_shape[1:] == (published_size(node, 0), published_size(node, 1)), node.path
    expansion = 4 if values["block"] == "bottleneck" else 1
    assert [stage.output_shape[0] for stage in graph.stages] == [width * expansion for width in values["widths"]]
    assert graph.nodes[-1].output_shape == (values["classes"],)


@given(overrides())
@settings(max_examples=60)
def test_shapes_agree_along_every_edge_and_at_every_addition(values: dict[str, Any]) -> None:
    graph = traced(values)
    for node in graph.nodes:
        assert node.input_shapes == tuple(graph.shape_of(path) for path in node.inputs), node.path
        if node.op == "add":
            assert len(node.inputs) == 2
            assert {*node.input_shapes, node.output_shape} == {node.output_shape}
    additions = sum(node.op == "add" for node in graph.nodes)
    assert additions == (0 if values["shortcut"] in ("none", "highway") else sum(values["depths"]))
    assert sum(node.op == "multiply" for node in graph.nodes) == (sum(values["depths"]) if values["se"] else 0)


@given(overrides())
@settings(max_examples=60)
def test_parameters_and_macs_follow_from_the_attributes(values: dict[str, Any]) -> None:
    graph = traced(values)
    params = macs = 0
    for node in graph.nodes:
        if node.op == "conv":
            assert node.kernel
            assert node.groups
            a_window = node.input_shapes[0][0] // node.groups * prod(node.kernel)
            biases = node.output_shape[0] if node.bias else 0
            expected = (node.output_shape[0] * a_window + biases, prod(node.output_shape) * a_window)
        elif node.op == "linear":
            product = node.input_shapes[0][0] * node.output_shape[0]
            expected = (product + node.output_shape[0], product)
        else:
            expected = (2 * node.output_shape[0] if node.op == "norm" else 0, 0)
        assert (node.params, node.macs) == expected, node.path
        params, macs = params + expected[0], macs + expected[1]
    assert (graph.params, graph.macs) == (params, macs)
    assert graph.activation_bytes == 4 * sum(prod(node.output_shape) for node in graph.nodes)


@given(overrides())
@settings(max_examples=40)
def test_nodes_are_a_graph_without_cycles_in_execution_order_and_nothing_is_left_over(values: dict[str, Any]) -> None:
    graph = traced(values)
    made = {"input"}
    for node in graph.nodes:
        assert made.issuperset(node.inputs), node.path
        assert node.path not in made
        made.add(node.path)
    read = {path for node in graph.nodes for path in node.inputs}
    assert made - read == {graph.nodes[-1].path}


@given(overrides())
@settings(max_examples=40)
def test_groups_nest_and_sum_up(values: dict[str, Any]) -> None:
    graph = traced(values)
    for group in graph.groups:
        inside = graph.inside(group)
        assert inside
        assert group.params == sum(node.params for node in inside)
        assert group.macs == sum(node.macs for node in inside)
        assert group.output_shape == inside[-1].output_shape
        for other in graph.groups:
            mine, theirs = set(group.places), set(other.places)
            assert mine.isdisjoint(theirs) or mine <= theirs or theirs <= mine, (group.path, other.path)
    outer = [group for group in graph.groups if group.kind in ("stem", "stage", "head")]
    assert [place for group in outer for place in group.places] == list(range(len(graph.nodes)))
    assert sum(group.params for group in outer) == graph.params
    assert sum(group.macs for group in outer) == graph.macs
    assert sum(group.kind == "block" for group in graph.groups) == sum(values["depths"])


def over_the_area(graph: Graph) -> int:
    """The multiply-adds of all but the last weighted layer, which reads one cell."""
    return graph.macs - [node.macs for node in graph.nodes if node.macs][-1]


@given(overrides(), st.integers(1, 4), st.integers(1, 4))
@settings(max_examples=40)
def test_macs_of_stride_1_parts_scale_with_the_area(values: dict[str, Any], taller: int, wider: int) -> None:
    channels, height, width = values["input"]
    values |= {"stem": "cifar", "depths": values["depths"][:1], "widths": values["widths"][:1], "se": 0}
    small = traced(values)
    large = traced({**values, "input": (channels, taller * height, wider * width)})
    assert over_the_area(large) == taller * wider * over_the_area(small)
    assert large.params == small.params


@given(overrides())
@settings(max_examples=40)
def test_receptive_fields_never_shrink_along_an_edge(values: dict[str, Any]) -> None:
    graph = traced(values)
    for node in graph.nodes:
        for path in node.inputs[:1] if node.op == "multiply" else node.inputs:  # a gate looks at the whole image
            if path != "input":
                before, after = graph.by_path[path].receptive_field, node.receptive_field
                assert all(a >= b for a, b in zip(after.size, before.size, strict=True)), node.path
                assert all(a % b == 0 for a, b in zip(after.jump, before.jump, strict=True)), node.path
