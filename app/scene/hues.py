"""Which hue a tensor or an operation wears: that of the layer it belongs to, grey for the input and the head."""

from app.graph.types import INPUT, Graph
from app.scene.palette import stage_hue


def hue_of(graph: Graph, path: str) -> str:
    """The hue of a node, a group or `input`: the stem's is orange, then one a layer in the paper's order."""
    top = path.partition(".")[0]
    for index, stage in enumerate(graph.stages, start=1):
        if top == stage.path:
            return stage_hue(index)
    stem = graph.group_by_path.get("stem")
    in_stem = stem is not None and any(node.path == path for node in graph.inside(stem))
    return stage_hue(0) if path == "stem" or (path != INPUT and in_stem) else "grey"
