"""The operation view (the article's Figures 4, 5, 6, 9, 10): one operation, what it reads and what it makes."""

from collections.abc import Callable

from app.graph.types import Graph, Node
from app.scene.operation.activation import activation
from app.scene.operation.add import add
from app.scene.operation.conv import conv
from app.scene.operation.drawing import Drawing
from app.scene.operation.head import flatten, linear
from app.scene.operation.norm import norm
from app.scene.operation.plain import plain
from app.scene.operation.pool import avgpool, maxpool
from app.scene.operation.zeropad import zeropad
from app.scene.sheet import titled
from app.scene.types import Scene, View
from app.scene.words import view_title

OPERATIONS: dict[str, Callable[[Graph, Node, View], Drawing]] = {
    "conv": conv,
    "norm": norm,
    "activation": activation,
    "maxpool": maxpool,
    "avgpool": avgpool,
    "add": add,
    "zeropad": zeropad,
    "flatten": flatten,
    "linear": linear,
}


def operation_scene(graph: Graph, node: Node, view: View) -> Scene:
    """The picture of one node. An operation without a picture of its own is a box before and a box after."""
    drawing = OPERATIONS.get(node.op, plain)(graph, node, view)
    return titled(
        view_title(graph, node.path),
        drawing.captions,
        drawing.parts,
        drawing.columns,
        drawing.legend,
        drawing.sliding,
    )
