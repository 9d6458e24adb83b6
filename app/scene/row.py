"""The row of volumes that stands for a whole network: which ones, and where they go from left to right."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.graph.types import INPUT, Graph, Group, Shape
from app.scene.folding import Run, runs_shown
from app.scene.hues import hue_of
from app.scene.laws import Scale
from app.scene.types import View
from app.scene.volume import Box3, box_of
from app.scene.words import block_title, node_label, shape_text

STACK = ((10.0, -5.0), (5.0, -2.5))  # where the boxes behind a folded run stand


@dataclass(frozen=True, slots=True)
class Cell:
    """One volume of the row: a node of stem or head, or a run of blocks."""

    path: str
    shape: Shape
    hue: str
    label: str
    section: Group | None
    run: Run | None = None

    @property
    def times(self) -> int:
        """How many equal blocks stand in this one volume."""
        return self.run.times if self.run else 1


def cells_of(graph: Graph, view: View) -> list[Cell]:
    """The volumes of a network: its input, the stem's and head's, and one a block or folded run of blocks."""
    cells = [Cell(INPUT, graph.input, "grey", f"input, {shape_text(graph.input)}", None)]
    for group in graph.groups:
        if group.kind in ("stem", "head"):
            cells += [
                Cell(node.path, node.output_shape, hue_of(graph, node.path), node_label(node), group)
                for node in graph.inside(group)
                if node.op in ("conv", "maxpool", "avgpool", "linear")
            ]
        elif group.kind == "stage":
            hue = hue_of(graph, group.path)
            cells += [
                Cell(run.first.path, run.first.output_shape, hue, _run_label(graph, run), group, run)
                for run in runs_shown(graph, group, view)
            ]
    return cells


def _run_label(graph: Graph, run: Run) -> str:
    name = run.first.path if run.times == 1 else f"{run.first.path} to {run.last.path}, {run.times} equal blocks"
    shapes = f"{shape_text(run.first.input_shape)} to {shape_text(run.first.output_shape)}"
    return f"{name}, {block_title(graph, run.first)}, {shapes}"


def placed(
    cells: Sequence[Cell],
    scale: Scale,
    gap: float,
    overhang: Callable[[Cell, Box3], float],
    spreads: Mapping[str, float],
) -> list[Box3]:
    """A box for each cell, on the line y = 0, `gap` apart and twice that between sections.

    overhang: how far a cell's words reach beyond its front. spreads: section -> room on either side of its cells.
    """
    boxes: list[Box3] = []
    x = 0.0
    for index, cell in enumerate(cells):
        box = box_of(cell.shape, scale, 0, 0)
        words = overhang(cell, box)
        spread = spreads.get(cell.section.path, 0.0) if cell.section else 0.0
        boxes.append(box_of(cell.shape, scale, x + spread + words, 0))
        stacked = STACK[0][0] if cell.times > 1 else 0
        x += 2 * spread + words + max(box.length + words, box.right + stacked) + gap
        if index + 1 < len(cells) and cells[index + 1].section is not cell.section:
            x += gap
    return boxes
