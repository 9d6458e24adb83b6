"""Which modules of a person's network are blocks, stages, branches and auxiliary heads: what makes the usual views.

A module says so itself by an attribute `kind`, as those of `app/nets` do; some classes are known by name; and by rule
a Sequential or ModuleList is a stage if all that is in it are blocks, or several modules of one class with modules
inside; a module that names `sections` has told all its stages. Where there is no stage, the operations between two
changes of resolution are one.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import cast

from torch import nn

from app.graph.hooks import modules
from app.graph.own.names import AUX, BLOCKS, SHORTCUTS
from app.graph.types import Node

Kinds = dict[str, tuple[str, str]]
ROWS = (nn.Sequential, nn.ModuleList)


def groups_known(network: nn.Module, nodes: Sequence[Node]) -> tuple[Kinds, dict[str, tuple[str, ...]]]:
    """(path -> kind and class name, name of a section -> the paths in it), as `graph/grouping.py` takes them.

    A block whose forks and joins do not nest is none: no picture can show it.
    """
    inside = dict(modules(network))
    kinds = {
        path: (kind, type(module).__name__) for path, module in inside.items() if path and (kind := _known(module))
    }
    declared = cast(dict[str, tuple[str, ...]], getattr(network, "sections", {}))
    for path, module in inside.items():
        if path and isinstance(module, ROWS) and not declared and not _within(path, kinds):
            children = {f"{path}.{name}": child for name, child in module.named_children()}
            if _are_blocks(children, kinds):
                kinds[path] = ("stage", type(module).__name__)
                kinds |= {at: ("block", type(child).__name__) for at, child in children.items()}
    for path, module in inside.items():
        above, _, name = path.rpartition(".")
        if kinds.get(above, ("",))[0] == "block" and name in SHORTCUTS and isinstance(module, nn.Sequential):
            kinds[path] = ("branch", type(module).__name__)
    kinds = {path: kind for path, kind in kinds.items() if kind[0] != "block" or _nests(path, nodes)}
    return kinds, declared or _lettered(kinds, nodes) or _by_resolution(kinds, nodes, inside)


def _known(module: nn.Module) -> str:
    declared = getattr(module, "kind", None)
    if isinstance(declared, str):
        return declared
    name = type(module).__name__
    return "block" if name in BLOCKS else "aux" if name in AUX else ""


def _are_blocks(children: Mapping[str, nn.Module], kinds: Kinds) -> bool:
    """Whether all are blocks, or several of one class, each with modules inside and no row itself."""
    known = {kinds.get(at, ("",))[0] for at in children}
    if known != {""}:
        return known == {"block"}
    classes = {type(child) for child in children.values()}
    inside = [[*child.children()] for child in children.values() if not isinstance(child, ROWS)]
    return len(children) > 1 and len(classes) == 1 and len(inside) == len(children) and all(inside)


def _within(path: str, kinds: Kinds) -> bool:
    return any(path.startswith(f"{other}.") for other in kinds)


def _lettered(kinds: Kinds, nodes: Sequence[Node]) -> dict[str, tuple[str, ...]]:
    """Blocks at the top that share a name up to a letter (`inception3a`, `inception3b`) and what runs ahead of them."""
    tops = list(dict.fromkeys(node.path.partition(".")[0] for node in nodes))
    blocks = [top for top in tops if kinds.get(top, ("",))[0] == "block" and top[-1:].isalpha()]
    sections: dict[str, tuple[str, ...]] = {}
    begin = tops.index(blocks[0]) if blocks else 0
    for stem, members in groupby(blocks, key=lambda top: top[:-1]):
        last = tops.index(list(members)[-1])
        sections[stem] = tuple(top for top in tops[begin : last + 1] if kinds.get(top, ("",))[0] != "aux")
        begin = last + 1
    return sections


def _by_resolution(kinds: Kinds, nodes: Sequence[Node], inside: Mapping[str, nn.Module]) -> dict[str, tuple[str, ...]]:
    """`stage1`, `stage2`, ...: runs of volumes of one height and width, a pool counted to the run that it ends."""
    if any(kind == "stage" for kind, _ in kinds.values()):
        return {}
    sizes = {_block_of(node.path, kinds): _resolution(node) for node in nodes if len(node.output_shape) == 3}
    pools = {node.path for node in nodes if node.op in ("maxpool", "avgpool")}
    found = [[*run] for size, run in groupby(sizes, key=sizes.__getitem__) if size != (1, 1)]
    runs = [run for run in found if not pools.issuperset(run)]  # a pool alone is stem or head
    name = "section" if any(path.startswith("stage") for path in inside) else "stage"
    return {f"{name}{number}": tuple(run) for number, run in enumerate(runs, start=1)}


def _resolution(node: Node) -> tuple[int, ...]:
    """Height and width of what it puts out; a pool belongs to what it ends, where that is not the last thing."""
    shape = node.input_shapes[0] if node.op in ("maxpool", "avgpool") else node.output_shape
    return node.output_shape[1:] if node.output_shape[1:] == (1, 1) else shape[-2:]


def _block_of(path: str, kinds: Kinds) -> str:
    """The outermost group that holds a node, or the node itself: a block is not cut in two."""
    names = path.split(".")
    above = (".".join(names[:depth]) for depth in range(1, len(names)))
    return next((at for at in above if at in kinds), path)


def _nests(path: str, nodes: Sequence[Node]) -> bool:
    """Whether the forks and joins inside a block nest, so that it can be drawn with lanes side by side.

    Nodes in a row become one edge and equal edges one, until one edge is left, from what enters to what leaves.
    """
    own = [node for node in nodes if node.path.startswith(f"{path}.")]
    if not own:
        return False
    there = {node.path for node in own}
    edges = {(source if source in there else "", node.path) for node in own for source in node.inputs}
    waiting = there - {own[-1].path}
    while found := next((at for at in waiting if _in_a_row(at, edges)), None):
        (before,), (after,) = _touching(found, edges)
        edges = (edges - {before, after}) | {(before[0], after[1])}
        waiting.discard(found)
    return edges == {("", own[-1].path)}


def _touching(at: str, edges: set[tuple[str, str]]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    return [edge for edge in edges if edge[1] == at], [edge for edge in edges if edge[0] == at]


def _in_a_row(at: str, edges: set[tuple[str, str]]) -> bool:
    return all(len(found) == 1 for found in _touching(at, edges))
