"""Lectures are read with the line of every mistake; what is no lecture is refused before it costs anything."""

import os
from pathlib import Path

import pytest

from app.decks.problems import Unreadable
from app.decks.reading import read, read_file
from app.language import speaking

GOLDEN = Path(__file__).parents[1] / "golden" / "decks"
SMALL = "title: a\nsummary: b\nsteps: [{title: c, text: d}]\n"


def problems(text: str) -> list[tuple[int, str]]:
    with pytest.raises(Unreadable) as raised:
        read(text)
    return [(problem.line, problem.text) for problem in raised.value.problems]


def test_a_text_is_in_two_languages_or_one_for_both() -> None:
    lecture, _ = read(SMALL.replace("title: a", "title: {en: one, zh: 一}"))
    assert (str(lecture.title), str(lecture.summary)) == ("one", "b")
    with speaking("zh"):
        assert (str(lecture.title), str(lecture.summary)) == ("一", "b")


def test_sources_and_answers_in_words_are_in_the_language_too() -> None:
    asked = "question: {ask: a, answer: {en: none, zh: 没有}}"
    lecture, _ = read(SMALL.replace("text: d", f"text: d, source: {{en: He, zh: 何}}, {asked}"))
    [step] = lecture.steps
    assert step.question is not None
    assert (list(map(str, step.source)), step.question.solution) == (["He"], "none")
    with speaking("zh"):
        assert (list(map(str, step.source)), step.question.solution) == (["何"], "没有")
    assert step.question.is_right("None")
    assert step.question.is_right("没有")


def test_an_answer_is_shown_as_the_choice_that_it_is() -> None:
    asked = "question: {ask: a, answer: none, choices: [{en: none, zh: 没有}, {en: all, zh: 全部}]}"
    lecture, _ = read(SMALL.replace("text: d", f"text: d, {asked}"))
    question = lecture.steps[0].question
    assert question is not None
    with speaking("zh"):
        assert question.solution == "没有"


def test_every_value_has_its_line() -> None:
    lecture, lines = read_file(GOLDEN / "tiny.yaml")
    text = (GOLDEN / "tiny.yaml").read_text().splitlines()
    for index, step in enumerate(lecture.steps):
        if step.view:
            assert text[lines[("steps", index, "view")] - 1].strip() == f"view: {step.view}"


def test_mistakes_of_a_whole_file_are_told_at_once_in_order() -> None:
    with pytest.raises(Unreadable) as raised:
        read_file(GOLDEN / "wrong-words.yaml")
    assert [problem.at("f") for problem in raised.value.problems] == [
        "f:1: title has no zh",
        "f:2: “sumary” is no key of the lecture; nearest: summary, sources",
        "f:5: “Two Words” is no id; allowed: a to z, digits and -, not digits alone",
        "f:6: “ftp://example.org” leads nowhere; allowed: https://… or a path of this site, /net/…",
        "f:7: a lecture does not show a lecture: /deck/tiny; allowed: /net/… or /compare?…",
        "f:8: minutes is a number of minutes up to 120, and no more",
        "f:9: source 1 has no zh",
        "f:10: none of the choices is the answer, 3",
    ]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "a lecture is a mapping"),
        ("- a\n- b", 1, "a lecture is a mapping"),
        ("a: b\ntitle: 'a\nsummary: b\nsteps: c\n", 2, "a quotation mark opens here"),
        ('a: b\ntitle: "a\n---\nb', 2, "a quotation mark opens here"),
        ("title: a\n\tb: c", 2, "tabs do not indent; use spaces"),
        ("title: a\nsteps:\n  - title: b\n  \ttext: c", 4, "tabs do not indent; use spaces"),
        ("title: a: b\n", 1, "no YAML"),
        (SMALL.replace("text: d", "txt: d"), 3, "“txt” is no key of step 1; nearest: text"),
        ("title: &a x\nsummary: *a", 1, "anchors"),
        ("a: &a [x]\nb: *a", 1, "anchors"),
        ("title: !!python/object/apply:os.system [true]", 1, "tags"),
        ("title: a\ntitle: b", 2, "“title” is there twice"),
        ("title: a\n---\ntitle: b", 2, "another document"),
        ("? [a]\n: b", 1, "a key is a word"),
        ("[" * 100_000, 1, "nested"),
        ("{a: " * 100_000, 1, "nested"),
        ("\0", 1, "a character that nobody sees, U+0000"),
        ("title: a\nsummary: b\x07", 2, "a character that nobody sees, U+0007"),
        (SMALL.replace("[{title: c, text: d}]", "[]"), 3, "nothing is in this list"),
        (SMALL.replace("[{title: c, text: d}]", "none"), 3, "steps is a list"),
        (SMALL.replace("text: d", "text: ''"), 3, "text is empty"),
        (SMALL.replace("text: d", f"text: {'x' * 4001}"), 3, "text is too long: at most 4000"),
        (SMALL.replace("{title: c, text: d}", "c"), 3, "step 1 has keys of its own: title"),
        (SMALL.replace("text: d", r'text: "d\0"'), 3, "a character that nobody sees, U+0000"),
        (SMALL.replace("text: d", "text: {en: d, zh: d\u202e}"), 3, "a character that nobody sees, U+202E"),
        (SMALL.replace("title: a", "title: a\u2066"), 1, "a character that nobody sees, U+2066"),
        (SMALL.replace("text: d", "text: d, source: [e, f\u200f]"), 3, "a character that nobody sees, U+200F"),
        (
            SMALL.replace("text: d", f"text: d, question: {{ask: e, answer: {'x' * 81}}}"),
            3,
            "answer 1 is too long: at most 80",
        ),
        (
            SMALL.replace("text: d", f"text: d, question: {{ask: e, answer: f, choices: [{'f, ' * 9}]}}"),
            3,
            "choices is too long: at most 8",
        ),
        (
            SMALL.replace("text: d", f"text: d, question: {{ask: e, answer: [{'f, ' * 9}]}}"),
            3,
            "answer is too long: at most 8",
        ),
        (SMALL.replace("text: d", "text: d, minutes: 0"), 3, "minutes"),
        (SMALL.replace("text: d", "text: d, minutes: nan"), 3, "minutes"),
        (SMALL.replace("text: d", "text: d, id: '3'"), 3, "not digits alone"),
        (SMALL.replace("text: d", "text: d, view: 'javascript:alert(1)'"), 3, "is no view"),
        (SMALL.replace("text: d", "text: d, view: //example.org/net/x"), 3, "is no view"),
        (SMALL.replace("text: d", "text: '[x](//example.org)'"), 3, "leads nowhere"),
    ],
)
def test_what_is_no_lecture_is_refused_with_its_line(text: str, line: int, words: str) -> None:
    [(said, why)] = problems(text)
    assert said == line
    assert words in why


def test_an_id_stands_for_one_step() -> None:
    steps = "[{title: a, text: b, id: x}, {title: a, text: b}, {title: c, text: d, id: x}]"
    assert problems(f"title: a\nsummary: b\nsteps: {steps}") == [(3, "another step has the id “x”")]


def test_a_file_is_not_read_beyond_its_limit_and_has_to_be_text(tmp_path: Path) -> None:
    long, binary, gone = (tmp_path / name for name in ("long.yaml", "binary.yaml", "gone.yaml"))
    long.write_text(SMALL + "#" * 300_000)
    binary.write_bytes(b"title: a\n\xff\xfe")
    for file, line, words in ((long, 1, "at most"), (binary, 2, "UTF-8"), (gone, 1, "cannot be read")):
        with pytest.raises(Unreadable) as raised:
            read_file(file)
        [problem] = raised.value.problems
        assert problem.line == line
        assert words in problem.text or "longer" in problem.text


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(pipe := tmp_path / "pipe.yaml")
    (folder := tmp_path / "folder.yaml").mkdir()
    for name in (pipe, folder):
        with pytest.raises(Unreadable) as raised:
            read_file(name)
        assert raised.value.problems == ((1, "this is no file, but a folder, a pipe or a device"),)
