"""What is said above the picture of a block: what its shortcut, its gate and its branches do, in the traced numbers."""

from collections.abc import Iterator

from app.graph.types import Graph, Group, Node
from app.language import message, say, say_count
from app.scene.flow import Flow, Parallel, Steps, flow_of, nodes_in
from app.scene.questions import shortcut_kind, unfinished
from app.scene.savings import factored_of, savings_of
from app.scene.units import count_text, shape_text, short_count, window_text
from app.scene.words import macs_phrase

UNFINISHED = message("The shapes stop fitting inside this block: it is drawn as far as the tensor went.")


def sentences(graph: Graph, group: Group) -> tuple[str, ...]:
    """On a block: its shortcut, if it has one or is known for having none, then its gate, then its branches."""
    if group.kind != "block":
        return ()
    if unfinished(graph, group):
        return (say(UNFINISHED),)
    flow = flow_of(graph, group)
    fans = [step for step in parallels(flow.steps) if step.join.op == "concat"]
    said = () if fans and flow.add is None else (shortcut_sentence(graph, group),)
    products = [step for step in parallels(flow.steps) if step.join.op == "multiply"]
    gates = [step for step in products if step.join.input_shapes[-1][1:] == (1, 1)]
    return (*said, *map(_gate, gates), *(line for fan in fans for line in _branches(fan)))


def totals(graph: Graph) -> tuple[str, ...]:
    """On a network: its input, its depth and its cost; where it stopped, what was built and what ran."""
    shape, depth, params, least = shape_text(graph.input), graph.depth, count_text(graph.params), bool(graph.uncounted)
    if graph.failure:
        so_far = message("at least {count} multiply-adds so far") if least else message("{count} multiply-adds so far")
        return (
            say("input {shape}", shape=shape),
            say_count("{count} layer with weights so far", "{count} layers with weights so far", depth),
            say("{count} parameters built", count=params),
            say(so_far, count=short_count(graph.macs)),
        )
    return (
        say("input {shape}", shape=shape),
        say_count("{count} layer with weights", "{count} layers with weights", depth),
        say("{count} parameters", count=params),
        macs_phrase(graph.macs, least),
    )


def shortcut_sentence(graph: Graph, group: Group) -> str:
    """One sentence on the shortcut of a block; empty for what is not a block."""
    if group.kind != "block":
        return ""
    if unfinished(graph, group):
        return say(UNFINISHED)
    entering, leaving = shape_text(group.input_shape), shape_text(group.output_shape)
    kind, flow = shortcut_kind(graph, group), flow_of(graph, group)
    if kind == "projection":
        return say(
            "The shortcut carries {entering}, the residual branch {leaving}: {projection} makes them equal.",
            entering=entering,
            leaving=leaving,
            projection=_projection(flow),
        )
    if kind == "zeropad":
        return say(
            "The shortcut carries {entering}, the residual branch {leaving}: rows and columns are skipped, "
            "channels of zeros appended.",
            entering=entering,
            leaving=leaving,
        )
    if kind == "identity":
        return say(
            "Input and residual branch are both {leaving}: the shortcut adds x as it is, without parameters.",
            leaving=leaving,
        )
    if kind == "highway":
        return say(
            "A gate T ({params} parameters) weighs each cell: T · H + (1 − T) · x. Near 0 it carries x past the block.",
            params=count_text(_params(flow.residual.branches[1])) if flow.residual else "",
        )
    if is_highway(graph):
        return say("A plain block: the shape changes here, and a highway block could not carry x past the change.")
    return say("A plain block: what the residual block is without its shortcut.")


def is_highway(graph: Graph) -> bool:
    """Whether gates mix what is computed with what is carried."""
    return any(node.op == "highway" for node in graph.nodes)


def parallels(steps: Steps) -> Iterator[Parallel]:
    """Every fork and join of some steps, an outer one before those on its branches."""
    for step in steps:
        if isinstance(step, Parallel):
            yield step
            for branch in step.branches:
                yield from parallels(branch)


def _projection(flow: Flow) -> str:
    """`a 1×1 projection (132,096 parameters)`, behind a pool in ResNet-D."""
    params = count_text(_params(flow.shortcut))
    pools = [node.kernel for node in nodes_in(flow.shortcut) if node.op == "avgpool" and node.kernel]
    if pools:
        return say(
            "a {window} average pool and a 1×1 projection ({params} parameters)",
            window=window_text(pools[0]),
            params=params,
        )
    return say("a 1×1 projection ({params} parameters)", params=params)


def _gate(step: Parallel) -> str:
    channels, params = step.join.output_shape[0], count_text(_params(step.branches[-1]))
    return say(
        "The gate ({params} parameters) multiplies each of the {channels} channels by a number between 0 and 1.",
        params=params,
        channels=channels,
    )


def _branches(fan: Parallel) -> Iterator[str]:
    """What reductions and factorisations save, and how a pool alone makes a stack grow."""
    for saving in savings_of(fan):
        yield say(
            "{window} on {shape} to {kernels}: {naive} multiply-adds; through {narrow} channels {reduced}.",
            window=_window(saving.conv),
            shape=shape_text(saving.reduction.input_shapes[0]),
            kernels=saving.conv.output_shape[0],
            naive=count_text(saving.naive[1]),
            narrow=saving.reduction.output_shape[0],
            reduced=count_text(saving.reduced[1]),
        )
    if found := factored_of(fan):
        yield say(
            "{windows} in place of {whole}: {spent} multiply-adds instead of {spared}.",
            windows=say(" and ").join(dict.fromkeys(_window(node) for pair in found for node in pair.pair)),
            whole=say(" and ").join(dict.fromkeys(window_text(pair.whole) for pair in found)),
            spent=count_text(sum(pair.factored for pair in found)),
            spared=count_text(sum(pair.naive for pair in found)),
        )
    for branch in fan.branches:
        match branch:
            case [Node(op="maxpool", stride=(1, 1)) as pool]:
                entering, leaving = pool.output_shape[0], fan.join.output_shape[0]
                yield say(
                    "The pool hands on all {entering} channels that enter, so that {leaving} leave.",
                    entering=entering,
                    leaving=leaving,
                )
            case _:
                pass


def _window(node: Node) -> str:
    assert node.kernel is not None
    return window_text(node.kernel)


def _params(steps: Steps) -> int:
    return sum(node.params for node in nodes_in(steps))
