"""The kernels of a convolution counted out: weights of each, products, biases."""

from app.graph.types import Graph, Node
from app.inspector.place import Place, end_nodes
from app.language import prose, say, say_count
from app.scene.units import window_text


def kernels(graph: Graph, node: Node, place: Place) -> str:
    """What the kernels are, what each does, what all of them cost."""
    return prose(
        [_counted(node), _grouped(node), _pointwise(node), _summed(node), _biases(graph, node, place)],
    )


def _counted(node: Node) -> str:
    assert node.kernel is not None
    return say_count(
        "{count:,} kernel of {window}×{depth} = {each:,} weights each.",
        "{count:,} kernels of {window}×{depth} = {each:,} weights each.",
        node.output_shape[0],
        window=window_text(node.kernel),
        depth=node.input_shapes[0][0] // (node.groups or 1),
        each=weights_each(node),
    )


def _grouped(node: Node) -> str:
    if not node.groups or node.groups == 1:
        return ""
    return say(
        "The {channels:,} input channels are split into {groups} groups of {read}, and a kernel reads only its own "
        "group (Xie et al. 2017, section 3); kernels over all channels would have {groups} times as many weights, "
        "{weights:,}.",
        channels=node.input_shapes[0][0],
        groups=node.groups,
        read=node.input_shapes[0][0] // node.groups,
        weights=weights_each(node) * node.groups,
    )


def _pointwise(node: Node) -> str:
    if node.kernel != (1, 1):
        return ""
    return say(
        "One cell sees no neighbours: at every place the same small linear layer turns {channels:,} numbers into "
        "{made:,}.",
        channels=node.input_shapes[0][0],
        made=node.output_shape[0],
    )


def _summed(node: Node) -> str:
    kernels, height, width = node.output_shape
    return say(
        "Each kernel makes one channel of the output and each output cell is a sum of {each:,} products: {each:,} × "
        "{kernels:,} × {height} × {width} = {macs:,} multiply-adds.",
        each=weights_each(node),
        kernels=kernels,
        height=height,
        width=width,
        macs=node.macs,
    )


def _biases(graph: Graph, node: Node, place: Place) -> str:
    around = graph.inside(place.block) if place.block else end_nodes(graph, place.role)
    if node.bias:
        return say(
            "With {kernels:,} biases, one a kernel, it has {params:,} parameters.",
            kernels=node.output_shape[0],
            params=node.params,
        )
    if node.bias is False and any(node.path in other.inputs and other.op == "norm" for other in around):
        return say("There is no bias: the batch normalisation behind it adds its own offset.")
    return ""


def weights_each(node: Node) -> int:
    """Weights of one kernel: its window times the channels that it reads."""
    assert node.kernel is not None
    return node.kernel[0] * node.kernel[1] * node.input_shapes[0][0] // (node.groups or 1)
