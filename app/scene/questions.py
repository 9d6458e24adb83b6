"""What drawings, words and inspectors ask of a graph: what a block is, what leads past it, whether all of it ran.

Goes in: a graph and one of its groups. Comes out: a yes or no, a node, or a kind that `words` has a title for.
"""

from app.graph.types import Graph, Group, Node


def is_module(graph: Graph, group: Group) -> bool:
    """Whether a block is a module whose branches are concatenated, and not added to anything."""
    ops = {node.op for node in graph.inside(group)}
    return "concat" in ops and not ops & {"add", "highway"}


def unfinished(graph: Graph, group: Group) -> bool:
    """Whether the shapes stopped fitting inside this group, so that not all of it ran."""
    return graph.failure is not None and group.path in graph.failure.within


def gate_of(graph: Graph, group: Group) -> Node | None:
    """The product of a block's channels with a gate of their own (squeeze and excitation)."""
    return next((node for node in graph.inside(group) if node.op == "multiply"), None)


def shortcut_kind(graph: Graph, group: Group) -> str:
    """What carries x past a block: `none`, `identity`, `zeropad`, `projection` or `highway`."""
    join, last = _shortcut_end(graph, group)
    if join is None:
        return "none"
    if join.op == "highway":
        return "highway"
    if last is None:
        return "identity"
    return "zeropad" if last.op == "zeropad" else "projection"


def shortcut_path(graph: Graph, group: Group) -> str:
    """Where a block's shortcut leads: to its projection or padding, else to the sum that it ends in."""
    join, last = _shortcut_end(graph, group)
    if last is None:
        return join.path if join else group.path
    holder = graph.around(last.path)[-1]
    return holder.path if holder.kind == "branch" else last.path


def is_projected(graph: Graph, group: Group) -> bool:
    """Whether x meets weights on its way past a block."""
    last = _shortcut_end(graph, group)[1]
    return last is not None and last.op != "zeropad"


def _shortcut_end(graph: Graph, group: Group) -> tuple[Node | None, Node | None]:
    """The sum that a block's shortcut ends in, and the last operation on the shortcut; None for what is not there."""
    inside = {node.path: node for node in graph.inside(group)}
    join = next((node for node in reversed(inside.values()) if node.op in ("add", "highway")), None)
    return join, inside.get(join.inputs[-1]) if join else None
