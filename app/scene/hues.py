"""Which hue a tensor or an operation wears: that of the layer it belongs to, grey for the input and the head."""

from app.graph.types import Graph
from app.scene.palette import stage_hue


def hue_of(graph: Graph, path: str) -> str:
    """The hue of a node, a group or `input`: the stem's is orange, then one a layer in the paper's order."""
    around = [group.path for group in graph.around(path)]
    for index, stage in enumerate(graph.stages, start=1):
        if stage.path in (path, *around):
            return stage_hue(index)
    return stage_hue(0) if "stem" in (path, *around) else "grey"
