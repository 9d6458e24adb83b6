"""What two or three subjects come to, side by side: depth, parameters, multiply-adds, memory, receptive field."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.compare.unit import Subject
from app.language import message, say
from app.language.nouns import percent
from app.scene.units import bytes_text, count_text


@dataclass(frozen=True, slots=True)
class Total:
    """A line of the table. name: a message. values: one a subject, of what ran; texts: as they are read; ratios: each
    to the first's.

    A ratio is empty where a subject stopped and the line speaks of what ran, as a part is no measure of the whole.
    """

    name: str
    values: tuple[int, ...]
    texts: tuple[str, ...]
    ratios: tuple[str, ...]


def totals(subjects: Sequence[Subject]) -> tuple[Total, ...]:
    """The lines of the table, in the order in which the papers speak of them."""
    found = [_total(name, [measure(subject) for subject in subjects], text) for name, measure, text in LINES]
    of_networks = not any(subject.path for subject in subjects)
    name = message("Receptive field before the head") if of_networks else message("Receptive field")
    found.append(_total(name, [receptive_field(subject) for subject in subjects], _pixels))
    part = [subject.stopped for subject in subjects]
    return tuple(_without(total, part) if total.name != "Parameters" or not of_networks else total for total in found)


def _without(total: Total, part: Sequence[bool]) -> Total:
    """A line without the ratios of, or to, those that only a part of was measured."""
    ratios = ("" if part[0] or stopped else ratio for ratio, stopped in zip(total.ratios, part, strict=True))
    return replace(total, ratios=tuple(ratios))


def depth(subject: Subject) -> int:
    """Layers with weights on the longest path through it, counted in a part as in its network: without gates."""
    if not subject.path:
        return subject.graph.depth
    longest: dict[str, int] = {}
    for node in subject.nodes:
        read = node.inputs[:1] if node.op == "multiply" else node.inputs
        longest[node.path] = max(longest.get(path, 0) for path in read) + node.weighted
    return longest[subject.nodes[-1].path] if subject.nodes else 0


def params(subject: Subject) -> int:
    """Learned numbers: of a whole network as constructed, of a part what ran in it."""
    return sum(node.params for node in subject.nodes) if subject.path else subject.graph.params


def macs(subject: Subject) -> int:
    return sum(node.macs for node in subject.nodes)


def activations(subject: Subject) -> int:
    """Bytes of every operation's output in float32."""
    return sum(node.activation_bytes for node in subject.nodes)


def receptive_field(subject: Subject) -> int:
    """Height in pixels of what a cell depends on, by the rule of the cards: behind a part's last operation, and of a
    network behind its last layer; of one without layers behind the last convolution."""
    nodes, stages = subject.nodes, subject.graph.stages
    if not subject.path and stages:
        nodes = subject.graph.inside(stages[-1])
    elif not subject.path:
        nodes = [node for node in nodes if node.op == "conv"] or nodes
    return nodes[-1].receptive_field.size[0] if nodes else 1


def _pixels(size: int) -> str:
    return say("{count} px", count=count_text(size))


LINES: tuple[tuple[str, Callable[[Subject], int], Callable[[int], str]], ...] = (
    (message("Layers with weights"), depth, count_text),
    (message("Parameters"), params, count_text),
    (message("Multiply-adds"), macs, count_text),
    (message("Activations"), activations, bytes_text),
)


def _total(name: str, values: Sequence[int], text: Callable[[int], str]) -> Total:
    return Total(name, tuple(values), tuple(map(text, values)), tuple(_ratio(value, values[0]) for value in values))


def _ratio(value: int, first: int) -> str:
    """`× 1.06`; `=` where nothing differs, and nothing where there is nothing to divide by."""
    if value == first:
        return "="
    if not first:
        return ""
    ratio = value / first
    near = round(ratio, 2 if ratio >= 0.1 else 4)
    return f"× {near:g}" if near != 1 else percent(f"{(ratio - 1) * 100:+.2g}")
