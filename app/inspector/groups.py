"""Why a block, a layer, a stem, a head or a whole network is built as it is, with its own numbers."""

from collections.abc import Callable

from app.graph.types import Graph, Group, Node, elements
from app.inspector import modules, residual, stopped
from app.inspector.place import concat_of, end_nodes, is_gate, main_convs, reached, share_of_all
from app.inspector.windows import percent, share_sentence
from app.language import message, prose, say, say_count
from app.published import cite
from app.scene.op_words import op_phrase
from app.scene.questions import shortcut_kind, unfinished
from app.scene.sentences import is_highway
from app.scene.units import count_text, phrases, shape_text, short_count, size_text

MANY = 12  # operations that a sentence can list


def explained(graph: Graph, group: Group) -> list[str]:
    """One to three paragraphs on a group of operations."""
    if unfinished(graph, group):
        return stopped.explained(graph)
    return _EXPLAINED[group.kind](graph, group)


def question(graph: Graph, group: Group) -> str:
    """The question that the paragraphs answer."""
    return say(_question(graph, group))


def _question(graph: Graph, group: Group) -> str:
    if unfinished(graph, group):
        return message("What went wrong?")
    if group.kind == "branch":
        return message("Why a gate?") if is_gate(graph, group) else message("Why a projection?")
    if group.kind != "block":
        return _QUESTIONS.get(group.kind, message("Why?"))
    if concat_of(graph, group):
        return message("Why branches?")
    kind = shortcut_kind(graph, group)
    return message("Why no gate here?") if kind == "none" and is_highway(graph) else _QUESTIONS[kind]


# By the kind of a group, of a block by that of its shortcut.
_QUESTIONS = {
    "stage": message("Why this shape?"),
    "aux": message("Why a second end?"),
    "identity": message("Why an identity?"),
    "projection": message("Why a projection?"),
    "zeropad": message("Why channels of zeros?"),
    "highway": message("Why a gate?"),
    "none": message("What is missing?"),
}


def _block(graph: Graph, block: Group) -> list[str]:
    if concat_of(graph, block):
        around = shortcut_kind(graph, block) == "identity"
        return [*modules.module(graph, block), *([residual.shortcut(graph, block)] if around else [])]
    return residual.block(graph, block)


def _stage(graph: Graph, stage: Group) -> list[str]:
    blocks = [group for group in graph.children(stage.path) if group.kind == "block"]
    if not blocks or any(concat_of(graph, block) for block in blocks):
        return [*modules.section(graph, stage), _seen(graph, stage)]
    each = sum(len(main_convs(graph, block)) for block in blocks) // len(blocks)
    parts = say_count(
        "{count:,} block of {convolutions} convolutions",
        "{count:,} blocks of {convolutions} convolutions",
        len(blocks),
        convolutions=each,
    )
    change = prose([_change(stage), _rest(stage, len(blocks))])
    return [share_of_all(graph, stage, parts, len(blocks) > 1), change, _seen(graph, stage)]


def _change(stage: Group) -> str:
    """What the first block does to the shape."""
    (c, h, w), (out, height, width) = stage.input_shape, stage.output_shape
    sizes = {"before": size_text(stage.input_shape), "after": size_text(stage.output_shape), "given": c, "made": out}
    if (h, w) == (height, width) and c == out:
        return say("Height and width stay {after} throughout, and so do the {made:,} channels.", **sizes)
    if (h, w) == (height, width):
        return say(
            "Height and width stay {after} throughout; the first block brings {given:,} channels to {made:,}.", **sizes
        )
    if out == 2 * c and (h, w) == (2 * height, 2 * width):
        return say(
            "The first block alone changes the shape: its stride brings {before} to {after}, while the channels go "
            "from {given:,} to {made:,}, so that a convolution costs the same here as in the layer before {source}.",
            **sizes,
            source=cite(section="3.3"),
        )
    return say(
        "The first block alone changes the shape: its stride brings {before} to {after}, while the channels go from "
        "{given:,} to {made:,}.",
        **sizes,
    )


def _rest(stage: Group, blocks: int) -> str:
    """That the other blocks keep the shape, where the first has changed it."""
    if blocks == 1 or stage.input_shape == stage.output_shape:
        return ""
    shape = shape_text(stage.output_shape)
    return say_count(
        "The other block keeps {shape}.", "The other {count} blocks keep {shape}.", blocks - 1, shape=shape
    )


def _seen(graph: Graph, stage: Group) -> str:
    source = graph.inside(stage)[0].inputs[0]
    after = graph.inside(stage)[-1].receptive_field
    before = graph.by_path[source].receptive_field.size if source in graph.by_path else (1, 1)
    return say_count(
        "One cell sees {before} pixels of the image before this layer and {after} behind it: a window of K cells "
        "widens the view by K − 1 times the distance between neighbouring cells, which is {count} pixel at the end.",
        "One cell sees {before} pixels of the image before this layer and {after} behind it: a window of K cells "
        "widens the view by K − 1 times the distance between neighbouring cells, which is {count} pixels at the end.",
        after.jump[0],
        before=shape_text(before),
        after=shape_text(after.size),
    )


def _branch(graph: Graph, branch: Group) -> list[str]:
    if is_gate(graph, branch):
        return modules.gate(graph, branch)
    conv = next((node for node in graph.inside(branch) if node.op == "conv"), graph.inside(branch)[0])
    return [
        prose([_turned(graph, branch), _unchanged(branch)]),
        *filter(None, [share_sentence(conv)]),
        say("No activation follows before the addition: the projection is linear, as the identity is."),
    ]


def _turned(graph: Graph, branch: Group) -> str:
    """What a projection makes of x, and what that costs."""
    steps = [op_phrase(node) for node in graph.inside(branch) if node.kernel is not None]
    return say_count(
        "The shortcut of {block}: {steps} turns x, {before}, into {after}, the shape of F(x), with {params:,} "
        "parameters and {macs:,} multiply-adds {source}.",
        "The shortcut of {block}: {steps} turn x, {before}, into {after}, the shape of F(x), with {params:,} "
        "parameters and {macs:,} multiply-adds {source}.",
        len(steps),
        block=graph.group_by_path[branch.parent].path,
        steps=say(" and ").join(steps),
        before=shape_text(branch.input_shape),
        after=shape_text(branch.output_shape),
        params=branch.params,
        macs=branch.macs,
        source=cite(equation="2"),
    )


def _unchanged(branch: Group) -> str:
    if branch.input_shape != branch.output_shape:
        return ""
    return say("The shape does not change: only option C projects where an identity would do.")


def _stem(graph: Graph, stem: Group) -> list[str]:
    before, after = elements(stem.input_shape[1:]), elements(stem.output_shape[1:])
    if before == after:
        change = say(
            "It keeps every pixel, as the paper does for the small images of CIFAR-10 {source}.",
            source=cite(section="4.2"),
        )
    else:
        change = say(
            "Of {before:,} places {after:,} are left, so that the layers behind work on a map {times} times smaller.",
            before=before,
            after=after,
            times=f"{before / after:.0f}",
        )
    first = say(
        "What comes before the first layer: {operations}. {before} becomes {after}.",
        operations=_named(graph, stem),
        before=shape_text(stem.input_shape),
        after=shape_text(stem.output_shape),
    )
    return [first, change]


def _head(graph: Graph, head: Group) -> list[str]:
    first = say(
        "What comes behind the last layer: {operations}. {before} becomes {after}.",
        operations=_named(graph, head),
        before=shape_text(head.input_shape),
        after=shape_text(head.output_shape),
    )
    return [first, _scores(graph)]


def _scores(graph: Graph) -> str:
    """What makes the scores, and what that costs."""
    nodes = end_nodes(graph, "head")
    linear = [node for node in nodes if node.op == "linear"]
    if not linear:
        return say("No linear layer: the average of each channel is the score of one class (Lin et al. 2014, 3.2).")
    cost = _cost(graph, linear)
    if any(node.op == "avgpool" and node.output_shape[1:] == (1, 1) for node in nodes):
        return say(
            "Every place counts the same: the average over the map leaves one number a channel, and {cost}", cost=cost
        )
    return say("The map is laid out in one row, every place with weights of its own: {cost}", cost=cost)


def _cost(graph: Graph, linear: list[Node]) -> str:
    params, macs = sum(node.params for node in linear), sum(node.macs for node in linear)
    return say_count(
        "one linear layer of {params:,} parameters ({share} of {whole}) makes the scores, with {macs} multiply-adds, "
        "{work}.",
        "{count} linear layers of {params:,} parameters ({share} of {whole}) make the scores, with {macs} "
        "multiply-adds, {work}.",
        len(linear),
        params=params,
        share=percent(params, reached(graph)),
        whole=say("the parameters reached") if graph.failure else say("the network's parameters"),
        macs=short_count(macs),
        work=percent(macs, graph.macs),
    )


def _named(graph: Graph, group: Group) -> str:
    """Its operations in the paper's shorthand; those that keep the shape go without saying where there are many."""
    nodes = graph.inside(group)
    if len(nodes) > MANY:
        nodes = tuple(node for node in nodes if node.op not in ("norm", "activation"))
    if len(nodes) > MANY:
        return say("{count} operations", count=count_text(len(nodes)))
    return phrases(*map(op_phrase, nodes))


_EXPLAINED: dict[str, Callable[[Graph, Group], list[str]]] = {
    "block": _block,
    "stage": _stage,
    "branch": _branch,
    "stem": _stem,
    "head": _head,
    "aux": modules.auxiliary,
}
