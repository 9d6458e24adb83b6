"""Ways to look into the pictures of operations: networks traced once, scenes, parts by name, texts, corners."""

from typing import Any

from app.graph.types import Graph, Node
from app.nets import config
from app.pipeline import graph_for
from app.scene.operation import operation_scene
from app.scene.types import Face, Part, Point, Scene, Text, View


def network(name: str, **overrides: Any) -> Graph:
    return graph_for(config(name, **overrides))


def operation_looks(node: Node) -> tuple[object, ...]:
    """Equal for operations that are drawn alike."""
    window = node.kernel, node.stride, node.padding, node.dilation, node.groups
    return node.op, node.type, node.input_shapes, node.output_shape, node.params, *window


def scene(graph: Graph, path: str, scale: Any = "log") -> Scene:
    return operation_scene(graph, graph.by_path[path], View(path, scale=scale))


def named(drawn: Scene, name: str) -> Part:
    return next(part for part in drawn.parts if part.name == name)


def volume(drawn: Scene, first: str) -> Part:
    return next(part for part in drawn.parts if part.kind == "volume" and part.label.startswith(first))


def words(drawn: Scene, kind: str = "") -> str:
    """Every text of the scene's parts of a kind, in reading order."""
    marks = (mark for part in drawn.parts for mark in part.marks if not kind or part.kind == kind)
    return " ".join(mark.string for mark in marks if isinstance(mark, Text))


def corners(part: Part) -> list[Point]:
    return [point for mark in part.marks if isinstance(mark, Face) for point in mark.points]


def spread(points: list[Point]) -> float:
    """How far points reach along x; on a volume's side that is width alone."""
    return max(x for x, _ in points) - min(x for x, _ in points)


def sides(part: Part) -> list[list[Point]]:
    """The faces that show height and width: two of their edges run straight down."""
    faces = [list(mark.points) for mark in part.marks if isinstance(mark, Face)]
    return [face for face in faces if len({y for _, y in face}) == 4 and len({round(x, 6) for x, _ in face}) == 2]


def middle(points: list[Point]) -> Point:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
