"""Why a block, a layer, a stem, a head or a whole network is built as it is, with its own numbers."""

from collections.abc import Callable

from app.graph.types import Graph, Group, elements
from app.inspector import modules, residual, stopped
from app.inspector.place import concat_of, end_nodes, is_gate, main_convs, of_all, reached, share_of_all
from app.inspector.windows import percent, share_sentence
from app.published import cite
from app.scene.questions import shortcut_kind, unfinished
from app.scene.sentences import is_highway
from app.scene.words import count_text, op_label, shape_text, short_count, size_text

MANY = 12  # operations that a sentence can list


def explained(graph: Graph, group: Group) -> list[str]:
    """One to three paragraphs on a group of operations."""
    if unfinished(graph, group):
        return stopped.explained(graph)
    return _EXPLAINED[group.kind](graph, group)


def question(graph: Graph, group: Group) -> str:
    """The question that the paragraphs answer."""
    if unfinished(graph, group):
        return "What went wrong?"
    if group.kind != "block":
        beside = "Why a gate?" if group.kind == "branch" and is_gate(graph, group) else "Why a projection?"
        return {"stage": "Why this shape?", "branch": beside, "aux": "Why a second end?"}.get(group.kind, "Why?")
    if concat_of(graph, group):
        return "Why branches?"
    return {
        "identity": "Why an identity?",
        "projection": "Why a projection?",
        "zeropad": "Why channels of zeros?",
        "highway": "Why a gate?",
        "none": "Why no gate here?" if is_highway(graph) else "What is missing?",
    }.get(shortcut_kind(graph, group), "Why?")


def _block(graph: Graph, block: Group) -> list[str]:
    if concat_of(graph, block):
        around = shortcut_kind(graph, block) == "identity"
        return [*modules.module(graph, block), *([residual.shortcut(graph, block)] if around else [])]
    return residual.block(graph, block)


def _stage(graph: Graph, stage: Group) -> list[str]:
    blocks = [group for group in graph.children(stage.path) if group.kind == "block"]
    if not blocks or any(concat_of(graph, block) for block in blocks):
        return [*modules.section(graph, stage), _seen(graph, stage)]
    convs = sum(len(main_convs(graph, block)) for block in blocks)
    (c, h, w), (out, height, width) = stage.input_shape, stage.output_shape
    share = (
        f"{count_text(len(blocks))} {'block' if len(blocks) == 1 else 'blocks'} of {convs // len(blocks)} convolutions "
        f"{share_of_all(graph, stage, len(blocks) > 1)}."
    )
    rest = (
        ""
        if len(blocks) == 1
        else (" The other block keeps" if len(blocks) == 2 else f" The other {len(blocks) - 1} blocks keep")
        + f" {shape_text(stage.output_shape)}."
    )
    if (h, w) == (height, width):
        change = f"Height and width stay {size_text(stage.output_shape)} throughout"
        change += (
            f", and so do the {c:,} channels." if c == out else f"; the first block brings {c:,} channels to {out:,}."
        )
    else:
        change = (
            f"The first block alone changes the shape: its stride brings {size_text(stage.input_shape)} to "
            f"{size_text(stage.output_shape)}, while the channels go from {c:,} to {out:,}"
        )
        alike = out == 2 * c and (h, w) == (2 * height, 2 * width)
        change += (
            f", so that a convolution costs the same here as in the layer before {cite('section 3.3')}."
            if alike
            else "."
        )
    return [share, change if stage.input_shape == stage.output_shape else change + rest, _seen(graph, stage)]


def _seen(graph: Graph, stage: Group) -> str:
    source = graph.inside(stage)[0].inputs[0]
    after = graph.inside(stage)[-1].receptive_field
    before = graph.by_path[source].receptive_field.size if source in graph.by_path else (1, 1)
    return (
        f"One cell sees {before[0]} × {before[1]} pixels of the image before this layer and {after.size[0]} × "
        f"{after.size[1]} behind it: a window of K cells widens the view by K − 1 times the distance between "
        f"neighbouring cells, which is {after.jump[0]} {'pixel' if after.jump[0] == 1 else 'pixels'} at the end."
    )


def _branch(graph: Graph, branch: Group) -> list[str]:
    if is_gate(graph, branch):
        return modules.gate(graph, branch)
    conv = next((node for node in graph.inside(branch) if node.op == "conv"), graph.inside(branch)[0])
    steps = " and ".join(op_label(node) for node in graph.inside(branch) if node.kernel is not None)
    block = graph.group_by_path[branch.parent]
    other = (
        ""
        if branch.input_shape != branch.output_shape
        else (" The shape does not change: only option C projects where an identity would do.")
    )
    return [
        f"The shortcut of {block.path}: {steps} {'turn' if ' and ' in steps else 'turns'} x, "
        f"{shape_text(branch.input_shape)}, into {shape_text(branch.output_shape)}, the shape of F(x), with "
        f"{count_text(branch.params)} parameters and {count_text(branch.macs)} multiply-adds "
        f"{cite('equation 2')}.{other}",
        *filter(None, [share_sentence(conv)]),
        "No activation follows before the addition: the projection is linear, as the identity is.",
    ]


def _stem(graph: Graph, stem: Group) -> list[str]:
    before, after = elements(stem.input_shape[1:]), elements(stem.output_shape[1:])
    if before == after:
        change = f"It keeps every pixel, as the paper does for the small images of CIFAR-10 {cite('section 4.2')}."
    else:
        change = (
            f"Of {count_text(before)} places {count_text(after)} are left, so that the layers behind work on a map "
            f"{before / after:.0f} times smaller."
        )
    return [
        f"What comes before the first layer: {_named(graph, stem)}. {shape_text(stem.input_shape)} becomes "
        f"{shape_text(stem.output_shape)}.",
        change,
    ]


def _head(graph: Graph, head: Group) -> list[str]:
    first = (
        f"What comes behind the last layer: {_named(graph, head)}. {shape_text(head.input_shape)} becomes "
        f"{shape_text(head.output_shape)}."
    )
    linear = [node for node in end_nodes(graph, "head") if node.op == "linear"]
    params, macs = sum(node.params for node in linear), sum(node.macs for node in linear)
    if not linear:
        return [first, "No linear layer: the average of each channel is the score of one class (Lin et al. 2014, 3.2)."]
    many = "one linear layer" if len(linear) == 1 else f"{len(linear)} linear layers"
    cost = (
        f"{many} of {count_text(params)} parameters ({percent(params, reached(graph))} of {of_all(graph)[0]}) "
        f"{'makes' if len(linear) == 1 else 'make'} the scores, with {short_count(macs)} multiply-adds, "
        f"{percent(macs, graph.macs)}."
    )
    pooled = any(node.op == "avgpool" and node.output_shape[1:] == (1, 1) for node in end_nodes(graph, "head"))
    return [
        first,
        f"Every place counts the same: the average over the map leaves one number a channel, and {cost}"
        if pooled
        else f"The map is laid out in one row, every place with weights of its own: {cost}",
    ]


def _named(graph: Graph, group: Group) -> str:
    """Its operations in the paper's shorthand; those that keep the shape go without saying where there are many."""
    nodes = graph.inside(group)
    if len(nodes) > MANY:
        nodes = tuple(node for node in nodes if node.op not in ("norm", "activation"))
    if len(nodes) > MANY:
        return f"{count_text(len(nodes))} operations"
    return ", ".join(op_label(node) for node in nodes)


_EXPLAINED: dict[str, Callable[[Graph, Group], list[str]]] = {
    "block": _block,
    "stage": _stage,
    "branch": _branch,
    "stem": _stem,
    "head": _head,
    "aux": modules.auxiliary,
}
