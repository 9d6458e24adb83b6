"""Why a module with branches, a section of them, a gate or an auxiliary classifier is built as it is."""

from app.graph.types import Graph, Group, Node, elements
from app.inspector.place import concat_of
from app.inspector.windows import percent
from app.scene.flow import Parallel, nodes_in
from app.scene.words import count_text, op_label, shape_text, short_count, size_text


def module(graph: Graph, block: Group) -> list[str]:
    """What the branches are, what their concatenation gives, what the 1×1 reductions save."""
    parallel = concat_of(graph, block)
    assert parallel is not None
    widths = [shape[0] for shape in parallel.join.input_shapes]
    branches = "; ".join(_recipe(branch) for branch in parallel.branches)
    said = [
        f"{len(widths)} branches read the same {shape_text(graph.shape_of(parallel.fork))} side by side: {branches}. "
        f"Their {' + '.join(map(count_text, widths))} = {count_text(sum(widths))} channels are stacked."
    ]
    before, after = size_text(block.input_shape), size_text(block.output_shape)
    if before == after:
        said.append(
            f"Which window is right at a place the network need not be told: it has all of them and learns what to "
            f"take from each. Padding keeps every branch at {after}, or they could not be stacked (Szegedy et al. "
            "2014, section 4)."
        )
    else:
        said.append(
            f"A reduction: {before} becomes {after} on every branch at once, by strided convolutions and by a pool. "
            "A pool first and more channels after it would be a bottleneck, more channels first and a pool after them "
            "would cost more (Szegedy et al. 2015, section 5)."
        )
    return [*said, *_saving(graph, parallel)]


def _recipe(branch: tuple[Node | Parallel, ...]) -> str:
    words = [op_label(node) for node in nodes_in(branch) if node.op in ("conv", "maxpool", "avgpool")]
    return " – ".join(words) or "as it is"


def _saving(graph: Graph, parallel: Parallel) -> list[str]:
    """What the branches' windows would take if they read all channels that come in."""
    wide = graph.shape_of(parallel.fork)[0]
    spent = direct = 0
    for branch in parallel.branches:
        convs = [node for node in nodes_in(branch) if node.op == "conv"]
        if len(convs) != 2 or convs[0].kernel != (1, 1) or convs[0].inputs[0] != parallel.fork:
            continue
        window = convs[1].kernel
        assert window is not None
        spent += convs[0].macs + convs[1].macs
        direct += wide * window[0] * window[1] * elements(convs[1].output_shape)
    if not direct or spent >= direct:
        return []
    return [
        f"The 1×1 convolutions before the larger windows read all {wide:,} channels so that those need not. With them "
        f"these branches take {short_count(spent)} multiply-adds; reading all {wide:,} directly, the larger windows "
        f"alone would take {short_count(direct)}, {direct / spent:.1f} times as many."
    ]


def section(graph: Graph, stage: Group) -> list[str]:
    """What a section holds and costs, and how it changes the shape."""
    blocks = [group for group in graph.children(stage.path) if group.kind == "block"]
    convs = sum(node.op == "conv" for node in graph.inside(stage))
    built = f"{len(blocks)} {'module' if len(blocks) == 1 else 'modules'} with {convs}" if blocks else f"{convs}"
    pools = [node for node in graph.inside(stage) if node.op in ("maxpool", "avgpool") and node.stride != (1, 1)]
    change = f"{shape_text(stage.input_shape)} becomes {shape_text(stage.output_shape)}"
    if stage.input_shape == stage.output_shape:
        change = f"The shape stays {shape_text(stage.output_shape)}"
    elif len(pools) == 1 and pools[0].path.count(".") < 2:
        change += f"; {pools[0].path} is where the size shrinks"
    return [
        f"{built} convolutions hold {percent(stage.params, graph.params)} of the network's parameters and take "
        f"{percent(stage.macs, graph.macs)} of its multiply-adds. {change}."
    ]


def gate(graph: Graph, branch: Group) -> list[str]:
    """Squeeze and excitation: from the whole map to one factor a channel."""
    convs = [node for node in graph.inside(branch) if node.op == "conv"]
    wide, narrow = convs[0].input_shapes[0][0], convs[0].output_shape[0]
    return [
        f"Squeeze: each channel's mean over the map, {wide:,} numbers. Excite: two linear layers, {wide:,} to "
        f"{narrow:,} and back, and a sigmoid make one factor between 0 and 1 for each channel (Hu et al. 2018, "
        "section 3).",
        f"That is {count_text(branch.params)} parameters and {count_text(branch.macs)} multiply-adds for this block: "
        f"many of the first, few of the second, because it works on a single cell. The reduction is {wide / narrow:g}.",
    ]


def auxiliary(graph: Graph, aux: Group) -> list[str]:
    """A second classifier in the middle: what for, and that it goes."""
    source = graph.inside(aux)[0].inputs[0]
    return [
        f"A small classifier of its own, on {source}: in training its loss is added with a small weight (0.3 in "
        "GoogLeNet), so that a gradient enters in the middle of the network too. In use it is thrown away.",
        f"It has {count_text(aux.params)} parameters, {percent(aux.params, graph.params)} of all that are built here. "
        "The GoogLeNet paper finds its effect minor, about 0.5 % (Szegedy et al. 2014, section 5); the next one sees "
        "it as a regulariser that helps only late in training (Szegedy et al. 2015, section 4).",
    ]
