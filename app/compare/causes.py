"""What was done to one unit to make it the other, in words: `stride 2 moves from the 3×3 to the 1×1`.

A cause is something that a person sets: a kernel, a stride, a shortcut, a kind of block. Shapes and counts follow
from causes, often from those of other units; where nothing else differs, the words say which shapes do.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.compare.settings import instead, settings
from app.compare.unit import Subject, Unit, content_of, lanes_of
from app.graph.types import Node, Shape
from app.language import message, say
from app.language.nouns import one, plural
from app.scene.kinds import block_name
from app.scene.op_words import op_noun
from app.scene.questions import gate_of, is_module, shortcut_kind
from app.scene.units import pair_text, phrases, window_text
from app.scene.words import SHORTCUT_TITLES

Pair = tuple[Node | None, Node | None]
Place = tuple[str, str]
# Which axes differ, by whether channels and sizes do.
OTHER = {
    (False, False): message("the same operations, wired differently"),
    (True, False): message("other channels"),
    (False, True): message("other H × W"),
    (True, True): message("other channels and H × W"),
}


@dataclass(frozen=True, slots=True)
class Cause:
    """words: what differs. noun: in what, in the singular, "" for words that need none. operations: the pairs of nodes
    that it accounts for. plural: the words for several places, if others than for one. section: the layer that a block
    stands in, where only one of the two has it."""

    words: str
    noun: str
    place: Place
    operations: tuple[Pair, ...]
    plural: str = ""
    section: str = ""


def causes(units: tuple[Unit, Unit], operations: Sequence[Pair], subjects: tuple[Subject, Subject]) -> list[Cause]:
    """What differs between two units that were matched; nothing if they are the same. Each operation counts once."""
    differing = [pair for pair in operations if not same(*pair)]
    if units[0].look.content == units[1].look.content:
        return []
    place, kind = (units[0].path, units[1].path), kind_of_unit(units[0])
    if units[0].group and units[1].group:
        names = kind, kind_of_unit(units[1])
        if names[0] != names[1]:
            return [_other_kind(names, place, differing)]
    found = [
        *_shortcut(units, differing, subjects, place, kind),
        *_gate(units, differing, subjects, place, kind),
        *_moved_stride(differing, place, kind),
    ]
    taken = [pair for cause in found for pair in cause.operations]
    rest = [pair for pair in differing if pair not in taken]
    whole = units[0].group is None or subjects[0].path == units[0].path  # among many blocks that is too much detail
    found += [cause for pair in rest if (cause := _own(pair, whole))]
    taken = [pair for cause in found for pair in cause.operations]
    follows = tuple(pair for pair in differing if pair not in taken)
    if found and found[0].place == place and units[0].group:  # they follow from what was done to the block
        first, *others = found
        return [Cause(first.words, first.noun, place, (*first.operations, *follows)), *others]
    if found and not follows:
        return found
    return [*found, Cause(_shapes(follows), kind, place, follows)]


def same(mine: Node | None, theirs: Node | None) -> bool:
    """Whether two operations differ in nothing but name and place."""
    return mine is not None and theirs is not None and content_of(mine) == content_of(theirs)


def kind_of_unit(unit: Unit) -> str:
    """`bottleneck block`, `convolution`, ..."""
    if unit.group is None:
        return op_noun(unit.nodes[0].op, unit.nodes[0].type)
    return say("auxiliary classifier") if unit.group.kind == "aux" else block_name(unit.group)


def _shortcut(
    units: tuple[Unit, Unit], pairs: Sequence[Pair], subjects: tuple[Subject, Subject], place: Place, kind: str
) -> list[Cause]:
    """Another shortcut, and the operations that came or went with it."""
    one, other = units[0].group, units[1].group
    if one is None or other is None or is_module(subjects[0].graph, one) or one.kind == "aux":
        return []
    if not (units[0].whole and units[1].whole):  # nobody knows what a block that stopped would have ended in
        return []
    kinds = shortcut_kind(subjects[0].graph, one), shortcut_kind(subjects[1].graph, other)
    if kinds[0] == kinds[1]:
        return []
    words = instead(say(SHORTCUT_TITLES[kinds[0]]), say(SHORTCUT_TITLES[kinds[1]]))
    return [Cause(words, kind, place, tuple(pair for pair in pairs if _beside(units, pair)))]


def _other_kind(names: tuple[str, str], place: Place, pairs: Sequence[Pair]) -> Cause:
    mine, theirs = names
    several = instead(plural(mine), plural(theirs))
    return Cause(instead(one(mine), one(theirs)), say("place"), place, tuple(pairs), several)


def _gate(
    units: tuple[Unit, Unit], pairs: Sequence[Pair], subjects: tuple[Subject, Subject], place: Place, kind: str
) -> list[Cause]:
    """A squeeze-and-excitation gate that only one of two blocks has, with all of its operations."""
    one, other = units[0].group, units[1].group
    if one is None or other is None or not (units[0].whole and units[1].whole):
        return []
    gates = gate_of(subjects[0].graph, one), gate_of(subjects[1].graph, other)
    side = 0 if gates[0] else 1
    gate = gates[side]
    if gate is None or gates[1 - side]:
        return []
    lanes = lanes_of(subjects[side].graph, one if gates[0] else other)
    inside = {gate.path, *(path for path, lane in lanes.items() if any(fork[0] == "multiply" for fork in lane))}
    own = tuple(pair for pair in pairs if not all(pair) and (node := pair[side]) and node.path in inside)
    words = say("a squeeze-and-excitation gate") if side else say("no squeeze-and-excitation gate")
    return [Cause(words, kind, place, own)]


def _beside(units: tuple[Unit, Unit], pair: Pair) -> bool:
    """Whether an operation that only one has belongs to a shortcut: its sum, its zeros, or a module of its own."""
    node, unit = (pair[0], units[0]) if pair[0] else (pair[1], units[1])
    if all(pair) or node is None:
        return False
    return node.op in ("add", "zeropad", "highway") or "." in node.path.removeprefix(f"{unit.path}.")


def _moved_stride(pairs: Sequence[Pair], place: Place, kind: str) -> list[Cause]:
    """A stride that one convolution of a block gives up and another takes over."""
    both = [(mine, theirs) for mine, theirs in pairs if mine and theirs and mine.op == "conv"]
    both = [(mine, theirs) for mine, theirs in both if mine.stride != theirs.stride]
    if len(both) != 2:
        return []
    (loser, took), (gave, gainer) = sorted(both, key=lambda pair: pair[1].stride or (0, 0))
    if (loser.stride, took.stride) != (gainer.stride, gave.stride):
        return []
    assert loser.stride and loser.kernel and gave.kernel
    words = say(
        "stride {stride} moves from the {loser} to the {gainer}",
        stride=pair_text(loser.stride),
        loser=window_text(loser.kernel),
        gainer=window_text(gave.kernel),
    )
    return [Cause(words, kind, place, tuple(both))]


def _own(pair: Pair, entering: bool) -> Cause | None:
    """What is set in one operation, or that only one of the two has it. entering: also where only its input differs."""
    mine, theirs = pair
    if mine and theirs:
        said = settings(mine, theirs)
        alone = entering and mine.params != theirs.params and mine.output_shape == theirs.output_shape
        enter = mine.input_shapes[0][0], theirs.input_shapes[0][0]
        if (said or alone) and enter[0] != enter[1]:
            words = say("more channels enter") if enter[1] > enter[0] else say("fewer channels enter")
            said = phrases(said, words) if said else words
        noun = op_noun(mine.op, mine.type) if mine.op == theirs.op else say("place")
        return Cause(said, noun, (mine.path, theirs.path), (pair,)) if said else None
    node = mine or theirs
    assert node is not None
    return Cause("", op_noun(node.op, node.type), (node.path, "") if mine else ("", node.path), (pair,))


def _shapes(pairs: Sequence[Pair]) -> str:
    """Which axes differ, where nothing was set."""
    both = [(mine, theirs) for mine, theirs in pairs if mine and theirs]
    outputs = [(mine.output_shape, theirs.output_shape) for mine, theirs in both]
    shapes = outputs + [(mine.input_shapes[0], theirs.input_shapes[0]) for mine, theirs in both]
    channels = any(mine[0] != theirs[0] for mine, theirs in shapes)
    sizes = any(_size(mine) != _size(theirs) for mine, theirs in shapes)
    return say(OTHER[channels, sizes])


def _size(shape: Shape) -> Shape:
    """Height and width; a vector is a map of one cell."""
    return shape[1:] or (1, 1)
