"""Catalogues: the messages of every room in a language, gettext's .po files, read when it is first spoken."""

from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent
# A message, (context, message), or (one, many) for a counted one.
Key = str | tuple[str, str]


@cache
def catalogue(language: str) -> dict[Key, str]:
    """Every translation of a language."""
    files = sorted((FOLDER / language).glob("*.po"))
    return {key: text for file in files for key, text in translations(file).items() if text}


def translations(file: Path) -> dict[Key, str]:
    """The messages of one file; "" is not translated yet."""
    found: dict[Key, str] = {}
    for entry in read(file):
        if entry.id:
            text = entry.string or ""
            text = text if isinstance(text, str) else text[0]
            found[key_of(entry.id, entry.context)] = text
    return found


def read(file: Path) -> Catalog:
    """One file as babel has it."""
    with file.open("rb") as opened:
        return read_po(opened, locale=file.parent.name)


def key_of(id: str | list[str] | tuple[str, ...], context: str | None) -> Key:
    """A message's key in a catalogue."""
    if not isinstance(id, str):
        return (id[0], id[1])
    return (context, id) if context else id


@cache
def script_words(language: str) -> dict[str, str]:
    """What the pages' scripts say in a language, by the message."""
    file = FOLDER / language / "static.po"
    return {key: text for key, text in translations(file).items() if isinstance(key, str) and text}
