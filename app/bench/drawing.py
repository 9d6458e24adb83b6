"""From a name to its SVG: against torchinfo, which draws nothing, against itself at eleven times the depth, and the
other formats against it."""

from app.bench.peers import torchinfo_summary
from app.bench.row import Row, medians
from app.graph.trace import trace
from app.nets import build, config
from app.pipeline import document_for, graph_for, scene_for
from app.render.svg import svg
from app.scene.draw import draw
from app.scene.types import View

SHORT, LONG = "cifar_resnet110", "cifar_resnet1202"
UNFOLDED = View(expand=("all",))


def against_torchinfo() -> list[Row]:
    """Caches cold, process warm; both sides build their network."""
    bounds = {"resnet152": 0.5, "resnet18": 1.0, "googlenet": 1.0, "inception_v3": 1.0}
    rows: list[Row] = []
    for name, bound in bounds.items():
        ours, theirs = medians(9, lambda name=name: name_to_svg(name), torchinfo_summary(name))
        rows.append(Row(f"name to SVG, {name}, against torchinfo.summary", ours / theirs, bound))
    return rows


def other_formats() -> list[Row]:
    """From the traced network to the file, drawn anew each time, against the SVG made in the same way."""
    bounds = {"pdf": 5.0, "png": 5.0, "tex": 2.0}
    svg_time, *times = medians(15, *(lambda format=format: graph_to_file(format) for format in ("svg", *bounds)))
    return [
        Row(f"resnet152 as .{format}, from the traced network, against its .svg", time / svg_time, bound)
        for (format, bound), time in zip(bounds.items(), times, strict=True)
    ]


def graph_to_file(format: str) -> bytes:
    """A drawing that nothing was kept of but the network."""
    scene_for.cache_clear()
    return document_for(config("resnet152"), View(), format)


def name_to_svg(name: str) -> bytes:
    """A picture that nothing was kept of."""
    graph_for.cache_clear()
    scene_for.cache_clear()
    return document_for(config(name), View(), "svg")


def per_node() -> list[Row]:
    """The long network's time for a node in units of the short one's, every repeat unfolded."""
    graphs = {name: graph_for(config(name)) for name in (SHORT, LONG)}
    networks = {name: build(config(name), "meta") for name in graphs}
    scenes = {name: draw(graph, UNFOLDED) for name, graph in graphs.items()}
    steps = {
        "trace": lambda name: trace(networks[name], graphs[name].input),
        "scene": lambda name: draw(graphs[name], UNFOLDED),
        "SVG": lambda name: svg(scenes[name], "light"),
    }
    rows: list[Row] = []
    for step, act in steps.items():
        short, long = medians(5, lambda act=act: act(SHORT), lambda act=act: act(LONG))
        ratio = (long / len(graphs[LONG].nodes)) / (short / len(graphs[SHORT].nodes))
        rows.append(Row(f"time a node, ResNet-1202 against ResNet-110, {step}", ratio, 1.3))
    return rows
