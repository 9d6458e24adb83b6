"""A Scene becomes one whose volumes show what they hold: glass boxes in which slices stand, like toast in a rack.

A slice is an H x W parallelogram across the channel axis. The one at the right end is for the mean over all channels;
before it stand the most active ones, in order, as many as fit. A renderer asks by path for what is in them
(`Painting`). A vector has its numbers along the front of its rod. Words stay where they are, so that nothing new can
touch them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from app.graph.types import INPUT, Graph
from app.language import message, say
from app.scene.filmstrip import MOST, contents, filmstrip
from app.scene.sheet import noted, painting_corners
from app.scene.types import Face, Mark, Painting, Part, Point, Scene, View
from app.scene.units import phrases
from app.scene.volume import DEPTH, Box3, box_with, is_vector

GLASS = 0.35  # opacity
SEEN = 0.45  # of a slice's width must be seen beside the next one
FACES = 3  # of a box: roof, side, front

MEAN = message("slice at the right end: the mean over all channels, on a scale of its own")
ACTIVES = message("slices before it: the most active channels in their order, evenly apart")
STRIPES = message("stripes: the numbers of a vector")
SEEN_INPUT = message("input: the picture as the network sees it")

Glass = list[tuple[Box3, Face]]  # the boxes of one volume, slabs side by side, each with its front


def painted(scene: Scene, graph: Graph, view: View) -> Scene:
    """The scene with room for pictures in all its volumes; that of a whole network with a filmstrip beneath them."""
    parts = tuple(_parts(scene.parts, graph))
    if len(parts) == len(scene.parts):
        return scene
    scene = replace(scene, parts=parts)
    return noted(scene if view.path else filmstrip(scene, graph), tuple(_legend(scene, graph)))


def _legend(scene: Scene, graph: Graph) -> Iterator[str]:
    """What is inside the volumes that there are."""
    paintings = [mark for part in scene.parts for mark in part.marks if isinstance(mark, Painting)]
    paths = {painting.path for painting in paintings}
    vectors = {path for path in paths if is_vector(graph.shape_of(path))}
    if paths - vectors - {INPUT}:
        yield say(MEAN)
    if any(painting.index for painting in paintings):
        yield say(ACTIVES)
    if vectors:
        yield say(STRIPES)
    if INPUT in paths:
        yield say(SEEN_INPUT)


def _parts(parts: Sequence[Part], graph: Graph) -> Iterator[Part]:
    """Slabs may be parts of their own, right behind their volume: what is inside is drawn after the last of them."""
    path, glass = "", Glass()
    for part, after in zip(parts, chain(parts[1:], (None,)), strict=True):
        if part.kind not in ("volume", "band"):
            yield part
            continue
        found = _volumes(part.marks)
        if part.kind == "volume":
            path, glass = part.path, Glass()
            made = graph.result_of(path)
            inside = say("inside {contents}", contents=contents(made, graph.shape_of(made)))
            part = replace(part, label=phrases(part.label, inside))
        glass += found[-1] if found else []
        yield replace(part, marks=_glazed(part.marks, glass))
        if glass and (after is None or after.kind != "band"):
            yield Part((*_inside(glass, graph, path), *_edges(glass)), kind="paintings")
            glass = Glass()


def _volumes(marks: Sequence[Mark]) -> list[Glass]:
    """The boxes among a part's marks by volume; of a folded run's the last one stands in front."""
    faces = [mark for mark in marks if isinstance(mark, Face)]
    found: list[Glass] = []
    for _, side, front in zip(*(faces[at::FACES] for at in range(FACES)), strict=False):
        box = box_with(front.points, side.points)
        if found and any(_touch(box, other) for other, _ in found[-1]):
            found[-1].append((box, front))
        else:
            found.append([(box, front)])
    return found


def _touch(one: Box3, other: Box3) -> bool:
    """Whether two boxes are neighbours along the channels."""
    ends = (one.x - other.x - other.length, other.x - one.x - one.length)
    return abs(one.y - other.y) < 0.01 and min(map(abs, ends)) < 0.01


def _glazed(marks: Sequence[Mark], glass: Glass) -> tuple[Mark, ...]:
    """The marks with those faces see-through that are of the glass; a hollow box is already."""
    corners = {_near(point) for box, _ in glass for face in (box.roof(), box.side(), box.front()) for point in face}
    return tuple(
        replace(mark, line="", opacity=GLASS)
        if isinstance(mark, Face) and not mark.dash and corners.issuperset(map(_near, mark.points))
        else mark
        for mark in marks
    )


def _near(point: Point) -> Point:
    return round(point[0], 3), round(point[1], 3)


def _inside(glass: Glass, graph: Graph, path: str) -> Iterator[Mark]:
    """The slices of a volume from left to right, or the numbers of a vector along its front."""
    made = graph.result_of(path)
    whole = _whole(glass)
    if is_vector(graph.shape_of(made)):
        yield Painting(made, 0, (whole.x, whole.y), (whole.length, 0), (0, whole.height))
        return
    filled = max(box.x + box.length for box, front in glass if not front.dash) - whole.x
    count = slices(replace(whole, length=filled), graph.shape_of(made)[0])
    places = [filled * index / count for index in range(1, count)]
    across, down = (whole.depth * DEPTH[0], whole.depth * DEPTH[1]), (0.0, whole.height)
    line = f"{_hue(glass[0][1])}-line"
    for index, along in enumerate(places, start=1):
        slice = Painting(made, index, whole.at(along, 0, 0), across, down)
        yield slice
        yield Face(painting_corners(slice), "", line, "pane", width=0.5)
    yield Painting(made, 0, whole.at(whole.length, 0, 0), across, down)


def slices(box: Box3, channels: int) -> int:
    """How many slices are seen well enough in a box; of a single channel the mean says all."""
    room = int(box.length / (SEEN * box.depth * DEPTH[0]))
    return max(1, min(room, 1 + MOST, 1 + channels if channels > 1 else 1))


def _whole(glass: Glass) -> Box3:
    """The box around slabs."""
    left, right = min(box.x for box, _ in glass), max(box.x + box.length for box, _ in glass)
    return replace(glass[0][0], x=left, length=right - left)


def _edges(glass: Glass) -> Iterator[Face]:
    """The edges that the slices stand behind; where slabs are too thin for edges of their own, those of all."""
    whole = _whole(glass)
    boxes = [
        (box, f"{front.fill.removesuffix('-front')}-line") for box, front in glass if front.line and not front.dash
    ]
    for box, line in boxes or [(whole, "outline")]:
        for points in (box.roof(), box.front(), box.side()):
            yield Face(points, "", line, "pane", width=0.7)


def _hue(front: Face) -> str:
    return front.fill.rpartition("-")[0]
