"""What the papers measured, as they print it: a sentence for a network that is the published one, else nothing."""

from app.graph.types import Graph
from app.published import BOTTLENECK_TOP1, CIFAR_ERROR, PLAIN_TOP1, RESIDUAL_TOP1, SHORTCUT_TOP1, TOP_ERRORS, cite


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
