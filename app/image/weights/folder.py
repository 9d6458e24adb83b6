"""The folder of published weights: one safetensors file each under a name of our own, and the names of the classes.

What is written appears whole or not at all, so that a server may read the folder meanwhile.
"""

import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from app.image.weights.published import Published
from app.settings import settings


def folder() -> Path:
    """Where they are; it need not exist."""
    return settings().weights or settings().data / "weights"


def latest() -> int:
    """Another number whenever a file has come, gone or been replaced; 0 where there is no folder."""
    try:
        return folder().stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def place(row: Published) -> Path:
    """The file of some published weights, there or not."""
    return folder() / f"{row.preset}-{row.tag}.safetensors"


def edition(row: Published) -> int:
    """Another number whenever the file of some published weights is another; 0 where there is none."""
    try:
        return place(row).stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def stored_keys(row: Published) -> set[str]:
    """The names of the tensors in a stored file; none if it is damaged."""
    try:
        with safe_open(place(row), framework="pt") as opened:
            return set(opened.keys())
    except SafetensorError:
        return set()


def store(row: Published, tensors: Mapping[str, Tensor]) -> Path:
    """Keep tensors as the weights of this row, in place of what was there."""
    with replacing(place(row)) as file:
        save_file(dict(tensors), file, {"weights": f"{row.preset} {row.tag}", "publisher": row.publisher})
    return place(row)


@contextmanager
def replacing(target: Path) -> Generator[Path]:
    """A file beside `target`, which it replaces when the context ends well, and which is gone when it does not."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=target.parent, prefix=".", suffix=".part", delete=False) as made:
        file = Path(made.name)
    try:
        yield file
        file.chmod(0o644)
        os.replace(file, target)
    finally:
        file.unlink(missing_ok=True)
