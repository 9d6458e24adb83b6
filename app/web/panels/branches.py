"""The branches that a concatenation stacks, each called by its recipe, as the module's drawing has it."""

from collections.abc import Iterator, Sequence

from app.graph.types import Graph, Node
from app.inspector.modules import recipe
from app.scene.bands import Band
from app.scene.flow import Parallel, Steps, flow_of


def recipes_at(graph: Graph, join: Node) -> Sequence[str]:
    """`1×1 conv, 96 – 3×3 conv, 128` and the others, in the order in which the concatenation reads them."""
    block = next(group for group in reversed(graph.around(join.path)) if group.kind == "block")
    fan = next(fan for fan in _fans(flow_of(graph, block).steps) if fan.join.path == join.path)
    return [recipe(branch) for branch in fan.branches]


def recipes_of(graph: Graph, bands: Sequence[Band]) -> Sequence[str]:
    """The same for the bands of a tensor, which a concatenation has made somewhere before it; [] for no bands."""
    paths = tuple(band.path for band in bands)
    join = next((node for node in graph.nodes if node.op == "concat" and node.inputs == paths), None)
    return recipes_at(graph, join) if join else []


def _fans(steps: Steps) -> Iterator[Parallel]:
    for step in steps:
        if isinstance(step, Parallel):
            yield step
            for branch in step.branches:
                yield from _fans(branch)
