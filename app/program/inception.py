"""What the templates of GoogLeNet and its successors need: which channels enter each module, as they were measured."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from app.graph.types import Graph
from app.nets.googlenet_config import MODULES, GoogLeNetConfig
from app.nets.inception_resnet_v2 import InceptionResNetV2Config
from app.nets.inception_v3 import InceptionV3Config
from app.nets.inception_v4 import InceptionV4Config
from app.program.source import Code

Values = Mapping[str, object]


def googlenet(config: GoogLeNetConfig, graph: Graph) -> Values:
    entering = config.entering()
    kept = slice(None) if config.reduce else slice(0, None, 2)  # a naive module has no reductions
    modules = [(Code(name), _arguments(entering[name], *_columns(config, name)[kept])) for name in MODULES]
    return {"entering": entering, "modules": modules}


def _columns(config: GoogLeNetConfig, module: str) -> tuple[int, ...]:
    return config.columns(module) if config.reduce else config.columns(module)[:5]


def inception_v3(config: InceptionV3Config, graph: Graph) -> Values:
    entering = _entering(graph)
    kinds = {"InceptionA": config.pool_features, "InceptionC": config.channels_7x7}
    own = {kind: iter(widths) for kind, widths in kinds.items()}  # the widths that differ from module to module
    modules = [
        (Code(path), Code(f"{kind}({_arguments(channels, *_next(own.get(kind)))})"))
        for path, (kind, channels) in entering.items()
    ]
    return {
        "entering": {path: channels for path, (_, channels) in entering.items()},
        "modules": modules,
        "leaving": graph.shape_of("flatten")[0],
    }


def inception_v4(config: InceptionV4Config, graph: Graph) -> Values:
    behind_stem = list(_entering(graph).values())[3:]
    runs = [(Code(kind), channels, len(list(run))) for (kind, channels), run in groupby(behind_stem)]
    return {"modules": runs, "leaving": graph.shape_of("global_pool.flatten")[0]}


def inception_resnet_v2(config: InceptionResNetV2Config, graph: Graph) -> Values:
    entering = {path: channels for path, (_, channels) in _entering(graph).items()}
    return {"width_a": entering["mixed_6a"], "width_b": entering["mixed_7a"], "width_c": entering["block8"]}


def _entering(graph: Graph) -> dict[str, tuple[str, int]]:
    """path of each module, in order -> its class and the channels that enter it. These networks always fit."""
    return {group.path: (group.type, group.input_shape[0]) for group in graph.groups if group.kind == "block"}


def _next(widths: Iterator[int] | None) -> tuple[int, ...]:
    return () if widths is None else (next(widths),)


def _arguments(*numbers: int) -> Code:
    return Code(", ".join(map(repr, numbers)))
