"""The row of volumes that stands for a whole network: which ones, and where they go from left to right."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.graph.types import INPUT, Graph, Group, Node, Shape
from app.language import say
from app.scene.bands import Band, bands_of
from app.scene.folding import Run, runs_shown
from app.scene.hues import hue_of
from app.scene.kinds import short_name
from app.scene.laws import Scale
from app.scene.op_words import node_label
from app.scene.slabs import stack
from app.scene.types import Face, View
from app.scene.units import change_text, phrases, shape_text
from app.scene.volume import Box3, box_of, solid
from app.scene.words import block_title

STACK = ((10.0, -5.0), (5.0, -2.5))  # where the boxes behind a folded run stand
THIN_STACK = 30.0  # drawing units; in a shorter stack lines between slabs would hide them


@dataclass(frozen=True, slots=True)
class Cell:
    """One volume of the row: an operation outside of blocks, or a run of blocks. name: what a module is called.

    bands: the branches that its channels come from, where it is a concatenation."""

    path: str
    shape: Shape
    hue: str
    label: str
    section: Group | None
    run: Run | None = None
    name: str = ""
    bands: tuple[Band, ...] = ()

    @property
    def times(self) -> int:
        """How many equal blocks stand in this one volume."""
        return self.run.times if self.run else 1

    def holds(self, graph: Graph, path: str) -> bool:
        """Whether it shows what is at `path`, an operation or a group: itself, or within one of its blocks."""
        if self.run is None:
            return path == self.path
        blocks = graph.children(self.run.first.parent)
        first, last = blocks.index(self.run.first), blocks.index(self.run.last)
        around = {path, *(group.path for group in graph.around(path))}
        return any(block.path in around for block in blocks[first : last + 1])


def cells_of(graph: Graph, view: View) -> list[Cell]:
    """The volumes of a network: its input, one a block or folded run of blocks, and one a bare operation."""
    cells = [Cell(INPUT, graph.input, "grey", phrases(say("input"), shape_text(graph.input)), None)]
    for group in graph.groups:
        if group.kind in ("stem", "stage", "head"):
            cells += [_cell(graph, group, member) for member in runs_shown(graph, group, view)]
    return cells


def _cell(graph: Graph, section: Group, member: Run | Node) -> Cell:
    hue = hue_of(graph, section.path)
    if isinstance(member, Node):
        bands = bands_of(graph, member.path) if section.kind == "stage" else ()
        return Cell(member.path, member.output_shape, hue, node_label(member), section, bands=bands)
    block = member.first
    return Cell(
        path=block.path,
        shape=block.output_shape,
        hue=hue,
        label=_run_label(graph, member),
        section=section,
        run=member,
        name=short_name(graph, block),
        bands=bands_of(graph, block.path),
    )


def _run_label(graph: Graph, run: Run) -> str:
    first, last = run.first, run.last
    name = first.path
    if run.times > 1:
        from_to = say("{first} to {last}", first=first.path, last=last.path)
        name = phrases(from_to, say("{count} equal blocks", count=run.times))
    return phrases(name, block_title(graph, first), change_text(first.input_shape, first.output_shape))


def volume_faces(cell: Cell, box: Box3) -> tuple[Face, ...]:
    """The faces of a cell's volume; slabs too thin for an outline of their own have none."""
    if not cell.bands:
        return solid(box, cell.hue)
    return tuple(replace(face, line="edge" if box.length > THIN_STACK else "") for face in stack(box, cell.bands))


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
