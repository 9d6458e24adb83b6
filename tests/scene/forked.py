"""Networks with forks to draw: the modules of a preset, and any module made in a test as the one block of a network."""

from torch import nn

from app.graph.trace import trace
from app.graph.types import Graph, Group
from app.nets.ops import Stage
from app.scene.flow import Parallel, flow_of


def modules(graph: Graph) -> list[Group]:
    """The blocks with a concatenation, of equal ones the first."""
    found = {}
    for group in graph.groups:
        if group.kind == "block" and any(node.op == "concat" for node in graph.inside(group)):
            found.setdefault((group.type, group.input_shape, group.params), group)
    return list(found.values())


def fan_of(graph: Graph, path: str) -> Parallel:
    """The outermost concatenation of a module, with its branches."""
    flow = flow_of(graph, graph.group_by_path[path])
    return next(step for step in flow.main if isinstance(step, Parallel) and step.join.op == "concat")


def traced(module: nn.Module) -> Graph:
    network = nn.Sequential()
    network.add_module("layer", Stage(module))
    return trace(network.eval(), (6, 12, 20), "made here")
