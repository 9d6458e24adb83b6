"""How far subjects are compared: where the shapes of one stop fitting, the others end at the same position.

In go subjects and the cost of matching their units, out come the same subjects, each with an `end` where it is cut.
What lies behind the failure of another was never asked of it: that it has it alone is no difference.
"""

from collections.abc import Hashable, Sequence
from dataclasses import replace

from app.compare.sequence import GAP, Cost, in_order
from app.compare.unit import Subject, Unit, operations_of, units_of, whole_unit


def cut_short(subjects: Sequence[Subject], by_block: bool, cost: Cost) -> tuple[Subject, ...]:
    """The subjects, none of them beyond what is aligned with a failure: of three, what cuts the middle cuts all."""
    if len(subjects) == 1 or not any(subject.stopped for subject in subjects):
        return tuple(subjects)
    first, middle, *last = subjects
    first, middle = _pair(first, middle, (first.stopped, middle.stopped), by_block, cost)
    if last:
        found = middle
        ended = middle.stopped or middle.end is not None
        middle, last[0] = _pair(middle, last[0], (ended, last[0].stopped), by_block, cost)
        if middle != found:
            middle, first = _pair(middle, first, (True, False), by_block, cost)
    return (first, middle, *last)


def _pair(
    first: Subject, second: Subject, ended: tuple[bool, bool], by_block: bool, cost: Cost
) -> tuple[Subject, Subject]:
    """Two neighbours, the one cut where the other has ended."""
    if not any(ended):
        return first, second
    if not by_block and all(side.group and side.group.kind == "block" for side in (first, second)):
        one, other = [whole_unit(first)], [whole_unit(second)]
        return _cut(first, one, second, other, cost), _cut(second, other, first, one, cost)
    one, other = units_of(first, by_block), units_of(second, by_block)
    mine, theirs = _ends([unit.look for unit in one], [unit.look for unit in other], ended, cost)
    return _cut(first, one[:mine], second, other[:theirs], cost), _cut(second, other[:theirs], first, one[:mine], cost)


def _cut(subject: Subject, units: Sequence[Unit], against: Subject, others: Sequence[Unit], cost: Cost) -> Subject:
    """A subject without what lies behind the last of some units, and in that one behind the failure of another's."""
    if not units:
        return replace(subject, end=0)
    last, kept = units[-1], len(units[-1].nodes)
    if last.group and others and others[-1].broken:
        kept = _inside(subject, last, against, others[-1], cost)
    end = subject.graph.place_of[last.nodes[0].path] + kept
    beyond = any(subject.graph.place_of[node.path] >= end for node in subject.reached)
    return replace(subject, end=end) if beyond else subject


def _inside(subject: Subject, unit: Unit, against: Subject, broken: Unit, cost: Cost) -> int:
    """How many operations of a block come before the one that refused in the other's, or one of its kind."""
    parts, others = operations_of(subject, unit), operations_of(against, broken)
    looks = [part.look for part in parts], [part.look for part in others]
    kept, _ = _ends(*looks, (unit.broken, True), cost)
    own, refused = subject.graph.failure, against.graph.failure
    assert refused is not None
    ops = [node.op for node in unit.nodes] + ([own.op] if own and unit.broken else [])
    return next((place for place in range(kept, len(ops)) if ops[place] == refused.op), kept)


def _ends(
    first: Sequence[Hashable], second: Sequence[Hashable], ended: tuple[bool, bool], cost: Cost
) -> tuple[int, int]:
    """How many items of each stand opposite each other where one that has ended is through, at the least cost."""
    if all(ended) and not in_order(first, second):
        theirs, mine = _ends(second, first, ended, cost)
        return mine, theirs
    least = _prefixes(first, second, cost)
    ways = [(len(first), theirs) for theirs in range(len(second) + 1) if ended[0]]
    ways += [(mine, len(second)) for mine in range(len(first) + 1) if ended[1]]
    return min(ways, key=lambda way: (least[way[0]][way[1]], -sum(way)))


def _prefixes(first: Sequence[Hashable], second: Sequence[Hashable], cost: Cost) -> list[list[int]]:
    """What aligning the first i items of one with the first j of the other costs; equal pairs are costed once."""
    known: dict[tuple[Hashable, Hashable], int | None] = {}
    least = [[GAP * place for place in range(len(second) + 1)]]
    for mine in first:
        above, row = least[-1], [least[-1][0] + GAP]
        for j, theirs in enumerate(second):
            if (mine, theirs) not in known:
                known[mine, theirs] = cost(mine, theirs)
            price = known[mine, theirs]
            gap = min(row[j], above[j + 1]) + GAP
            row.append(gap if price is None else min(gap, above[j] + price))
        least.append(row)
    return least
