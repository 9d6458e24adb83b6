"""Why a convolution is as it is: its kernels counted out, its size formula, and what its block uses it for."""

from app.graph.types import Graph, Group, Node, elements
from app.inspector import branches
from app.inspector.place import Place, end_nodes, has_modules, main_convs, shortcut_nodes
from app.inspector.windows import both, read_share, size_sentences
from app.language.nouns import numbered
from app.published import SHORTCUT_TOP1, cite
from app.scene.questions import shortcut_kind, unfinished
from app.scene.sentences import is_highway
from app.scene.words import count_text, shape_text, size_text, window_text

FIGURE_10 = (64, 56, 56), (128, 28, 28)


def convolution(graph: Graph, node: Node, place: Place) -> list[str]:
    role = _ROLES.get(place.role)
    said = [_kernels(graph, node, place), size_sentences(node), role(graph, node, place) if role else ""]
    return [*filter(None, said)]


def weights_each(node: Node) -> int:
    """Weights of one kernel: its window times the channels that it reads."""
    assert node.kernel is not None
    return node.kernel[0] * node.kernel[1] * node.input_shapes[0][0] // (node.groups or 1)


def _kernels(graph: Graph, node: Node, place: Place) -> str:
    assert node.kernel is not None
    window, each = window_text(node.kernel), weights_each(node)
    channels, (kernels, height, width) = node.input_shapes[0][0], node.output_shape
    read = channels // (node.groups or 1)
    said = [f"{kernels:,} {numbered('kernel', kernels)} of {window}×{read} = {count_text(each)} weights each."]
    if node.groups and node.groups > 1:
        said.append(
            f"The {channels:,} input channels are split into {node.groups} groups of {read}, and a kernel reads only "
            f"its own group (Xie et al. 2017, section 3); kernels over all channels would have {node.groups} times "
            f"as many weights, {count_text(each * node.groups)}."
        )
    if node.kernel == (1, 1):
        said.append(
            f"One cell sees no neighbours: at every place the same small linear layer turns {channels:,} numbers "
            f"into {kernels:,}."
        )
    said.append(
        f"Each kernel makes one channel of the output and each output cell is a sum of {count_text(each)} products: "
        f"{count_text(each)} × {kernels:,} × {height} × {width} = {count_text(node.macs)} multiply-adds."
    )
    around = graph.inside(place.block) if place.block else end_nodes(graph, place.role)
    if node.bias:
        said.append(f"With {kernels:,} biases, one a kernel, it has {count_text(node.params)} parameters.")
    if node.bias is False and any(node.path in other.inputs and other.op == "norm" for other in around):
        said.append("There is no bias: the batch normalisation behind it adds its own offset.")
    return " ".join(said)


def _stem(graph: Graph, node: Node, place: Place) -> str:
    """Why a residual network's first convolution is as it is; other stems have more of them, and no one reason."""
    assert node.stride is not None
    stem = end_nodes(graph, "stem")
    if has_modules(graph) or sum(other.op == "conv" for other in stem) > 1:
        return ""
    before, after = size_text(graph.input), size_text(graph.group_by_path["stem"].output_shape)
    if node.stride == (1, 1):
        return (
            "The stem for small images keeps every pixel: stride 1 and no pooling, so the first layer works at "
            f"{after} {cite('section 4.2')}."
        )
    return (
        f"A large window with stride {both(node.stride)} looks at {node.kernel and window_text(node.kernel)} pixels at "
        f"once. With the max pooling behind it the stem brings {before} down to {after} before the first block, so "
        f"that the layers work on few cells {cite('Table 1')}."
    )


def _first(graph: Graph, node: Node, place: Place) -> str:
    assert place.block is not None
    if node.stride != (1, 1):
        return _halving(node)
    if place.stage is not None and place.stage.places[0] == place.block.places[0]:
        return (
            f"This layer begins with stride 1: the stem has already brought the picture to "
            f"{size_text(node.input_shapes[0])}. The layers behind it begin with stride 2 {cite('section 3.3')}."
        )
    return f"Stride 1 keeps the shape, so that {_added(graph, place.block)}."


def _halving(node: Node) -> str:
    """Why the channels double where the size halves, counted on this convolution."""
    assert node.kernel is not None
    area = node.kernel[0] * node.kernel[1]
    (c, h, w), (kernels, height, width) = node.input_shapes[0], node.output_shape
    before, after = c * c * h * w * area, kernels * kernels * height * width * area
    said = (
        f"The layer shrinks here, by stride and not by pooling, and the number of channels goes from "
        f"{c:,} to {kernels:,}. "
    )
    if before == after:
        said += (
            f"A stride-1 convolution inside the layer then costs as much as one in the layer before: "
            f"{kernels:,}² × {height} × {width} × {area} = {c:,}² × {h} × {w} × {area} = {count_text(after)} "
            f"multiply-adds {cite('section 3.3')}. "
        )
    else:
        said += (
            f"A stride-1 convolution inside the layer costs {count_text(after)} multiply-adds, one in the layer before "
            f"{count_text(before)}. "
        )
    share = f"half of that, {count_text(node.macs)}" if 2 * node.macs == after else f"{count_text(node.macs)}"
    return said + f"This one reads {c:,} channels and writes {kernels:,}: it costs {share}."


def _second(graph: Graph, node: Node, place: Place) -> str:
    assert place.block is not None
    channels = node.input_shapes[0][0]
    if unfinished(graph, place.block):
        ends = "Behind it the shapes stop fitting."
    elif shortcut_kind(graph, place.block) == "none":
        ends = f"Nothing is added behind it: this is a plain {'block' if is_highway(graph) else 'network'}."
    elif shortcut_kind(graph, place.block) == "highway":
        ends = "Its normalisation and its activation end H(x), which the gate then mixes with x."
    else:
        ends = "No activation stands between its normalisation and the addition: F(x) may be negative."
    return f"The block's second convolution reads the {channels:,} channels that the first one made. {ends}"


def _added(graph: Graph, block: Group) -> str:
    shape = shape_text(block.output_shape)
    if shortcut_kind(graph, block) == "none":
        return f"the block's output has the shape of its input, {shape}"
    if shortcut_kind(graph, block) == "highway":
        return f"what the block computes can be mixed with what it was given, {shape}"
    return f"what the block computes can be added to what it was given, {shape}"


def _reduce(graph: Graph, node: Node, place: Place) -> str:
    assert place.block is not None
    channels, inner = node.input_shapes[0][0], node.output_shape[0]
    if inner < channels:
        said = (
            f"It reduces {channels:,} channels to {inner:,}, so that the 3×3 convolution behind it has little to read "
            f"{cite('section 4.1, Figure 5')}."
        )
    else:
        said = (
            f"In this block it reduces nothing: {channels:,} channels come in and {inner:,} go on to the 3×3 "
            "convolution."
        )
    if node.stride == (1, 1):
        return said
    read, cells = read_share(node)
    said += " This is the authors' place for the stride (v1); torchvision puts it in the 3×3 convolution (v1.5). "
    shortcut = shortcut_nodes(graph, place.block)
    if shortcut and shortcut[0].stride == node.stride:
        return said + (
            f"The shortcut steps over the same cells, so {count_text(cells - read)} of the {count_text(cells)} cells "
            f"of the input reach nothing in this block."
        )
    return said + f"The {count_text(cells - read)} cells between reach no convolution of this block."


def _middle(graph: Graph, node: Node, place: Place) -> str:
    assert place.block is not None
    said = f"The only convolution of the block that sees neighbours works on {node.input_shapes[0][0]:,} channels"
    said += f"; the block hands on {place.block.output_shape[0]:,}."
    if node.stride == (1, 1):
        return said
    before = main_convs(graph, place.block)[0]
    return said + (
        " The stride stands here, as in torchvision (v1.5): the windows overlap, so the cells between are read too. "
        "The authors' release (v1) has it in the 1×1 convolution before, which would then cost "
        f"{count_text(weights_each(before) * before.output_shape[0] * elements(node.output_shape[1:]))} "
        f"multiply-adds in place of {count_text(before.macs)}."
    )


def _restore(graph: Graph, node: Node, place: Place) -> str:
    assert place.block is not None
    channels, made = node.input_shapes[0][0], node.output_shape[0]
    said = f"It brings {channels:,} channels to {made:,}, the width that the blocks hand on {cite('Figure 5')}."
    kind = shortcut_kind(graph, place.block)
    if kind == "none":
        return said
    if kind == "highway":
        return f"{said} Its normalisation and its activation end H(x), which the gate then mixes with x."
    return said + " No activation stands between its normalisation and the addition: F(x) may be negative."


def _projection(graph: Graph, node: Node, place: Place) -> str:
    assert place.block is not None
    if node.input_shapes[0][1:] != place.block.input_shape[1:]:
        return (
            "The average pool before it has taken the stride, so this 1×1 convolution reads every cell of what it is "
            "given; with stride 2 it would skip three quarters of x (He et al. 2019, Bag of Tricks, Figure 2c)."
        )
    x, out = place.block.input_shape, place.block.output_shape
    if x == out:
        return (
            f"The shapes would fit without it: x is {shape_text(x)} already. Option C projects on every shortcut; the "
            f"paper finds it slightly better than B ({SHORTCUT_TOP1['C']} against {SHORTCUT_TOP1['B']} % top-1 error "
            "for 34 layers), puts that down to the extra parameters and finds projections not essential "
            f"{cite('section 4.1')}."
        )
    said = (
        f"x is {shape_text(x)} and F(x) is {shape_text(out)}; the two can be added once this W_s brings x to F(x)'s "
        f"shape {cite('equation 2')}."
    )
    if node.stride == (1, 1):
        return said + " Only the channels change: with stride 1 every cell is read."
    return f"{said} The article draws this in its Figure 10." if (x, out) == FIGURE_10 else said


_ROLES = {
    "stem": _stem,
    "first": _first,
    "second": _second,
    "reduce": _reduce,
    "middle": _middle,
    "restore": _restore,
    "projection": _projection,
    "squeeze": branches.squeeze,
    "pool projection": branches.pool_projection,
    "direct": branches.direct,
    "window": branches.window,
    "widen": branches.widen,
    "gate": branches.gate,
}
