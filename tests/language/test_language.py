"""Two languages: every message is translated, none is left over, and requests are answered in the right one."""

import ast
import re

import pytest

from app.language import LANGUAGES, listed, say, say_count, say_in, speaking
from app.language.catalogue import FOLDER, Key, catalogue, read, translations
from app.language.collect import ROOT, collected, key_of
from app.web.language import asked, wished

OTHERS = [language for language in LANGUAGES if language != "en"]
PLACES = re.compile(r"\{\w*[^}]*\}|%\(\w+\)[sd]|%%")
ROOMS = sorted(collected())


def keys(room: str) -> list[Key]:
    return [key_of(entry.id, entry.context) for entry in collected()[room] if entry.id]


@pytest.mark.parametrize("language", OTHERS)
def test_every_room_that_says_something_has_a_catalogue_and_no_other_has(language: str) -> None:
    assert sorted(file.stem for file in (FOLDER / language).glob("*.po")) == ROOMS


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("room", ROOMS)
def test_no_message_is_missing_and_none_is_left_over(room: str, language: str) -> None:
    there, needed = set(translations(FOLDER / language / f"{room}.po")), set(keys(room))
    assert there == needed, "run script/messages"


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("room", ROOMS)
def test_every_message_is_translated_with_the_same_places(room: str, language: str) -> None:
    for key, text in translations(FOLDER / language / f"{room}.po").items():
        assert text, f"{key!r} is not translated"
        source = key if isinstance(key, str) else key[1]
        if isinstance(key, tuple) and "{count}" not in text:
            continue  # the number may be put into a word
        assert set(PLACES.findall(source)) == set(PLACES.findall(text)), f"{key!r}: {text!r}"


@pytest.mark.parametrize("language", OTHERS)
def test_a_message_has_one_translation_in_all_rooms(language: str) -> None:
    said: dict[Key, str] = {}
    for file in sorted((FOLDER / language).glob("*.po")):
        for key, text in translations(file).items():
            assert said.setdefault(key, text) == text, f"{key!r} in {file.name}"
        assert not any(entry.fuzzy for entry in read(file) if entry.id)


def test_messages_are_literals() -> None:
    """What is put together at run time is in no catalogue."""
    for file in sorted((ROOT / "app").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "message":
                assert isinstance(node.args[0], ast.Constant), f"{file}:{node.lineno}"
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("say", "say_count"):
                assert not isinstance(node.args[0], (ast.JoinedStr, ast.BinOp)), f"{file}:{node.lineno}"


def test_english_is_the_message_itself() -> None:
    assert say("{count} of {all}", count=3, all=5) == "3 of 5"
    assert say("a brace { stays") == "a brace { stays"
    assert [say_count("{count} block", "{count} blocks", count) for count in (0, 1, 2)] == [
        "0 blocks",
        "1 block",
        "2 blocks",
    ]
    assert say_in("of a window", "stride") == "stride"
    assert [listed(words) for words in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a and b", "a, b and c"]


def test_chinese_and_latin_letters_keep_their_distance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(catalogue("zh"), "{count} {nouns}", "{count}个{nouns}")
    with speaking("zh"):
        assert say("{count} {nouns}", count=14, nouns="Inception模块") == "14 个 Inception 模块"


def test_another_language_is_spoken_only_inside_its_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(catalogue("zh"), "{count} of {all}", "{all} 之 {count}")
    monkeypatch.setitem(catalogue("zh"), ("{count} block", "{count} blocks"), "{count} 个块")
    with speaking("zh"):
        assert say("{count} of {all}", count=3, all=5) == "5 之 3"
        assert say_count("{count} block", "{count} blocks", 1) == "1 个块"
        assert listed(["a", "b", "c"]) == "a、b 和 c"
    assert say("{count} of {all}", count=3, all=5) == "3 of 5"


@pytest.mark.parametrize(
    ("header", "answer"),
    [
        ("", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,zh;q=0.9", "en"),
        ("de,fr;q=0.5", "en"),
        ("de, zh-TW;q=0.3, en;q=0.2", "zh"),
        ("zh;q=0, en", "en"),
        ("zh;q=much", "en"),
    ],
)
def test_a_browser_is_answered_as_it_wishes(header: str, answer: str) -> None:
    assert wished([header]) == answer


def test_an_address_asks_for_a_language_that_there_is() -> None:
    assert [asked(query) for query in ("lang=zh", "a=b&lang=en", "", "lang=xx", "lang=")] == [
        "zh",
        "en",
        None,
        None,
        None,
    ]


def test_the_collector_knows_every_folder_that_speaks() -> None:
    assert {"templates", "static", "language"} <= set(ROOMS)
