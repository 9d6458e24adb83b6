"""Paths that a network has not but another calls so: what is meant there, by where it stands.

torchvision's residual networks count layer1 on and put blocks right into them, timm's pre-activation ones count
stages.0 on and keep `blocks`; a module that is no view of its own stands for the first operation inside.
"""

import re
from collections.abc import Sequence

LAYER = re.compile(r"layer([1-9])(?:\.(\d+))?(\..+)?$")
STAGE = re.compile(r"stages\.(\d)(?:(?:\.blocks)?\.(\d+))?(\..+)?$")


def meant(path: str, known: Sequence[str]) -> tuple[str, ...]:
    """The one path of `known` that was meant, or ()."""
    translated = _translated(path)
    while translated:
        if translated in known:
            return (translated,)
        translated = translated.rpartition(".")[0]
    return tuple(at for at in known if at.startswith(f"{path}."))[:1]


def _translated(path: str) -> str:
    """`stages.1.blocks.0.conv1` for `layer2.0.conv1` and the other way round; "" for other names."""
    if found := LAYER.match(path):
        block = f".blocks.{found[2]}" if found[2] else ""
        return f"stages.{int(found[1]) - 1}{block}{found[3] or ''}"
    if found := STAGE.match(path):
        block = f".{found[2]}" if found[2] else ""
        return f"layer{int(found[1]) + 1}{block}{found[3] or ''}"
    return ""
