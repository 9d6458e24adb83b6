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
from app.program.inception import googlenet, inception_resnet_v2, inception_v3, inception_v4
from app.program.plain import lenet, nin, vgg
from app.program.resnet import resnet
from app.program.shapes import asserted, stops_at
from app.program.source import Code, write

Values = Callable[[Any, Graph], Mapping[str, object]]

# A family's template, and what it needs besides the configuration.
FAMILIES: dict[str, tuple[str, Values]] = {
    "resnet": ("resnet", resnet),
    "googlenet": ("googlenet", googlenet),
    "inception_v3": ("inception_v3", inception_v3),
    "inception_v4": ("inception_v4", inception_v4),
    "inception_resnet_v2": ("inception_resnet_v2", inception_resnet_v2),
    "vgg": ("vgg", vgg),
    "nin": ("nin", nin),
    "lenet": ("lenet", lenet),
}
ACTIVATIONS = {"relu": Code("ReLU"), "sigmoid": Code("Sigmoid"), "tanh": Code("Tanh")}


def program(config: NetConfig, graph: Graph, path: str = "") -> str:
    """The source of a network that asserts the shapes of one part of it, "" is all. Raises UnknownName."""
    failure = graph.failure
    refused = (failure.path, *failure.within) if failure else ()
    if path not in ("", INPUT, *graph.group_by_path, *graph.by_path, *refused):
        raise UnknownName("path", path, [*graph.group_by_path, *graph.by_path])
    ran = path in graph.by_path or (path in graph.group_by_path and path not in refused)
    template, values = FAMILIES[family_of(config)]
    return write(
        template,
        config=config,
        graph=graph,
        heading=Code(heading(graph, path)),
        shapes=[Code(line) for line in asserted(graph, path if ran else "")],
        stops_at=stops_at(failure) if failure else None,
        activation=ACTIVATIONS[config.activation],
        **values(config, graph),
    )
