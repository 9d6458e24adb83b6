"""Our traces against traces of torchvision's networks and against the papers' arithmetic, operation by operation."""

from functools import cache
from typing import Any

import pytest

from app.graph.trace import trace
from app.graph.types import Graph, Node
from app.nets import build
from tests.reference import GRAPHS, config_of, names, operations, read

REFERENCES = names(GRAPHS)


@cache
def traced(name: str) -> Graph:
    config = config_of(name)
    return trace(build(config, "meta"), config.input)


def facts_of_entry(entry: dict[str, Any]) -> dict[str, Any]:
    """What a reference file says of one operation."""
    shapes = entry.get("in_shapes") or entry["in_shape"]
    inputs = shapes if isinstance(shapes[0], list) else [shapes]
    facts = {"op": entry["op"], "inputs": inputs, "output": entry["out_shape"]}
    facts |= {"params": entry.get("params", 0), "macs": entry.get("macs", 0)}
    if entry.get("kernel"):
        facts |= {key: entry[key] for key in ("kernel", "stride", "padding")}
    if entry["op"] == "conv":
        facts |= {"groups": entry["groups"], "bias": entry["bias"]}
    if entry["op"] == "linear":
        facts |= {"bias": entry["bias"]}
    if entry["op"] == "maxpool":
        facts |= {"ceil_mode": entry["ceil_mode"]}
    return facts


def facts_of_node(node: Node) -> dict[str, Any]:
    """The same of one of our nodes."""
    facts = {"op": node.op, "inputs": [list(shape) for shape in node.input_shapes], "output": list(node.output_shape)}
    facts |= {"params": node.params, "macs": node.macs}
    if node.op in ("conv", "maxpool"):
        facts |= {key: list(getattr(node, key)) for key in ("kernel", "stride", "padding")}
    if node.op == "conv":
        facts |= {"groups": node.groups, "bias": node.bias}
    if node.op == "linear":
        facts |= {"bias": node.bias}
    if node.op == "maxpool":
        facts |= {"ceil_mode": node.ceil_mode}
    return facts


def test_reference_files_are_there() -> None:
    assert len(REFERENCES) >= 15


@pytest.mark.parametrize("name", REFERENCES)
def test_every_operation_is_the_reference_s_in_execution_order(name: str) -> None:
    # The arithmetic files leave the flattening out, for it changes no number.
    expected = [facts_of_entry(entry) for entry in operations(read(GRAPHS, name)) if entry["op"] != "flatten"]
    assert [facts_of_node(node) for node in traced(name).nodes if node.op != "flatten"] == expected


@pytest.mark.parametrize("name", REFERENCES)
def test_totals_are_the_reference_s(name: str) -> None:
    reference, graph = read(GRAPHS, name), traced(name)
    assert graph.params == reference["total_params"]
    assert graph.macs == reference["total_macs"]
    assert list(graph.input) == reference["input"]
    assert list(graph.nodes[-1].output_shape) == reference["output"]
    assert sum(node.op == "conv" for node in graph.nodes) == reference["n_conv"]


@pytest.mark.parametrize("name", [name for name in REFERENCES if read(GRAPHS, name).get("functional")])
def test_modules_have_torchvision_s_names(name: str) -> None:
    weighted = [entry["name"] for entry in operations(read(GRAPHS, name)) if entry.get("params")]
    assert [node.path for node in traced(name).nodes if node.params] == weighted
