"""Collects every message of the program and rewrites the catalogues: `script/messages`, after messages have changed.

A catalogue is a room's: the first part of a file's name under `app/`; `templates` and `static` have one each, and so
have lectures. New messages come in untranslated, those that nothing says any more go; `tests/language` sees to it
that neither is forgotten.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po

from app.language import LANGUAGES
from app.language.catalogue import FOLDER, Key, key_of, translations

ROOT = Path(__file__).parents[2]
KEYWORDS = {
    "say": None,
    "message": None,
    "say_count": (1, 2),
    "say_in": ((1, "c"), 2),
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
}
# Where messages are, how babel reads them, and which files.
SOURCES = (
    ("app", "python", "*.py"),
    ("templates", "jinja2.ext:babel_extract", "*"),
    ("static", "javascript", "*.js"),
)
OPTIONS = {"trimmed": "true", "silent": "false"}


def collected() -> dict[str, Catalog]:
    """The messages of each room, in the order of its files."""
    found: dict[str, Catalog] = {}
    for folder, method, pattern in SOURCES:
        for file in sorted((ROOT / folder).rglob(pattern)):
            if file.is_file():
                for id, context in _messages(file, method):
                    found.setdefault(_room(file), Catalog()).add(id, context=context, locations=[(_place(file), 0)])
    return found


def written(catalog: Catalog, known: dict[Key, str], language: str) -> Catalog:
    """The catalogue of a language with what is translated already."""
    made = Catalog(locale=language)
    for entry in catalog:
        if entry.id:
            text = known.get(key_of(entry.id, entry.context), "")
            string = text if isinstance(entry.id, str) else (text,)
            made.add(entry.id, string, context=entry.context, locations=entry.locations)
    return made


def main() -> None:
    """Rewrite every catalogue of every language but English, which is the messages themselves."""
    for language in LANGUAGES:
        if language == "en":
            continue
        folder, rooms = FOLDER / language, collected()
        for room, catalog in rooms.items():
            file = folder / f"{room}.po"
            known = translations(file) if file.exists() else {}
            _write(file, written(catalog, known, language))
            missing = sum(not text for text in translations(file).values())
            print(f"{file.relative_to(ROOT)}: {len(catalog)} messages, {missing} untranslated")
        for file in folder.glob("*.po"):
            if file.stem not in rooms:
                file.unlink()


def _messages(file: Path, method: str) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    with file.open("rb") as opened:
        for _, id, _, context in extract(method, opened, keywords=KEYWORDS, options=OPTIONS):
            yield id, context


def _room(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return parts[1] if parts[0] == "app" else parts[0]


def _place(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def _write(file: Path, catalog: Catalog) -> None:
    """Without a header, whose date would change each time."""
    file.parent.mkdir(exist_ok=True)
    with NamedTemporaryFile(dir=file.parent, delete=False) as beside:
        write_po(beside, catalog, width=120, omit_header=True, include_lineno=False)
    os.chmod(beside.name, 0o644)
    os.replace(beside.name, file)


if __name__ == "__main__":
    main()
