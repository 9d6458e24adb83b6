"""What there is to say about a whole network and about its input, from the trace and the paper's own results."""

from collections import Counter

from app.graph.types import Graph, Group, elements
from app.inspector.place import blocks_of, end_nodes, has_modules, main_convs, reached
from app.inspector.results import published_results
from app.inspector.stopped import refusal
from app.inspector.windows import adaptive, percent
from app.language import listed, message, prose, say, say_count, say_in
from app.language.nouns import plural, several
from app.published import cite
from app.scene.questions import shortcut_kind, unfinished
from app.scene.recipes import census
from app.scene.units import shape_text, size_text
from app.scene.words import SHORTCUT_TITLES

DEGRADATION = message(
    "Deeper plain networks come out worse, and in training already, so it is not overfitting. He et al. call this "
    "degradation and argue that vanishing gradients are unlikely to be the cause: batch normalisation keeps the "
    "signals alive, and the gradients were checked to have healthy norms {source}."
)


def explained_network(graph: Graph) -> list[str]:
    """How the network is put together, what its shortcuts are for, where its cost is."""
    blocks = blocks_of(graph)
    facts = prose([_costs(graph), published_results(graph)])
    stop = [refusal(graph.failure)] if graph.failure else []
    if not blocks or has_modules(graph):
        return [*stop, *(_modules(graph) if blocks else _chain(graph)), *filter(None, [facts])]
    kinds = Counter(shortcut_kind(graph, block) for block in blocks if not unfinished(graph, block))
    return [*stop, _shape(graph, blocks, kinds), _degradation(graph), facts]


def _degradation(graph: Graph) -> str:
    normalised = any(node.op == "norm" for node in graph.nodes)
    bare = "" if normalised else say("This variant has left it out.")
    return prose([say(DEGRADATION, source=cite(section="4.1")), bare])


def _chain(graph: Graph) -> list[str]:
    """A network of operations in a row, and what the published one brought."""
    words = {"conv": say_in("a layer", "convolution"), "linear": say("linear layer")}
    counts = [(sum(node.op == op for node in graph.nodes), word) for op, word in words.items()]
    said = say(
        "{layers} in a row: {depth} layers with weights. No shortcut and no branch: every operation reads what the one "
        "before it made, and nothing else.",
        layers=listed([several(count, word) for count, word in counts if count]),
        depth=graph.depth,
    )
    return [said, *filter(None, [say(_IDEAS.get(graph.name.rstrip("0123456789"), ""))])]


_IDEAS = {
    "nin": message(
        "Behind each larger convolution stand 1×1 convolutions: together they are a small network that is applied at "
        "every place of the map, a network in the network. The last of them makes one map for each class, and global "
        "average pooling turns each map into the score of its class, where earlier networks had linear layers (Lin, "
        "Chen and Yan 2014, sections 3.1 and 3.2)."
    ),
    "lenet": message(
        "Kernels that are the same at every place, and pooling between them that makes maps smaller, so that it "
        "matters less where exactly a stroke of a digit lies; linear layers decide at the end (LeCun et al. 1998, "
        "section II)."
    ),
    "vgg": message(
        "Every window is 3×3: two in a row see 5×5 cells and three see 7×7, with fewer weights than one such window "
        "and a ReLU after each (Simonyan and Zisserman 2014, section 2.3)."
    ),
}


def _modules(graph: Graph) -> list[str]:
    """A network of modules: how many of each kind, and what they do."""
    convs = sum(node.op == "conv" for node in graph.nodes)
    kinds = census(graph)
    (most, runs), *others = kinds
    counted = [_runs(most, runs), *(several(sum(more), kind) for kind, more in others)]
    said = say(
        "{modules}, with {convolutions:,} convolutions in the whole network; {depth} layers with weights on the "
        "longest path, for the branches of a module stand side by side.",
        modules=listed(counted),
        convolutions=convs,
        depth=graph.depth,
    )
    joined = say(
        "A module looks at its input through several windows at once and stacks what they find, channel behind "
        "channel, so that the next one can choose (Szegedy et al. 2014, section 4)."
    )
    return [said, prose([joined, _residual(graph, most), _losses(graph)])]


def _runs(kind: str, runs: tuple[int, ...]) -> str:
    """`9 Inception modules (2, 5, 2)`: how many there are, and how many in each section."""
    sections = say(", ").join(map(str, runs))
    return say("{modules} ({sections})", modules=several(sum(runs), kind), sections=sections)


def _residual(graph: Graph, kind: str) -> str:
    if not any(node.op == "add" for node in graph.nodes):
        return ""
    return say(
        "The {modules} are also residual: a 1×1 convolution brings the stack to the width of x, a small factor scales "
        "it, and it is added (Szegedy et al. 2016, section 3.2).",
        modules=plural(kind),
    )


def _losses(graph: Graph) -> str:
    aux = [group.path for group in graph.groups if group.kind == "aux"]
    if not aux:
        return ""
    return say_count(
        "In training {classifiers} adds a loss of its own.",
        "In training {classifiers} add losses of their own.",
        len(aux),
        classifiers=listed(aux),
    )


def question(graph: Graph) -> str:
    """The question that a network's paragraphs answer."""
    if has_modules(graph):
        return say("Why modules?")
    if not blocks_of(graph):
        return say("How is it built?")
    return say("What is missing?") if is_plain(graph) else say("Why shortcuts?")


def is_plain(graph: Graph) -> bool:
    """Whether there are blocks and no shortcut leads past any of them."""
    whole = [block for block in blocks_of(graph) if not unfinished(graph, block)]
    return {shortcut_kind(graph, block) for block in whole} == {"none"} and not has_modules(graph)


def _shape(graph: Graph, blocks: tuple[Group, ...], kinds: Counter[str]) -> str:
    return prose([_counted(graph, blocks), _said_of(graph, kinds)])


def _counted(graph: Graph, blocks: tuple[Group, ...]) -> str:
    """Blocks, convolutions, depth."""
    counted = say_count(
        "{count:,} block of {convolutions} convolutions",
        "{count:,} blocks of {convolutions} convolutions",
        len(blocks),
        convolutions=len(main_convs(graph, blocks[0])),
    )
    outside = sum(node.op == "conv" for node in end_nodes(graph, "stem"))
    said = _COUNTED[bool(end_nodes(graph, "head")), bool(graph.failure)]
    return say(said, blocks=counted, outside=outside, depth=graph.depth)


# (whether there is a head, whether the network stopped)
_COUNTED = {
    (True, False): message(
        "{blocks}, {outside} more in the stem and the linear layer: {depth:,} layers with weights on the longest path."
    ),
    (False, False): message("{blocks}, {outside} more in the stem: {depth:,} layers with weights on the longest path."),
    (True, True): message(
        "{blocks}, {outside} more in the stem and the linear layer: {depth:,} layers with weights on the longest path, "
        "as far as the network ran."
    ),
    (False, True): message(
        "{blocks}, {outside} more in the stem: {depth:,} layers with weights on the longest path, as far as the "
        "network ran."
    ),
}


def _said_of(graph: Graph, kinds: Counter[str]) -> str:
    """What the shortcuts of so many kinds make of the network."""
    if is_plain(graph):
        return say(
            "No shortcut leads past a block: this is a plain network, the paper's control {source}.",
            source=cite(section="3.3"),
        )
    if "highway" in kinds:
        return _gated(kinds)
    if not kinds:
        return say("The shapes stop fitting in the first of them.")
    named = [several(count, say(SHORTCUT_TITLES[kind])) for kind, count in kinds.most_common()]
    return say_count(
        "Each block learns what to add to its input, y = F(x) + x {source}; there is {shortcuts}.",
        "Each block learns what to add to its input, y = F(x) + x {source}; there are {shortcuts}.",
        sum(kinds.values()),
        source=cite(equation="1"),
        shortcuts=listed(named),
    )


def _gated(kinds: Counter[str]) -> str:
    """What a highway's blocks do, and what stands where they cannot."""
    decides = say_count(
        "In {count} block a learned gate T decides, element by element, how much is taken of what the block computes "
        "and how much of x: T · H(x) + (1 − T) · x (Srivastava et al. 2015, equation 3).",
        "In {count} blocks a learned gate T decides, element by element, how much is taken of what the block computes "
        "and how much of x: T · H(x) + (1 − T) · x (Srivastava et al. 2015, equation 3).",
        kinds["highway"],
    )
    if not kinds["none"]:
        return decides
    plain = say_count(
        "{count} block is plain: there the shape changes, and x could not be carried past.",
        "{count} blocks are plain: there the shape changes, and x could not be carried past.",
        kinds["none"],
    )
    return prose([decides, plain])


def _costs(graph: Graph) -> str:
    """Which part of the network holds most parameters and which takes most of the work."""
    sections = [group for group in graph.groups if group.kind in ("stem", "stage", "aux", "head")]
    if not graph.stages or not graph.macs:
        return ""
    heavy = max(sections, key=lambda section: section.params)
    busy = max(sections, key=lambda section: section.macs)
    said = say(
        _HOLDS_BOTH if heavy is busy else _HOLDS,
        heavy=_section(heavy),
        busy=_section(busy),
        params=percent(heavy.params, reached(graph)),
        macs=percent(busy.macs, graph.macs),
    )
    return say("As far as the network ran, {costs}", costs=said) if graph.failure else _sentence(said)


_HOLDS = message("{heavy} holds {params} of the parameters, {busy} takes {macs} of the multiply-adds.")
_HOLDS_BOTH = message("{heavy} holds {params} of the parameters and takes {macs} of the multiply-adds.")


def _section(group: Group) -> str:
    return say("the {part}", part=group.path) if group.kind in ("stem", "head") else group.path


def _sentence(words: str) -> str:
    """`The head holds ...`; the name of a layer keeps its small letter."""
    return f"T{words[1:]}" if words.startswith("the ") else words


def explained_input(graph: Graph) -> list[str]:
    """What the network is given."""
    channels = graph.input[0]
    shape, numbers = shape_text(graph.input), elements(graph.input)
    if channels == 3:
        said = say(
            "{shape}: 3 channels, red, green and blue; then height and width. {numbers:,} numbers go in.",
            shape=shape,
            numbers=numbers,
        )
    else:
        said = say_count(
            "{shape}: {count:,} channel, then height and width. {numbers:,} numbers go in.",
            "{shape}: {count:,} channels, then height and width. {numbers:,} numbers go in.",
            channels,
            shape=shape,
            numbers=numbers,
        )
    return [said, *_other_sizes(graph)]


def _other_sizes(graph: Graph) -> list[str]:
    """What becomes of another image size: it depends on the pool in the head."""
    pooled = next((node for node in end_nodes(graph, "head") if node.op == "avgpool"), None)
    if pooled is None:
        return []
    before, after = size_text(pooled.input_shapes[0]), size_text(pooled.output_shape)
    if not adaptive(pooled):
        said = message(
            "Another size changes every map of the network, and the last pool's window of {before} is fixed: a map "
            "that leaves more or less than one cell behind it does not fit the linear layer."
        )
    elif after == "1×1":
        said = message(
            "Another size changes every map of the network but no parameter: the global average pool takes the "
            "{before} that is left here as it would take any other size."
        )
    else:
        said = message(
            "Another size changes every map of the network but no parameter: the average pool to {after} takes the "
            "{before} that is left here as it would take any other size."
        )
    return [say(said, before=before, after=after)]
