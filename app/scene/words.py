"""The words and numbers that pictures, inspectors and tables share: names of operations, shapes, counts.

The field's terms, as the article and the paper use them: layer, block, operation; `3×3 conv, 128, /2`.
"""

from app.graph.types import INPUT, Graph, Group, Node, Pair, Shape
from app.scene.questions import gate_of, is_module, shortcut_kind, unfinished
from app.scene.titles import network_title

OP_NAMES = {
    "conv": "convolution",
    "norm": "batch normalisation",
    "activation": "activation",
    "maxpool": "max pooling",
    "avgpool": "average pooling",
    "add": "addition",
    "zeropad": "zero-padding shortcut",
    "flatten": "flatten",
    "linear": "linear layer",
    "lrn": "local response normalisation",
    "concat": "concatenation",
    "multiply": "multiplication by the gate",
    "highway": "highway mix",
    "scale": "scaling",
    "dropout": "dropout",
    "softmax": "softmax",
}
ACTIVATION_NAMES = {"ReLU": "ReLU", "Sigmoid": "sigmoid", "Tanh": "tanh"}


def graph_title(graph: Graph) -> str:
    """The network's title, which says so if it is not the one that people know by that name."""
    return network_title(graph.name) + (" variant" if graph.changes else "")


def shape_text(shape: Shape) -> str:
    """`128 × 28 × 28`: channels, height, width; a vector is its length."""
    return " × ".join(str(length) for length in shape)


def size_text(shape: Shape) -> str:
    """The part of a shape that is space: `28×28`; a vector has none and says so."""
    return f"{shape[1]}×{shape[2]}" if len(shape) == 3 else "vector"


def window_text(pair: Pair) -> str:
    """`3×3`, without spaces: a kernel or a pooling window."""
    return f"{pair[0]}×{pair[1]}"


def count_text(count: int) -> str:
    """`21,797,672`."""
    return f"{count:,}"


def short_count(count: float) -> str:
    """Three significant digits and a unit: `3.66 G`, `179.8 M`, `9,536`."""
    for unit, size in (("T", 1e12), ("G", 1e9), ("M", 1e6)):
        if count >= size:
            scaled = count / size
            return f"{scaled:.2f} {unit}" if scaled < 100 else f"{scaled:.1f} {unit}"
    return f"{count:,.0f}"


def bytes_text(count: int) -> str:
    """`1.15 MiB`, binary units."""
    for unit, size in (("GiB", 2**30), ("MiB", 2**20), ("KiB", 2**10)):
        if count >= size:
            return f"{count / size:.2f} {unit}"
    return f"{count} B"


def stride_text(node: Node) -> str:
    """`, /2` where a window moves by more than one cell, as the paper writes it."""
    if node.stride is None or node.stride == (1, 1):
        return ""
    return f", /{node.stride[0]}" if node.stride[0] == node.stride[1] else f", /{node.stride[0]},{node.stride[1]}"


def op_label(node: Node) -> str:
    """An operation in the paper's shorthand: `3×3 conv, 128, /2`, `3×3 max pool, /2`, `BN`, `ReLU`, `fc, 1000`."""
    if node.op == "conv" and node.kernel:
        grouped = f", {node.groups} groups" if node.groups and node.groups > 1 else ""
        return f"{window_text(node.kernel)} conv, {node.output_shape[0]}{grouped}{stride_text(node)}"
    if node.op == "avgpool" and node.kernel is None:  # adaptive: its windows differ among themselves
        return f"average pool to {size_text(node.output_shape)}"
    if node.op in ("maxpool", "avgpool") and node.kernel:
        kind = "max" if node.op == "maxpool" else "average"
        if _global(node):
            return "global average pool"
        return f"{window_text(node.kernel)} {kind} pool{stride_text(node)}"
    if node.op == "linear":
        return f"fc, {node.output_shape[0]}"
    short = {
        "norm": "BN",
        "lrn": "LRN",
        "add": "+",
        "multiply": "×",
        "highway": "mix",
        "concat": "concat",
        "scale": f"× {dict(node.detail).get('factor', 1):g}",
        "dropout": "dropout",
        "softmax": "softmax",
        "flatten": "flatten",
        "zeropad": f"zero-pad{stride_text(node)}",
    }
    return short.get(node.op) or ACTIVATION_NAMES.get(node.type, node.type)


def op_title(node: Node) -> str:
    """An operation in words: `3×3 convolution, stride 2, padding 1`."""
    name = ACTIVATION_NAMES.get(node.type) if node.op == "activation" else OP_NAMES.get(node.op, node.type)
    if node.kernel is None or node.stride is None or node.padding is None:
        return name or node.type
    if _global(node):
        return f"global average pooling over {window_text(node.kernel)}"
    parts = [f"{window_text(node.kernel)} {name}", f"stride {_same(node.stride)}", f"padding {_same(node.padding)}"]
    if node.groups and node.groups > 1:
        parts.append(f"{node.groups} groups")
    return ", ".join(parts)


def _global(node: Node) -> bool:
    """Whether it averages over all of a map, whatever its size; a fixed window does so for one size only."""
    return node.op == "avgpool" and node.type.startswith("Adaptive") and node.output_shape[1:] == (1, 1)


def _same(pair: Pair) -> str:
    return str(pair[0]) if pair[0] == pair[1] else f"{pair[0]}×{pair[1]}"


def node_label(node: Node) -> str:
    """The accessible name of an operation, with its shapes."""
    shapes = " and ".join(shape_text(shape) for shape in node.input_shapes)
    return f"{node.path}, {op_title(node)}, {shapes} to {shape_text(node.output_shape)}"


BLOCK_TITLES = {
    "BasicBlock": "basic block",
    "Bottleneck": "bottleneck block",
    "PreActBasicBlock": "pre-activation basic block",
    "PreActBottleneck": "pre-activation bottleneck block",
    "Inception": "Inception module",
    "Mixed3a": "stem module 3a",
    "Mixed4a": "stem module 4a",
    "Mixed5a": "stem module 5a",
    "Mixed5b": "Inception-A module",
    "Mixed6a": "reduction A",
    "Mixed7a": "reduction B",
    "Block35": "Inception-ResNet-A block",
    "Block17": "Inception-ResNet-B block",
    "Block8": "Inception-ResNet-C block",
}


# Inception-v3's classes in torchvision, whose letters count on through the reductions, by the papers' letters.
TORCHVISION_MODULES = {
    "InceptionA": "module A",
    "InceptionB": "reduction A",
    "InceptionC": "module B",
    "InceptionD": "reduction B",
    "InceptionE": "module C",
}


def block_name(group: Group) -> str:
    """A kind of block in words, as its paper calls it: `bottleneck block`, `module A`, `reduction B`.

    The module `Mixed_6b` tells torchvision's InceptionC from Inception-v4's.
    """
    if group.name.startswith("Mixed_") and group.type in TORCHVISION_MODULES:
        return TORCHVISION_MODULES[group.type]
    if group.type in BLOCK_TITLES:
        return BLOCK_TITLES[group.type]
    if group.type.startswith("Inception"):
        return f"module {group.type.removeprefix('Inception')}"
    if group.type.startswith("Reduction"):
        return f"reduction {group.type.removeprefix('Reduction')}"
    return "block"


def block_title(graph: Graph, group: Group) -> str:
    """A group in words: `basic block, projection shortcut`, `module B`."""
    if group.kind == "block" and is_module(graph, group) and not unfinished(graph, group):
        return block_name(group)
    if group.kind == "block":
        gated = " with squeeze and excitation" if gate_of(graph, group) else ""
        return f"{block_name(group)}{gated}, {shortcut_title(graph, group)}"
    if group.kind == "branch":
        return branch_title(graph, group)
    return {"stage": "layer", "stem": "stem", "head": "head", "aux": "auxiliary classifier"}.get(group.kind, group.kind)


def branch_title(graph: Graph, group: Group) -> str:
    """What a branch is for: it ends in the gate of a product or of a highway, or it is a projection shortcut."""
    last = graph.nodes[group.places[-1]].path
    block = graph.group_by_path[group.parent]
    for node in graph.inside(block):
        if node.op == "multiply" and last in node.inputs:
            return "squeeze and excitation"
        if node.op == "highway" and last in node.inputs[:2]:
            return "highway gate" if last == node.inputs[1] else "transform"
    return "projection shortcut"


def place_name(graph: Graph, group: Group) -> str:
    """What a group is called within the one around it: `block 0` of layer2, `inception3a`, `Mixed_5b`."""
    name = group.path.removeprefix(f"{group.parent}.").removeprefix("blocks.")
    return f"block {name}" if group.kind == "block" and name.isdigit() and not is_module(graph, group) else name


def conv_signature(node: Node) -> str:
    """`3×3, 128`, the paper's Table 1; with `/32` groups where there are any: `3×3, 128 (32 groups)`."""
    assert node.kernel is not None
    grouped = f" ({node.groups} groups)" if node.groups and node.groups > 1 else ""
    return f"{window_text(node.kernel)}, {node.output_shape[0]}{grouped}"


SHORTCUT_TITLES = {
    "none": "no shortcut",
    "identity": "identity shortcut",
    "zeropad": "zero-padding shortcut",
    "projection": "projection shortcut",
    "highway": "highway shortcut",
}


def shortcut_title(graph: Graph, group: Group) -> str:
    """`identity shortcut`, `projection shortcut`, ..."""
    if unfinished(graph, group):
        return "unfinished"
    return SHORTCUT_TITLES[shortcut_kind(graph, group)]


def crumbs(graph: Graph, path: str) -> tuple[tuple[str, str], ...]:
    """(path, name) from the network down to `path`, for titles and breadcrumbs."""
    trail = [("", graph_title(graph))]
    if path == INPUT:
        return (*trail, (INPUT, "input"))
    around = [group for group in graph.around(path) if group.kind not in ("stem", "head")]
    trail += [(group.path, place_name(graph, group)) for group in around]
    if path in graph.group_by_path:
        trail.append((path, place_name(graph, graph.group_by_path[path])))
    elif path:
        trail.append((path, path.removeprefix(f"{around[-1].path}." if around else "")))
    return tuple(trail)


def view_title(graph: Graph, path: str) -> str:
    """`ResNet-34 › layer2 › block 0`."""
    return " › ".join(name for _, name in crumbs(graph, path))
