"""What there is to say about a whole network and about its input, from the trace and the paper's own results."""

from collections import Counter

from app.graph.types import Graph, Group, elements
from app.inspector.place import blocks_of, end_nodes, has_modules, main_convs, reached
from app.inspector.results import published_results
from app.inspector.stopped import refusal
from app.inspector.windows import adaptive, percent
from app.language import listed
from app.language.nouns import numbered, several
from app.published import cite
from app.scene.questions import shortcut_kind, unfinished
from app.scene.recipes import census
from app.scene.words import SHORTCUT_TITLES, count_text, shape_text, size_text

DEGRADATION = (
    "Deeper plain networks come out worse, and in training already, so it is not overfitting. He et al. call this "
    "degradation and argue that vanishing gradients are unlikely to be the cause: batch normalisation keeps the "
    f"signals alive, and the gradients were checked to have healthy norms {cite('section 4.1')}."
)


def explained_network(graph: Graph) -> list[str]:
    """How the network is put together, what its shortcuts are for, where its cost is."""
    blocks = blocks_of(graph)
    facts = " ".join(filter(None, [_costs(graph), published_results(graph)]))
    stop = [refusal(graph.failure)] if graph.failure else []
    if not blocks or has_modules(graph):
        return [*stop, *(_modules(graph) if blocks else _chain(graph)), *filter(None, [facts])]
    kinds = Counter(shortcut_kind(graph, block) for block in blocks if not unfinished(graph, block))
    bare = "" if any(node.op == "norm" for node in graph.nodes) else " This variant has left it out."
    return [*stop, _shape(graph, blocks, kinds), DEGRADATION + bare, facts]


def _chain(graph: Graph) -> list[str]:
    """A network of operations in a row, and what the published one brought."""
    counts = [
        (sum(node.op == op for node in graph.nodes), word)
        for op, word in (("conv", "convolution"), ("linear", "linear layer"))
    ]
    built = listed([several(count, word) for count, word in counts if count])
    said = (
        f"{built} in a row: {graph.depth} layers with weights. No shortcut and no branch: every operation reads what "
        "the one before it made, and nothing else."
    )
    return [said, *filter(None, [_IDEAS.get(graph.name.rstrip("0123456789"), "")])]


_IDEAS = {
    "nin": (
        "Behind each larger convolution stand 1×1 convolutions: together they are a small network that is applied at "
        "every place of the map, a network in the network. The last of them makes one map for each class, and global "
        "average pooling turns each map into the score of its class, where earlier networks had linear layers (Lin, "
        "Chen and Yan 2014, sections 3.1 and 3.2)."
    ),
    "lenet": (
        "Kernels that are the same at every place, and pooling between them that makes maps smaller, so that it "
        "matters less where exactly a stroke of a digit lies; linear layers decide at the end (LeCun et al. 1998, "
        "section II)."
    ),
    "vgg": (
        "Every window is 3×3: two in a row see 5×5 cells and three see 7×7, with fewer weights than one such window "
        "and a ReLU after each (Simonyan and Zisserman 2014, section 2.3)."
    ),
}


def _modules(graph: Graph) -> list[str]:
    """A network of modules: how many of each kind, and what they do."""
    aux = [group for group in graph.groups if group.kind == "aux"]
    convs = sum(node.op == "conv" for node in graph.nodes)
    kinds = census(graph)
    counted = [f"{several(sum(runs), kind)} ({', '.join(map(str, runs))})" for kind, runs in kinds[:1]]
    counted += [several(sum(runs), kind) for kind, runs in kinds[1:]]
    said = (
        f"{listed(counted)}, with {count_text(convs)} convolutions in the whole network; {graph.depth} layers with "
        "weights on the longest path, for the branches of a module stand side by side."
    )
    joined = (
        "A module looks at its input through several windows at once and stacks what they find, channel behind "
        "channel, so that the next one can choose (Szegedy et al. 2014, section 4)."
    )
    if any(node.op == "add" for node in graph.nodes):
        joined += (
            f" The {kinds[0][0]}s are also residual: a 1×1 convolution brings the stack to the width of x, a small "
            "factor scales it, and it is added (Szegedy et al. 2016, section 3.2)."
        )
    if aux:
        adds = "adds a loss of its" if len(aux) == 1 else "add losses of their"
        joined += f" In training {listed([group.path for group in aux])} {adds} own."
    return [said, joined]


def question(graph: Graph) -> str:
    """The question that a network's paragraphs answer."""
    if has_modules(graph):
        return "Why modules?"
    if not blocks_of(graph):
        return "How is it built?"
    return "What is missing?" if is_plain(graph) else "Why shortcuts?"


def is_plain(graph: Graph) -> bool:
    """Whether there are blocks and no shortcut leads past any of them."""
    whole = [block for block in blocks_of(graph) if not unfinished(graph, block)]
    return {shortcut_kind(graph, block) for block in whole} == {"none"} and not has_modules(graph)


def _shape(graph: Graph, blocks: tuple[Group, ...], kinds: Counter[str]) -> str:
    convs = len(main_convs(graph, blocks[0]))
    said = f"{count_text(len(blocks))} {numbered('block', len(blocks))} of {convs} convolutions"
    outside = sum(node.op == "conv" for node in end_nodes(graph, "stem"))
    linear = " and the linear layer" if end_nodes(graph, "head") else ""
    ran = ", as far as the network ran" if graph.failure else ""
    counted = (
        f"{said}, {outside} more in the stem{linear}: {graph.depth:,} layers with weights on the longest path{ran}."
    )
    if is_plain(graph):
        plain = "No shortcut leads past a block: this is a plain network, the paper's control"
        return f"{counted} {plain} {cite('section 3.3')}."
    if "highway" in kinds:
        return f"{counted} {_gated(kinds)}"
    named = [f"{count} {numbered(SHORTCUT_TITLES[kind], count)}" for kind, count in kinds.most_common()]
    if not named:
        return f"{counted} The shapes stop fitting in the first of them."
    return (
        f"{counted} Each block learns what to add to its input, y = F(x) + x {cite('equation 1')}; "
        f"there {'is' if list(kinds.values()) == [1] else 'are'} {listed(named)}."
    )


def _gated(kinds: Counter[str]) -> str:
    """What a highway's blocks do, and what stands where they cannot."""
    many, plain = kinds["highway"], kinds["none"]
    said = (
        f"{'In 1 block' if many == 1 else f'In {many} blocks'} a learned gate T decides, element by element, how much "
        "is taken of what the block computes and how much of x: T · H(x) + (1 − T) · x (Srivastava et al. 2015, "
        "equation 3)."
    )
    if not plain:
        return said
    are = "1 block is" if plain == 1 else f"{plain} blocks are"
    return f"{said} {are} plain: there the shape changes, and x could not be carried past."


def _costs(graph: Graph) -> str:
    """Which part of the network holds most parameters and which takes most of the work."""
    sections = [group for group in graph.groups if group.kind in ("stem", "stage", "aux", "head")]
    if not graph.stages or not graph.macs:
        return ""
    heavy = max(sections, key=lambda section: section.params)
    busy = max(sections, key=lambda section: section.macs)
    weight, work = percent(heavy.params, reached(graph)), percent(busy.macs, graph.macs)
    ran = "As far as the network ran, " if graph.failure else ""
    first = f"{ran}{_section(heavy)} holds {weight} of the parameters"
    if heavy is busy:
        said = f"{first} and takes {work} of the multiply-adds."
    else:
        said = f"{first}, {_section(busy)} takes {work} of the multiply-adds."
    return _sentence(said)


def _section(group: Group) -> str:
    return f"the {group.path}" if group.kind in ("stem", "head") else group.path


def _sentence(words: str) -> str:
    """`The head holds ...`; the name of a layer keeps its small letter."""
    return f"T{words[1:]}" if words.startswith("the ") else words


def explained_input(graph: Graph) -> list[str]:
    """What the network is given."""
    channels = graph.input[0]
    colours = " red, green and blue;" if channels == 3 else ""
    said = [
        f"{shape_text(graph.input)}: {channels:,} {numbered('channel', channels)},{colours} then height and width. "
        f"{count_text(elements(graph.input))} numbers go in."
    ]
    return [*said, *_other_sizes(graph)]


def _other_sizes(graph: Graph) -> list[str]:
    """What becomes of another image size: it depends on the pool in the head."""
    pooled = next((node for node in end_nodes(graph, "head") if node.op == "avgpool"), None)
    if pooled is None:
        return []
    before, after = size_text(pooled.input_shapes[0]), size_text(pooled.output_shape)
    if not adaptive(pooled):
        return [
            f"Another size changes every map of the network, and the last pool's window of {before} is fixed: a map "
            "that leaves more or less than one cell behind it does not fit the linear layer."
        ]
    pool = "global average pool takes" if after == "1×1" else f"average pool to {after} takes"
    return [
        f"Another size changes every map of the network but no parameter: the {pool} the {before} that is left here "
        "as it would take any other size."
    ]
