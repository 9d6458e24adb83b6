"""Checkpoints for tests: files with a preset's keys and shapes, and rows that say they are the published ones."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import torch
from torch import Tensor

from app.image.weights import adding, published
from app.image.weights.published import HALF, Published
from app.nets import build, config
from app.settings import Settings

SMALL = Published(
    "cifar_resnet20", "TAG_V1", "torchvision", "", published.Transform(36, "bilinear", HALF, HALF), (70, 90)
)


def tensors(preset: str, seed: int = 7, **overrides: Any) -> dict[str, Tensor]:
    """A preset's state dict with numbers that its own seed would not give."""
    return dict(build(config(preset, seed=seed, **overrides), "cpu").state_dict())


def saved(folder: Path, stem: str, weights: object, zipped: bool = True) -> Path:
    """What torch.save writes, its hash in its name as torchvision's are."""
    file = folder / stem
    torch.save(weights, file, _use_new_zipfile_serialization=zipped)
    return file.rename(folder / f"{stem}-{hashlib.sha256(file.read_bytes()).hexdigest()[:8]}.pth")


def publish(patch: pytest.MonkeyPatch, *rows: Published) -> None:
    """Make these rows the table of published files."""
    for module in (published, adding):
        patch.setattr(module, "PUBLISHED", rows)


def known_as(file: Path, row: Published = SMALL) -> Published:
    """The row, of a file of this name."""
    return replace(row, file=file.name)


def use_folder(patch: pytest.MonkeyPatch, place: Path) -> None:
    """Have the program keep weights in a place of the test's own."""
    made = Settings(weights=place)
    patch.setattr("app.image.weights.folder.settings", lambda: made)


@contextmanager
def server(handler: Callable[..., SimpleHTTPRequestHandler]) -> Iterator[str]:
    """The address of a server on loopback for as long as the context lasts."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as serving:
        thread = Thread(target=partial(serving.serve_forever, poll_interval=0.01))
        thread.start()
        try:
            yield f"http://127.0.0.1:{serving.server_address[1]}"
        finally:
            serving.shutdown()
            thread.join()


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder, silently."""

    def log_message(self, format: str, *args: Any) -> None:
        pass
