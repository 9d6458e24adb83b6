"""A flatten that stands elsewhere in the order, as before a dropout instead of behind it: one difference, not two."""

from collections.abc import Sequence

from app.compare.causes import Cause
from app.compare.unit import Subject
from app.graph.types import Node, elements
from app.language import say
from app.scene.op_words import op_noun


def with_moved_flatten(causes: Sequence[Cause], subjects: tuple[Subject, Subject]) -> Sequence[Cause]:
    """The same causes; where each side has one flatten without a counterpart, the two are told as one that moved."""
    mine, theirs = (_lone(causes, side) for side in (0, 1))
    if mine is None or theirs is None:
        return causes
    before, after = mine.operations[0][0], theirs.operations[0][1]
    assert before and after
    nouns = _noun_before(before, subjects[0]), _noun_before(after, subjects[1])
    if nouns[0] == nouns[1]:
        return causes
    follows = [cause for cause in causes if _reshaped_only(cause)]
    words = say("flatten behind the {theirs} instead of the {mine}", theirs=nouns[1], mine=nouns[0])
    operations = ((before, after), *(pair for cause in follows for pair in cause.operations))
    moved = Cause(words, "", (before.path, after.path), operations)
    first = min(causes.index(mine), causes.index(theirs))
    kept = [moved if index == first else cause for index, cause in enumerate(causes)]
    return [cause for cause in kept if cause not in (mine, theirs, *follows)]


def _lone(causes: Sequence[Cause], side: int) -> Cause | None:
    """The only flatten that one side has and the other lacks."""
    found = [cause for cause in causes if not cause.words and _op(cause, side) == "flatten"]
    return found[0] if len(found) == 1 else None


def _op(cause: Cause, side: int) -> str:
    """The one operation of a side that a cause accounts for; "" for none or several."""
    nodes = [pair[side] for pair in cause.operations]
    return nodes[0].op if len(nodes) == 1 and nodes[0] else ""


def _reshaped_only(cause: Cause) -> bool:
    """Whether both have an operation on the same numbers, once as a vector and once as a map of 1×1."""
    return all(
        mine
        and theirs
        and mine.params == theirs.params
        and elements(mine.output_shape) == elements(theirs.output_shape)
        and len(mine.output_shape) != len(theirs.output_shape)
        for mine, theirs in cause.operations
    )


def _noun_before(node: Node, subject: Subject) -> str:
    """What ran before it: dropout passes its input on, and so is nobody's input."""
    place = subject.graph.place_of[node.path]
    if not place:
        return say("input")
    before = subject.graph.nodes[place - 1]
    return op_noun(before.op, before.type)
