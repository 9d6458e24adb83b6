"""Reference traces of real implementations and of the papers' arithmetic, and the configuration that each describes.

A file is named `[paper_]PRESET[_optionX][_strideKxK][_at_HxW].json`, so a new file needs no line here.
"""

import json
import re
from pathlib import Path
from typing import Any

from app import nets
from app.nets.config import NetConfig

GRAPHS = Path(__file__).parent / "golden" / "graph"
STATE_DICTS = Path(__file__).parent / "golden" / "state_dict"

OPS = {
    "Conv2d": "conv",
    "BatchNorm2d": "norm",
    "ReLU": "activation",
    "MaxPool2d": "maxpool",
    "AdaptiveAvgPool2d": "avgpool",
    "Add": "add",
    "Tensor.add_": "add",
    "ZeroPadSubsample": "zeropad",
    "torch.flatten": "flatten",
    "Linear": "linear",
}

_NAME = re.compile(
    r"(?:paper_)?(?P<preset>.+?)(?:_option(?P<shortcut>[ABC]))?(?:_stride(?P<stride_in>\dx\d))?(?:_at_(?P<size>\d+x\d+))?"
)


def names(folder: Path) -> list[str]:
    """The names of the reference files, without their suffix."""
    return sorted(path.stem for path in folder.glob("*.json"))


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / f"{name}.json").read_text())


def config_of(name: str) -> NetConfig:
    """The configuration that a reference file's name describes."""
    match = _NAME.fullmatch(name)
    assert match, name
    words = {key: word for key, word in match.groupdict().items() if word}
    preset, size = words.pop("preset"), words.pop("size", None)
    if size:
        words["input"] = "3," + size.replace("x", ",")
    return nets.config(preset, **words)


def operations(reference: dict[str, Any]) -> list[dict[str, Any]]:
    """Everything that ran, in order, each with its `op`: modules and, in real traces, the functions between them."""
    ran = sorted([*reference["modules"], *reference.get("functional", [])], key=lambda entry: entry["seq"])
    return [{**entry, "op": OPS[entry.get("op") or entry["type"]]} for entry in ran]
