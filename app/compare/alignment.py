"""Networks are aligned by position: what stands where in the order of operations, whatever it is called.

In goes what is compared, out come rows: a unit of each, or None where one has nothing there. Units that are alike in
what they do to a tensor (halve it or not, at which resolution, with which kernel) are brought together; names and
module paths, which differ between families, do not count.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from app.compare.reach import cut_short
from app.compare.sequence import Cost, align_all
from app.compare.unit import Look, Subject, Unit, operations_of, units_of
from app.graph.types import Node

# What it costs to match two units that differ in this. All of it together is less than two gaps: a block meets a block,
# though it be at another resolution. Networks of bare operations are long enough to be aligned by resolution first.
JUMP, SHRINKS, KERNEL, TYPE, CHANNELS, BRANCH, ANYTHING = 34, 26, 12, 10, 8, 6, 2
OF_OPERATIONS = {"jump": 80, "shrinks": 0}  # which pool or convolution halves is a matter of taste


@dataclass(frozen=True, slots=True)
class Row:
    """What stands at one place of each subject; None where it has nothing there. operations: the same within blocks."""

    units: tuple[Unit | None, ...]
    operations: tuple[tuple[Node | None, ...], ...]


@dataclass(frozen=True)
class Comparison:
    """Two or three subjects, aligned. by_block: whether the rows are blocks; else every row is an operation."""

    subjects: tuple[Subject, ...]
    by_block: bool
    rows: tuple[Row, ...]

    @cached_property
    def operations(self) -> tuple[tuple[Node | None, ...], ...]:
        """The operations of all rows."""
        return tuple(row for units in self.rows for row in units.operations)


def neighbours(comparison: Comparison) -> list[Comparison]:
    """Each subject with the one before it: where three share no blocks, two of them may, and say more by blocks."""
    subjects = comparison.subjects
    if len(subjects) == 2:
        return [comparison]
    return [_aligned(subjects[second - 1 : second + 1]) for second in range(1, len(subjects))]


def compared(subjects: Sequence[Subject]) -> Comparison:
    """The alignment of one to three subjects, mirrored if they are given the other way round.

    Where the shapes of one stop fitting, the others are aligned as far as that.
    """
    return _aligned(cut_short(subjects, _share_blocks(subjects), _price(subjects)))


def _share_blocks(subjects: Sequence[Subject]) -> bool:
    return all(subject.blocks for subject in subjects)


def _price(subjects: Sequence[Subject]) -> Cost:
    """The cost of matching two units: networks of bare operations are aligned by resolution first."""
    strict = not _share_blocks(subjects) and not any(subject.path for subject in subjects)
    return partial(cost, **OF_OPERATIONS) if strict else cost


def _aligned(subjects: Sequence[Subject]) -> Comparison:
    by_block = _share_blocks(subjects)
    units = [units_of(subject, by_block) for subject in subjects]
    refine = _Refine(subjects)
    rows: list[Row] = []
    looks = [[unit.look for unit in found] for found in units]
    for places in align_all(looks, _price(subjects)):
        row = tuple(None if at is None else found[at] for found, at in zip(units, places, strict=True))
        rows.append(Row(row, refine(row)))
    return Comparison(tuple(subjects), by_block, tuple(rows))


def cost(first: Hashable, second: Hashable, jump: int = JUMP, shrinks: int = SHRINKS) -> int | None:
    """What it costs to match two looks; None for different kinds, and for a shortcut's and a main path's."""
    assert isinstance(first, Look) and isinstance(second, Look)
    if first == second:
        return 0
    if first.kind != second.kind or first.beside != second.beside:
        return None
    return (
        jump * (first.jump != second.jump)
        + shrinks * (first.shrinks != second.shrinks)
        + KERNEL * (first.kernel != second.kernel)
        + TYPE * (first.type != second.type)
        + CHANNELS * (first.shape[0] != second.shape[0])
        + BRANCH * (first.lane != second.lane)
        + ANYTHING
    )


class _Refine:
    """The operations of a row of units, aligned; equal rows are aligned once."""

    def __init__(self, subjects: Sequence[Subject]) -> None:
        self.subjects = subjects
        self.known: dict[tuple[Look | None, ...], list[tuple[int | None, ...]]] = {}

    def __call__(self, units: Sequence[Unit | None]) -> tuple[tuple[Node | None, ...], ...]:
        looks = tuple(unit and unit.look for unit in units)
        if looks not in self.known:
            self.known[looks] = self._places(units)
        nodes = [unit.nodes if unit else () for unit in units]
        return tuple(
            tuple(None if at is None else inside[at] for inside, at in zip(nodes, places, strict=True))
            for places in self.known[looks]
        )

    def _places(self, units: Sequence[Unit | None]) -> list[tuple[int | None, ...]]:
        present = [index for index, unit in enumerate(units) if unit]
        found = [
            [part.look for part in operations_of(self.subjects[index], unit)]
            for index, unit in enumerate(units)
            if unit
        ]
        aligned = align_all(found, cost)
        if len(present) == len(units):
            return aligned
        return [
            tuple(row[present.index(index)] if index in present else None for index in range(len(units)))
            for row in aligned
        ]
