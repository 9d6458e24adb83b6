"""Which modules of a person's network are blocks, stages, branches and auxiliary heads: what makes the usual views.

A module says so itself by an attribute `kind`, as those of `app/nets` do; some classes are known by name; what else is
a block is seen by its form (`blocks.py`), or it stands in a row of modules of one class. A stage is the smallest module
around blocks; operations between two stages are one too. A network that names `sections` has told all its stages. Where
there is no stage, the operations between two changes of resolution are one. Any other module that ran is a `module`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from torch import nn

from app.graph.grouping import Kinds, Sections
from app.graph.hooks import modules
from app.graph.own.blocks import blocks_by_form
from app.graph.own.forks import Forks, bits
from app.graph.own.names import AUX, BLOCKS, SHORTCUTS
from app.graph.own.sections import Told, inside_of, sections_of
from app.graph.types import Node

ROWS = (nn.Sequential, nn.ModuleList)
RESOLUTIONS = 2  # of a stage: it halves a map once, and what runs ahead of that is still in it
KINDS = ("stage", "block", "branch", "aux")  # that a module may say that it is


@dataclass(frozen=True, slots=True)
class Known:
    """kinds, sections, spans: as `graph/grouping.py` takes them. lost: joins that the network's picture leaves out.
    several: modules that join what enters them as several tensors."""

    kinds: Kinds
    sections: Sections
    spans: Sections
    lost: tuple[str, ...] = ()
    several: tuple[str, ...] = ()


def groups_known(network: nn.Module, nodes: Sequence[Node]) -> Known:
    """What belongs together in a network, and is what. nodes: all that ran, and an operation that refused."""
    inside = dict(modules(network))
    said = {path: (kind, type(module).__name__) for path, module in inside.items() if path and (kind := _known(module))}
    declared = cast(dict[str, tuple[str, ...]], getattr(network, "sections", {}))
    if type(network).__module__.partition(".")[0] == "app":  # ours have said all
        return Known(said, declared, {})
    forks, held = Forks(nodes), _held(nodes, inside)
    # A block whose forks and joins do not nest is none: no picture can show it.
    kinds = {path: kind for path, kind in said.items() if kind[0] != "block" or forks.nests(held.get(path, 0))}
    known = _union(held.get(path, 0) for path, (kind, _) in kinds.items() if kind in ("block", "aux"))
    formed = blocks_by_form(nodes, forks, held, known)
    kinds |= {path: ("block", type(inside[path]).__name__) for path in formed.modules}
    spans = _named(formed.spans, {*inside, *(node.path for node in nodes)})
    for path in _rows(inside, held, kinds, known | _union(formed.modules.values()) | _union(spans.values())):
        children = {f"{path}.{name}": type(child).__name__ for name, child in inside[path].named_children()}
        if all(forks.nests(held.get(at, 0)) for at in children):
            kinds |= {at: ("block", name) for at, name in children.items()}
    stages = [] if declared else _stages(inside, kinds, spans)
    told = [path for path, (kind, _) in kinds.items() if kind == "stage"]
    if told or len(stages) != 1 or not _is_long(nodes, held[stages[0]]):
        kinds |= {path: ("stage", type(inside[path]).__name__) for path in stages}
    for path, module in inside.items():
        above, _, name = path.rpartition(".")
        if kinds.get(above, ("",))[0] == "block" and name in SHORTCUTS and isinstance(module, nn.Sequential):
            kinds[path] = ("branch", type(module).__name__)
    sections = declared or sections_of(nodes, Told(kinds, held, spans))
    whole = [path for path, (kind, _) in kinds.items() if kind == "stage"]
    cut = [inside_of(nodes, members) for members in sections.values()]
    # Nothing stands between a stage and its blocks.
    between = {
        path
        for path in _above(kinds, spans)
        if _within(path, whole) or any(held[path] & own not in (0, own) for own in cut)
    }
    others = {
        path: ("module", type(inside[path]).__name__) for path in held if path not in between and _runs(inside[path])
    }
    members = {name: tuple(nodes[at - 1].path for at in bits(span)) for name, span in spans.items()}
    joins = _union(1 << join for join in forks.joins())
    several = (path for path in others if held[path] & joins and len(forks.enters(held[path])) > 1)
    return Known(others | kinds, sections, members, tuple(formed.lost), tuple(several))


def _known(module: nn.Module) -> str:
    declared = getattr(module, "kind", None)
    if declared in KINDS:
        return declared
    name = type(module).__name__
    return "block" if name in BLOCKS else "aux" if name in AUX else ""


def _runs(module: nn.Module) -> bool:
    """Whether a module can be called: a ModuleList only holds others."""
    return type(module).forward is not nn.Module.forward


def _held(nodes: Sequence[Node], inside: Mapping[str, nn.Module]) -> dict[str, int]:
    """path of a module that is no operation itself -> the operations inside it, as `forks.py` numbers them."""
    held: dict[str, int] = {}
    for at, node in enumerate(nodes, start=1):
        path = node.path
        while path := path.rpartition(".")[0]:
            if path in inside:
                held[path] = held.get(path, 0) | 1 << at
    return held


def _named(spans: Iterable[tuple[str, int]], taken: set[str]) -> dict[str, int]:
    """Blocks that no module holds by a path of their own: `block1`, or `body.block1` in the module `body`."""
    named: dict[str, int] = {}
    for scope, span in sorted(spans, key=lambda one: one[1]):
        number = 1
        while (path := f"{scope}.block{number}".lstrip(".")) in taken or path in named:
            number += 1
        named[path] = span
    return named


def _rows(inside: Mapping[str, nn.Module], held: Mapping[str, int], kinds: Kinds, blocks: int) -> list[str]:
    """Rows without blocks of several modules of one class, each with modules inside and no row itself."""
    found: list[str] = []
    for path, module in inside.items():
        if path and isinstance(module, ROWS) and not held.get(path, 0) & blocks and not _within(path, kinds):
            children = list(module.children())
            alike = len(children) > 1 and len({type(child) for child in children}) == 1
            if alike and not isinstance(children[0], ROWS) and all([*child.children()] for child in children):
                found.append(path)
    return found


def _stages(inside: Mapping[str, nn.Module], kinds: Kinds, spans: Iterable[str]) -> list[str]:
    """The smallest modules around blocks; for a module's one ModuleList that module, which calls what is listed."""
    blocks = [*(path for path, (kind, _) in kinds.items() if kind == "block"), *spans]
    around = {path.rpartition(".")[0] for path in blocks}
    for path in [path for path in around if isinstance(inside[path], nn.ModuleList)]:
        caller = path.rpartition(".")[0]
        if caller and not any(other != path and f"{other}.".startswith(f"{caller}.") for other in around):
            around = around - {path} | {caller}
    there = around | {path for path, (kind, _) in kinds.items() if kind == "stage"}
    free = [path for path in inside if path in around and path and path not in kinds and not _within(path, kinds)]
    return [path for path in free if not any(other.startswith(f"{path}.") for other in there)]


def _above(kinds: Kinds, spans: Iterable[str]) -> set[str]:
    """Every path around a block."""
    found: set[str] = set()
    for path in [*(path for path, (kind, _) in kinds.items() if kind == "block"), *spans]:
        while path := path.rpartition(".")[0]:
            found.add(path)
    return found


def _is_long(nodes: Sequence[Node], stage: int) -> bool:
    """Whether a row of blocks goes through so many resolutions that it is no stage, but all of a network's."""
    shapes = [nodes[at - 1].output_shape for at in bits(stage) if not nodes[at - 1].apart]
    return len({shape[1:] for shape in shapes if len(shape) == 3 and shape[1:] != (1, 1)}) > RESOLUTIONS


def _within(path: str, kinds: Iterable[str]) -> bool:
    return any(path.startswith(f"{other}.") for other in kinds)


def _union(sets: Iterable[int]) -> int:
    found = 0
    for one in sets:
        found |= one
    return found
