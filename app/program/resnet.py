"""What the templates of residual networks need besides the configuration."""

from collections.abc import Mapping

from app.graph.types import Graph
from app.nets.resnet_config import EXPANSION, ResNetConfig
from app.program.source import Code


def resnet(config: ResNetConfig, graph: Graph) -> Mapping[str, object]:
    expansion = EXPANSION[config.block]
    entering = (config.widths[0], *(width * expansion for width in config.widths))
    inner = _inner(config)
    changing = len(config.depths) > 1 or expansion > 1  # whether any block puts out another shape than it reads
    return {
        "batch": config.norm == "batch",
        "pre": config.order == "pre",
        "bottleneck": config.block == "bottleneck",
        "block": Code("Bottleneck" if config.block == "bottleneck" else "BasicBlock"),
        "out_channels": Code("4 * width" if expansion == 4 else "width"),
        "inner": inner,
        "within": Code("inner" if config.block == "bottleneck" and inner != "width" else "width"),
        "half": max(1, config.widths[0] // 2),
        "layers": list(zip(range(1, 6), entering, config.widths, config.depths, strict=False)),
        "leaving": entering[-1],
        "changing": changing,
        "projected": config.shortcut == "C" or (config.shortcut == "B" and changing),
        "padded": config.shortcut == "A" and changing,
        "gated": config.shortcut == "highway" and (not changing or _keeps(config)),
        "strict": graph.failure is not None and graph.failure.op == "add",
    }


def _keeps(config: ResNetConfig) -> bool:
    """Whether any block keeps the shape: every one behind the first of its layer, and that of a basic first layer."""
    return config.block == "basic" or max(config.depths) > 1


def _inner(config: ResNetConfig) -> Code:
    """The channels of a bottleneck's 3x3, as an expression of `width`."""
    if config.base_width == 64:
        return Code("width" if config.groups == 1 else f"width * {config.groups}")
    grouped = f" * {config.groups}" if config.groups > 1 else ""
    return Code(f"width * {config.base_width} // 64{grouped}")
