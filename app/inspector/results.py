"""What the papers measured, as they print it: a sentence for a network that is the published one, else nothing."""

from app.graph.types import Graph
from app.language import prose, say
from app.published import BOTTLENECK_TOP1, CIFAR_ERROR, PLAIN_TOP1, RESIDUAL_TOP1, SHORTCUT_TOP1, TOP_ERRORS, cite
from app.scene.units import phrases


def published_results(graph: Graph) -> str:
    """What a paper measured for a network of this name, as it was published; nothing for another variant."""
    if graph.name in TOP_ERRORS and not graph.changes:
        return say(TOP_ERRORS[graph.name])
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
    others = [
        say("{error} % {option}", error=error, option=_option(name))
        for name, error in SHORTCUT_TOP1.items()
        if name != option
    ]
    return say(
        "The paper's 34 layers reach {error} % top-1 error on ImageNet {option}, as here; {others} {source}.",
        error=SHORTCUT_TOP1[option],
        option=_option(option),
        others=phrases(*others),
        source=cite(table="3"),
    )


def _option(name: str) -> str:
    return say("without shortcuts") if name == "none" else say("with option {name}", name=name)


def _imagenet(depth: int) -> str:
    if depth not in (*BOTTLENECK_TOP1, *RESIDUAL_TOP1):
        return ""
    if depth in BOTTLENECK_TOP1:
        return say(
            "The paper's {depth} layers reach {error} % top-1 error on ImageNet {source}.",
            depth=depth,
            error=BOTTLENECK_TOP1[depth],
            source=cite(table="3"),
        )
    return say(
        "The paper tests {depth} layers with option A only, this network has option B: the top-1 error on ImageNet is "
        "{residual} % with shortcuts and {plain} % without {source}.",
        depth=depth,
        residual=RESIDUAL_TOP1[depth],
        plain=PLAIN_TOP1[depth],
        source=cite(table="2"),
    )


def _plain(depth: int) -> str:
    return say(
        "The paper's plain network with {depth} layers has {error} % top-1 error on ImageNet; 18 layers have {of_18}, "
        "34 have {of_34} {source}.",
        depth=depth,
        error=PLAIN_TOP1[depth],
        of_18=PLAIN_TOP1[18],
        of_34=PLAIN_TOP1[34],
        source=cite(table="2"),
    )


def _cifar(depth: int) -> str:
    said = [
        say(
            "6 · {blocks} + 2 = {depth:,} layers, {error} % test error on CIFAR-10 in the paper {source}.",
            blocks=(depth - 2) // 6,
            depth=depth,
            error=CIFAR_ERROR[depth],
            source=cite(table="6"),
        )
    ]
    if depth == 1202:
        said.append(
            say(
                "110 layers do better, 6.43 %, with much the same training error: here it is overfitting (section 4.2)."
            )
        )
    return prose(said)


_RESULTS = {"cifar_resnet": _cifar, "resnet": _imagenet, "plain": _plain}
