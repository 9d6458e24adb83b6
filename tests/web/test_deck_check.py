"""What a lecture shows is there, and the numbers that it says are the traced ones."""

from pathlib import Path

import pytest

from app.__main__ import main
from app.decks.library import SHIPPED, Deck, deck, decks
from app.decks.problems import Lines, Problem
from app.decks.reading import read_file
from app.decks.schema import Lecture
from app.language import LANGUAGES, speaking
from app.limits import limit
from app.web.deck_check import log_wrong, notes, problems, wrong_in

GOLDEN = Path(__file__).parents[1] / "golden" / "decks"
LECTURES = sorted(SHIPPED.glob("*.yaml"))


@pytest.mark.parametrize("file", [GOLDEN / "tiny.yaml", *LECTURES], ids=lambda file: file.stem)
def test_a_lecture_that_ships_shows_what_is_there(file: Path) -> None:
    lecture, lines = read_file(file)
    assert [problem.at(file.name) for problem in problems(lecture, lines)] == []


def test_what_is_not_there_is_told_with_what_is(capfd: pytest.CaptureFixture[str]) -> None:
    file = GOLDEN / "wrong-parts.yaml"
    assert main(["deck", "check", str(file), str(GOLDEN / "tiny.yaml")]) == 1
    *told, fine = capfd.readouterr().out.splitlines()
    assert fine == f"{GOLDEN / 'tiny.yaml'}: 5 steps, fine"
    expected = [
        (5, "preset: “resnet35” does not exist; nearest: resnet50, resnet34"),
        (6, "preset: “resnet35” does not exist; nearest: resnet50, resnet34"),
        (10, "no part “layer2.0.conv9” is drawn in /net/resnet18/layer2.0; nearest: layer2.0.conv"),
        (12, "no part “name:krnel” is drawn in /net/resnet18/layer2.0; nearest: kind:kernel"),
        (15, "view: “/net/resnet18.svg” is not allowed; write a page's address, without .svg"),
        (24, "the answer is “64 x 113 x 113”, but conv1 puts out 64 x 112 x 112"),
        (27, "lit needs a view"),
        (30, "key: “shape” is not allowed. Allowed: input, classes"),
        (32, "lecture: “wrong-lectures” does not exist"),
        (32, "path: “layer9” does not exist"),
    ]
    for line, (number, words) in zip(told, expected, strict=True):
        assert line.startswith(f"{file}:{number}: {words}")


def test_a_picture_is_one_that_everybody_sees_in_a_network_that_runs(capfd: pytest.CaptureFixture[str]) -> None:
    file = GOLDEN / "wrong-pictures.yaml"
    assert main(["deck", "check", str(file)]) == 1
    told = [line.removeprefix(f"{file}:") for line in capfd.readouterr().out.splitlines()]
    expected = [
        (6, "image: “shape-moon” is not allowed", "scene, shapes, gratings, checkerboard, shape-disc to shape-waves"),
        (9, "image: “AAAAAAAAAAAAAAAAAAAAAA” is not allowed", "an uploaded one is its reader's and goes away"),
        (12, "weights: “IMAGENET1K_V1” is not allowed", "random"),
        (15, "off: “layer4.0” is not allowed", "layer3.2"),
        (18, "channel: “3” is not allowed", "image, weights, crop, off, range"),
        (21, "image: “resnet34” is not allowed", "50,000,000,000 multiply-adds"),
        (24, "view: “/compare?a=resnet18%3Fimage%3Dscene&b=plain18” is not allowed", "a comparison"),
    ]
    for line, (number, words, allowed) in zip(told, expected, strict=True):
        assert line.startswith(f"{number}: {words}")
        assert allowed in line


def test_weights_that_come_right_a_lecture_without_an_edit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("app.decks.library.own_folder", lambda: tmp_path)
    monkeypatch.setattr("app.image.weights.folder.folder", lambda: tmp_path / "weights")
    monkeypatch.setattr("app.image.weights.stored_keys", lambda _: set())
    (tmp_path / "mine.yaml").write_text(
        "title: a\nsummary: b\nsteps:\n  - title: c\n    text: d\n"
        "    view: /net/resnet18?image=scene&weights=IMAGENET1K_V1\n"
    )
    assert [problem.line for problem in wrong_in(deck("mine"))] == [6]
    (tmp_path / "weights").mkdir()
    (tmp_path / "weights" / "resnet18-IMAGENET1K_V1.safetensors").touch()
    assert wrong_in(deck("mine")) == ()


def test_mistakes_of_words_and_of_what_is_shown_are_told_in_one_run(capfd: pytest.CaptureFixture[str]) -> None:
    file = GOLDEN / "wrong-both.yaml"
    assert main(["deck", "check", str(file)]) == 1
    told = [line.removeprefix(f"{file}:") for line in capfd.readouterr().out.splitlines()]
    expected = [
        "5: “txt” is no key of step 1; nearest: text",
        "7: no part “layer2.0.conv9” is drawn",
        "10: text has keys of its own: en, zh",
        "11: preset: “resnet35” does not exist",
        "13: another step has the id “same”",
        "15: “colour” is no key of step 3",
        "17: no font has 🧮 (U+1F9EE): a handout cannot print it",
        "17: the answer is “64 x 113 x 113”, but conv1 puts out 64 x 112 x 112",
        "18: step 4 has keys of its own",
    ]
    for line, words in zip(told, expected, strict=True):
        assert line.startswith(words)


def test_a_server_that_starts_says_what_is_wrong_in_the_lecturer_s_folder(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("app.decks.library.own_folder", lambda: GOLDEN)
    log_wrong()
    assert "lecture wrong-words.yaml:1: title has no zh" in caplog.messages
    assert any(line.startswith("lecture wrong-parts.yaml:5: ") for line in caplog.messages)
    assert not any("tiny.yaml" in line for line in caplog.messages)


def test_a_command_says_what_is_no_lecture(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["deck", "check", str(tmp_path / "none.yaml")]) == 1
    assert capfd.readouterr().out == f"{tmp_path / 'none.yaml'}:1: this cannot be read: No such file or directory\n"


def test_what_is_wrong_with_a_full_folder_is_looked_for_once_in_every_language(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    def look(lecture: Lecture, _lines: Lines) -> list[Problem]:
        looked.append(str(lecture.title))
        return []

    monkeypatch.setattr("app.web.deck_check.problems", look)
    lecture, lines = read_file(GOLDEN / "tiny.yaml")
    full = [Deck(f"one-of-many-{number}", lecture, lines, "1", "", own=True) for number in range(limit("decks"))]
    for _ in range(2):
        for spoken in LANGUAGES:
            with speaking(spoken):
                assert [found for found in full if wrong_in(found)] == []
    assert len(looked) == len(full) * len(LANGUAGES)


def test_a_file_that_goes_away_does_not_stop_the_list(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("app.decks.library.own_folder", lambda: tmp_path)
    file = tmp_path / "leaving.yaml"
    file.write_text("title: t\nsummary: s\nsteps:\n  - {title: t, text: d, view: /net/resnet35}\n")
    found = next(each for each in decks() if isinstance(each, Deck) and each.slug == "leaving")
    file.unlink()
    assert ["resnet35" in problem.text for problem in wrong_in(found)] == [True]


@pytest.mark.parametrize("file", LECTURES, ids=lambda file: file.stem)
def test_words_in_the_drawings_of_a_lecture_that_ships_are_read_from_the_back_row(file: Path) -> None:
    assert [note.at(file.name) for note in notes(*read_file(file))] == []


SMALL = """title: Small
summary: Small words.
steps:
  - title: One block
    text: Large enough.
    view: /net/resnet18/layer2.0
  - title: Two networks
    text: Too wide.
    view: /compare?a=plain18&b=plain34
"""


def test_small_words_are_noted_and_are_no_mistake(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(SMALL)
    assert main(["deck", "check", str(file)]) == 0
    note, fine = capfd.readouterr().out.splitlines()
    # 1,821 units across 1,024 pixels; the smallest words are 13 units high
    assert note.startswith(f"{file}:9: note: on a wall of 1024 × 768 the smallest words of this drawing are 7.3 pixels")
    assert "the back row reads 10: a part of the network" in note
    assert fine == f"{file}: 2 steps, fine"
    monkeypatch.setattr("app.decks.library.own_folder", lambda: tmp_path)
    assert wrong_in(deck("small")) == ()


def test_a_note_is_in_the_language_that_is_spoken(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(SMALL)
    with speaking("zh"):
        (note,) = notes(*read_file(file))
    assert note.text.startswith("注意：投影为 1024 × 768 时，图中最小的字高 7.3 像素")


def test_words_beneath_take_room_from_a_drawing(tmp_path: Path) -> None:
    file = tmp_path / "long.yaml"
    file.write_text(SMALL.replace("Large enough.", "Large enough, were it not for all these words. " * 30))
    assert [note.line for note in notes(*read_file(file))] == [6, 9]
