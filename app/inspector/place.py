"""Where an operation stands: in which layer, block and branch, and what the block uses it for."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.graph.types import Graph, Group, Node
from app.inspector.windows import percent
from app.language import message, say
from app.scene.flow import Parallel, Steps, flow_of, nodes_in

ROLES = {2: ("first", "second"), 3: ("reduce", "middle", "restore")}


@dataclass(frozen=True, slots=True)
class Place:
    """The groups around an operation, None where there is none.

    role: `stem`, `head`, `aux` outside of blocks. Of a convolution in a residual block: `projection`, `first` or
    `second` of a basic one, `reduce`, `middle` or `restore` of a bottleneck, `gate`, or `widen` behind the branches
    that it joins. In a branch of a module: `squeeze` (before a larger window), `pool projection`, `direct` (alone) or
    `window`. Else "".
    """

    stage: Group | None
    block: Group | None
    role: str


def place_of(graph: Graph, node: Node) -> Place:
    around = {group.kind: group for group in graph.around(node.path)}
    block = around.get("block")
    if block is None:
        role = next((name for name in ("stem", "head", "aux") if name in around), "")
    else:
        role = _role(graph, block, node) if node.op == "conv" else ""
    return Place(around.get("stage"), block, role)


def end_nodes(graph: Graph, name: str) -> tuple[Node, ...]:
    """The operations of the stem or the head; none where the network has no such part."""
    return graph.inside(graph.group_by_path[name]) if name in graph.group_by_path else ()


def main_nodes(graph: Graph, block: Group) -> tuple[Node, ...]:
    """The operations of a block that are not on its shortcut, in execution order."""
    beside = {node.path for node in shortcut_nodes(graph, block)}
    return tuple(node for node in graph.inside(block) if node.path not in beside)


def main_convs(graph: Graph, block: Group) -> tuple[Node, ...]:
    """The convolutions that F(x) runs through one after the other: two in a basic block, three in a bottleneck."""
    return tuple(step for step in flow_of(graph, block).main if isinstance(step, Node) and step.op == "conv")


def shortcut_nodes(graph: Graph, block: Group) -> tuple[Node, ...]:
    """The operations on a block's shortcut: none for the identity."""
    return tuple(nodes_in(flow_of(graph, block).shortcut))


def addition_of(graph: Graph, block: Group) -> Node | None:
    return next((node for node in graph.inside(block) if node.op == "add"), None)


def blocks_of(graph: Graph) -> tuple[Group, ...]:
    """Every block of the network, in execution order."""
    return tuple(group for group in graph.groups if group.kind == "block")


def concat_of(graph: Graph, block: Group) -> Parallel | None:
    """The branches of a module and the concatenation that they end in, also where these stand inside F(x)."""
    flow = flow_of(graph, block)
    joins = [step for step in flow.main if isinstance(step, Parallel) and step.join.op == "concat"]
    return joins[-1] if joins else None


def is_gate(graph: Graph, branch: Group) -> bool:
    """Whether a branch ends in a factor, not in a summand."""
    last = graph.inside(branch)[-1].path
    return any(node.op == "multiply" and last in node.inputs for node in graph.nodes)


def has_modules(graph: Graph) -> bool:
    """Whether a network is made of modules whose branches are stacked."""
    return any(node.op == "concat" for node in graph.nodes)


def reached(graph: Graph) -> int:
    """The parameters that there are to speak of: the whole network's, or, where it stopped, those of what ran."""
    return sum(node.params for node in graph.nodes) if graph.failure else graph.params


def share_of_all(graph: Graph, group: Group, parts: str, several: bool = True) -> str:
    """`4 blocks hold 36 % of the network's parameters and take 18 % of its multiply-adds.`

    parts: what the group consists of, in words. several: whether that is more than one thing.
    """
    said = _SHARES[bool(graph.failure), several]
    return say(said, parts=parts, params=percent(group.params, reached(graph)), macs=percent(group.macs, graph.macs))


# (whether the network stopped, whether the group has several parts)
_SHARES = {
    (False, True): message("{parts} hold {params} of the network's parameters and take {macs} of its multiply-adds."),
    (False, False): message(
        "{parts} holds {params} of the network's parameters and takes {macs} of its multiply-adds."
    ),
    (True, True): message(
        "{parts} hold {params} of the parameters reached and take {macs} of the multiply-adds so far."
    ),
    (True, False): message(
        "{parts} holds {params} of the parameters reached and takes {macs} of the multiply-adds so far."
    ),
}


def _role(graph: Graph, block: Group, node: Node) -> str:
    flow = flow_of(graph, block)
    if node in nodes_in(flow.shortcut):
        return "projection"
    if module := concat_of(graph, block):
        branch = next((branch for branch in module.branches if node in nodes_in(branch)), None)
        return "widen" if branch is None else _role_in_branch(branch, node)
    convs = main_convs(graph, block)
    if node not in convs:
        return "gate"
    return next((role for role, conv in zip(ROLES.get(len(convs), ()), convs, strict=False) if conv is node), "")


def _role_in_branch(branch: Steps, node: Node) -> str:
    windows = [other for other in nodes_in(branch) if other.kernel is not None]
    place = windows.index(node)
    if node.kernel != (1, 1):
        return "window"
    if _pooled(windows[:place]):
        return "pool projection"
    return "squeeze" if place + 1 < len(windows) else "direct"


def _pooled(nodes: Sequence[Node]) -> bool:
    return any(node.op in ("maxpool", "avgpool") for node in nodes)
