"""Alignments of small sequences against all there are; mirrored, complete and in order for any."""

from collections.abc import Hashable, Iterator, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from app.compare.sequence import GAP, Match, align, align_all

WORDS = st.lists(st.integers(0, 5), max_size=5)


def cost(first: Hashable, second: Hashable) -> int | None:
    """Items 0 and 5 are never matched with others; the further apart two are, the dearer they are."""
    assert isinstance(first, int)
    assert isinstance(second, int)
    if first == second:
        return 0
    return None if {first, second} & {0, 5} else 30 * abs(first - second)


def price(matches: Sequence[Match], first: Sequence[int], second: Sequence[int]) -> float:
    total = 0.0
    for mine, theirs in matches:
        if mine is None or theirs is None:
            total += GAP
        else:
            paid = cost(first[mine], second[theirs])
            total += float("inf") if paid is None else paid
    return total


def every_alignment(first: int, second: int) -> Iterator[list[Match]]:
    """All alignments of sequences of these lengths, by the definition."""
    if first == second == 0:
        yield []
    if first and second:
        yield from ([*rest, (first - 1, second - 1)] for rest in every_alignment(first - 1, second - 1))
    if first:
        yield from ([*rest, (first - 1, None)] for rest in every_alignment(first - 1, second))
    if second:
        yield from ([*rest, (None, second - 1)] for rest in every_alignment(first, second - 1))


@settings(max_examples=60)
@given(WORDS, WORDS)
def test_no_alignment_is_cheaper(first: list[int], second: list[int]) -> None:
    best = min(price(matches, first, second) for matches in every_alignment(len(first), len(second)))
    assert price(align(first, second, cost), first, second) == best


@given(WORDS, WORDS)
def test_the_other_way_round_gives_the_mirrored_pairs(first: list[int], second: list[int]) -> None:
    assert align(second, first, cost) == [(mine, theirs) for theirs, mine in align(first, second, cost)]


@given(st.lists(WORDS, min_size=3, max_size=3))
def test_three_sequences_are_whole_in_order_and_mirrored(words: list[list[int]]) -> None:
    rows = align_all(words, cost)
    for index, word in enumerate(words):
        assert [row[index] for row in rows if row[index] is not None] == list(range(len(word)))
    assert all(any(place is not None for place in row) for row in rows)
    backward = align_all(words[::-1], cost)
    assert [tuple(reversed(row)) for row in backward] == rows


def test_what_is_only_in_one_stands_behind_what_both_have() -> None:
    assert align("ab" + "b" * 3 + "c", "abc", lambda one, other: 0 if one == other else None) == [
        (0, 0), (1, 1), (2, None), (3, None), (4, None), (5, 2),
    ]  # fmt: skip


def test_what_the_outer_two_have_and_the_middle_lacks_is_matched_too() -> None:
    assert align_all(["axb", "ab", "axb"], lambda one, other: 0 if one == other else None) == [
        (0, 0, 0), (1, None, 1), (2, 1, 2),
    ]  # fmt: skip
