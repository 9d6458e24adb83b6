"""What training leaves in a folder: checkpoints, `manifest.json` (what each is) and `curves.json` (how it came about).

Both JSON files are lists with an entry a preset. They are written anew after every epoch, so that an interrupted run
leaves what it had.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from math import ceil
from pathlib import Path
from time import perf_counter
from typing import Any

import torch
from safetensors.torch import save
from torch import Tensor

from app.errors import UserError
from app.image.shapes import CLASSES, EDGE
from app.nets import build, preset
from app.nets.config import NetConfig
from app.training.train import BATCH, MEAN, STD, Epoch, pictures, train

TRAIN_IMAGES, TEST_IMAGES = 5000, 1000
SEED = 0


def train_all(names: Sequence[str], folder: Path, epochs: int, tell: Callable[[str], None]) -> None:
    """Train one preset after another. tell: called with a line of text behind every epoch. Raises UserError."""
    configs = {name: _fitting(name) for name in names}
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)  # sums do not depend on how many threads there are
    torch.use_deterministic_algorithms(True)
    learn, test = pictures("train", TRAIN_IMAGES), pictures("test", TEST_IMAGES)
    for name, config in configs.items():
        network, start, curve = build(config), perf_counter(), list[Epoch]()
        for epoch in train(network, learn, test, epochs, SEED):
            curve.append(epoch)
            seconds = round(perf_counter() - start)
            keep(folder, name, network.state_dict(), curve, seconds)
            errors = f"training error {epoch.train_error:.1%}, test error {epoch.test_error:.1%}"
            tell(f"{name}, epoch {len(curve)} of {epochs}, {seconds} s: loss {epoch.loss:.3f}, {errors}")


def keep(folder: Path, name: str, state: dict[str, Tensor], curve: list[Epoch], seconds: int) -> None:
    """Write a checkpoint and its entries in both lists, in the place of older ones."""
    data = save({key: tensor.contiguous() for key, tensor in state.items()})
    file = folder / f"{name}.safetensors"
    file.write_bytes(data)
    about = {
        "file": file.name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "classes": CLASSES,
        "accuracy": round(1 - curve[-1].test_error, 4),
        "test_images": TEST_IMAGES,
        "train_images": TRAIN_IMAGES,
        "epochs": len(curve),
        "steps": len(curve) * ceil(TRAIN_IMAGES / BATCH),
        "seconds": seconds,
        "transform": {"resize": EDGE, "interpolation": "bilinear", "mean": [MEAN] * 3, "std": [STD] * 3},
    }
    columns = ("loss", "train_error", "test_error")
    _put(folder / "manifest.json", name, about)
    _put(folder / "curves.json", name, {key: [round(getattr(epoch, key), 4) for epoch in curve] for key in columns})


def _fitting(name: str) -> NetConfig:
    """A preset that takes the pictures and tells their classes apart."""
    config = preset(name)
    if config.input != (3, EDGE, EDGE) or config.classes != len(CLASSES):
        raise UserError("preset", name, f"networks for 3x{EDGE}x{EDGE} images and {len(CLASSES)} classes")
    return config


def _put(file: Path, name: str, entry: dict[str, Any]) -> None:
    entries = {old["preset"]: old for old in json.loads(file.read_text())} if file.exists() else {}
    entries[name] = {"preset": name, **entry}
    file.write_text(json.dumps([*entries.values()], indent=1) + "\n")
