"""Lectures that ship say the same in both languages, have a source for each step with a picture, and ask."""

import re
from pathlib import Path

import pytest

from app.decks.library import SHIPPED
from app.decks.reading import read_file
from app.decks.schema import Lecture, Words

COUNT = re.compile(r"(?<![\d,])\d{1,3}(?:,\d{3})+(?!,?\d)")  # 4,816,896: no such number is rounded in one language
FILES = sorted(SHIPPED.glob("*.yaml"))

shipped = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def lecture_in(file: Path) -> Lecture:
    return read_file(file)[0]


@shipped
def test_both_languages_count_the_same(file: Path) -> None:
    differing = {}
    for index, step in enumerate(lecture_in(file).steps, 1):
        question = step.question
        for words in (step.title, step.text, step.notes, question and question.ask, question and question.formula):
            if isinstance(words, Words) and (odd := set(COUNT.findall(words.en)) ^ set(COUNT.findall(words.zh))):
                differing[index] = odd
    assert not differing


@shipped
def test_steps_with_a_picture_name_their_source_and_have_notes_and_minutes(file: Path) -> None:
    steps = lecture_in(file).steps
    assert not [index for index, step in enumerate(steps, 1) if step.view and not step.source]
    assert not [index for index, step in enumerate(steps, 1) if not (step.notes and step.minutes)]


@shipped
def test_every_lecture_lets_the_class_predict(file: Path) -> None:
    assert sum(step.question is not None for step in lecture_in(file).steps) >= 4
