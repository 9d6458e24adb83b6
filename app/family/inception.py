"""The page /family/inception as plain values: GoogLeNet's Table 1, what the reductions save, and the later modules."""

from dataclasses import dataclass

from app.corrections import Correction, corrections
from app.graph.types import Graph, Group
from app.language import say
from app.language.nouns import percent, several
from app.nets import config, preset
from app.nets.config import NetConfig
from app.pipeline import graph_for
from app.published import GOOGLENET_TABLE
from app.scene.recipes import census
from app.scene.units import count_text, phrases, shape_text, size_text
from app.scene.words import block_title, network_title

FAMILY = ("googlenet_paper", "googlenet", "inception_v3", "inception_v4", "inception_resnet_v2")
MODULE = "inception3a"
REDUCED = "googlenet_paper"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of Table 1. columns: the six channel counts of a module, else ""; counts of the paper's arrangement, as
    printed and as traced, and of torchvision's."""

    name: str
    path: str
    size: str
    columns: tuple[str, ...]
    params: str = ""
    macs: str = ""
    printed_params: str = ""
    printed_macs: str = ""
    torchvision_params: str = ""
    torchvision_macs: str = ""


@dataclass(frozen=True, slots=True)
class Relative:
    """A network of the family in one line. modules: how many of its main kind, in all and section by section; others:
    what it is built of besides."""

    title: str
    config: NetConfig
    input: str
    modules: str
    others: str
    depth: int
    params: str
    macs: str
    field: str


@dataclass(frozen=True, slots=True)
class Saving:
    """The 5×5 branch of module 3a with some number of 1×1 kernels before it, 0 for none."""

    reducers: int
    config: NetConfig
    path: str
    macs: str
    share: str


@dataclass(frozen=True, slots=True)
class Module:
    """A kind of module: the first of its kind in a network. times: how many there are."""

    network: str
    title: str
    config: NetConfig
    path: str
    shapes: str
    branches: int
    times: int


@dataclass(frozen=True, slots=True)
class Inception:
    """Everything that the page shows."""

    lines: tuple[Line, ...]
    totals: Line
    relatives: tuple[Relative, ...]
    savings: tuple[Saving, ...]
    modules: tuple[Module, ...]
    figures: tuple[tuple[str, NetConfig, str, str], ...]
    corrections: tuple[Correction, ...]


def inception_family() -> Inception:
    """GoogLeNet and its descendants."""
    graph, other = graph_for(preset(REDUCED)), graph_for(preset("googlenet"))
    return Inception(
        lines=tuple(_lines(graph, other)),
        totals=Line(
            say("All"),
            "",
            "",
            (),
            count_text(graph.params),
            count_text(graph.macs),
            torchvision_params=count_text(other.params),
            torchvision_macs=count_text(other.macs),
        ),
        relatives=tuple(_relative(name) for name in FAMILY),
        savings=tuple(_saving(reducers) for reducers in (0, 16, 32, 96, 192)),
        modules=tuple(module for name in FAMILY[1:] for module in _modules(name)),
        figures=tuple(_figure(name) for name in ("googlenet_naive", REDUCED)),
        corrections=corrections("inception"),
    )


def _lines(graph: Graph, other: Graph) -> list[Line]:
    modules = [group.path for group in graph.groups if group.kind == "block"]
    named = {"conv1": ("conv1",), "conv2": ("conv2", "conv3"), **{path: (path,) for path in modules}, "linear": ("fc",)}
    return [_line(graph, other, name, members) for name, members in named.items()]


def _line(graph: Graph, other: Graph, name: str, members: tuple[str, ...]) -> Line:
    params, macs, size = _counts(graph, members)
    torchvision_params, torchvision_macs, _ = _counts(other, members)
    printed_params, printed_macs = GOOGLENET_TABLE[name]
    widths = dict(graph.config).get(name)
    return Line(
        name=name,
        path={"conv1": "conv1.conv", "conv2": "stem", "linear": "fc"}.get(name, name),
        size=size,
        columns=tuple(map(str, widths)) if isinstance(widths, tuple) else (),
        params=count_text(params),
        macs=count_text(macs),
        printed_params=printed_params,
        printed_macs=printed_macs,
        torchvision_params=count_text(torchvision_params),
        torchvision_macs=count_text(torchvision_macs),
    )


def _counts(graph: Graph, members: tuple[str, ...]) -> tuple[int, int, str]:
    """Parameters, multiply-adds and output size of everything inside some modules of the network."""
    nodes = [
        node for node in graph.nodes if node.path in members or node.path.startswith(tuple(f"{m}." for m in members))
    ]
    return sum(node.params for node in nodes), sum(node.macs for node in nodes), size_text(nodes[-1].output_shape)


def _relative(name: str) -> Relative:
    made = preset(name)
    graph = graph_for(made)
    last = graph.inside(graph.stages[-1])[-1].receptive_field
    (_, runs), *others = census(graph)
    return Relative(
        title=network_title(name),
        config=made,
        input=size_text(graph.input),
        modules=f"{sum(runs)} ({', '.join(map(str, runs))})",
        others=phrases(*(several(sum(more), kind) for kind, more in others)),
        depth=graph.depth,
        params=count_text(graph.params),
        macs=count_text(graph.macs),
        field=f"{last.size[0]} × {last.size[1]}",
    )


def _saving(reducers: int) -> Saving:
    """The multiply-adds of the third branch, traced in a module that has this many 1×1 kernels there."""
    if reducers == 0:
        made = preset("googlenet_naive")
    else:
        *before, _, wide, projected = getattr(preset(REDUCED), MODULE)  # its columns in Table 1's order
        made = config(REDUCED, **{MODULE: (*before, reducers, wide, projected)})
    naive = _branch_macs(graph_for(preset("googlenet_naive")))
    macs = _branch_macs(graph_for(made))
    return Saving(reducers, made, MODULE, count_text(macs), percent(f"{100 * macs / naive:.1f}"))


def _branch_macs(graph: Graph) -> int:
    return sum(node.macs for node in graph.nodes if node.path.startswith(f"{MODULE}.branch3"))


def _modules(name: str) -> list[Module]:
    """The first of every kind of module, by class and by whether it shrinks the map."""
    graph = graph_for(preset(name))
    kinds: dict[tuple[str, bool], list[Group]] = {}
    for group in graph.groups:
        if group.kind == "block":
            kinds.setdefault((group.type, group.input_shape[1:] != group.output_shape[1:]), []).append(group)
    return [_module(graph, name, found) for found in kinds.values()]


def _module(graph: Graph, name: str, found: list[Group]) -> Module:
    first = found[0]
    concats = [node for node in graph.inside(first) if node.op == "concat"]
    return Module(
        network=network_title(name),
        title=block_title(graph, first),
        config=preset(name),
        path=first.path,
        shapes=f"{shape_text(first.input_shape)} → {shape_text(first.output_shape)}",
        branches=len(concats[-1].inputs) if concats else 1,
        times=len(found),
    )


def _figure(name: str) -> tuple[str, NetConfig, str, str]:
    """A module to draw: its title, where it is, its cost."""
    made = preset(name)
    group = graph_for(made).group_by_path[MODULE]
    cost = say(
        "{channels} channels out, {params} parameters, {macs} multiply-adds",
        channels=count_text(group.output_shape[0]),
        params=count_text(group.params),
        macs=count_text(group.macs),
    )
    return (say("Naive") if name == "googlenet_naive" else say("With reductions")), made, MODULE, cost
