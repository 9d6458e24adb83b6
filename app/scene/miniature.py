"""A whole network in a few square centimetres: thumbnails of the gallery, and the map that says where you are."""

from app.graph.types import Graph, Group
from app.language import say
from app.scene.auxiliary import source_of
from app.scene.laws import scale_of
from app.scene.row import STACK, Cell, cells_of, placed, volume_faces
from app.scene.sheet import extent, moved, rectangle
from app.scene.titles import network_title
from app.scene.types import Face, Mark, Part, Scene, View
from app.scene.volume import Box3

MARGIN = 4.0


def thumbnail_scene(graph: Graph) -> Scene:
    """Volumes only: no words, no links."""
    return _scene(graph, [Part(_marks(cell, box), kind="volume") for cell, box in _row(graph)])


def minimap_scene(graph: Graph, path: str) -> Scene:
    """The volumes as links, a bar under those that `path` belongs to or holds."""
    row = _row(graph)
    parts = [Part(_marks(cell, box), path=cell.path, kind="volume", label=cell.label) for cell, box in row]
    here = [box for cell, box in row if _holds(graph, cell, path)]
    if here:
        left, right = here[0].x - 2, here[-1].right + 2
        top = max(box.bottom for _, box in row) + 5
        corners = rectangle(left, top, right, top + 5)
        parts.append(Part((Face(corners, "accent", "", role="pane", radius=2.5),), kind="here"))
    return _scene(graph, parts)


def _row(graph: Graph) -> list[tuple[Cell, Box3]]:
    cells = cells_of(graph, View())
    scale = scale_of([cell.shape for cell in cells], "log", tallest=64, longest=24)
    return list(zip(cells, placed(cells, scale, 5, lambda _cell, _box: 0.0, {}), strict=True))


def _marks(cell: Cell, box: Box3) -> tuple[Mark, ...]:
    behind = [Box3(box.x + dx / 2, box.y + dy / 2, box.length, box.height, box.depth) for dx, dy in STACK]
    boxes = [*(behind if cell.times > 1 else []), box]
    return tuple(face for one in boxes for face in volume_faces(cell, one))


def _holds(graph: Graph, cell: Cell, path: str) -> bool:
    """Whether a cell shows (part of) what is at `path`: an operation of its block, or the layer around it.

    Of an auxiliary classifier, the block that it reads.
    """
    if cell.section is not None and path == cell.section.path:
        return True
    aside = next((group for group in (*graph.around(path), *_itself(graph, path)) if group.kind == "aux"), None)
    return cell.holds(graph, source_of(graph, aside) if aside else path)


def _itself(graph: Graph, path: str) -> tuple[Group, ...]:
    return (graph.group_by_path[path],) if path in graph.group_by_path else ()


def _scene(graph: Graph, parts: list[Part]) -> Scene:
    left, top, right, bottom = extent(parts)
    title = network_title(graph.name)
    return Scene(
        title=title,
        alt=say("The volumes of {network} in a row, at a small size.", network=title),
        width=right - left + 2 * MARGIN,
        height=bottom - top + 2 * MARGIN,
        parts=tuple(moved(part, MARGIN - left, MARGIN - top) for part in parts),
    )
