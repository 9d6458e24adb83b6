"""Reference traces of real implementations and of the papers' arithmetic, and the configuration that each describes.

A file is named `[paper_|timm_]PRESET[_optionX][_strideKxK][_aux|_aux_train|_noaux][_at_HxW].json`, and so is a row of
`totals.json`, so a new file or row needs no line here.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app import nets
from app.nets.config import NetConfig

GRAPHS = Path(__file__).parent / "golden" / "graph"
STATE_DICTS = Path(__file__).parent / "golden" / "state_dict"
TOTALS: dict[str, dict[str, Any]] = {
    row["name"]: row for row in json.loads((Path(__file__).parent / "golden" / "totals.json").read_text())
}

# What we call a module, or a function between modules, of a reference implementation.
OPS = {
    "Conv2d": "conv",
    "BatchNorm2d": "norm",
    "LocalResponseNorm": "lrn",
    "ReLU": "activation",
    "F.relu": "activation",
    "Sigmoid": "activation",
    "MaxPool2d": "maxpool",
    "F.max_pool2d": "maxpool",
    "AvgPool2d": "avgpool",
    "F.avg_pool2d": "avgpool",
    "AdaptiveAvgPool2d": "avgpool",
    "F.adaptive_avg_pool2d": "avgpool",
    "Tensor.mean": "avgpool",
    "Add": "add",
    "Tensor.add": "add",
    "Tensor.add_": "add",
    "Tensor.mul": "multiply",
    "Concat": "concat",
    "torch.cat": "concat",
    "ZeroPadSubsample": "zeropad",
    "Flatten": "flatten",
    "torch.flatten": "flatten",
    "Linear": "linear",
    "Softmax": "softmax",
}

# They hand their input on. The arithmetic files leave flattening out as well, for it changes no number.
PASSING = {"Identity", "Dropout"}
UNCOMPARED = {"flatten", "dropout"}

_NAME = re.compile(
    r"(?:paper_|timm_)?(?P<preset>.+?)(?:_option(?P<shortcut>[ABC]))?(?:_stride(?P<stride_in>\dx\d))?"
    r"(?:(?P<aux>_aux)(?:_train)?|_noaux)?(?:_at_(?P<size>\d+x\d+))?"
)


def names(folder: Path) -> list[str]:
    """The names of the reference files, without their suffix."""
    return sorted(path.stem for path in folder.glob("*.json"))


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / f"{name}.json").read_text())


def preset_of(name: str) -> str:
    """The preset that a reference file's name begins with."""
    return _words(name)["preset"]


def config_of(name: str) -> NetConfig:
    """The configuration that a reference file's name describes."""
    words = _words(name)
    preset, size = words.pop("preset"), words.pop("size", None)
    if size:
        words["input"] = "3," + size.replace("x", ",")
    if "aux" in words:
        words["aux"] = "true"
    return nets.config(preset, **words)


def _words(name: str) -> dict[str, str]:
    match = _NAME.fullmatch(name)
    assert match, name
    return {key: word for key, word in match.groupdict().items() if word}


def operations(reference: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Everything that ran, in order, each with its `op`: modules and, in real traces, the functions between them.

    timm's BatchNormAct2d is two operations, unless its activation is an Identity. A product with one tensor, not two,
    is with a constant.
    """
    for entry in sorted([*reference["modules"], *reference.get("functional", [])], key=lambda entry: entry["seq"]):
        kind = entry.get("op") or entry["type"]
        if kind == "BatchNormAct2d":
            yield {**entry, "op": "norm"}
            if "act:Identity" not in entry["fused_children"]:
                yield {**entry, "op": "activation", "in_shape": entry["out_shape"], "params": 0}
        elif kind == "Tensor.mul" and len(entry["in_shapes"]) == 1:
            yield {**entry, "op": "scale"}
        elif kind not in PASSING:
            yield {**entry, "op": OPS[kind]}
