"""The structural hash: what must not change it, and what must."""

import subprocess
import sys
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.graph.fingerprint import fingerprint
from app.graph.trace import trace
from app.graph.types import INPUT, Failure, Graph, Node, ReceptiveField
from app.nets import PRESETS, build, config

FIELD = ReceptiveField((1, 1), (1, 1), (0, 0))
SHAPE = (8, 6, 6)


@cache
def traced(name: str, **overrides: Any) -> Graph:
    chosen = config(name, **overrides)
    return trace(build(chosen, "meta"), chosen.input)


def node(path: str, op: str, *inputs: str, **facts: Any) -> Node:
    given: dict[str, Any] = {
        "type": op,
        "input_shapes": (SHAPE,) * len(inputs),
        "output_shape": SHAPE,
        "receptive_field": FIELD,
    }
    return Node(path=path, op=op, inputs=inputs, **(given | facts))


def graph(*nodes: Node) -> Graph:
    return Graph("", (), SHAPE, "meta", 0, nodes)


def renamed(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    names = {INPUT: INPUT} | {made.path: f"x{index}" for index, made in enumerate(nodes)}
    return tuple(
        replace(made, path=names[made.path], inputs=tuple(names[path] for path in made.inputs)) for made in nodes
    )


def reordered(nodes: tuple[Node, ...], draw: st.DataObject) -> tuple[Node, ...]:
    """Another order in which everything still runs after what it reads."""
    waiting, done, order = list(nodes), {INPUT}, list[Node]()
    while waiting:
        ready = [made for made in waiting if done.issuperset(made.inputs)]
        chosen = ready[draw.draw(st.integers(0, len(ready) - 1))]
        waiting.remove(chosen)
        done.add(chosen.path)
        order.append(chosen)
    return tuple(order)


def test_it_is_eight_hexadecimal_digits() -> None:
    assert int(fingerprint(traced("resnet18")), 16) >= 0
    assert len(fingerprint(traced("resnet18"))) == 8


@given(st.data())
@settings(max_examples=10)
def test_names_and_the_order_of_independent_branches_make_no_difference(data: st.DataObject) -> None:
    original = traced("resnet50")
    other = renamed(reordered(original.nodes, data))
    assert fingerprint(replace(original, nodes=other)) == fingerprint(original)


def test_an_addition_may_be_written_either_way_round_a_concatenation_may_not() -> None:
    left, right = node("a", "conv", INPUT, params=1), node("b", "conv", INPUT, params=2)

    def joined(op: str, *inputs: str) -> str:
        return fingerprint(graph(left, right, node("join", op, *inputs)))

    assert joined("add", "a", "b") == joined("add", "b", "a")
    assert joined("concat", "a", "b") != joined("concat", "b", "a")


@pytest.mark.parametrize("op", ["dropout", "identity", "flatten"])
def test_what_hands_on_the_same_numbers_does_not_count(op: str) -> None:
    conv, norm = node("conv", "conv", INPUT), node("norm", "norm", "conv")
    between = graph(conv, node("same", op, "conv"), replace(norm, inputs=("same",)))
    assert fingerprint(between) == fingerprint(graph(conv, norm))


def test_a_volume_of_one_cell_a_channel_is_a_vector() -> None:
    pool = {"kernel": (6, 6), "stride": (6, 6), "padding": (0, 0)}
    volume = graph(node("pool", "avgpool", INPUT, output_shape=(8, 1, 1), **pool))
    vector = graph(node("pool", "avgpool", INPUT, output_shape=(8,), **pool))
    assert fingerprint(volume) == fingerprint(vector)


def test_a_pool_over_the_whole_map_may_be_written_with_any_stride() -> None:
    pool = {"kernel": (6, 6), "padding": (0, 0), "output_shape": (8, 1, 1)}
    assert fingerprint(graph(node("a", "avgpool", INPUT, stride=(6, 6), **pool))) == fingerprint(
        graph(node("a", "avgpool", INPUT, stride=(1, 1), ceil_mode=False, **pool))
    )


@pytest.mark.parametrize(
    "change",
    [
        {"op": "maxpool"},
        {"kernel": (5, 5)},
        {"stride": (2, 2)},
        {"padding": (1, 0)},
        {"dilation": (2, 2)},
        {"groups": 4},
        {"bias": True},
        {"ceil_mode": True},
        {"params": 7},
        {"output_shape": (9, 6, 6)},
        {"detail": (("factor", 0.1),)},
    ],
    ids=str,
)
def test_what_an_operation_is_makes_a_difference(change: dict[str, Any]) -> None:
    window = {"kernel": (3, 3), "stride": (1, 1), "padding": (1, 1), "dilation": (1, 1)}
    before = node("a", "conv", INPUT, groups=1, bias=False, **window)
    after = node("b", "norm", "a")
    assert fingerprint(graph(before, after)) != fingerprint(graph(replace(before, **change), after))


def test_which_activation_it_is_makes_a_difference_and_its_class_elsewhere_none() -> None:
    def of(op: str, type_: str) -> str:
        return fingerprint(graph(node("a", op, INPUT, type=type_)))

    assert of("activation", "ReLU") != of("activation", "Tanh")
    assert of("conv", "Conv2d") == of("conv", "WeightStandardisedConv2d")


def test_reading_one_tensor_twice_is_not_reading_two_like_it() -> None:
    twins = node("a", "conv", INPUT), node("b", "conv", INPUT)
    assert fingerprint(graph(*twins, node("sum", "add", "a", "b"))) != fingerprint(
        graph(*twins, node("sum", "add", "a", "a"))
    )


def test_an_unfinished_network_is_told_from_the_part_that_ran() -> None:
    whole = graph(node("a", "conv", INPUT))
    failure = Failure("sum", "add", "Add", (SHAPE, SHAPE), ("a", INPUT), "cannot add")
    assert fingerprint(replace(whole, failure=failure)) != fingerprint(whole)


def test_presets_differ_and_spellings_of_one_network_do_not() -> None:
    light = {name: fingerprint(traced(name)) for name, made in PRESETS.items() if not made.heavy}
    assert len(set(light.values())) == len(light)
    assert fingerprint(traced("resnet18", depths="3,4,6,3")) == light["resnet34"]
    assert fingerprint(traced("resnet34", shortcut="none", seed=3)) == light["plain34"]
    assert fingerprint(traced("resnet34", stride_in="1x1")) == light["resnet34"]  # a basic block has no 1x1
    assert fingerprint(traced("resnet34", input="3,225,225")) != light["resnet34"]


def test_every_process_finds_the_same() -> None:
    script = (
        "from tests.graph.test_fingerprint import INPUT, graph, node\n"
        "from app.graph.fingerprint import fingerprint\n"
        "print(fingerprint(graph(node('a', 'conv', INPUT), node('b', 'add', 'a', INPUT))))"
    )
    here = fingerprint(graph(node("a", "conv", INPUT), node("b", "add", "a", INPUT)))
    assert subprocess.check_output([sys.executable, "-c", script], text=True).strip() == here
