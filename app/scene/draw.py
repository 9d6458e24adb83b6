"""A Graph and a View become a Scene: which of the four views a path asks for.

The kind of view follows from what a path is: the network, a stage (the article's layer), a block or another
group of operations, or one operation.
"""

from dataclasses import replace

from app.errors import UnknownName
from app.graph.types import INPUT, Graph
from app.language import prose, speaking
from app.scene.alt import walked
from app.scene.block import block_scene
from app.scene.image import input_scene
from app.scene.layer import layer_scene
from app.scene.network import network_scene
from app.scene.operation import failed_scene, operation_scene
from app.scene.painted import painted
from app.scene.schematic import schematic_scene
from app.scene.silenced import silenced
from app.scene.types import Scene, View

ONE_WAY = ("operation", "input", "failure")  # kinds of views that are drawn as volumes, whatever is asked for


def draw(graph: Graph, view: View) -> Scene:
    """The picture of `view.path` in `graph`. Raises UnknownName for a path that the network does not have."""
    with speaking(view.lang):
        drawn = _drawn(graph, view)
        scene = silenced(replace(drawn, alt=prose((drawn.alt, walked(graph, view)))), graph, view)
        return painted(scene, graph, view) if view.painted else scene


def _drawn(graph: Graph, view: View) -> Scene:
    kind = kind_of(graph, view.path)
    if view.style == "schematic" and kind not in ONE_WAY:
        return schematic_scene(graph, view)
    if kind == "network":
        return network_scene(graph, view)
    if kind == "input":
        return input_scene(graph, view)
    if kind == "operation":
        return operation_scene(graph, graph.by_path[view.path], view)
    if kind == "failure":
        assert graph.failure is not None
        return failed_scene(graph, graph.failure, view)
    group = graph.group_by_path[view.path]
    return layer_scene(graph, group, view) if kind == "layer" else block_scene(graph, group, view)


def kind_of(graph: Graph, path: str) -> str:
    """Which view shows `path`: network, layer, block, operation, input for the image itself, or failure."""
    if path in ("", INPUT):
        return path or "network"
    if path in graph.by_path:
        return "operation"
    if path in graph.group_by_path:
        # A stem made of modules, as Inception v4's, is a row of them like any layer.
        holds_blocks = any(child.kind == "block" for child in graph.children(path))
        return "layer" if holds_blocks or graph.group_by_path[path].kind == "stage" else "block"
    if graph.failure and path == graph.failure.path:
        return "failure"
    raise UnknownName("path", path, [*graph.group_by_path, *graph.by_path])
