"""The names of ImageNet's 1000 classes, if someone has put them into the folder: no copy comes with this program."""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.errors import UserError
from app.image.weights.folder import folder, replacing
from app.limits import limit

CLASSES = 1000
LONGEST = 200  # characters of a name; ImageNet's longest, with all synonyms, has 131
ALLOWED = (
    f"{CLASSES} names, one a line or as a JSON list; or imagenet_class_index.json, a JSON object "
    'such as {"0": ["n01440764", "tench"], ...}'
)


def imagenet_classes() -> tuple[str, ...]:
    """The names in the folder, in the order of a network's outputs; () where there are none."""
    file = folder() / "imagenet_labels.txt"
    try:
        return _lines(file, file.stat().st_mtime_ns)
    except FileNotFoundError:
        return ()


def keep_labels(file: Path) -> Path:
    """Put the names that a file holds into the folder. Raises UserError for a file of something else."""
    with file.open("rb") as opened:
        data = opened.read(limit("labels_bytes") + 1)
    if len(data) > limit("labels_bytes"):
        raise UserError("labels", file.name, f"at most {limit('labels_bytes'):,} bytes")
    names = _names(data)
    if len(names) != CLASSES or not all(0 < len(name) <= LONGEST and name.isprintable() for name in names):
        raise UserError("labels", file.name, ALLOWED, because=f"{len(names)} names were found in it")
    target = folder() / "imagenet_labels.txt"
    with replacing(target) as made:
        made.write_text("\n".join(names) + "\n", encoding="utf-8")
    return target


@lru_cache(maxsize=1)
def _lines(file: Path, _written: int) -> tuple[str, ...]:
    return tuple(file.read_text(encoding="utf-8").splitlines())


def _names(data: bytes) -> list[str]:
    """The names in a file; of no text, none. A WordNet number ahead of a name is none of its letters."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return []
    names = _from_json(text) if text.lstrip()[:1] in ("[", "{") else text.strip().splitlines()
    return [re.sub(r"^n\d{8}\s+", "", name.strip()) for name in names]


def _from_json(text: str) -> list[str]:
    try:
        read: Any = json.loads(text)
        if isinstance(read, dict):
            read = [read[str(index)][1].replace("_", " ") for index in range(len(read))]
    except (ValueError, RecursionError, KeyError, IndexError, TypeError, AttributeError):
        return []
    return [name for name in read if isinstance(name, str)]
