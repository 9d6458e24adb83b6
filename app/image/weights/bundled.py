"""The weights that come with this program: what its own training left in `app/image/bundled`, if it is there.

`manifest.json` there is a list of {"preset", "file", "sha256", "classes", "accuracy", "test_images", "transform"}.
"""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from torch import Tensor

from app.image.types import Transform
from app.image.weights.matching import matched
from app.image.weights.reading import read
from app.image.weights.structure import changes, resized, where_measured
from app.image.weights.types import Weights
from app.language import say
from app.nets import PRESETS
from app.nets.config import NetConfig

NAME = "bundled"
FOLDER = Path(__file__).parent.parent / "bundled"


def bundled_weights(config: NetConfig) -> Weights | None:
    """Those of the configuration's preset; None where there are none, or where it is another network by now."""
    entry = _manifest(FOLDER).get(config.preset)
    if not entry or changes(config):
        return None
    height, width = PRESETS[config.preset].input[1:]
    right = say(
        "{percent} % of {count} held-out pictures right",
        percent=f"{100 * entry['accuracy']:.1f}",
        count=f"{entry['test_images']:,}",
    )
    right = where_measured(config, right)
    return Weights(
        name=NAME,
        kind="bundled",
        title=say("Trained here"),
        says=say(
            "Trained by this project on {size} drawings of {count} kinds of shapes and textures: {right}.",
            size=f"{height}×{width}",
            count=len(entry["classes"]),
            right=right,
        ),
        transform=resized(_transform(entry["transform"]), config),
        classes=tuple(entry["classes"]),
        accuracy=right,
    )


def bundled_tensors(config: NetConfig) -> dict[str, Tensor]:
    """Key -> tensor. The file is the one that the manifest was written for."""
    entry = _manifest(FOLDER)[config.preset]
    file = FOLDER / entry["file"]
    assert hashlib.sha256(file.read_bytes()).hexdigest() == entry["sha256"], f"{file.name} is not what was trained"
    return matched(read(file), config, file.name)


def _transform(entry: dict[str, Any]) -> Transform:
    return Transform(entry["resize"], entry["interpolation"], tuple(entry["mean"]), tuple(entry["std"]))


@cache
def _manifest(folder: Path) -> dict[str, dict[str, Any]]:
    """Preset -> entry; the files of a running program do not change."""
    file = folder / "manifest.json"
    return {entry["preset"]: entry for entry in json.loads(file.read_text())} if file.exists() else {}
