"""What there is to say about a whole network and about its input, from the trace and the paper's own results."""

from collections import Counter

from app.graph.types import Graph, Group, elements
from app.inspector.place import blocks_of, end_nodes, has_modules, main_convs
from app.published import BOTTLENECK_TOP1, CIFAR_ERROR, PLAIN_TOP1, RESIDUAL_TOP1, SHORTCUT_TOP1, TOP_ERRORS, cite
from app.scene.words import SHORTCUT_TITLES, count_text, shape_text, shortcut_kind, size_text, unfinished

DEGRADATION = (
    "Deeper plain networks come out worse, and in training already, so it is not overfitting. The paper calls this "
    "degradation and argues that vanishing gradients are unlikely to be the cause: batch normalisation keeps the "
    f"signals alive, and the gradients were checked to have healthy norms {cite('section 4.1')}."
)


def explained_network(graph: Graph) -> list[str]:
    """How the network is put together, what its shortcuts are for, where its cost is."""
    blocks = blocks_of(graph)
    if not blocks or has_modules(graph):
        return [*_built(graph), *filter(None, [_facts(graph)])]
    kinds = Counter(shortcut_kind(graph, block) for block in blocks if not unfinished(graph, block))
    return [
        _shape(graph, blocks, kinds),
        DEGRADATION,
        " ".join(filter(None, [_costs(graph), published_results(graph)])),
    ]


def _facts(graph: Graph) -> str:
    return " ".join(filter(None, [_costs(graph), published_results(graph)]))


def _built(graph: Graph) -> list[str]:
    """A network of modules, or of operations in a row."""
    blocks, aux = blocks_of(graph), [group for group in graph.groups if group.kind == "aux"]
    convs = sum(node.op == "conv" for node in graph.nodes)
    linear = sum(node.op == "linear" for node in graph.nodes)
    if not blocks:
        return [
            f"{convs} {_plural('convolution', convs)} and {linear} linear {_plural('layer', linear)} in a row: "
            f"{graph.depth} layers with weights. No shortcut and no branch: every operation reads what the one before "
            "it made, and nothing else."
        ]
    said = (
        f"{count_text(len(blocks))} modules with {count_text(convs)} convolutions in the whole network; "
        f"{graph.depth} layers with weights on the longest path, for the branches of a module stand side by side."
    )
    joined = (
        "A module looks at its input through several windows at once and stacks what they find, channel behind "
        "channel, so that the next one can choose (Szegedy et al. 2014, section 4)."
    )
    if any(node.op == "add" for node in graph.nodes):
        joined += (
            " Here each module is also residual: a 1×1 convolution brings the stack to the width of x, a small factor "
            "scales it, and it is added (Szegedy et al. 2016, section 3.2)."
        )
    if aux:
        adds = "adds a loss of its" if len(aux) == 1 else "add losses of their"
        joined += f" In training {_and([group.path for group in aux])} {adds} own."
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
    said = f"{count_text(len(blocks))} {_plural('block', len(blocks))} of {convs} convolutions"
    outside = sum(node.op == "conv" for node in end_nodes(graph, "stem"))
    linear = " and the linear layer" if end_nodes(graph, "head") else ""
    counted = f"{said}, {outside} more in the stem{linear}: {graph.depth:,} layers with weights on the longest path."
    if is_plain(graph):
        plain = "No shortcut leads past a block: this is a plain network, the paper's control"
        return f"{counted} {plain} {cite('section 3.3')}."
    named = [f"{count} {_plural(SHORTCUT_TITLES[kind], count)}" for kind, count in kinds.most_common()]
    if not named:
        return f"{counted} The shapes stop fitting in the first of them."
    return (
        f"{counted} Each block learns what to add to its input, y = F(x) + x {cite('equation 1')}; "
        f"there are {_and(named)}."
    )


def _costs(graph: Graph) -> str:
    """Which layer holds most parameters and which takes most of the work."""
    if not graph.stages:
        return ""
    heavy = max(graph.stages, key=lambda stage: stage.params)
    busy = max(graph.stages, key=lambda stage: stage.macs)
    weight, work = 100 * heavy.params / graph.params, 100 * busy.macs / graph.macs
    if heavy is busy:
        return f"{heavy.path} holds {weight:.0f} % of the parameters and takes {work:.0f} % of the multiply-adds."
    return f"{heavy.path} holds {weight:.0f} % of the parameters, {busy.path} takes {work:.0f} % of the multiply-adds."


def published_results(graph: Graph) -> str:
    """What a paper measured for a network of this name, as it was published; nothing for another variant."""
    if graph.name in TOP_ERRORS and not graph.changes:
        return TOP_ERRORS[graph.name]
    option = str(dict(graph.config).get("shortcut", ""))
    if graph.changes not in ((), (f"shortcut={option}",)):
        return ""
    if graph.name == "resnet34" and option in SHORTCUT_TOP1:
        return _shortcuts(option)
    for prefix, read in _RESULTS.items():
        depth = graph.name.removeprefix(prefix).removesuffix("_v1")
        if graph.name.startswith(prefix) and depth == str(graph.depth) and not graph.changes:
            return read(graph.depth)
    return ""


def _shortcuts(option: str) -> str:
    """Table 3 has every option for 34 layers."""
    others = ", ".join(f"{error} % {_option(name)}" for name, error in SHORTCUT_TOP1.items() if name != option)
    return (
        f"The paper's 34 layers reach {SHORTCUT_TOP1[option]} % top-1 error on ImageNet {_option(option)}, as here; "
        f"{others} {cite('Table 3')}."
    )


def _option(name: str) -> str:
    return "without shortcuts" if name == "none" else f"with option {name}"


def _imagenet(depth: int) -> str:
    if depth not in (*BOTTLENECK_TOP1, *RESIDUAL_TOP1):
        return ""
    if depth in BOTTLENECK_TOP1:
        return f"The paper's {depth} layers reach {BOTTLENECK_TOP1[depth]} % top-1 error on ImageNet {cite('Table 3')}."
    return (
        f"The paper tests {depth} layers with option A only, this network has option B: the top-1 error on ImageNet is "
        f"{RESIDUAL_TOP1[depth]} % with shortcuts and {PLAIN_TOP1[depth]} % without {cite('Table 2')}."
    )


def _plain(depth: int) -> str:
    return (
        f"The paper's plain network with {depth} layers has {PLAIN_TOP1[depth]} % top-1 error on ImageNet; "
        f"18 layers have {PLAIN_TOP1[18]}, 34 have {PLAIN_TOP1[34]} {cite('Table 2')}."
    )


def _cifar(depth: int) -> str:
    said = (
        f"6 · {(depth - 2) // 6} + 2 = {depth:,} layers, {CIFAR_ERROR[depth]} % test error on CIFAR-10 in the paper "
        f"{cite('Table 6')}."
    )
    if depth == 1202:
        said += (
            " 110 layers do better, 6.43 %, with much the same training error: here it is overfitting (section 4.2)."
        )
    return said


_RESULTS = {"cifar_resnet": _cifar, "resnet": _imagenet, "plain": _plain}


def explained_input(graph: Graph) -> list[str]:
    """What the network is given."""
    channels = graph.input[0]
    colours = " red, green and blue;" if channels == 3 else ""
    said = [
        f"{shape_text(graph.input)}: {channels:,} {_plural('channel', channels)},{colours} then height and width. "
        f"{count_text(elements(graph.input))} numbers go in."
    ]
    pooled = next((node for node in end_nodes(graph, "head") if node.op == "avgpool"), None)
    if pooled:
        said.append(
            f"Another size changes every map of the network but no parameter: the global average pool takes the "
            f"{size_text(pooled.input_shapes[0])} that is left here as it would take any other size."
        )
    return said


def _plural(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
