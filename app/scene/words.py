"""What networks and their parts are called, in the field's terms: layer, block, branch; titles of views.

Operations are in `op_words.py`, shapes and counts in `units.py`.
"""

from app.graph.types import INPUT, Graph, Group, Shape
from app.language import message, say
from app.scene.kinds import block_name
from app.scene.questions import gate_of, is_module, shortcut_kind, unfinished
from app.scene.titles import network_title
from app.scene.units import count_text, phrases, shape_text, short_count


def cost_text(graph: Graph, group: Group) -> str:
    """`230,144 parameters · 179.8 M multiply-adds`."""
    return " · ".join(cost_phrases(graph, group))


def cost_phrases(graph: Graph, group: Group) -> tuple[str, str]:
    """What a group weighs, and what it computes."""
    least = any(node.path in graph.uncounted for node in graph.inside(group))
    return say("{count} parameters", count=count_text(group.params)), macs_phrase(group.macs, least)


def macs_phrase(macs: int, least: bool) -> str:
    """`1.82 G multiply-adds`. least: whether there are more that are not counted."""
    count = short_count(macs)
    return say("at least {count} multiply-adds", count=count) if least else say("{count} multiply-adds", count=count)


def graph_title(graph: Graph) -> str:
    """The network's title, which says so if it is not the one that people know by that name."""
    title = network_title(graph.name)
    return say("{network} variant", network=title) if graph.changes else title


def block_title(graph: Graph, group: Group) -> str:
    """A group in words: `basic block, projection shortcut`, `module B`."""
    if group.kind == "block" and is_module(graph, group) and not unfinished(graph, group):
        return block_name(group)
    if group.kind == "block":
        block, shortcut = block_name(group), shortcut_title(graph, group)
        if gate_of(graph, group):
            return say("{block} with squeeze and excitation, {shortcut}", block=block, shortcut=shortcut)
        return phrases(block, shortcut)
    if group.kind == "branch":
        return branch_title(graph, group)
    return say(GROUP_TITLES.get(group.kind, group.kind))


GROUP_TITLES = {
    "stage": message("layer"),
    "stem": "stem",
    "head": message("head"),
    "aux": message("auxiliary classifier"),
}


def branch_title(graph: Graph, group: Group) -> str:
    """What a branch is for: it ends in the gate of a product or of a highway, or it is a projection shortcut."""
    last = graph.nodes[group.places[-1]].path
    block = graph.group_by_path[group.parent]
    for node in graph.inside(block):
        if node.op == "multiply" and last in node.inputs:
            return say("squeeze and excitation")
        if node.op == "highway" and last in node.inputs[:2]:
            return say("highway gate") if last == node.inputs[1] else say("transform")
    return say("projection shortcut")


def place_name(graph: Graph, group: Group) -> str:
    """What a group is called within the one around it: `block 0` of layer2, `inception3a`, `Mixed_5b`."""
    name = name_within(group)
    return say("block {number}", number=name) if is_numbered(graph, group) else name


def name_within(group: Group) -> str:
    """A group's path without that of the group around it: `0`, `inception3a`."""
    return group.path.removeprefix(f"{group.parent}.").removeprefix("blocks.")


def is_numbered(graph: Graph, group: Group) -> bool:
    """Whether a block is called by its number."""
    return group.kind == "block" and name_within(group).isdigit() and not is_module(graph, group)


SHORTCUT_TITLES = {
    "none": message("no shortcut"),
    "identity": message("identity shortcut"),
    "zeropad": message("zero-padding shortcut"),
    "projection": message("projection shortcut"),
    "highway": message("highway shortcut"),
}


def shortcut_title(graph: Graph, group: Group) -> str:
    """`identity shortcut`, `projection shortcut`, ..."""
    if unfinished(graph, group):
        return say("unfinished")
    return say(SHORTCUT_TITLES[shortcut_kind(graph, group)])


def shortcut_label(title: str, block: str, shape: Shape) -> str:
    """`projection shortcut of layer2.0, 64 × 56 × 56`."""
    return phrases(say("{shortcut} of {block}", shortcut=title, block=block), shape_text(shape))


def crumbs(graph: Graph, path: str) -> tuple[tuple[str, str], ...]:
    """(path, name) from the network down to `path`, for titles and breadcrumbs."""
    trail = [("", graph_title(graph))]
    if path == INPUT:
        return (*trail, (INPUT, say("input")))
    around = [group for group in graph.around(path) if group.kind not in ("stem", "head")]
    trail += [(group.path, place_name(graph, group)) for group in around]
    if path in graph.group_by_path:
        trail.append((path, place_name(graph, graph.group_by_path[path])))
    elif path:
        trail.append((path, path.removeprefix(f"{around[-1].path}." if around else "")))
    return tuple(trail)


def view_title(graph: Graph, path: str) -> str:
    """`ResNet-34 › layer2 › block 0`."""
    return " › ".join(name for _, name in crumbs(graph, path))
