"""A file becomes tensors by key, and nothing else: safetensors, or what `torch.save` wrote of a state dict.

torch's formats are pickles, which can call any function. Here their names are read first: only those that rebuild
tensors may occur. Then torch loads them with `weights_only`, itself an unpickler that calls nothing else. Before any
of it the sizes that a file declares are checked against the file's own. Every refusal is a UserError.
"""

import pickle
from collections.abc import Mapping
from pathlib import Path
from stat import S_ISREG
from typing import Any, cast

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from app.image.weights.pickles import check_legacy, check_zip, refused
from app.limits import limit

NESTED = ("state_dict", "model")  # where training programs keep the weights beside their optimiser
TYPES = {torch.float32, torch.float16, torch.bfloat16, torch.int64}  # the last: BatchNorm's count of batches


def read(file: Path) -> dict[str, Tensor]:
    """The tensors of a checkpoint, those of a zip or of safetensors mapped from the file until they are used.

    Raises UserError for a file that is too large, damaged, not one of tensors, or that holds numbers that are none.
    """
    start = _start(file)
    if start[8:9] == b"{":  # behind the length of the header, which may look like anything
        tensors = _safetensors(file, int.from_bytes(start[:8], "little"))
    elif start.startswith(b"PK"):
        check_zip(file)
        tensors = _torch(file, mmap=True)
    elif start[:1] == b"\x80":
        check_legacy(file)
        tensors = _torch(file, mmap=False)
    else:
        raise refused(file, *_guess(start))
    _check(file, tensors)
    return tensors


def _start(file: Path) -> bytes:
    """The first bytes. Raises UserError for what is no file, or too large to be looked at."""
    about = file.stat()
    if not S_ISREG(about.st_mode):
        raise refused(file, "", "a file")
    if about.st_size > limit("weights_bytes"):
        raise refused(file, "", f"at most {limit('weights_bytes'):,} bytes, it has {about.st_size:,}")
    with file.open("rb") as opened:
        return opened.read(1024)


def _guess(start: bytes) -> tuple[str, str]:
    """What a file is that holds no weights, and what would be right."""
    if not start.strip():
        return "it is empty", ""
    if start.lstrip()[:1] == b"<":
        return "it is a web page, perhaps the answer to a wrong address", ""
    if start[257:262] == b"ustar":
        return "it is a tar archive, of torch before 0.1.10 perhaps", "safetensors, or torch's own format since"
    return "", "safetensors, or what torch.save wrote of a state dict; this is neither, or damaged"


def _safetensors(file: Path, header: int) -> dict[str, Tensor]:
    if header > limit("weights_index_bytes"):
        raise refused(file, f"its header would have {header:,} bytes", f"{limit('weights_index_bytes'):,}")
    try:
        with safe_open(file, framework="pt") as opened:
            return {key: opened.get_tensor(key) for key in opened.keys()}  # noqa: SIM118 (it is no dict)
    except (SafetensorError, ValueError, AttributeError):  # the last two: an element type that torch has not
        raise refused(file, "it is damaged: header and contents do not agree") from None


def _torch(file: Path, mmap: bool) -> dict[str, Tensor]:
    try:
        loaded = torch.load(file, map_location="cpu", weights_only=True, mmap=mmap)
    except pickle.UnpicklingError:
        raise refused(file, "it holds more than tensors and their names") from None
    except Exception:  # a damaged or hostile stream fails anywhere in torch, with any type of error
        raise refused(file, "it is damaged: torch cannot read it") from None
    for key in NESTED:
        if isinstance(loaded, dict) and isinstance(loaded.get(key), dict):
            loaded = loaded[key]
    if not isinstance(loaded, dict):
        raise refused(file, f"it holds a {type(loaded).__name__}", "a state dict, tensors by key")
    return cast(dict[str, Tensor], loaded)


def _check(file: Path, tensors: Mapping[Any, Any]) -> None:
    """Raise UserError unless these are plain tensors of finite numbers, and no more than the file can hold."""
    if not tensors:
        raise refused(file, "it holds no tensors")
    for key, tensor in tensors.items():
        if not isinstance(key, str) or not isinstance(tensor, Tensor):
            raise refused(file, f"“{key}” is a {type(tensor).__name__}", "tensors by key")
        if tensor.layout != torch.strided or tensor.device.type != "cpu" or tensor.dtype not in TYPES:
            what = str(tensor.dtype).removeprefix("torch.")
            raise refused(file, f"“{key}” is a {what} tensor", "dense float32, float16, bfloat16, int64")
    # A view can repeat a few bytes without end: counted are the cells that would be read.
    if sum(tensor.numel() * tensor.element_size() for tensor in tensors.values()) > file.stat().st_size:
        raise refused(file, "its tensors declare more numbers than the file holds")
    for key, tensor in tensors.items():
        if not torch.isfinite(tensor).all():
            raise refused(file, f"“{key}” holds NaN or infinity, so nothing behind it could be computed")
