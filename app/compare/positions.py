"""Every path of a subject gets the number of its position, the same as what it is aligned with has."""

from app.compare.alignment import Comparison
from app.graph.types import INPUT

WEIGHTY = ("conv", "linear", "maxpool", "avgpool", "concat")


def positions(comparison: Comparison, index: int) -> dict[str, int]:
    """path -> number, rising in the order of operations, for the operations and the blocks of one subject.

    A block stands where the row of its counterpart begins; where single operations are aligned, at the last of its own
    that another subject has too.
    """
    found = {INPUT: -1}
    for number, row in enumerate(comparison.operations):
        if node := row[index]:
            found[node.path] = number
    if comparison.by_block:
        number = 0
        for row in comparison.rows:
            if (unit := row.units[index]) and unit.group:
                found[unit.path] = number
            number += len(row.operations)
        return found
    shared = {number for number, row in enumerate(comparison.operations) if sum(node is not None for node in row) > 1}
    subject = comparison.subjects[index]
    for block in subject.blocks:
        own = [node for node in subject.graph.inside(block) if node.op in WEIGHTY] or subject.graph.inside(block)
        numbers = [found[node.path] for node in own if node.path in found]
        if not numbers:  # it lies behind what is compared
            continue
        found[block.path] = max([number for number in numbers if number in shared] or numbers)
    return found
