"""Our traces against traces of torchvision's and timm's networks and the papers' arithmetic, operation by operation."""

from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from typing import Any

import pytest

from app.graph.trace import trace
from app.graph.types import Graph, Node
from app.nets import build
from tests.reference import GRAPHS, UNCOMPARED, config_of, names, operations, read

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
    if entry["op"] in ("conv", "maxpool", "avgpool"):
        window = ("kernel", "stride", "padding", "groups", "bias", "ceil_mode")
        facts |= {key: entry[key] for key in window if entry.get(key) is not None}
    return facts


def facts_of_node(node: Node, keys: Iterable[str]) -> dict[str, Any]:
    """The same of one of our nodes."""
    facts = asdict(node) | {"inputs": node.input_shapes, "output": node.output_shape}
    return {key: _as_lists(facts[key]) for key in keys}


def _as_lists(value: Any) -> Any:
    return [_as_lists(part) for part in value] if isinstance(value, tuple) else value


def test_reference_files_are_there() -> None:
    assert len(REFERENCES) >= 15


@pytest.mark.parametrize("name", REFERENCES)
def test_every_operation_is_the_reference_s_in_execution_order(name: str) -> None:
    entries = [entry for entry in operations(read(GRAPHS, name)) if entry["op"] not in UNCOMPARED]
    nodes = [node for node in traced(name).nodes if node.op not in UNCOMPARED]
    expected = [facts_of_entry(entry) for entry in entries]
    assert [node.op for node in nodes] == [facts["op"] for facts in expected]
    assert [facts_of_node(node, facts) for node, facts in zip(nodes, expected, strict=True)] == expected


@pytest.mark.parametrize("name", REFERENCES)
def test_totals_are_the_reference_s(name: str) -> None:
    reference, graph = read(GRAPHS, name), traced(name)
    # torchvision's own networks keep auxiliary heads that do not run; ours do not build them.
    assert graph.params == reference.get("executed_params", reference["total_params"])
    assert graph.macs == reference["total_macs"]
    assert list(graph.input) == reference["input"]
    output = reference["output"]
    assert list(graph.nodes[-1].output_shape) == (output if isinstance(output, list) else output["logits"])
    assert sum(node.op == "conv" for node in graph.nodes) == reference["n_conv"]


@pytest.mark.parametrize("name", [name for name in REFERENCES if read(GRAPHS, name).get("functional")])
def test_modules_have_the_reference_s_names(name: str) -> None:
    weighted = [entry["name"] for entry in operations(read(GRAPHS, name)) if entry.get("params")]
    assert [node.path for node in traced(name).nodes if node.params] == weighted
