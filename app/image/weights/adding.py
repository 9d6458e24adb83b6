"""Published weights into the folder: found by their file's name, checked against its hash, matched with the network.

A file or an address goes in; what is kept is safetensors under a name of our own. Nothing of an unknown file is kept.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from urllib.parse import unquote

from app.errors import UserError
from app.image.weights.fetching import Progress, fetch, parted
from app.image.weights.folder import folder, place, store
from app.image.weights.matching import matched
from app.image.weights.pickles import refused
from app.image.weights.published import PUBLISHED, Published, of_preset
from app.image.weights.reading import read
from app.image.weights.structure import heads, with_heads
from app.nets import PRESETS, preset


@dataclass(frozen=True, slots=True)
class Added:
    """What was put where. begins: the first 8 hex digits of the SHA-256 of what was given."""

    row: Published
    file: Path
    begins: str

    def said(self) -> Iterator[str]:
        """What whoever added it should know, a sentence a line."""
        yield f"{_title(self.row)} is in {self.file}."
        if self.begins == self.row.hash:
            yield "It is the published file: its hash is right, and so are keys and shapes."
        else:
            unlike = f"that of the published file with {self.row.hash}" if self.row.hash else "none is published"
            yield f"Its keys and shapes are right. Its SHA-256 begins with {self.begins}, {unlike}."
        yield f"Licence: {self.row.licence}."


def add(source: str, named: str, progress: Progress) -> Added:
    """Put a file, or what an address holds, into the folder.

    named: `preset:tag` of what it is, "" to know it by its name. Raises UserError, and OSError where there is no file.
    """
    if "://" not in source:
        return _add(Path(source), _row(Path(source).name, "", named), bool(named))
    address = parted(source)
    row = _row(PurePosixPath(unquote(address.path)).name, address.path, named)
    folder().mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder(), prefix=".") as made:
        fetched = Path(made) / (row.file or f"{row.preset}.{row.tag}")  # torch reads .safetensors by its name alone
        fetch(source, fetched, progress)
        return _add(fetched, row, bool(named))


def listing() -> Iterator[str]:
    """The folder, and a line for each published file: whether it is there, or from where it may be had."""
    yield f"In {folder()}:"
    width = max(len(_title(row)) for row in PUBLISHED)
    for row in PUBLISHED:
        yield f"{_title(row):{width}}  {'here' if place(row).exists() else row.url}"


def _title(row: Published) -> str:
    return f"{row.preset}:{row.tag}"


def _row(name: str, path: str, named: str) -> Published:
    """What a file is: as it was told, or by the file's name, or by the path of timm's address."""
    if named:
        return _told(named)
    for row in PUBLISHED:
        if (name and name == row.file) or (row.publisher == "timm" and f"/timm/{row.preset}.{row.tag}/" in path):
            return row
    why = (
        "a published file keeps its name, such as resnet18-f37072fd.pth (`weights list` names them); "
        "else say what it is: --as resnet18:IMAGENET1K_V1"
    )
    raise UserError("weights", name, because=why)


def _told(named: str) -> Published:
    name, _, tag = named.partition(":")
    rows = of_preset(preset(name).preset)
    for row in rows:
        if row.tag == tag:
            return row
    known = ", ".join(_title(row) for row in rows or PUBLISHED)
    raise UserError("--as", named, known)


def _add(file: Path, row: Published, told: bool) -> Added:
    """told: then a file of another hash is taken at the visitor's word, a conversion of the published one perhaps."""
    tensors = read(file)
    with file.open("rb") as opened:
        begins = hashlib.file_digest(opened, "sha256").hexdigest()[:8]
    if row.hash and begins != row.hash and not told:
        raise refused(file, f"its SHA-256 begins with {begins}, that of the published file with {row.hash}")
    config = PRESETS[row.preset]
    whole = with_heads(config)
    if whole and heads(config) & set(tensors):
        config = whole
    kept = store(row, matched(tensors, config, file.name))
    return Added(row, kept, begins)
