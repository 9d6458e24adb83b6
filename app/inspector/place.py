"""Where an operation stands: in which layer, block and branch, and what the block uses it for."""

from dataclasses import dataclass

from app.graph.types import Graph, Group, Node

ROLES = {2: ("first", "second"), 3: ("reduce", "middle", "restore")}


@dataclass(frozen=True, slots=True)
class Place:
    """The groups around an operation, None where there is none.

    role: `stem`, `head`, `projection`, `first` or `second` of a basic block, `reduce`, `middle` or `restore`
    of a bottleneck; "" for what is no convolution of a block.
    """

    stage: Group | None
    block: Group | None
    role: str


def place_of(graph: Graph, node: Node) -> Place:
    around = {group.kind: group for group in graph.around(node.path)}
    block = around.get("block")
    if "branch" in around:
        role = "projection"
    elif block is None:
        role = next((name for name in ("stem", "head") if node in end_nodes(graph, name)), "")
    else:
        convs = main_convs(graph, block)
        role = next((role for role, conv in zip(ROLES.get(len(convs), ()), convs, strict=False) if conv is node), "")
    return Place(around.get("stage"), block, role)


def end_nodes(graph: Graph, name: str) -> tuple[Node, ...]:
    """The operations of the stem or the head; none where the network has no such part."""
    return graph.inside(graph.group_by_path[name]) if name in graph.group_by_path else ()


def main_nodes(graph: Graph, block: Group) -> tuple[Node, ...]:
    """The operations of a block that are not on its shortcut, in execution order."""
    return tuple(node for node in graph.inside(block) if not _on_shortcut(graph, node))


def main_convs(graph: Graph, block: Group) -> tuple[Node, ...]:
    """The convolutions of F(x): two in a basic block, three in a bottleneck."""
    return tuple(node for node in main_nodes(graph, block) if node.op == "conv")


def shortcut_nodes(graph: Graph, block: Group) -> tuple[Node, ...]:
    """The operations on a block's shortcut: none for the identity."""
    return tuple(node for node in graph.inside(block) if _on_shortcut(graph, node))


def addition_of(graph: Graph, block: Group) -> Node | None:
    return next((node for node in graph.inside(block) if node.op == "add"), None)


def blocks_of(graph: Graph) -> tuple[Group, ...]:
    """Every block of the network, in execution order."""
    return tuple(group for group in graph.groups if group.kind == "block")


def _on_shortcut(graph: Graph, node: Node) -> bool:
    return node.op == "zeropad" or any(group.kind == "branch" for group in graph.around(node.path))
