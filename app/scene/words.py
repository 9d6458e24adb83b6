"""The words and numbers that pictures, inspectors and tables share: names of operations, shapes, counts.

The field's terms, as the article and the paper use them: layer, block, operation; `3×3 conv, 128, /2`.
"""

from app.graph.types import INPUT, Graph, Group, Node, Pair, Shape
from app.scene.flow import flow_of, nodes_in

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
FAMILY_PREFIXES = (
    ("cifar_resnet", "CIFAR ResNet-"),
    ("cifar_plain", "CIFAR plain-"),
    ("wide_resnet", "Wide ResNet-"),
    ("resnext", "ResNeXt-"),
    ("resnet", "ResNet-"),
    ("plain", "Plain-"),
)


def network_title(name: str) -> str:
    """`resnet50_v1` as people say it: `ResNet-50 v1`."""
    for prefix, title in FAMILY_PREFIXES:
        if name.startswith(prefix):
            return title + name.removeprefix(prefix).replace("_", " ")
    return name.replace("_", " ")


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
    if node.op in ("maxpool", "avgpool") and node.kernel:
        kind = "max" if node.op == "maxpool" else "average"
        if node.op == "avgpool" and node.output_shape[1:] == (1, 1):
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
        "scale": "scale",
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
    if node.op == "avgpool" and node.output_shape[1:] == (1, 1):
        return f"global average pooling over {window_text(node.kernel)}"
    parts = [f"{window_text(node.kernel)} {name}", f"stride {_same(node.stride)}", f"padding {_same(node.padding)}"]
    if node.groups and node.groups > 1:
        parts.append(f"{node.groups} groups")
    return ", ".join(parts)


def _same(pair: Pair) -> str:
    return str(pair[0]) if pair[0] == pair[1] else f"{pair[0]}×{pair[1]}"


def node_label(node: Node) -> str:
    """The accessible name of an operation, with its shapes."""
    shapes = " and ".join(shape_text(shape) for shape in node.input_shapes)
    return f"{node.path}, {op_title(node)}, {shapes} to {shape_text(node.output_shape)}"


def block_title(graph: Graph, group: Group) -> str:
    """A group in words: `basic block, projection shortcut`."""
    if group.kind == "block":
        name = {"BasicBlock": "basic block", "Bottleneck": "bottleneck block"}.get(group.type, "block")
        return f"{name}, {shortcut_title(graph, group)}"
    return {"stage": "layer", "branch": "projection shortcut", "stem": "stem", "head": "head"}.get(
        group.kind, group.kind
    )


def stage_signature(graph: Graph, group: Group) -> str:
    """The recipe of a section: `4 × [3×3, 128 · 3×3, 128]` for a layer, its operations for stem and head."""
    if group.kind != "stage":
        named = [node for node in graph.inside(group) if node.op in ("conv", "maxpool", "avgpool", "linear")]
        return " · ".join(op_label(node).replace(" conv", "") for node in named)
    blocks = graph.children(group.path)
    last = blocks[-1]  # the last block is like all but the first, which may have a stride and a projection
    branches = tuple(f"{branch.path}." for branch in graph.children(last.path))
    convs = [node for node in graph.inside(last) if node.op == "conv" and not node.path.startswith(branches)]
    return f"{len(blocks)} × [{' · '.join(conv_signature(node) for node in convs)}]"


def conv_signature(node: Node) -> str:
    """`3×3, 128`, the paper's Table 1; with `/32` groups where there are any: `3×3, 128 (32 groups)`."""
    assert node.kernel is not None
    grouped = f" ({node.groups} groups)" if node.groups and node.groups > 1 else ""
    return f"{window_text(node.kernel)}, {node.output_shape[0]}{grouped}"


def shortcut_kind(graph: Graph, group: Group) -> str:
    """What carries x past a block: `none`, `identity`, `zeropad`, `projection` or `highway`."""
    flow = flow_of(graph, group)
    if flow.add is None:
        return "none"
    if flow.add.op == "highway":
        return "highway"
    if any(node.op == "zeropad" for node in nodes_in(flow.shortcut)):
        return "zeropad"
    return "projection" if flow.shortcut else "identity"


SHORTCUT_TITLES = {
    "none": "no shortcut",
    "identity": "identity shortcut",
    "zeropad": "zero-padding shortcut",
    "projection": "projection shortcut",
    "highway": "highway, gated",
}


def unfinished(graph: Graph, group: Group) -> bool:
    """Whether the shapes stopped fitting inside this group, so that not all of it ran."""
    return graph.failure is not None and group.path in graph.failure.within


def shortcut_title(graph: Graph, group: Group) -> str:
    """`identity shortcut`, `projection shortcut`, ..."""
    if unfinished(graph, group):
        return "unfinished"
    return SHORTCUT_TITLES[shortcut_kind(graph, group)]


def crumbs(graph: Graph, path: str) -> tuple[tuple[str, str], ...]:
    """(path, name) from the network down to `path`: the levels that exist, for titles and breadcrumbs."""
    trail = [("", graph_title(graph))]
    if path == INPUT:
        return (*trail, (INPUT, "input"))
    names = path.split(".") if path else []
    for depth in range(1, len(names) + 1):
        prefix = ".".join(names[:depth])
        if prefix in graph.by_path or prefix in graph.group_by_path:
            group = graph.group_by_path.get(prefix)
            named = f"block {names[depth - 1]}" if group and group.kind == "block" else names[depth - 1]
            trail.append((prefix, named))
    return tuple(trail)


def view_title(graph: Graph, path: str) -> str:
    """`ResNet-34 › layer2 › block 0`."""
    return " › ".join(name for _, name in crumbs(graph, path))
