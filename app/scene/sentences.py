"""What is said above the picture of a block: what its shortcut, its gate and its branches do, in the traced numbers."""

from collections.abc import Iterator

from app.graph.types import Graph, Group, Node
from app.scene.flow import Flow, Parallel, Steps, flow_of, nodes_in
from app.scene.questions import shortcut_kind, unfinished
from app.scene.savings import factored_of, savings_of
from app.scene.words import count_text, shape_text, short_count, window_text

UNFINISHED = "The shapes stop fitting inside this block: it is drawn as far as the tensor went."


def sentences(graph: Graph, group: Group) -> tuple[str, ...]:
    """On a block: its shortcut, if it has one or is known for having none, then its gate, then its branches."""
    if group.kind != "block":
        return ()
    if unfinished(graph, group):
        return (UNFINISHED,)
    flow = flow_of(graph, group)
    fans = [step for step in parallels(flow.steps) if step.join.op == "concat"]
    said = () if fans and flow.add is None else (shortcut_sentence(graph, group),)
    products = [step for step in parallels(flow.steps) if step.join.op == "multiply"]
    gates = [step for step in products if step.join.input_shapes[-1][1:] == (1, 1)]
    return (*said, *map(_gate, gates), *(line for fan in fans for line in _branches(fan)))


def totals(graph: Graph) -> tuple[str, ...]:
    """On a network: its input, its depth and its cost; where it stopped, what was built and what ran."""
    built, so_far = (" built", " so far") if graph.failure else ("", "")
    return (
        f"input {shape_text(graph.input)}",
        f"{graph.depth} layers with weights{so_far}",
        f"{count_text(graph.params)} parameters{built}",
        f"{short_count(graph.macs)} multiply-adds{so_far}",
    )


def shortcut_sentence(graph: Graph, group: Group) -> str:
    """One sentence on the shortcut of a block; empty for what is not a block."""
    if group.kind != "block":
        return ""
    if unfinished(graph, group):
        return UNFINISHED
    entering, leaving = shape_text(group.input_shape), shape_text(group.output_shape)
    kind, flow = shortcut_kind(graph, group), flow_of(graph, group)
    carried = f"The shortcut carries {entering}, the residual branch {leaving}"
    if kind == "projection":
        return f"{carried}: {_projection(flow)} makes them equal."
    if kind == "zeropad":
        return f"{carried}: rows and columns are skipped, channels of zeros appended."
    if kind == "identity":
        return f"Input and residual branch are both {leaving}: the shortcut adds x as it is, without parameters."
    if kind == "highway":
        params = count_text(_params(flow.residual.branches[1])) if flow.residual else ""
        return (
            f"A gate T ({params} parameters) weighs each cell: T · H + (1 − T) · x. Near 0 it carries x past the block."
        )
    if is_highway(graph):
        return "A plain block: the shape changes here, and a highway block could not carry x past the change."
    return "A plain block: what the residual block is without its shortcut."


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
    nodes = tuple(nodes_in(flow.shortcut))
    pooled = "".join(
        f"a {window_text(node.kernel)} average pool and " for node in nodes if node.op == "avgpool" and node.kernel
    )
    return f"{pooled}a 1×1 projection ({count_text(_params(flow.shortcut))} parameters)"


def _gate(step: Parallel) -> str:
    channels, params = step.join.output_shape[0], count_text(_params(step.branches[-1]))
    return f"The gate ({params} parameters) multiplies each of the {channels} channels by a number between 0 and 1."


def _branches(fan: Parallel) -> Iterator[str]:
    """What reductions and factorisations save, and how a pool alone makes a stack grow."""
    for saving in savings_of(fan):
        what = (
            f"{_window(saving.conv)} on {shape_text(saving.reduction.input_shapes[0])} to {saving.conv.output_shape[0]}"
        )
        narrow, spent = saving.reduction.output_shape[0], count_text(saving.reduced[1])
        yield f"{what}: {count_text(saving.naive[1])} multiply-adds; through {narrow} channels {spent}."
    if found := factored_of(fan):
        windows = " and ".join(dict.fromkeys(_window(node) for pair in found for node in pair.pair))
        whole = " and ".join(dict.fromkeys(window_text(pair.whole) for pair in found))
        spent, spared = sum(pair.factored for pair in found), sum(pair.naive for pair in found)
        yield f"{windows} in place of {whole}: {count_text(spent)} multiply-adds instead of {count_text(spared)}."
    for branch in fan.branches:
        match branch:
            case [Node(op="maxpool", stride=(1, 1)) as pool]:
                entering, leaving = pool.output_shape[0], fan.join.output_shape[0]
                yield f"The pool hands on all {entering} channels that enter, so that {leaving} leave."
            case _:
                pass


def _window(node: Node) -> str:
    assert node.kernel is not None
    return window_text(node.kernel)


def _params(steps: Steps) -> int:
    return sum(node.params for node in nodes_in(steps))
