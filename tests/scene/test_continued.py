"""A drawing that is too long for its room, in two lines: everything is there, in order, and nothing touches."""

from itertools import pairwise

import pytest

from app.language import Language
from app.nets import PRESETS, config
from app.pipeline import scene_for
from app.scene.continued import continued
from app.scene.sheet import extent
from app.scene.text import Box
from app.scene.types import Part, Scene, Text, View
from tests.scene.overlap import problems

ROOM = (1024.0, 500.0)
LONG = ["resnet34", "vgg16", "googlenet", "inception_v4", "plain34"]


def drawn(preset: str, path: str = "", lang: Language = "en") -> Scene:
    return scene_for(config(preset), View(path, lang=lang))


def shown(scene: Scene) -> float:
    return min(ROOM[0] / scene.width, ROOM[1] / scene.height)


def volumes(scene: Scene) -> list[Part]:
    return [part for part in scene.parts if "volume" in part.kind.split() and part.path]


def words(part: Part) -> list[str]:
    return [mark.string for mark in part.marks if isinstance(mark, Text)]


def box(part: Part) -> Box:
    return extent((part,))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", PRESETS)
def test_no_label_touches_anything_in_two_lines_either(name: str, lang: Language) -> None:
    assert problems(continued(drawn(name, lang=lang), ROOM)) == []


@pytest.mark.parametrize("name", LONG)
def test_a_long_network_is_shown_larger_and_nothing_of_it_is_lost(name: str) -> None:
    before = drawn(name)
    after = continued(before, ROOM)
    assert shown(after) > 1.3 * shown(before)
    assert sorted(part.label for part in after.parts if part.label) == sorted(
        part.label for part in before.parts if part.label
    )
    assert (after.title, after.alt) == (before.title, before.alt)


@pytest.mark.parametrize("name", LONG)
def test_volumes_are_read_line_by_line_and_the_second_begins_with_the_last_of_the_first(name: str) -> None:
    after = continued(drawn(name), ROOM)
    boxes = [box(part) for part in volumes(after)]
    (begins,) = [index for index, (one, two) in enumerate(pairwise(boxes), 1) if two[0] < one[0]]
    assert max(bottom for *_, bottom in boxes[:begins]) < min(top for _, top, _, _ in boxes[begins:])
    (again,) = [part for part in after.parts if part.kind == "volume dimmed"]
    last = volumes(after)[begins - 1]
    assert words(again) == words(last)
    assert box(again)[0] < boxes[begins][0]
    assert box(again)[1] > max(bottom for *_, bottom in boxes[:begins])


@pytest.mark.parametrize(("name", "path"), [("lenet5", ""), ("resnet34", "layer1.0"), ("resnet34", "conv1")])
def test_what_is_short_or_in_one_piece_stays_in_one_line(name: str, path: str) -> None:
    assert continued(drawn(name, path), ROOM) is drawn(name, path)
