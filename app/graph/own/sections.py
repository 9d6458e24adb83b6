"""Stages that no module holds: blocks that share a name up to a letter, what lies between stages, or one resolution."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.graph.grouping import Kinds
from app.graph.own.blocks import WORKING
from app.graph.own.forks import bits
from app.graph.types import Node

LETTERED = re.compile(r"(.*\d)[A-Za-z]")
Sections = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Told:
    """What is known by now. held: path of a module -> its operations. spans: of a block that none holds."""

    kinds: Kinds
    held: Mapping[str, int]
    spans: Mapping[str, int]

    def of(self, kind: str) -> int:
        """All operations in groups of a kind."""
        found = 0
        for path, (own, _) in self.kinds.items():
            found |= self.held.get(path, 0) if own == kind else 0
        return found | (sum(self.spans.values()) if kind == "block" else 0)


def sections_of(nodes: Sequence[Node], told: Told) -> Sections:
    """name -> the paths in it, in execution order. Together with the modules that are stages they leave no gap."""
    sections = _lettered(told.kinds, nodes)
    if not sections and not told.of("stage"):
        sections = _by_resolution(nodes, told)
    staged = told.of("stage")
    for members in sections.values():
        staged |= inside_of(nodes, members)
    return sections | _gaps(nodes, told, staged) if staged else sections


def inside_of(nodes: Sequence[Node], members: Iterable[str]) -> int:
    """The operations at some paths and below."""
    own = tuple(members)
    below = tuple(f"{path}." for path in own)
    return sum(1 << at for at, node in enumerate(nodes, 1) if node.path in own or node.path.startswith(below))


def _lettered(kinds: Kinds, nodes: Sequence[Node]) -> Sections:
    """Blocks at the top that share a name up to a letter (`inception3a`, `inception3b`) and what runs ahead of them."""
    tops = list(dict.fromkeys(node.path.partition(".")[0] for node in nodes))
    blocks = [top for top in tops if kinds.get(top, ("",))[0] == "block" and LETTERED.fullmatch(top)]
    sections: Sections = {}
    begin = tops.index(blocks[0]) if blocks else 0
    for stem, members in groupby(blocks, key=lambda top: top[:-1]):
        last = tops.index(list(members)[-1])
        sections[stem] = tuple(top for top in tops[begin : last + 1] if kinds.get(top, ("",))[0] != "aux")
        begin = last + 1
    return sections


def _by_resolution(nodes: Sequence[Node], told: Told) -> Sections:
    """`stage1`, `stage2`, ...: runs of volumes of one height and width, a pool counted to the run that it ends."""
    of = {nodes[at - 1].path: name for name, span in told.spans.items() for at in bits(span)}
    keys = {node.path: of.get(node.path) or _block_of(node.path, told.kinds) for node in nodes}
    sizes = {keys[node.path]: _resolution(node) for node in nodes if len(node.output_shape) == 3 and not node.apart}
    pools = {node.path for node in nodes if node.op in ("maxpool", "avgpool")}
    found = [[*run] for size, run in groupby(sizes, key=sizes.__getitem__) if size != (1, 1)]
    runs = [run for run in found if not pools.issuperset(run)]  # a pool alone is stem or head
    name = "section" if any(path.startswith("stage") for path in told.held) else "stage"
    return {
        f"{name}{number}": tuple(path for path, key in keys.items() if key in run)
        for number, run in enumerate(runs, start=1)
    }


def _resolution(node: Node) -> tuple[int, ...]:
    """Height and width of what it puts out; a pool belongs to what it ends, where that is not the last thing."""
    shape = node.input_shapes[0] if node.op in ("maxpool", "avgpool") else node.output_shape
    return node.output_shape[1:] if node.output_shape[1:] == (1, 1) else shape[-2:]


def _block_of(path: str, kinds: Kinds) -> str:
    """The outermost group that holds a node, or the node itself: a block is not cut in two."""
    names = path.split(".")
    above = (".".join(names[:depth]) for depth in range(1, len(names)))
    return next((at for at in above if at in kinds), path)


def _gaps(nodes: Sequence[Node], told: Told, staged: int) -> Sections:
    """What runs between two stages, and blocks ahead of the first or behind the last with what is between."""
    aside, blocks = told.of("aux"), told.of("block")
    first, last = (staged & -staged).bit_length() - 1, staged.bit_length() - 1
    free = [at for at in range(1, len(nodes) + 1) if not aside >> at & 1]
    sections: Sections = {}
    for inside, run in groupby(free, key=lambda at: bool(staged >> at & 1)):
        places = [] if inside else [*run]
        own = [at for at in places if blocks >> at & 1]
        if places and places[0] < first:
            places = [at for at in places if own and at >= own[0]]
        elif places and places[0] > last:
            places = [at for at in places if own and at <= own[-1]]
        if any(nodes[at - 1].op in WORKING for at in places):
            name = _name(sections, told, places)
            sections[name] = tuple(nodes[at - 1].path for at in places)
    return sections


def _name(sections: Sections, told: Told, places: Sequence[int]) -> str:
    """That of the module that a stretch is, or a number."""
    stretch = sum(1 << at for at in places)
    own = [path for path, held in told.held.items() if held == stretch and path not in told.kinds]
    number = 1
    while f"section{number}" in sections or f"section{number}" in told.held:
        number += 1
    return own[0] if own else f"section{number}"
