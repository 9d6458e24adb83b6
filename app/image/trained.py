"""What training measured of the bundled networks: `manifest.json` and `curves.json` beside the checkpoints."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

BUNDLED = Path(__file__).parent / "bundled"


@dataclass(frozen=True, slots=True)
class Trained:
    """A bundled network. accuracy: share of the test pictures it names rightly. steps: batches that it learnt from.
    size: of its file in bytes.

    loss, train_error, test_error: an entry an epoch. The first two are means over the epoch's batches, while the
    network changed; the third is measured behind the epoch. Errors are shares.
    """

    preset: str
    accuracy: float
    train_images: int
    test_images: int
    epochs: int
    steps: int
    seconds: int
    size: int
    loss: tuple[float, ...]
    train_error: tuple[float, ...]
    test_error: tuple[float, ...]


@cache
def trained(folder: Path = BUNDLED) -> tuple[Trained, ...]:
    """Every bundled network, in the order of training."""
    manifest, curves = (json.loads((folder / name).read_text()) for name in ("manifest.json", "curves.json"))
    return tuple(
        Trained(
            preset=entry["preset"],
            accuracy=entry["accuracy"],
            train_images=entry["train_images"],
            test_images=entry["test_images"],
            epochs=entry["epochs"],
            steps=entry["steps"],
            seconds=entry["seconds"],
            size=(folder / entry["file"]).stat().st_size,
            loss=tuple(curve["loss"]),
            train_error=tuple(curve["train_error"]),
            test_error=tuple(curve["test_error"]),
        )
        for entry, curve in zip(manifest, curves, strict=True)
    )
