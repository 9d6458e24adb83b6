"""Why a module with branches, a section of them, a gate or an auxiliary classifier is built as it is."""

from collections import Counter

from app.graph.types import Graph, Group, Node
from app.inspector.place import concat_of, reached, share_of_all
from app.inspector.windows import percent
from app.language import message, prose, say
from app.language.nouns import several
from app.scene.flow import Parallel, Steps, nodes_in
from app.scene.op_words import op_phrase
from app.scene.recipes import kind_of_block
from app.scene.savings import reading
from app.scene.units import shape_text, short_count, size_text


def module(graph: Graph, block: Group) -> list[str]:
    """What the branches are, what their concatenation gives, what the 1×1 reductions save."""
    parallel = concat_of(graph, block)
    assert parallel is not None
    widths = [shape[0] for shape in parallel.join.input_shapes]
    said = say(
        "{count} branches read the same {shape} side by side: {branches}. Their {widths} = {channels:,} channels are "
        "stacked.",
        count=len(widths),
        shape=shape_text(graph.shape_of(parallel.fork)),
        branches=say("; ").join(recipe(branch) for branch in parallel.branches),
        widths=" + ".join(f"{width:,}" for width in widths),
        channels=sum(widths),
    )
    return [said, _sizes(block), *_saving(graph, parallel)]


def _sizes(block: Group) -> str:
    """Why the branches keep the size, or shrink it."""
    before, after = size_text(block.input_shape), size_text(block.output_shape)
    if before == after:
        return say(
            "Which window is right at a place the network need not be told: it has all of them and learns what to take "
            "from each. Padding keeps every branch at {size}, or they could not be stacked (Szegedy et al. 2014, "
            "section 4).",
            size=after,
        )
    return say(
        "A reduction: {before} becomes {after} on every branch at once, by strided convolutions and by a pool. A pool "
        "first and more channels after it would be a bottleneck, more channels first and a pool after them would cost "
        "more (Szegedy et al. 2015, section 5).",
        before=before,
        after=after,
    )


def recipe(branch: Steps) -> str:
    """`1×1 conv, 96 – 3×3 conv, 128`; what stands side by side within a branch: `…, then 1×3 conv, 384 beside …`."""
    said = ""
    forked = False
    for step in branch:
        if isinstance(step, Parallel):
            words = say(" beside ").join(recipe(side) for side in step.branches)
        elif step.op in ("conv", "maxpool", "avgpool"):
            words = op_phrase(step)
        else:
            continue
        between = say(", then ") if forked or isinstance(step, Parallel) else say(" – ")
        said = f"{said}{between}{words}" if said else words
        forked = isinstance(step, Parallel)
    return said or say("as it is")


def _saving(graph: Graph, parallel: Parallel) -> list[str]:
    """What the branches with a reduction take, and what they would if their first windows read all that comes in."""
    wide = graph.shape_of(parallel.fork)[0]
    spent = direct = reduced = 0
    for branch in parallel.branches:
        leads = [node for node in first_windows(branch) if node.kernel == (1, 1)]
        widened = first_windows(branch[branch.index(leads[0]) + 1 :]) if leads else []
        if not widened or any(node.op != "conv" or node.kernel == (1, 1) for node in (*widened, *leads[1:])):
            continue
        macs = sum(node.macs for node in nodes_in(branch))
        reduced += 1
        spent += macs
        more = sum(reading(node, wide)[1] - node.macs for node in widened)
        direct += macs - leads[0].macs + more
    if spent >= direct:
        return []
    saved = _SAVED_BY_ONE if reduced == 1 else _SAVED
    return [
        say(
            saved,
            wide=wide,
            count=reduced,
            spent=short_count(spent),
            direct=short_count(direct),
            times=f"{direct / spent:.1f}",
        )
    ]


_SAVED_BY_ONE = message(
    "A 1×1 convolution before the larger windows reads all {wide:,} channels so that those need not. With it that "
    "branch takes {spent} multiply-adds; if its first window read all {wide:,} directly, it would take {direct}, "
    "{times} times as many."
)
_SAVED = message(
    "A 1×1 convolution before the larger windows reads all {wide:,} channels so that those need not. With it those "
    "{count} branches take {spent} multiply-adds; if the first window of each read all {wide:,} directly, they would "
    "take {direct}, {times} times as many."
)


def first_windows(steps: Steps) -> list[Node]:
    """The first convolution or pool of some steps; where they fork before it, the first of each branch."""
    for step in steps:
        if isinstance(step, Parallel):
            return [node for branch in step.branches for node in first_windows(branch)]
        if step.kernel is not None:
            return [step]
    return []


def section(graph: Graph, stage: Group) -> list[str]:
    """What a section holds and costs, and how it changes the shape."""
    blocks = [group for group in graph.children(stage.path) if group.kind == "block"]
    convs = sum(node.op == "conv" for node in graph.inside(stage))
    kinds = Counter(kind_of_block(graph, block) for block in blocks).most_common()
    built = say(" and ").join(several(count, kind) for kind, count in kinds)
    layers = several(convs, say("convolution"))
    built = say("{blocks} with {convolutions}", blocks=built, convolutions=layers) if blocks else layers
    return [prose([share_of_all(graph, stage, built, (len(blocks) or convs) > 1), _change(graph, stage)])]


def _change(graph: Graph, stage: Group) -> str:
    """How a section changes the shape, and by which pool, where that is one."""
    before, after = shape_text(stage.input_shape), shape_text(stage.output_shape)
    pools = [node for node in graph.inside(stage) if node.op in ("maxpool", "avgpool") and node.stride != (1, 1)]
    if before == after:
        return say("The shape stays {shape}.", shape=after)
    if len(pools) == 1 and pools[0].path.count(".") < 2:
        return say(
            "{before} becomes {after}; {pool} is where the size shrinks.",
            before=before,
            after=after,
            pool=pools[0].path,
        )
    return say("{before} becomes {after}.", before=before, after=after)


def gate(graph: Graph, branch: Group) -> list[str]:
    """Squeeze and excitation: from the whole map to one factor a channel."""
    convs = [node for node in graph.inside(branch) if node.op == "conv"]
    wide, narrow = convs[0].input_shapes[0][0], convs[0].output_shape[0]
    return [
        say(
            "Squeeze: each channel's mean over the map, {wide:,} numbers. Excite: two linear layers, {wide:,} to "
            "{narrow:,} and back, and a sigmoid make one factor between 0 and 1 for each channel (Hu et al. 2018, "
            "section 3).",
            wide=wide,
            narrow=narrow,
        ),
        say(
            "That is {params:,} parameters and {macs:,} multiply-adds for this block: many of the first, few of the "
            "second, because it works on a single cell. The reduction is {reduction}.",
            params=branch.params,
            macs=branch.macs,
            reduction=f"{wide / narrow:g}",
        ),
    ]


def auxiliary(graph: Graph, aux: Group) -> list[str]:
    """A second classifier in the middle: what for, and that it goes."""
    return [
        say(
            "A small classifier of its own, on {source}: in training its loss is added with a small weight (0.3 in "
            "GoogLeNet), so that a gradient enters in the middle of the network too. In use it is thrown away.",
            source=graph.inside(aux)[0].inputs[0],
        ),
        say(
            "It has {params:,} parameters, {share} of all that are built here. The GoogLeNet paper finds its effect "
            "minor, about 0.5 % (Szegedy et al. 2014, section 5); the next one sees it as a regulariser that helps "
            "only late in training (Szegedy et al. 2015, section 4).",
            params=aux.params,
            share=percent(aux.params, reached(graph)),
        ),
    ]
