"""The lectures that there are: those that ship, and a lecturer's own folder, looked at each time, read when it changed.

A file's name is the lecture's, `[a-z0-9-]+.yaml`. A file that is no lecture is listed with what is wrong with it, and
hurts no other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.decks.problems import Lines, Problem, Unreadable
from app.decks.reading import read_file
from app.decks.schema import Lecture
from app.errors import UnknownName, nearest
from app.language import say
from app.limits import limit
from app.settings import settings

SHIPPED = Path(__file__).parent
NAME = re.compile(r"[a-z0-9-]{1,60}")
SHOWN = 5  # lectures that are named where none is near


@dataclass(frozen=True)
class Deck:
    """A lecture under its name. edition: changes when its file does. own: whether it is from the lecturer's folder."""

    slug: str
    lecture: Lecture
    lines: Lines
    edition: str
    file: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Broken:
    """A file that is none."""

    file: str
    problems: tuple[Problem, ...]


def decks() -> list[Deck | Broken]:
    """All that there is, shipped ones first, by name."""
    return [_found(file, own=False) for file in _files(SHIPPED)] + [
        _found(file, own=True) for file in _files(own_folder())[: limit("decks")]
    ]


def deck(slug: str) -> Deck:
    """One lecture. Raises UnknownName, also for a file that is none: the list says why."""
    for folder in (SHIPPED, own_folder()) if NAME.fullmatch(slug) else ():
        file = folder / f"{slug}.yaml"
        if file.is_file() and isinstance(found := _found(file, own=folder != SHIPPED), Deck):
            return found
    names = [found.slug for found in decks() if isinstance(found, Deck)]
    raise UnknownName("lecture", slug, names, nearest(slug, names) or names[:SHOWN])


def own_folder() -> Path:
    """Where a lecturer's own lectures are; it need not exist."""
    return settings().decks or settings().data / "decks"


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.glob("*.y*ml") if file.suffix in (".yaml", ".yml"))


def _found(file: Path, own: bool) -> Deck | Broken:
    if refused := next(_unfit(file, own), None):
        return Broken(file.name, (Problem(1, refused),))
    try:
        said = file.stat()
        lecture, lines = _read(file, said.st_mtime_ns, said.st_size)
    except OSError as error:
        return Broken(file.name, (Problem(1, say("this cannot be read: {why}", why=error.strerror)),))
    except Unreadable as error:
        return Broken(file.name, error.problems)
    return Deck(file.stem, lecture, lines, f"{said.st_mtime_ns:x}-{said.st_size:x}", file.name, own)


def _unfit(file: Path, own: bool) -> Iterator[str]:
    """Why a file is not even opened."""
    if not (file.suffix == ".yaml" and NAME.fullmatch(file.stem)):
        yield say("a lecture's file is named with a to z, digits and -, and ends in .yaml")
    if own and file.is_symlink():
        yield say("this is a link to another file, which is not followed")
    if own and (SHIPPED / file.name).exists():
        yield say("a lecture that ships has this name: choose another")


@lru_cache(maxsize=limit("decks") + 20)
def _read(file: Path, _changed: int, _size: int) -> tuple[Lecture, Lines]:
    """_changed, _size: a new edition is another entry."""
    return read_file(file)
