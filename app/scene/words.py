"""The words and numbers that pictures, inspectors and tables share: names of operations, shapes, counts.

The field's terms, as the article and the paper use them: layer, block, operation; `3×3 conv, 128, /2`.
"""

from app.graph.types import INPUT, Graph, Group, Node, Pair, Shape
from app.language import message, say, say_in
from app.scene.kinds import block_name
from app.scene.questions import gate_of, is_module, shortcut_kind, unfinished
from app.scene.titles import network_title

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


def phrases(*words: str) -> str:
    """`layer2.0, basic block, projection shortcut`: what is said of a thing, one after the other."""
    return say_in("between phrases", ", ").join(words)


def change_text(before: Shape, after: Shape) -> str:
    """`64 × 56 × 56 to 128 × 28 × 28`."""
    return say("{before} to {after}", before=shape_text(before), after=shape_text(after))


def after_text(node: Node) -> str:
    """The label of a volume on a line: its shape, and the operation that it stands behind."""
    return say("{shape} after {path}", shape=shape_text(node.output_shape), path=node.path)


def cost_text(group: Group) -> str:
    """`230,144 parameters · 179.8 M multiply-adds`."""
    return " · ".join(cost_phrases(group))


def cost_phrases(group: Group) -> tuple[str, str]:
    """What a group weighs, and what it computes."""
    return (
        say("{count} parameters", count=count_text(group.params)),
        say("{count} multiply-adds", count=short_count(group.macs)),
    )


def graph_title(graph: Graph) -> str:
    """The network's title, which says so if it is not the one that people know by that name."""
    title = network_title(graph.name)
    return say("{network} variant", network=title) if graph.changes else title


def shape_text(shape: Shape) -> str:
    """`128 × 28 × 28`: channels, height, width; a vector is its length."""
    return " × ".join(str(length) for length in shape)


def size_text(shape: Shape) -> str:
    """The part of a shape that is space: `28×28`; a vector has none and says so."""
    return f"{shape[1]}×{shape[2]}" if len(shape) == 3 else say("vector")


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
        "zeropad": _strided(say("zero-pad"), node),
    }
    return short.get(node.op) or ACTIVATION_NAMES.get(node.type, node.type)


def _pool_label(node: Node) -> str:
    if node.kernel is None:  # adaptive: its windows differ among themselves
        return say("average pool to {size}", size=size_text(node.output_shape)) if node.op == "avgpool" else node.type
    if _global(node):
        return say("global average pool")
    window = window_text(node.kernel)
    if node.op == "maxpool":
        return _strided(say("{window} max pool", window=window), node)
    return _strided(say("{window} average pool", window=window), node)


def _strided(name: str, node: Node) -> str:
    """`3×3 max pool, /2`: with a name in words the comma is that of the words."""
    stride = stride_text(node).removeprefix(", ")
    return phrases(name, stride) if stride else name


def op_title(node: Node) -> str:
    """An operation in words: `3×3 convolution, stride 2, padding 1`."""
    name = ACTIVATION_NAMES.get(node.type) if node.op == "activation" else op_noun(node.op, node.type)
    if node.kernel is None or node.stride is None or node.padding is None:
        return name or node.type
    window = window_text(node.kernel)
    if _global(node):
        return say("global average pooling over {window}", window=window)
    stride, padding = say("stride {count}", count=_same(node.stride)), say("padding {count}", count=_same(node.padding))
    parts = [f"{window} {name}", stride, padding]
    if node.groups and node.groups > 1:
        parts.append(say("{count} groups", count=node.groups))
    return phrases(*parts)


def _global(node: Node) -> bool:
    """Whether it averages over all of a map, whatever its size; a fixed window does so for one size only."""
    return node.op == "avgpool" and node.type.startswith("Adaptive") and node.output_shape[1:] == (1, 1)


def _same(pair: Pair) -> str:
    return str(pair[0]) if pair[0] == pair[1] else f"{pair[0]}×{pair[1]}"


def node_label(node: Node) -> str:
    """The accessible name of an operation, with its shapes."""
    shapes = say(" and ").join(shape_text(shape) for shape in node.input_shapes)
    change = say("{before} to {after}", before=shapes, after=shape_text(node.output_shape))
    return phrases(node.path, op_title(node), change)


def made_label(node: Node) -> str:
    """The accessible name of an operation in a schematic, with what it puts out."""
    return phrases(node.path, op_title(node), shape_text(node.output_shape))


def block_title(graph: Graph, group: Group) -> str:
    """A group in words: `basic block, projection shortcut`, `module B`."""
    if group.kind == "block" and is_module(graph, group) and not unfinished(graph, group):
        return block_name(group)
    if group.kind == "block":
        block, shortcut = block_name(group), shortcut_title(graph, group)
        if gate_of(graph, group):
            return say("{block} with squeeze and excitation, {shortcut}", block=block, shortcut=shortcut)
        return phrases(block, shortcut)
    if group.kind == "branch":
        return branch_title(graph, group)
    return say(GROUP_TITLES.get(group.kind, group.kind))


GROUP_TITLES = {
    "stage": message("layer"),
    "stem": "stem",
    "head": message("head"),
    "aux": message("auxiliary classifier"),
}


def branch_title(graph: Graph, group: Group) -> str:
    """What a branch is for: it ends in the gate of a product or of a highway, or it is a projection shortcut."""
    last = graph.nodes[group.places[-1]].path
    block = graph.group_by_path[group.parent]
    for node in graph.inside(block):
        if node.op == "multiply" and last in node.inputs:
            return say("squeeze and excitation")
        if node.op == "highway" and last in node.inputs[:2]:
            return say("highway gate") if last == node.inputs[1] else say("transform")
    return say("projection shortcut")


def place_name(graph: Graph, group: Group) -> str:
    """What a group is called within the one around it: `block 0` of layer2, `inception3a`, `Mixed_5b`."""
    name = name_within(group)
    return say("block {number}", number=name) if is_numbered(graph, group) else name


def name_within(group: Group) -> str:
    """A group's path without that of the group around it: `0`, `inception3a`."""
    return group.path.removeprefix(f"{group.parent}.").removeprefix("blocks.")


def is_numbered(graph: Graph, group: Group) -> bool:
    """Whether a block is called by its number."""
    return group.kind == "block" and name_within(group).isdigit() and not is_module(graph, group)


def conv_signature(node: Node) -> str:
    """`3×3, 128`, the paper's Table 1; with `/32` groups where there are any: `3×3, 128 (32 groups)`."""
    assert node.kernel is not None
    kernels = f"{window_text(node.kernel)}, {node.output_shape[0]}"
    if node.groups and node.groups > 1:
        return say("{kernels} ({count} groups)", kernels=kernels, count=node.groups)
    return kernels


SHORTCUT_TITLES = {
    "none": message("no shortcut"),
    "identity": message("identity shortcut"),
    "zeropad": message("zero-padding shortcut"),
    "projection": message("projection shortcut"),
    "highway": message("highway shortcut"),
}


def shortcut_title(graph: Graph, group: Group) -> str:
    """`identity shortcut`, `projection shortcut`, ..."""
    if unfinished(graph, group):
        return say("unfinished")
    return say(SHORTCUT_TITLES[shortcut_kind(graph, group)])


def shortcut_label(title: str, block: str, shape: Shape) -> str:
    """`projection shortcut of layer2.0, 64 × 56 × 56`."""
    return phrases(say("{shortcut} of {block}", shortcut=title, block=block), shape_text(shape))


def crumbs(graph: Graph, path: str) -> tuple[tuple[str, str], ...]:
    """(path, name) from the network down to `path`, for titles and breadcrumbs."""
    trail = [("", graph_title(graph))]
    if path == INPUT:
        return (*trail, (INPUT, say("input")))
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
