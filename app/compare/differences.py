"""The differences of two aligned subjects, gathered so that a person can read them: one sentence for all equal ones."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.compare.alignment import Comparison, Row
from app.compare.causes import Cause, Pair, Place, causes, kind_of_unit
from app.compare.reshaping import with_moved_flatten
from app.compare.unit import Subject, Unit, whole_unit
from app.language import say, say_in
from app.language.nouns import capitalised, counted, number
from app.scene.op_words import OP_NAMES
from app.scene.units import count_text, phrases
from app.scene.words import graph_title

# They hand on the volume that they are given, so only what made it counts as changed.
QUIET = ("norm", "lrn", "activation", "dropout", "flatten", "softmax", "scale", "multiply")
UNCOUNTED = ("dropout", "lrn", "softmax", "flatten")  # there is dropout, in two places


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs in the same way at some places. places: paths in the first and in the second, "" for none.

    words: a clause without the effects. volumes: how many tensors that both make have another shape. params and macs:
    what the second has more than the first.
    """

    words: str
    places: tuple[Place, ...]
    volumes: int
    params: int
    macs: int

    @property
    def effects(self) -> str:
        """`three volumes change, +231,211,008 multiply-adds`."""
        said: list[str] = []
        if self.volumes:
            many = say("{count} volumes change", count=number(self.volumes))
            said.append(many if self.volumes > 1 else say("one volume changes"))
        if self.params:
            said.append(say_in("more or fewer", "{count} parameters", count=signed(self.params)))
        if self.macs:
            said.append(say_in("more or fewer", "{count} multiply-adds", count=signed(self.macs)))
        return phrases(*said)

    @property
    def text(self) -> str:
        """All of it, without a full stop."""
        words = capitalised(self.words)
        return say("{change}: {effects}", change=words, effects=self.effects) if self.effects else words

    @property
    def sentence(self) -> str:
        """All of it."""
        return say("{sentence}.", sentence=self.text)


def differences(comparison: Comparison) -> tuple[Difference, ...]:
    """What the second of two subjects has otherwise than the first, in the order in which it is met."""
    subjects = comparison.subjects[0], comparison.subjects[1]
    names = names_of(subjects)
    gathered: dict[tuple[str, ...], list[Cause]] = {}
    for cause in with_moved_flatten(list(_causes(comparison, subjects)), subjects):
        only = "" if cause.words else names[0 if cause.place[0] else 1]
        gathered.setdefault((only, cause.words, cause.noun, cause.section), []).append(cause)
    return tuple(_difference(only, found) for (only, *_), found in gathered.items())


def signed(count: int) -> str:
    """`+231,211,008`, `−9,408`."""
    return f"{'+' if count > 0 else '−' if count < 0 else ''}{count_text(abs(count))}"


def _causes(comparison: Comparison, subjects: tuple[Subject, Subject]) -> Iterator[Cause]:
    groups = subjects[0].group, subjects[1].group
    if not comparison.by_block and all(group and group.kind == "block" for group in groups):
        yield from causes((whole_unit(subjects[0]), whole_unit(subjects[1])), _pairs(comparison.rows), subjects)
        return
    for row in comparison.rows:
        mine, theirs = row.units
        if mine and theirs:
            yield from causes((mine, theirs), _pairs([row]), subjects)
        elif unit := mine or theirs:
            stage = _section(subjects[0 if mine else 1], unit)
            place = (unit.path, "") if mine else ("", unit.path)
            yield Cause("", kind_of_unit(unit), place, _pairs([row]), section=stage)


def _pairs(rows: Iterable[Row]) -> tuple[Pair, ...]:
    """The operations of both subjects in some rows."""
    return tuple((mine, theirs) for row in rows for mine, theirs in row.operations)


def _difference(only: str, found: Sequence[Cause]) -> Difference:
    """only: the name of the one that has it, "" where both have something there."""
    pairs = [pair for cause in found for pair in cause.operations]
    both = [(mine, theirs) for mine, theirs in pairs if mine and theirs]
    mines, others = [mine for mine, _ in pairs if mine], [theirs for _, theirs in pairs if theirs]
    return Difference(
        words=_only(only, found) if only else _clause(found),
        places=tuple(cause.place for cause in found),
        volumes=sum(mine.output_shape != theirs.output_shape and mine.op not in QUIET for mine, theirs in both),
        params=sum(node.params for node in others) - sum(node.params for node in mines),
        macs=sum(node.macs for node in others) - sum(node.macs for node in mines),
    )


def _only(name: str, found: Sequence[Cause]) -> str:
    """`four basic blocks of layer2 only in ...`, `dropout only in ..., in two places`."""
    times, noun, section = len(found), found[0].noun, found[0].section
    if noun in [say(OP_NAMES[op]) for op in UNCOUNTED]:
        places = say("{what} only in {name}, in {count} places", what=noun, name=name, count=number(times))
        return places if times > 1 else say("{what} only in {name}", what=noun, name=name)
    what = counted(times, noun)
    what = say("{what} of {section}", what=what, section=section) if section else what
    return say("{what} only in {name}", what=what, name=name)


def _clause(found: Sequence[Cause]) -> str:
    """`stride 2 moves ... in three bottleneck blocks`, `... in conv1`."""
    first, times = found[0], len(found)
    if not first.noun:
        return first.words
    mine, theirs = first.place
    place = mine if times == 1 and mine == theirs else counted(times, first.noun)
    words = first.plural or first.words if times > 1 else first.words
    return say("{change} in {place}", change=words, place=place)


def _section(subject: Subject, unit: Unit) -> str:
    """`layer3` for a block that the other lacks; nothing for an operation, and where one layer is compared."""
    around = [group.path for group in subject.graph.around(unit.path) if group.kind == "stage"]
    return around[0] if unit.group and around and around[0] != subject.path else ""


def names_of(subjects: tuple[Subject, Subject]) -> tuple[str, str]:
    """What the two are called in a sentence."""
    one, other = (graph_title(subject.graph) for subject in subjects)
    return (one, other) if one != other else (say("the first"), say("the second"))
