"""What operations are called: in words, in the paper's shorthand `3×3 conv, 128, /2`, and with their shapes."""

from app.graph.types import Node
from app.language import message, say
from app.scene.units import pair_text, phrases, shape_text, size_text, window_text

OP_NAMES = {
    "conv": message("convolution"),
    "norm": message("batch normalisation"),
    "activation": message("activation"),
    "maxpool": message("max pooling"),
    "avgpool": message("average pooling"),
    "add": message("addition"),
    "zeropad": message("zero-padding shortcut"),
    "flatten": message("flatten"),
    "linear": message("linear layer"),
    "lrn": message("local response normalisation"),
    "concat": message("concatenation"),
    "multiply": message("multiplication by the gate"),
    "highway": message("highway mix"),
    "scale": message("scaling"),
    "dropout": "dropout",
    "softmax": "softmax",
}
ACTIVATION_NAMES = {"ReLU": "ReLU", "Sigmoid": "sigmoid", "Tanh": "tanh"}


def op_noun(op: str, type: str) -> str:
    """What an operation is, in words: `convolution`; one that is not known by its module's type."""
    return say(OP_NAMES.get(op, type))


def after_text(node: Node) -> str:
    """The label of a volume on a line: its shape, and the operation that it stands behind."""
    return say("{shape} after {path}", shape=shape_text(node.output_shape), path=node.path)


def stride_text(node: Node) -> str:
    """`, /2` where a window moves by more than one cell, as the paper writes it."""
    if node.stride is None or node.stride == (1, 1):
        return ""
    return f", /{node.stride[0]}" if node.stride[0] == node.stride[1] else f", /{node.stride[0]},{node.stride[1]}"


def op_label(node: Node) -> str:
    """An operation in the paper's shorthand: `3×3 conv, 128, /2`, `3×3 max pool, /2`, `BN`, `ReLU`, `fc, 1000`."""
    if node.op == "conv" and node.kernel:
        kernels = f"{window_text(node.kernel)} conv, {node.output_shape[0]}"
        if node.groups and node.groups > 1:
            kernels = say("{kernels}, {count} groups", kernels=kernels, count=node.groups)
        return kernels + stride_text(node)
    if node.op in ("maxpool", "avgpool"):
        return _pool_label(node)
    if node.op == "linear":
        return f"fc, {node.output_shape[0]}"
    short = {
        "norm": "BN",
        "lrn": "LRN",
        "add": "+",
        "multiply": "×",
        "highway": say("mix"),
        "concat": "concat",
        "scale": f"× {dict(node.detail).get('factor', 1):g}",
        "dropout": "dropout",
        "softmax": "softmax",
        "flatten": say("flatten"),
        "zeropad": say("zero-pad") + stride_text(node),
    }
    return short.get(node.op) or ACTIVATION_NAMES.get(node.type, node.type)


def _pool_label(node: Node) -> str:
    if node.kernel is None:  # adaptive: its windows differ among themselves
        return say("average pool to {size}", size=size_text(node.output_shape)) if node.op == "avgpool" else node.type
    if _global(node):
        return say("global average pool")
    window = window_text(node.kernel)
    if node.op == "maxpool":
        return say("{window} max pool", window=window) + stride_text(node)
    return say("{window} average pool", window=window) + stride_text(node)


def op_phrase(node: Node) -> str:
    """The same in a sentence: `3×3 conv, 128, /2`; `3×3 卷积（128，/2）`."""
    stride = stride_text(node).removeprefix(", ")
    if node.op == "conv" and node.kernel:
        name = say("{window} conv", window=window_text(node.kernel))
        groups = say("{count} groups", count=node.groups) if node.groups and node.groups > 1 else ""
        numbers = (str(node.output_shape[0]), groups, stride)
    elif node.op == "linear":
        name, numbers = say("fc"), (str(node.output_shape[0]),)
    else:
        name, numbers = op_label(node).removesuffix(stride_text(node)), (stride,)
    noted = phrases(*filter(None, numbers))
    return say("{operation}, {numbers}", operation=name, numbers=noted) if noted else name


def op_title(node: Node) -> str:
    """An operation in words: `3×3 convolution, stride 2, padding 1`."""
    name = ACTIVATION_NAMES.get(node.type) if node.op == "activation" else op_noun(node.op, node.type)
    if node.kernel is None or node.stride is None or node.padding is None:
        return name or node.type
    window = window_text(node.kernel)
    if _global(node):
        return say("global average pooling over {window}", window=window)
    stride, padding = (
        say("stride {count}", count=pair_text(node.stride)),
        say("padding {count}", count=pair_text(node.padding)),
    )
    parts = [f"{window} {name}", stride, padding]
    if node.groups and node.groups > 1:
        parts.append(say("{count} groups", count=node.groups))
    return phrases(*parts)


def _global(node: Node) -> bool:
    """Whether it averages over all of a map, whatever its size; a fixed window does so for one size only."""
    return node.op == "avgpool" and node.type.startswith("Adaptive") and node.output_shape[1:] == (1, 1)


def node_label(node: Node) -> str:
    """The accessible name of an operation, with its shapes."""
    shapes = say(" and ").join(shape_text(shape) for shape in node.input_shapes)
    change = say("{before} to {after}", before=shapes, after=shape_text(node.output_shape))
    return phrases(node.path, op_title(node), change)


def made_label(node: Node) -> str:
    """The accessible name of an operation in a schematic, with what it puts out."""
    return phrases(node.path, op_title(node), shape_text(node.output_shape))


def conv_signature(node: Node) -> str:
    """`3×3, 128`, the paper's Table 1; with `/32` groups where there are any: `3×3, 128 (32 groups)`."""
    assert node.kernel is not None
    kernels = f"{window_text(node.kernel)}, {node.output_shape[0]}"
    if node.groups and node.groups > 1:
        return say("{kernels} ({count} groups)", kernels=kernels, count=node.groups)
    return kernels
