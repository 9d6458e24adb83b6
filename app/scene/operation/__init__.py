"""The operation view (the article's Figures 4, 5, 6, 9, 10): one operation, what it reads and what it makes."""

from collections.abc import Callable

from app.graph.types import Failure, Graph, Node
from app.scene.operation.activation import activation
from app.scene.operation.add import add
from app.scene.operation.concat import concat
from app.scene.operation.conv import conv
from app.scene.operation.drawing import Drawing
from app.scene.operation.head import flatten, linear
from app.scene.operation.highway import highway
from app.scene.operation.lrn import lrn
from app.scene.operation.multiply import multiply
from app.scene.operation.norm import norm
from app.scene.operation.plain import plain
from app.scene.operation.pointwise import dropout, scale, softmax
from app.scene.operation.pool import avgpool, maxpool
from app.scene.operation.refused import refused
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
    "concat": concat,
    "multiply": multiply,
    "highway": highway,
    "scale": scale,
    "lrn": lrn,
    "dropout": dropout,
    "softmax": softmax,
    "zeropad": zeropad,
    "flatten": flatten,
    "linear": linear,
}


def operation_scene(graph: Graph, node: Node, view: View) -> Scene:
    """The picture of one node. An operation without a picture of its own is a box before and a box after."""
    return _scene(graph, node.path, OPERATIONS.get(node.op, plain)(graph, node, view))


def failed_scene(graph: Graph, failure: Failure, view: View) -> Scene:
    """The picture of the operation that refused what it was given."""
    return _scene(graph, failure.path, refused(graph, failure, view))


def _scene(graph: Graph, path: str, drawing: Drawing) -> Scene:
    return titled(
        view_title(graph, path),
        drawing.captions,
        drawing.parts,
        drawing.columns,
        drawing.legend,
        drawing.sliding,
    )
