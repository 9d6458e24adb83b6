"""A Graph becomes the public Graph JSON: the network, or one part of it with that part's totals.

Shapes are without the batch, in the order C, H, W; receptive fields in input pixels. One node a line, so that
two networks can be compared line by line. No scene is drawn for it.
"""

import json
from dataclasses import asdict
from typing import Any

from app.errors import UnknownName
from app.graph.fingerprint import fingerprint
from app.graph.types import INPUT, Failure, Graph, Group, Node


def graph_json(graph: Graph, path: str = "") -> str:
    """The document as text. Raises UnknownName for a path that the network does not have."""
    document = graph_document(graph, path)
    fields = ",\n".join(f"{_compact(key)}: {_value(value)}" for key, value in document.items())
    return f"{{\n{fields}\n}}\n"


def graph_document(graph: Graph, path: str = "") -> dict[str, Any]:
    """The document as plain values; `nodes` and `groups` are those of `path`, and so are the totals."""
    nodes, groups = _inside(graph, path)
    return {
        "name": graph.name,
        "config": dict(graph.config),
        "input": graph.input,
        "device": graph.device,
        "fingerprint": fingerprint(graph),
        "totals": {
            "params": graph.params if path == "" else sum(node.params for node in nodes),
            "macs": sum(node.macs for node in nodes),
            "activations_bytes": sum(node.activation_bytes for node in nodes),
        },
        "nodes": [_node(node) for node in nodes],
        "groups": [_group(group) for group in groups],
        "failure": _failure(graph.failure) if graph.failure else None,
    }


def _inside(graph: Graph, path: str) -> tuple[tuple[Node, ...], tuple[Group, ...]]:
    if path == "":
        return graph.nodes, graph.groups
    if path in graph.by_path:
        return (graph.by_path[path],), ()
    if path in graph.group_by_path:
        group = graph.group_by_path[path]
        groups = (other for other in graph.groups if f"{other.path}.".startswith(f"{path}."))
        return graph.inside(group), tuple(groups)
    if path == INPUT or (graph.failure and path == graph.failure.path):
        return (), ()
    raise UnknownName("path", path, [*graph.group_by_path, *graph.by_path])


def _node(node: Node) -> dict[str, Any]:
    measured = {"time_us": node.time_us, "memory_bytes": node.memory_bytes}
    several = {"times": node.times} if node.times != 1 else {}
    return {
        "path": node.path,
        "op": node.op,
        "type": node.type,
        "inputs": node.inputs,
        "input_shapes": node.input_shapes,
        "output_shape": node.output_shape,
        **several,
        "kernel": node.kernel,
        "stride": node.stride,
        "padding": node.padding,
        "dilation": node.dilation,
        "groups": node.groups,
        "ceil_mode": node.ceil_mode,
        "bias": node.bias,
        "params": node.params,
        "macs": node.macs,
        "receptive_field": asdict(node.receptive_field),
        **{key: value for key, value in measured.items() if value is not None},
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "path": group.path,
        "kind": group.kind,
        "input_shape": group.input_shape,
        "output_shape": group.output_shape,
        "params": group.params,
        "macs": group.macs,
    }


def _failure(failure: Failure) -> dict[str, Any]:
    return {
        "path": failure.path,
        "op": failure.op,
        "type": failure.type,
        "inputs": failure.inputs,
        "input_shapes": failure.input_shapes,
        "message": failure.message,
    }


def _value(value: Any) -> str:
    """JSON of one value; a list of objects has one a line."""
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(_compact(item) for item in value) + "\n]"
    return _compact(value)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
