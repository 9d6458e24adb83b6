"""Sequences are aligned: which places of one belong to which of another, at the least cost, gaps included.

Symmetric to the last tie: the two sequences are put in an order of their own before anything is decided, so that
aligning B with A gives the pairs of A with B, mirrored (Needleman and Wunsch 1970).
"""

from collections.abc import Callable, Hashable, Sequence

Cost = Callable[[Hashable, Hashable], int | None]
Match = tuple[int | None, int | None]

GAP = 50  # what one place without a counterpart costs


def align(first: Sequence[Hashable], second: Sequence[Hashable], cost: Cost) -> list[Match]:
    """Pairs of places in order, None for a gap. cost: of matching two items, 0 for equal ones, None for never.

    Where several alignments are as good, items are matched as early as they can be, so that what is only in one
    stands behind what both have.
    """
    same = _common(first, second)
    begun: list[Match] = [(place, place) for place in range(same)]
    rest = first[same:], second[same:]
    if not all(rest):
        found = [(place, None) for place in range(len(rest[0]))] + [(None, place) for place in range(len(rest[1]))]
    elif in_order(*rest):
        found = _aligned(*rest, cost)
    else:
        found = [(mine, theirs) for theirs, mine in _aligned(rest[1], rest[0], cost)]
    return begun + [(_moved(mine, same), _moved(theirs, same)) for mine, theirs in found]


def align_all(sequences: Sequence[Sequence[Hashable]], cost: Cost) -> list[tuple[int | None, ...]]:
    """The rows of an alignment of one, two or three sequences; of three, the outer ones are aligned with the middle.

    What the outer two have where the middle one has nothing is aligned with each other.
    """
    if len(sequences) == 1:
        return [(place,) for place in range(len(sequences[0]))]
    if len(sequences) == 2:
        return list(align(sequences[0], sequences[1], cost))
    left, middle, right = sequences
    befores = _between(align(left, middle, cost), len(middle))
    afters = _between([(mine, theirs) for theirs, mine in align(middle, right, cost)], len(middle))
    rows: list[tuple[int | None, ...]] = []
    for place in range(len(middle) + 1):
        (one, matched), (other, matching) = befores[place], afters[place]
        pairs = align([left[at] for at in one], [right[at] for at in other], cost)
        rows += [(_at(one, mine), None, _at(other, theirs)) for mine, theirs in pairs]
        if place < len(middle):
            rows.append((matched, place, matching))
    return rows


def _common(first: Sequence[Hashable], second: Sequence[Hashable]) -> int:
    """How many items the two have in common from the beginning; there, nothing is cheaper than to match them."""
    same = 0
    while same < min(len(first), len(second)) and first[same] == second[same]:
        same += 1
    return same


def in_order(first: Sequence[Hashable], second: Sequence[Hashable]) -> bool:
    """An order of sequences that does not depend on which is asked about first."""
    if len(first) != len(second):
        return len(first) < len(second)
    return [repr(item) for item in first] <= [repr(item) for item in second]


def _aligned(first: Sequence[Hashable], second: Sequence[Hashable], cost: Cost) -> list[Match]:
    """The alignment by dynamic programming, in len(first) x len(second) steps; equal pairs are costed once."""
    costs = _table(first, second, cost)
    least = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]  # of everything from here to the end
    least[-1] = [GAP * (len(second) - place) for place in range(len(second) + 1)]
    for i in range(len(first) - 1, -1, -1):
        row, below, pairs = least[i], least[i + 1], costs[i]
        row[-1] = right = GAP * (len(first) - i)
        for j in range(len(second) - 1, -1, -1):
            right = min(below[j + 1] + pairs[j], below[j] + GAP, right + GAP)
            row[j] = right
    return _walked(costs, least)


def _walked(costs: list[list[int]], least: list[list[int]]) -> list[Match]:
    matches: list[Match] = []
    i = j = 0
    while i < len(least) - 1 or j < len(least[0]) - 1:
        inside = i < len(least) - 1 and j < len(least[0]) - 1
        if inside and least[i][j] == least[i + 1][j + 1] + costs[i][j]:
            matches.append((i, j))
            i, j = i + 1, j + 1
        elif i < len(least) - 1 and least[i][j] == least[i + 1][j] + GAP:
            matches.append((i, None))
            i += 1
        else:
            matches.append((None, j))
            j += 1
    return matches


def _table(first: Sequence[Hashable], second: Sequence[Hashable], cost: Cost) -> list[list[int]]:
    """What matching costs, place by place; more than any two gaps for what never matches."""
    never = 2 * GAP * (len(first) + len(second) + 1)
    names = {item: name for name, item in enumerate(dict.fromkeys(second))}
    columns = [names[item] for item in second]
    rows: dict[Hashable, list[int]] = {}
    for item in first:
        if item not in rows:
            known = [cost(item, other) for other in names]
            rows[item] = [never if (price := known[name]) is None else price for name in columns]
    return [rows[item] for item in first]


def _between(matches: Sequence[Match], count: int) -> list[tuple[list[int], int | None]]:
    """For each place of the middle sequence: what stands before it alone, and what is matched with it."""
    found: list[tuple[list[int], int | None]] = []
    alone: list[int] = []
    for other, middle in matches:
        if middle is not None:
            found.append((alone, other))
            alone = []
        elif other is not None:
            alone.append(other)
    assert len(found) == count
    return [*found, (alone, None)]


def _at(places: Sequence[int], index: int | None) -> int | None:
    return None if index is None else places[index]


def _moved(place: int | None, by: int) -> int | None:
    return None if place is None else place + by
