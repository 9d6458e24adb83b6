"""Why a residual block is built as it is: what its shortcut does, what its bottleneck saves, or what a gate decides."""

from collections.abc import Callable

from app.graph.types import Graph, Group, Node, elements
from app.inspector.place import addition_of, concat_of, main_convs, shortcut_nodes
from app.inspector.windows import both, percent, share_sentence
from app.language import message, prose, say
from app.language.nouns import capitalised
from app.published import PLAIN_TOP1, cite
from app.scene.flow import flow_of, nodes_in
from app.scene.op_words import ACTIVATION_NAMES
from app.scene.questions import gate_of, shortcut_kind
from app.scene.sentences import is_highway
from app.scene.units import shape_text, window_text

# Whether there is a gate: by how many convolutions F(x) has; 0 stands for any other number.
_COMPUTING = {
    False: {
        0: message("all {count} convolutions"),
        2: message("the two convolutions"),
        3: message("the three convolutions"),
    },
    True: {
        0: message("all {count} convolutions and the gate"),
        2: message("the two convolutions and the gate"),
        3: message("the three convolutions and the gate"),
    },
}


def block(graph: Graph, group: Group) -> list[str]:
    """One paragraph on the shortcut, one on a bottleneck, one on what an identity need not learn."""
    kind = shortcut_kind(graph, group)
    return [
        shortcut(graph, group),
        *_bottleneck(graph, group),
        *([_unlearned(graph, group)] if kind == "identity" else []),
    ]


def shortcut(graph: Graph, group: Group) -> str:
    """What carries x past the block, what it costs, or what is missing without it."""
    return _SHORTCUTS[shortcut_kind(graph, group)](graph, group)


def _identity(graph: Graph, block: Group) -> str:
    add = addition_of(graph, block)
    assert add is not None
    return say(
        "{convolutions} compute F(x), the shortcut carries x past them untouched, and the block gives {given}. Both "
        "sides are {shape} already, so the shortcut costs no parameters and {additions:,} additions.",
        convolutions=capitalised(_computing(graph, block)),
        given=_given(graph, block),
        shape=shape_text(block.output_shape),
        additions=elements(add.output_shape),
    )


def _unlearned(graph: Graph, block: Group) -> str:
    last = graph.inside(block)[-1]
    end = "add" if last.op == "add" else last.type
    return say(_UNLEARNED.get(end, _NEVER_IDENTITY), source=cite(section="3.1"))


# By what a block ends in.
_UNLEARNED = {
    "add": message(
        "The block has only to learn what to change. Where nothing is the best, F(x) goes to zero, which is easier to "
        "learn than an identity through a stack of layers {source}; then 0 + x = x, and nothing else lies on the way "
        "of x."
    ),
    "ReLU": message(
        "The block has only to learn what to change. Where nothing is the best, F(x) goes to zero, which is easier to "
        "learn than an identity through a stack of layers {source}; then ReLU(0 + x) = x, because x comes out of a "
        "ReLU and is nowhere negative."
    ),
}
_NEVER_IDENTITY = message(
    "The block has only to learn what to change. Where nothing is the best, F(x) goes to zero, which is easier to "
    "learn than an identity through a stack of layers {source}. With this activation behind the addition the block is "
    "even then not the identity."
)


def _projected(graph: Graph, block: Group) -> str:
    nodes = shortcut_nodes(graph, block)
    after, cost = shape_text(block.output_shape), _cost(block, nodes)
    if block.input_shape == block.output_shape:
        return say(
            "x and F(x) are both {shape} and could be added as they are. Option C projects all the same, by a 1×1 "
            "convolution on every shortcut: {cost} {source}.",
            shape=after,
            cost=cost,
            source=cite(section="4.1"),
        )
    pool = next((node for node in nodes if node.op == "avgpool" and node.kernel), None)
    if pool:
        brings = say(
            "{pool} brings x to {pooled} and leaves out no cell; a 1×1 convolution with stride 1 makes {after} of "
            "that: {cost} (He et al. 2019, Bag of Tricks, Figure 2c).",
            pool=_strided(pool, _POOL),
            pooled=shape_text(pool.output_shape),
            after=after,
            cost=cost,
        )
        return prose([_unlike(block), brings])
    conv = next(node for node in nodes if node.op == "conv")
    brings = say(
        "{convolution} brings x to the same shape: {cost} {source}.",
        convolution=_strided(conv, _CONVOLUTION),
        cost=cost,
        source=cite(equation="2"),
    )
    return prose([_unlike(block), brings, share_sentence(conv)])


def _unlike(block: Group) -> str:
    return say(
        "The shortcut carries {before} and F(x) is {after}: as they are they cannot be added.",
        before=shape_text(block.input_shape),
        after=shape_text(block.output_shape),
    )


def _cost(block: Group, nodes: tuple[Node, ...]) -> str:
    macs = sum(node.macs for node in nodes)
    return say(
        "{params:,} parameters and {macs:,} multiply-adds, {share} of the block's",
        params=sum(node.params for node in nodes),
        macs=macs,
        share=percent(macs, block.macs),
    )


def _strided(node: Node, names: tuple[str, str]) -> str:
    """A window with its stride, where it has one. names: messages without a stride, and with one."""
    plain, strided = names
    window = window_text(node.kernel) if node.kernel else ""
    if node.stride in (None, (1, 1)):
        return say(plain, window=window)
    return say(strided, window=window, stride=both(node.stride))


_POOL = (message("A {window} average pool"), message("A {window} average pool with stride {stride}"))
_CONVOLUTION = (message("A 1×1 convolution"), message("A 1×1 convolution with stride {stride}"))


def _padded(graph: Graph, block: Group) -> str:
    node = shortcut_nodes(graph, block)[0]
    appends = say(
        "Option A steps over cells and appends {added:,} channels of zeros, without a single parameter {source}.",
        added=node.output_shape[0] - node.input_shapes[0][0],
        source=cite(section="3.3"),
    )
    return prose([_unlike(block), appends, share_sentence(node)])


def _highway(graph: Graph, block: Group) -> str:
    mix = next(node for node in graph.inside(block) if node.op == "highway")
    return say(
        "Two ways for x, and a gate that decides between them at each of {elements:,} elements: H(x) · T(x) + x · "
        "(1 − T(x)) (Srivastava et al. 2015, equation 3). {gate} puts out T, learned from x. A residual block has no "
        "gate: both ways are always open, and the shortcut has no parameters.",
        elements=elements(mix.output_shape),
        gate=graph.by_path[mix.inputs[1]].path,
    )


def _plain(graph: Graph, block: Group) -> str:
    if is_highway(graph):
        return say(
            "A plain block between highway blocks: {before} becomes {after} here. T · H(x) + (1 − T) · x needs x in "
            "the shape of H(x), so a highway block cannot carry x past a change of shape; the paper uses a layer "
            "without a gate in such a place (Srivastava et al. 2015, section 2.1).",
            before=shape_text(block.input_shape),
            after=shape_text(block.output_shape),
        )
    return say(
        "A plain block: {convolutions} must make the whole output by themselves, nothing carries x past them. To "
        "change nothing they would have to learn the identity. In the paper's test the plain network with 34 layers "
        "does worse than the one with 18, {of_34} against {of_18} % top-1 error on ImageNet, and worse in training too "
        "{source}.",
        convolutions=_computing(graph, block),
        of_34=PLAIN_TOP1[34],
        of_18=PLAIN_TOP1[18],
        source=cite(section="4.1", table="2"),
    )


_SHORTCUTS: dict[str, Callable[[Graph, Group], str]] = {
    "identity": _identity,
    "projection": _projected,
    "zeropad": _padded,
    "highway": _highway,
    "none": _plain,
}


def _bottleneck(graph: Graph, block: Group) -> list[str]:
    """What three convolutions save over two wide ones, and where the stride sits."""
    convs = main_convs(graph, block)
    if len(convs) != 3:
        return []
    wide, inner, weights = block.output_shape[0], convs[1].input_shapes[0][0], sum(conv.params for conv in convs)
    two = 2 * 9 * wide * wide
    saved = say(
        "The 3×3 convolution works on {inner:,} channels, the blocks hand on {wide:,}. The three convolutions have "
        "{weights:,} weights; two 3×3 on {wide:,} channels would have {two:,}, {times} times as many {source}.",
        inner=inner,
        wide=wide,
        weights=weights,
        two=two,
        times=f"{two / weights:.1f}",
        source=cite(section="4.1", figure="5"),
    )
    return [prose([saved, _split(convs[1]), _stride_place(convs[0], convs[1])])]


def _split(conv: Node) -> str:
    if not conv.groups or conv.groups == 1:
        return ""
    return say("The 3×3 is split into {groups} groups (Xie et al. 2017).", groups=conv.groups)


def _stride_place(first: Node, middle: Node) -> str:
    if first.stride != (1, 1):
        return say("The stride is in the first 1×1, as in the authors' release (v1).")
    if middle.stride != (1, 1):
        return say("The stride is in the 3×3, as in torchvision (v1.5); the authors' release has it in the first 1×1.")
    return ""


def _computing(graph: Graph, block: Group) -> str:
    """What F(x) is made of: `the two convolutions`, `the 7 convolutions on the branches and behind them`."""
    if concat_of(graph, block):
        count = sum(node.op == "conv" for node in nodes_in(flow_of(graph, block).main))
        return say("the {count} convolutions on the branches and behind them", count=count)
    names, convs = _COMPUTING[gate_of(graph, block) is not None], len(main_convs(graph, block))
    return say(names.get(convs, names[0]), count=convs)


def _given(graph: Graph, block: Group) -> str:
    """What the block hands on, and whose formula that is: `ReLU(F(x) + x)`, `ReLU(0.17 · F(x) + x)`, `F(x) + x`."""
    nodes = graph.inside(block)
    scale = next((dict(node.detail).get("factor", 1) for node in nodes if node.op == "scale"), 1)
    total = "F(x) + x" if scale == 1 else f"{scale:g} · F(x) + x"
    last = nodes[-1]
    source = cite(equation="1") if scale == 1 else cite("Szegedy et al. 2016", section="3.3")
    activated = f"{ACTIVATION_NAMES.get(last.type, last.type)}({total})" if last.op == "activation" else total
    return say("{formula} {source}", formula=activated, source=source)
