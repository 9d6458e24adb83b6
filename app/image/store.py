"""Where uploaded pictures are kept: as PNG without metadata, in a folder, each under a name that nobody can guess.

The name comes from the bytes that were sent, a random salt and the server's secret. The salt is drawn for each upload:
who looks at a picture may send the very same bytes, and is given another name and another token. Several processes may
share the folder: files appear whole, under their final name, and their times say when they were used.
"""

import base64
import hmac
import os
import re
import secrets
import tempfile
import time
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from PIL import Image

from app.errors import UnknownName, UserError
from app.image.decode import decode
from app.image.encoded import encoded
from app.image.samples import SAMPLES, sample, sample_names
from app.image.types import Pixels
from app.language import say
from app.limits import limit
from app.settings import settings

_ID = re.compile(r"[A-Za-z0-9_-]{22}")
_SECRET_BYTES = 32
_SALT_BYTES = 16
_BLOCK = 4096  # bytes that the smallest file takes on a disk
_SWEPT_EVERY = 60  # seconds; a sweep looks at every file


@dataclass(frozen=True, slots=True)
class Stored:
    """A kept picture. token: whoever has it may delete it."""

    id: str
    token: str


class NoPicture(UnknownName):
    """An id that nothing is kept under, or nothing any more."""

    def __init__(self, id: str) -> None:
        super().__init__("image", id, ())
        self.because = say(
            "an uploaded picture is kept until it is deleted, or {hours} hours after its last use",
            hours=limit("image_hours"),
        )
        self.right = say("{names}, or a picture uploaded anew", names=sample_names())


class NotYours(UserError):
    """A picture can be deleted by whoever uploaded it."""

    status = 403

    def __init__(self, token: str) -> None:
        super().__init__("token", token, say("the one that was given to the picture's uploader"))


def keep(data: bytes) -> Stored:
    """The picture in a file, kept from now on under a name of its own. Raises UserError."""
    pixels = decode(data)
    id = _hashed(b"picture", secrets.token_bytes(_SALT_BYTES), data)
    file = _file(id)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(file, _png(pixels, limit("image_kept_edge")))
    _swept_in(_folder(), int(time.time() // _SWEPT_EVERY))
    return Stored(id, token_of(id))


def picture(id: str) -> Pixels:
    """A kept picture, which counts as its use, or a sample. Not to be written to. Raises UnknownName."""
    if id in SAMPLES:
        return sample(id)
    if not is_id(id):
        raise NoPicture(id)
    file = _file(id)
    try:
        if file.stat().st_mtime < _expired_before():
            file.unlink()
        os.utime(file)
        return _read(file)
    except FileNotFoundError:
        raise NoPicture(id) from None


def forget(id: str, token: str) -> None:
    """Delete a picture. Raises NotYours without its token, UnknownName if it is gone."""
    if not hmac.compare_digest(token_of(id).encode(), token.encode()):
        raise NotYours(token)
    try:
        _file(id).unlink()
    except FileNotFoundError:
        raise NoPicture(id) from None
    finally:
        forget_what_was_read()


def forget_what_was_read() -> None:
    """Leave nothing of any picture in memory."""
    _read.cache_clear()


def is_id(text: str) -> bool:
    """Whether a text can be the id of a picture: the name of a sample, or of the form of all others."""
    return text in SAMPLES or _ID.fullmatch(text) is not None


def token_of(id: str) -> str:
    """What deletes a picture. Raises UnknownName for what is no id."""
    if not is_id(id):
        raise NoPicture(id)
    return _hashed(b"delete", id.encode())


def as_png(id: str, width: int) -> bytes:
    """A picture as a file with nothing in it but pixels, at most so wide. Raises UnknownName."""
    return _sample_png(id, width) if id in SAMPLES else _png(picture(id), width)


@lru_cache(maxsize=32)
def _sample_png(name: str, width: int) -> bytes:
    return _png(sample(name), width)


def _png(pixels: Pixels, width: int) -> bytes:
    image = Image.fromarray(pixels)
    image.thumbnail((width, image.height), Image.Resampling.LANCZOS)
    return encoded(image)


@lru_cache(maxsize=1)
def _swept_in(folder: Path, minute: int) -> None:
    """Sweeps once for a folder and a minute, however many pictures come."""
    sweep()


def sweep() -> None:
    """Remove what was not used for too long, and then what was not used for longest until the rest is small enough."""
    kept: list[tuple[float, int, Path]] = []
    for file in _folder().glob("*.*"):
        try:
            stat = file.stat()
        except FileNotFoundError:
            continue  # another process was quicker
        if stat.st_mtime < _expired_before():
            file.unlink(missing_ok=True)
        else:
            kept.append((stat.st_mtime, max(stat.st_size, _BLOCK), file))
    total, left = sum(size for _, size, _ in kept), len(kept)
    for _, size, file in sorted(kept):
        if total <= limit("image_store_bytes") and left <= limit("image_files"):
            return
        file.unlink(missing_ok=True)
        total, left = total - size, left - 1


def _folder() -> Path:
    return settings().data / "images"


def _file(id: str) -> Path:
    """id: one of ours, never what a client wrote."""
    assert is_id(id)
    return _folder() / f"{id}.png"


def _expired_before() -> float:
    return time.time() - 3600 * limit("image_hours")


def _write(file: Path, data: bytes) -> None:
    """Whole or not at all, for other processes too."""
    handle, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
    with os.fdopen(handle, "wb") as part:
        part.write(data)
    os.replace(name, file)


@lru_cache(maxsize=16)
def _read(file: Path) -> Pixels:
    """[H, W, 3]; at most 3 MB each."""
    with Image.open(file, formats=["PNG"]) as opened:
        pixels = np.array(opened)
    pixels.setflags(write=False)
    return pixels


def _hashed(*parts: bytes) -> str:
    """22 characters of an HMAC-SHA256 in base64url: 132 bits."""
    digest = hmac.new(_secret(), b"\0".join(parts), "sha256").digest()
    return base64.urlsafe_b64encode(digest).decode()[:22]


def _secret() -> bytes:
    return settings().secret.encode() or _kept_secret(settings().data / "secret")


@cache
def _kept_secret(file: Path) -> bytes:
    """Made once; of several processes that make one at the same time, the first one's counts."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent)  # readable by its owner only
        with os.fdopen(handle, "wb") as part:
            part.write(secrets.token_bytes(_SECRET_BYTES))
        try:
            os.link(name, file)
        except FileExistsError:
            pass
        finally:
            os.unlink(name)
    return file.read_bytes()
