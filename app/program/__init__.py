"""A configuration becomes a short PyTorch program: plain torch, the diagram's module names, its shapes asserted.

In: a NetConfig and the Graph that was measured of it. Out: Python text that runs alone. A new family adds a template
and a line in FAMILIES; what a template cannot read off the configuration comes from a function beside it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from app.errors import UnknownName
from app.graph.types import INPUT, Graph
from app.nets import family_of
from app.nets.config import NetConfig
from app.program.heading import heading
from app.program.resnet import resnet
from app.program.shapes import asserted, stops_at
from app.program.source import Code, write

# Which template writes the networks of a configuration, and its values besides the configuration's own.
FAMILIES: dict[str, Callable[[Any], tuple[str, Mapping[str, object]]]] = {
    "resnet": resnet,
}
ACTIVATIONS = {"relu": Code("ReLU"), "sigmoid": Code("Sigmoid"), "tanh": Code("Tanh")}


def program(config: NetConfig, graph: Graph, path: str = "") -> str:
    """The source of a network that asserts the shapes of one part of it, "" is all. Raises UnknownName."""
    failure = graph.failure
    refused = (failure.path, *failure.within) if failure else ()
    if path not in ("", INPUT, *graph.group_by_path, *graph.by_path, *refused):
        raise UnknownName("path", path, [*graph.group_by_path, *graph.by_path])
    ran = path in graph.by_path or (path in graph.group_by_path and path not in refused)
    template, values = FAMILIES[family_of(config)](config)
    return write(
        template,
        config=config,
        graph=graph,
        heading=Code(heading(graph, path)),
        shapes=[Code(line) for line in asserted(graph, path if ran else "")],
        stops_at=stops_at(failure) if failure else None,
        activation=ACTIVATIONS[config.activation],
        **values,
    )
