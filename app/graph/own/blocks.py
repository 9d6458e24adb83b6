"""Which parts of a person's network are blocks, by their form alone: a fork, its branches, and the join they meet in.

The block of a join is the smallest module around it that one tensor enters and one leaves. Where that module holds
several sums or stacks in a row, or there is none but the network itself, the block is what lies between the fork and
the join. Of blocks within one another the outermost counts, unless it holds two in a row: then those are the blocks,
and the lines of its own fork are not drawn.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.graph.own.forks import Forks, bits
from app.graph.types import Node

WORKING = ("conv", "linear", "maxpool", "avgpool")  # without one of these a fork is a formula, as x * sigmoid(x) is
FOLLOWING = ("norm", "activation", "scale")  # what belongs to the block whose sum it follows


@dataclass(frozen=True, slots=True)
class Formed:
    """modules: path -> the operations of a module that is a block. spans: scope of a join -> blocks no module holds.
    lost: joins whose lines no picture of the network shows."""

    modules: dict[str, int]
    spans: list[tuple[str, int]]
    lost: list[str]


@dataclass(frozen=True, slots=True)
class _Candidate:
    inside: int
    joins: list[int]
    path: str = ""
    scope: str = ""


@dataclass
class _Finder:
    nodes: Sequence[Node]
    forks: Forks
    modules: Mapping[str, int]
    known: int
    homes: dict[str, list[int]] = field(default_factory=dict[str, list[int]])

    def candidates(self) -> Iterator[_Candidate]:
        """What could be a block, and for a join that nothing can be the block of, an empty one."""
        loose: list[int] = []
        for join in self.forks.joins():
            if not self.known >> join & 1 and self._works(self.forks.between(join)):
                home = self._home(join)
                loose += [] if home else [join]
                if home:
                    self.homes.setdefault(home, []).append(join)
        for path, joins in self.homes.items():
            meeting = [join for join in joins if self.forks.meets(join)]
            if not self.forks.in_a_row(meeting) and self.forks.is_block(self.modules[path]):
                yield _Candidate(self.modules[path], joins, path)
            else:
                loose += joins
        for join in loose:
            inside = self._prolonged(self.forks.between(join))
            fits = all(module & inside in (0, module, inside) for module in self.modules.values())
            scope = max((path for path, held in self.modules.items() if held & inside == inside), key=len, default="")
            yield _Candidate(inside if fits and self.forks.is_block(inside) else 0, [join], scope=scope)

    def _works(self, inside: int) -> bool:
        return any(self.nodes[at - 1].op in WORKING for at in bits(inside))

    def _home(self, join: int) -> str:
        """The smallest module around a join that one tensor enters; a module that only joins is none."""
        path = self.nodes[join - 1].path
        while path := path.rpartition(".")[0]:
            if path in self.modules and len(self.forks.enters(self.modules[path])) == 1:
                return path
        return ""

    def _prolonged(self, inside: int) -> int:
        """With the normalisation and the activation that follow the join where it is written."""
        last = inside.bit_length() - 1
        scope = self.nodes[last - 1].path.rpartition(".")[0]
        for at in range(last + 1, len(self.nodes) + 1):
            node = self.nodes[at - 1]
            here = node.path.rpartition(".")[0] == scope and node.op in FOLLOWING
            if not here or self.forks.read[at] != [at - 1] or len(self.forks.readers[at - 1]) > 1:
                break
            inside |= 1 << at
        return inside


def blocks_by_form(nodes: Sequence[Node], forks: Forks, modules: Mapping[str, int], known: int) -> Formed:
    """The blocks of a network. modules: path -> the operations inside it. known: those of blocks that are known."""
    formed: list[_Candidate] = []
    lost: list[int] = []
    for candidate in sorted(_Finder(nodes, forks, modules, known).candidates(), key=lambda one: one.inside.bit_count()):
        inner = _outermost([one for one in formed if one.inside & candidate.inside == one.inside])
        ends = [one.inside.bit_length() - 1 for one in inner if any(map(forks.meets, one.joins))]
        if not candidate.inside or candidate.inside & known or forks.in_a_row(ends):
            lost += candidate.joins
        else:
            formed.append(candidate)
    blocks = _outermost(formed)
    held = sum(block.inside for block in blocks)
    return Formed(
        {block.path: block.inside for block in blocks if block.path},
        [(block.scope, block.inside) for block in blocks if not block.path],
        [nodes[join - 1].path for join in sorted(lost) if not held >> join & 1],
    )


def _outermost(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Those within no other. A smaller one stands ahead of those around it."""
    return [
        one
        for at, one in enumerate(candidates)
        if not any(one.inside & other.inside == one.inside for other in candidates[at + 1 :])
    ]
