import json
from dataclasses import replace

import pytest

from app.errors import UnknownName
from app.graph.trace import trace
from app.graph.types import Graph
from app.nets import build, config
from app.render.json import graph_document, graph_json

KEYS = ["name", "config", "input", "device", "fingerprint", "totals", "nodes", "groups", "failure"]
NODE_KEYS = [
    "path", "op", "type", "inputs", "input_shapes", "output_shape", "kernel", "stride", "padding", "dilation",
    "groups", "ceil_mode", "bias", "params", "macs", "receptive_field",
]  # fmt: skip
GROUP_KEYS = ["path", "kind", "input_shape", "output_shape", "params", "macs"]


def traced(**overrides: object) -> Graph:
    made = config("resnet18", **overrides)
    values = tuple((name, getattr(made, name)) for name in made.fields())
    return trace(build(made, "meta"), made.input, made.preset, values)


@pytest.fixture(scope="module")
def graph() -> Graph:
    return traced()


def test_the_document_has_the_public_keys_in_order(graph: Graph) -> None:
    document = json.loads(graph_json(graph))
    assert list(document) == KEYS
    assert list(document["totals"]) == ["params", "macs", "activations_bytes"]
    assert all(list(node) == NODE_KEYS for node in document["nodes"])
    assert all(list(group) == GROUP_KEYS for group in document["groups"])
    assert all(list(node["receptive_field"]) == ["size", "jump", "start"] for node in document["nodes"])


def test_the_document_says_what_was_traced(graph: Graph) -> None:
    document = json.loads(graph_json(graph))
    assert (document["name"], document["input"], document["device"]) == ("resnet18", [3, 224, 224], "meta")
    assert document["config"]["depths"] == [2, 2, 2, 2]
    assert document["totals"]["params"] == 11_689_512
    first = document["nodes"][0]
    assert (first["path"], first["inputs"], first["output_shape"]) == ("conv1", ["input"], [64, 112, 112])
    assert (first["kernel"], first["stride"], first["padding"], first["bias"]) == ([7, 7], [2, 2], [3, 3], False)
    assert document["failure"] is None


def test_time_and_memory_are_there_only_when_measured(graph: Graph) -> None:
    first, *others = graph.nodes
    timed = replace(graph, nodes=(replace(first, time_us=12.5, memory_bytes=4096), *others))
    nodes = graph_document(timed)["nodes"]
    assert list(nodes[0]) == [*NODE_KEYS, "time_us", "memory_bytes"]
    assert (nodes[0]["time_us"], nodes[0]["memory_bytes"]) == (12.5, 4096)
    assert "time_us" not in nodes[1]
    only_time = replace(graph, nodes=(replace(first, time_us=0.0), *others))
    assert list(graph_document(only_time)["nodes"][0]) == [*NODE_KEYS, "time_us"]


@pytest.mark.parametrize("path", ["layer2", "layer2.0", "layer2.0.downsample"])
def test_a_part_has_its_own_nodes_groups_and_totals(graph: Graph, path: str) -> None:
    document = graph_document(graph, path)
    inside = [node for node in graph_document(graph)["nodes"] if node["path"].startswith(f"{path}.")]
    assert document["nodes"] == inside
    assert document["totals"]["params"] == sum(node["params"] for node in inside)
    assert document["totals"]["macs"] == sum(node["macs"] for node in inside)
    assert document["groups"][0]["path"] == path
    assert all(group["path"] == path or group["path"].startswith(f"{path}.") for group in document["groups"])
    assert document["input"] == (3, 224, 224)


def test_a_block_that_fills_its_layer_does_not_bring_the_layer_along() -> None:
    groups = graph_document(traced(depths="1,1,1,1"), "layer1.0")["groups"]
    assert [group["path"] for group in groups] == ["layer1.0"]


def test_the_stem_which_no_module_holds_is_a_part_too(graph: Graph) -> None:
    document = graph_document(graph, "stem")
    assert document["nodes"][0]["path"] == "conv1"
    assert [group["path"] for group in document["groups"]] == ["stem"]


def test_one_operation_is_one_node(graph: Graph) -> None:
    document = graph_document(graph, "layer2.0.conv1")
    assert [node["path"] for node in document["nodes"]] == ["layer2.0.conv1"]
    assert document["totals"]["params"] == 64 * 128 * 9
    assert document["groups"] == []


def test_an_unknown_path_is_refused_with_the_nearest(graph: Graph) -> None:
    with pytest.raises(UnknownName) as refused:
        graph_json(graph, "layer2.0.conv9")
    assert "layer2.0.conv1" in refused.value.suggestions


def test_a_network_that_does_not_fit_says_where_and_why() -> None:
    failed = trace(build(config("resnet18"), "meta"), (5, 64, 64), "resnet18")
    failure = json.loads(graph_json(failed))["failure"]
    assert list(failure) == ["path", "op", "type", "inputs", "input_shapes", "message"]
    assert (failure["path"], failure["inputs"], failure["input_shapes"]) == ("conv1", ["input"], [[5, 64, 64]])
    assert failure["message"]


def test_every_node_has_a_line_of_its_own(graph: Graph) -> None:
    lines = graph_json(graph).splitlines()
    assert sum(line.startswith('{"path"') for line in lines) == len(graph.nodes) + len(graph.groups)
