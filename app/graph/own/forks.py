"""Where the ways through a network part and meet: forks, joins, and whether what lies between can be drawn as lanes.

Sets of operations are the bits of a number: bit 0 is the image, bit n the n-th operation that ran. A thousand
operations are compared in one step, and a network has at most a few thousand.
"""

from collections.abc import Iterable, Iterator, Sequence

from app.graph.types import INPUT, Node

MEETINGS = ("add", "concat", "highway")  # what a block is built around; a gate's product lies within one
PASSING = ("dropout", "identity")  # in eval mode they hand on the very tensor that they were given


class Forks:
    """read: what each operation reads, by number; readers: who reads it. over: all that every way from the image to it
    passes. behind: all that it depends on, itself included."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.nodes = nodes
        number = {INPUT: 0}
        self.read: list[list[int]] = [[]]
        self.readers: list[list[int]] = [[] for _ in range(len(nodes) + 1)]
        self.over, self.behind = [1], [1]
        for at, node in enumerate(nodes, start=1):
            read = list(dict.fromkeys(number[path] for path in node.inputs))
            over, behind = self.over[read[0]], 0
            for source in read:
                over &= self.over[source]
                behind |= self.behind[source]
            self.read.append(read)
            self.over.append(over | 1 << at)
            self.behind.append(behind | 1 << at)
            for source in read:
                self.readers[source].append(at)
            number[node.path] = at
            if node.op in PASSING:  # whoever reads the same tensor later reads it from here
                number[node.inputs[0]] = at

    def joins(self) -> Iterator[int]:
        """The operations that read several tensors."""
        return (at for at, read in enumerate(self.read) if len(read) > 1)

    def meets(self, at: int) -> bool:
        """Whether an operation is a sum or a stack, and no gate's product."""
        return self.nodes[at - 1].op in MEETINGS

    def between(self, join: int) -> int:
        """What lies between a join and its fork, the join included: the block around it if nothing else is one."""
        fork = (self.over[join] & ~(1 << join)).bit_length() - 1
        return self.behind[join] & ~self.behind[fork]

    def enters(self, inside: int) -> set[int]:
        """The operations outside, or the image, that are read inside."""
        return {source for at in bits(inside) for source in self.read[at] if not inside >> source & 1}

    def is_block(self, inside: int) -> bool:
        """Whether one tensor enters and one leaves, and what forks between them nests, so that lanes can show it."""
        last = inside.bit_length() - 1
        leaves = any(at != last and not inside >> reader & 1 for at in bits(inside) for reader in self.readers[at])
        return not leaves and len(self.enters(inside)) == 1 and self.nests(inside)

    def nests(self, inside: int) -> bool:
        """Operations in a row become one edge and equal edges one, until one is left, from what enters to the last."""
        last = inside.bit_length() - 1
        edges = {(source if inside >> source & 1 else -1, at) for at in bits(inside) for source in self.read[at]}
        waiting = set(bits(inside)) - {last}
        while found := next((at for at in waiting if _in_a_row(at, edges)), None):
            (before,), (after,) = _touching(found, edges)
            edges = (edges - {before, after}) | {(before[0], after[1])}
            waiting.discard(found)
        return edges == {(-1, last)}

    def in_a_row(self, joins: Iterable[int]) -> bool:
        """Whether two of these follow one another, so that all that goes to the second passes the first."""
        every = list(joins)
        return any(first != second and self.over[second] >> first & 1 for first in every for second in every)


def bits(of: int) -> Iterator[int]:
    """The numbers of the operations in a set."""
    while of:
        lowest = of & -of
        yield lowest.bit_length() - 1
        of ^= lowest


def _touching(at: int, edges: set[tuple[int, int]]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    return [edge for edge in edges if edge[1] == at], [edge for edge in edges if edge[0] == at]


def _in_a_row(at: int, edges: set[tuple[int, int]]) -> bool:
    return all(len(found) == 1 for found in _touching(at, edges))
