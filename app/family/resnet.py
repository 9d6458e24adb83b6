"""The page /family/resnet as plain values: the paper's Table 1 and its relatives, every count traced here and now.

What the paper measured (errors) or rounded (FLOPs) comes from `published.py` and stands beside our own counts.
"""

from dataclasses import dataclass
from typing import Literal

from app.corrections import Correction, corrections
from app.graph.types import Graph, Group
from app.language import message, say
from app.language.nouns import percent
from app.nets import config, preset
from app.nets.config import NetConfig
from app.pipeline import graph_for
from app.published import CIFAR_ERROR, CIFAR_PARAMS, IMAGENET_FLOPS, SHORTCUT_TOP1
from app.scene.flow import flow_of, nodes_in
from app.scene.op_words import conv_signature, op_label
from app.scene.titles import network_title
from app.scene.units import count_text, size_text

DEPTHS = (18, 34, 50, 101, 152)
StrideIn = Literal["1x1", "3x3"]

# The article's Table 1 prints these as ImageNet networks.
ARTICLE_PARAMS = {18: "11.174M", 34: "21.282M", 50: "23.521M", 101: "42.513M", 152: "58.157M"}

SHORTCUTS = {
    "none": message("none: plain network"),
    "A": message("A: zeros for new channels"),
    "B": message("B: projection where the shape changes"),
    "C": message("C: projection on every shortcut"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table that leads to a view: lines of text, how often they repeat, where it leads."""

    lines: tuple[str, ...]
    config: NetConfig
    path: str = ""
    times: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A row of Table 1: the paper's name, the output's size, a cell a depth."""

    name: str
    size: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A network's traced counts beside what was printed about it."""

    title: str
    config: NetConfig
    params: str
    macs: str
    printed: str
    error: str = ""
    other: Cell | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """Everything that the page shows. stride_in: where the bottlenecks have their stride."""

    stride_in: StrideIn
    columns: tuple[Cell, ...]
    lines: tuple[Line, ...]
    totals: tuple[Count, ...]
    strides: tuple[Count, ...]
    schematics: tuple[Count, ...]
    shortcuts: tuple[Count, ...]
    article: tuple[Count, ...]
    cifar: tuple[Count, ...]
    corrections: tuple[Correction, ...]


def resnet_family(stride_in: StrideIn = "1x1") -> Family:
    """The residual networks of the paper, with the stride of a bottleneck in its first 1×1 or in its 3×3."""
    configs = tuple(_of_depth(depth, stride_in) for depth in DEPTHS)
    return Family(
        stride_in=stride_in,
        columns=tuple(Cell((_deep(depth),), made) for depth, made in zip(DEPTHS, configs, strict=True)),
        lines=tuple(_lines(configs)),
        totals=tuple(
            _count(made, _deep(depth), IMAGENET_FLOPS[depth]) for depth, made in zip(DEPTHS, configs, strict=True)
        ),
        strides=tuple(_count(preset(name), network_title(name)) for name in ("resnet50_v1", "resnet50")),
        schematics=tuple(_count(preset(name), network_title(name)) for name in ("plain34", "resnet34")),
        shortcuts=tuple(_shortcut(option) for option in SHORTCUTS),
        article=tuple(_article(depth) for depth in DEPTHS),
        cifar=tuple(_cifar(depth) for depth in CIFAR_PARAMS),
        corrections=corrections("resnet"),
    )


def _deep(depth: int) -> str:
    """`34-layer`, a network as Table 1 calls it."""
    return say("{count}-layer", count=depth)


def _of_depth(depth: int, stride_in: StrideIn) -> NetConfig:
    """The preset of Table 1's column; basic blocks have no 1×1 to put the stride in."""
    return preset(f"resnet{depth}_v1" if depth >= 50 and stride_in == "1x1" else f"resnet{depth}")


def _lines(configs: tuple[NetConfig, ...]) -> list[Line]:
    graphs = [graph_for(made) for made in configs]
    first = graphs[0]
    stem = [("conv1", "conv1"), ("conv2_x", "maxpool")]
    lines = [
        Line(
            name,
            size_text(first.by_path[path].output_shape),
            tuple(_operation(graph, made, path) for graph, made in zip(graphs, configs, strict=True)),
        )
        for name, path in stem
    ]
    for index, stage in enumerate(first.stages):
        cells = tuple(_stage(graph, made, graph.stages[index]) for graph, made in zip(graphs, configs, strict=True))
        lines.append(Line(f"conv{index + 2}_x", size_text(stage.output_shape), cells))
    heads = tuple(
        Cell((op_label(graph.by_path["avgpool"]), op_label(graph.by_path["fc"])), made, "head")
        for graph, made in zip(graphs, configs, strict=True)
    )
    return [*lines, Line("pool, fc", size_text(first.by_path["avgpool"].output_shape), heads)]


def _operation(graph: Graph, made: NetConfig, path: str) -> Cell:
    return Cell((op_label(graph.by_path[path]),), made, path)


def _stage(graph: Graph, made: NetConfig, stage: Group) -> Cell:
    """`3×3, 128` twice, `× 4`: the convolutions of the layer's last block, which all but the first are like."""
    blocks = graph.children(stage.path)
    convs = [node for node in nodes_in(flow_of(graph, blocks[-1]).main) if node.op == "conv"]
    return Cell(tuple(conv_signature(node) for node in convs), made, stage.path, len(blocks))


def _count(made: NetConfig, title: str, printed: str = "", error: str = "", other: Cell | None = None) -> Count:
    graph = graph_for(made)
    return Count(title, made, count_text(graph.params), count_text(graph.macs), printed, error, other)


def _shortcut(option: str) -> Count:
    made = preset("plain34") if option == "none" else config("resnet34", shortcut=option)
    return _count(made, say(SHORTCUTS[option]), error=percent(f"{SHORTCUT_TOP1[option]:.2f}"))


def _article(depth: int) -> Count:
    """What the article printed, the network that has this count, and the one it was said to be."""
    small = config(f"resnet{depth}", stem="cifar", classes=10)
    meant = preset(f"resnet{depth}")
    other = Cell((count_text(graph_for(meant).params),), meant)
    return _count(small, _deep(depth), ARTICLE_PARAMS[depth], other=other)


def _cifar(depth: int) -> Count:
    """Table 6's row; the plain network of the same depth, where there is a preset, has the same counts."""
    made = preset(f"cifar_resnet{depth}")
    return _count(made, f"{depth}", CIFAR_PARAMS[depth], percent(f"{CIFAR_ERROR[depth]:.2f}"))
