"""How data runs through a block: the main path, what the shortcut does on its way, where they are added."""

from dataclasses import dataclass

from app.graph.types import Graph, Group, Node


@dataclass(frozen=True, slots=True)
class Flow:
    """source: the path of the tensor that enters. main: from there to the addition (or to the end where there is
    none). shortcut: what x meets on its way past, nothing for the identity. tail: what follows the addition."""

    source: str
    main: tuple[Node, ...]
    shortcut: tuple[Node, ...] = ()
    add: Node | None = None
    tail: tuple[Node, ...] = ()


def flow_of(graph: Graph, group: Group) -> Flow:
    """The flow through a group with at most one addition; without one, all its operations in a row."""
    nodes = graph.inside(group)
    source = nodes[0].inputs[0]
    place = next((index for index, node in enumerate(nodes) if node.op == "add"), None)
    if place is None:
        return Flow(source, nodes)
    add = nodes[place]
    inside = {node.path: node for node in nodes[:place]}
    residual, shortcut = (_back(inside, path) for path in add.inputs)
    return Flow(source, residual, shortcut, add, nodes[place + 1 :])


def _back(inside: dict[str, Node], path: str) -> tuple[Node, ...]:
    """The chain of nodes that ends in `path`, back to where it leaves the group, in the order they run."""
    chain: list[Node] = []
    while path in inside:
        chain.append(inside[path])
        path = inside[path].inputs[0]
    return tuple(reversed(chain))
