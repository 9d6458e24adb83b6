"""Which paths of a subject are lit in its drawing, and how: `≠` differs, `+` only here, `−` lacks something.

A subject is held against its neighbour: the first against the second, each other against the one before it.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from app.compare.alignment import Comparison
from app.compare.causes import Pair, same
from app.compare.differences import QUIET
from app.compare.settings import settings
from app.compare.unit import Subject, lanes_of
from app.graph.types import INPUT, Group, Node
from app.scene.comparison_marks import Sign, Symbol
from app.scene.flow import SUMS
from app.scene.folding import Run, runs_shown
from app.scene.questions import shortcut_path
from app.scene.types import View


def signs(comparison: Comparison, index: int) -> dict[str, Sign]:
    """path -> sign, for the operations, the blocks and the shortcuts of one subject that differ."""
    other = 1 if index == 0 else index - 1
    pairs = [(row[index], row[other]) for row in comparison.operations]
    found: dict[str, Sign] = {}
    for node, theirs in pairs:
        if node and (sign := _of_operation(node, theirs) if theirs else _follows(found, node)):
            found[node.path] = sign
    if _input(comparison.subjects[index]) != _input(comparison.subjects[other]):
        found[INPUT] = Sign("≠")
    for block, pairs in _differing(comparison, index, other):
        main, aside, joins = _parted(comparison, index, other, block, pairs)
        if aside and joins and main != "+":  # the line is lit instead
            found = {path: sign for path, sign in found.items() if path not in joins}
        else:
            main = main or aside
        if main:
            found[block.path] = Sign(main, volume=_other_output(pairs))
    return found


def line_signs(comparison: Comparison, index: int) -> dict[str, Symbol]:
    """path -> sign, for the shortcuts of one subject that are others than its neighbour's, by every path of theirs."""
    other = 1 if index == 0 else index - 1
    graph = comparison.subjects[index].graph
    found: dict[str, Symbol] = {}
    for block, pairs in _differing(comparison, index, other):
        main, aside, joins = _parted(comparison, index, other, block, pairs)
        if aside and joins and main != "+":
            paths = (*joins, shortcut_path(graph, block), *_beside(comparison.subjects[index], block))
            found |= dict.fromkeys(paths, aside)
    return found


def _input(subject: Subject) -> object:
    return subject.path or subject.graph.input


def _of_operation(mine: Node, theirs: Node) -> Sign | None:
    """volume: its output has another shape. tool: what works on it is another, or has other weights."""
    tool = not same(mine, theirs) and (
        bool(settings(mine, theirs)) or (mine.params != theirs.params and mine.op != "norm")
    )
    volume = mine.output_shape != theirs.output_shape
    return Sign("≠", volume, tool) if tool or volume else None


def _follows(found: dict[str, Sign], node: Node) -> Sign:
    """Only this one has it; that goes without saying for the norm behind a convolution that the other lacks."""
    before = found.get(node.inputs[0])
    return Sign("+", tool=node.op not in QUIET or before is None or before.symbol != "+")


def _differing(comparison: Comparison, index: int, other: int) -> Iterator[tuple[Group, list[Pair]]]:
    """The blocks that differ, with their operations and the neighbour's."""
    subject = comparison.subjects[index]
    rows = {unit.path: row for row in comparison.rows if (unit := row.units[index]) and unit.group}
    against = {node.path: row[other] for row in comparison.operations if (node := row[index])}
    for block in subject.blocks:
        row = rows.get(block.path)
        pairs: list[Pair] = [(node, against[node.path]) for node in subject.graph.inside(block) if node.path in against]
        if row and row.units[other]:
            pairs = [(nodes[index], nodes[other]) for nodes in row.operations]
        if any(not same(*pair) for pair in pairs if any(pair)):
            yield block, pairs


def _parted(
    comparison: Comparison, index: int, other: int, block: Group, pairs: Sequence[Pair]
) -> tuple[Symbol | None, Symbol | None, list[str]]:
    """How the main path differs, how the shortcut does, and the sums that the shortcut ends in."""
    subject = comparison.subjects[index]
    row = next((row for row in comparison.rows if (unit := row.units[index]) and unit.path == block.path), None)
    theirs = row.units[other] if row else None
    beside = _beside(subject, block)
    if theirs and theirs.group:
        beside |= _beside(comparison.subjects[other], theirs.group)
    aside = [pair for pair in pairs if not all(pair) and any(node and _on_shortcut(node, beside) for node in pair)]
    joins = [node.path for node in subject.graph.inside(block) if node.op in SUMS]
    return _symbol(pair for pair in pairs if pair not in aside), _symbol(aside), joins


def _beside(subject: Subject, block: Group) -> set[str]:
    """Operations on the way past the sums of a block."""
    return {path for path, lane in lanes_of(subject.graph, block).items() if any(fork[0] in SUMS for fork in lane)}


def _on_shortcut(node: Node, beside: set[str]) -> bool:
    return node.op in SUMS or node.path in beside


def _other_output(pairs: Iterable[Pair]) -> bool:
    """Whether what leaves a block has another shape than what leaves its counterpart."""
    last, theirs = [(mine, theirs) for mine, theirs in pairs if mine][-1]
    return theirs is None or theirs.output_shape != last.output_shape


def _symbol(pairs: Iterable[Pair]) -> Symbol | None:
    """One sign for several pairs."""
    differing = [(mine, theirs) for mine, theirs in pairs if (mine or theirs) and not same(mine, theirs)]
    if not differing:
        return None
    if all(theirs is None for _, theirs in differing):
        return "+"
    return "−" if all(mine is None for mine, _ in differing) else "≠"


def fold_signs(comparison: Comparison, index: int, view: View) -> tuple[Sign | None, ...]:
    """How each folded run of blocks is lit in a view: by blocks that the other lacks, or has and this one lacks."""
    subject = comparison.subjects[index]
    stages = [stage for stage in subject.graph.stages if view.path in ("", stage.path)]
    runs = [run for stage in stages for run in runs_shown(subject.graph, stage, view)]
    return tuple(_of_run(comparison, index, run) for run in runs if isinstance(run, Run) and run.times > 1)


def _of_run(comparison: Comparison, index: int, run: Run) -> Sign | None:
    other = 1 if index == 0 else index - 1
    paths = [unit.path if (unit := row.units[index]) else "" for row in comparison.rows]
    if run.first.path not in paths:
        return None
    begin = paths.index(run.first.path)
    end = paths.index(run.last.path) + 1 if run.last.path in paths else len(paths)  # the rest is not compared
    more = any(row.units[index] and not row.units[other] for row in comparison.rows[begin:end])
    behind = takewhile(lambda row: row.units[index] is None, comparison.rows[end:])
    inside = [row for row in comparison.rows[begin:end] if row.units[index] is None]
    fewer = any(unit and unit.group for row in (*inside, *behind) for unit in [row.units[other]])
    return Sign("≠" if fewer else "+") if more else Sign("−") if fewer else None
