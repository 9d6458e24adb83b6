"""What stands in the other subjects where a part of one stands: an operation, a block, or a layer around them."""

from collections import Counter

from app.compare.alignment import Comparison
from app.graph.types import Node


class Counterparts:
    """Asked by index of a subject and a path in it; answers are made once."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.units = {
            (index, unit.path): tuple(other.path if other else "" for other in row.units)
            for row in comparison.rows
            for index, unit in enumerate(row.units)
            if unit
        }
        self.operations = {
            (index, node.path): row for row in comparison.operations for index, node in enumerate(row) if node
        }

    def of(self, index: int, path: str) -> tuple[str, ...]:
        """A path for each subject, its own among them; "" where there is nothing, or nothing of the kind."""
        if (index, path) in self.units:
            return self.units[index, path]
        if (index, path) in self.operations:
            return tuple(node.path if node else "" for node in self.operations[index, path])
        group = self.comparison.subjects[index].graph.group_by_path.get(path)
        if group is None:
            return tuple(path if other == index else "" for other in range(len(self.comparison.subjects)))
        nodes = self.comparison.subjects[index].graph.inside(group)
        rows = [self.operations[index, node.path] for node in nodes if (index, node.path) in self.operations]
        return tuple(
            path if other == index else self._around([row[other] for row in rows], other, group.kind)
            for other in range(len(self.comparison.subjects))
        )

    def _around(self, nodes: list[Node | None], other: int, kind: str) -> str:
        """The group of a kind that holds most of some operations."""
        graph = self.comparison.subjects[other].graph
        held = Counter(group.path for node in nodes if node for group in graph.around(node.path) if group.kind == kind)
        return held.most_common(1)[0][0] if held else ""
