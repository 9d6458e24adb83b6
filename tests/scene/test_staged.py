"""A scene as a step of a lecture: nothing moves, what is not lit is an outline, what is asked for is covered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.graph.types import Graph
from app.language import Language
from app.nets import config
from app.pipeline import graph_for, scene_for
from app.scene.staged import Staging, meets, names_in, staged
from app.scene.types import Face, Painting, Scene, Stroke, Text, View


def scene(preset: str, path: str = "", lang: Language = "en") -> Scene:
    return scene_for(config(preset), View(path, lang=lang))


def graph(preset: str) -> Graph:
    return graph_for(config(preset))


def words(drawn: Scene) -> str:
    marks = [mark for part in drawn.parts for mark in part.marks]
    return "\n".join(
        [drawn.alt, *(part.label for part in drawn.parts), *(m.string for m in marks if isinstance(m, Text))]
    )


NAMES = list(names_in(scene("resnet18", "layer2.0")))


@given(lit=st.sets(st.sampled_from(NAMES), max_size=4), hidden=st.sets(st.sampled_from(NAMES), max_size=3))
def test_nothing_moves_and_only_hidden_parts_go(lit: set[str], hidden: set[str]) -> None:
    before = scene("resnet18", "layer2.0")
    after = staged(before, Staging(tuple(lit), tuple(hidden)))
    assert (after.width, after.height) == (before.width, before.height)
    left = [part for part in before.parts if not meets(part, hidden)]
    assert [part.path for part in after.parts] == [part.path for part in left]
    for old, new in zip(left, after.parts, strict=True):
        places = [[getattr(mark, name, None) for name in ("points", "start", "x", "y")] for mark in old.marks]
        assert [[getattr(mark, name, None) for name in ("points", "start", "x", "y")] for mark in new.marks] == places
        dimmed = bool(lit) and not meets(old, lit) and old.kind not in ("title", "legend", "axis")
        assert ("dimmed" in new.kind.split()) is dimmed
        if not dimmed:
            assert new == old


def test_a_path_stands_for_all_inside_it_and_for_no_namesake() -> None:
    after = staged(scene("resnet18"), Staging(lit=("layer1",)))
    lit = {part.path for part in after.parts if part.path and "dimmed" not in part.kind}
    assert lit == {"layer1", "layer1.0", "layer1.1", "layer1.0.add", "layer1.1.add"}


def test_what_is_dimmed_keeps_its_shape_and_loses_its_colour() -> None:
    after = staged(scene("resnet18"), Staging(lit=("layer1",)))
    marks = [mark for part in after.parts if part.path == "layer3.0" for mark in part.marks]
    assert {mark.fill for mark in marks if isinstance(mark, Face)} == {"paper"}
    assert {mark.fill for mark in marks if isinstance(mark, Text)} == {"faint"}
    assert {mark.line for mark in marks if isinstance(mark, Face | Stroke)} == {"dimmed"}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("preset", "path", "asked", "secret"),
    [
        ("resnet18", "conv1", "conv1", ["112", "111.5", "802,816"]),
        ("resnet18", "maxpool", "maxpool", ["56", "55.5", "200,704"]),
        ("resnet18", "", "conv1", ["64 × 112 × 112", "112×112"]),
        ("googlenet", "inception3a", "inception3a.concat", ["256 × 28 × 28", "256", "0–63", "64 + 128"]),
        ("resnet18", "avgpool", "avgpool", ["512 × 1 × 1"]),
    ],
)
def test_a_covered_answer_is_nowhere_in_the_picture(
    preset: str, path: str, asked: str, secret: list[str], lang: Language
) -> None:
    before, shape = scene(preset, path, lang), graph(preset).shape_of(asked)
    after = staged(before, Staging(covered=(asked,), shapes=(shape,)))
    assert any(number in words(before) for number in secret)
    for number in secret:
        assert number not in words(after), number
    assert "?" in words(after)


def test_what_is_given_stays() -> None:
    after = staged(scene("resnet18", "conv1"), Staging(covered=("conv1",), shapes=((64, 112, 112),)))
    for number in ("224", "P = 3", "K = 7", "F = 64", "stride 2"):
        assert number in words(after), number
    assert after.sliding is None


def test_an_equal_shape_that_is_not_asked_for_stays_on_its_own_volume_alone() -> None:
    after = staged(scene("resnet18"), Staging(covered=("layer1.0",), shapes=((64, 56, 56),)))
    labels = {part.path: part.label for part in after.parts if "volume" in part.kind}
    assert labels["layer1.0"].endswith("? × ? × ? to ? × ? × ?")
    assert labels["maxpool"].endswith("64 × 112 × 112 to 64 × 56 × 56")
    for reader in ("layer1.1", "layer2.0"):
        assert labels[reader].endswith(("? × ? × ? to 64 × 56 × 56", "? × ? × ? to 128 × 28 × 28"))
    assert not any("64 × 56 × 56" in part.label for part in after.parts if "volume" not in part.kind)


def test_only_what_is_asked_for_is_covered_in_a_label() -> None:
    after = staged(scene("resnet18", "conv1"), Staging(covered=("conv1",), shapes=((64, 112, 112),)))
    labels = [part.label for part in after.parts if part.path == "conv1"]
    assert labels == ["64 kernels of 7×7×3", "output ? × ? × ? of 7×7 convolution, stride 2, padding 3"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_a_volume_is_made_of_is_covered_with_it(lang: Language) -> None:
    before = scene("cifar_resnet20", "layer2.0", lang)
    after = staged(before, Staging(covered=("layer2.0.downsample",), shapes=((32, 16, 16),)))
    said = {part.label for part in after.parts if part.kind == "volume" and part.path == "layer2.0.downsample"}
    assert len(said) == 1
    assert not any(number in label for label in said for number in ("16", "32"))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_how_many_channels_of_zeros_the_schematic_counts_is_covered_with_the_shortcut(lang: Language) -> None:
    before = scene("cifar_resnet20", "layer2.0", lang)
    after = staged(before, Staging(covered=("layer2.0.downsample",), shapes=((32, 16, 16),)))
    shown, covered = (
        [
            mark.string
            for part in drawn.parts
            if part.kind == "shortcut"
            for mark in part.marks
            if isinstance(mark, Text)
        ]
        for drawn in (before, after)
    )
    assert any("16" in text for text in shown)
    assert covered == [text.replace("16", "?") for text in shown]
    assert "0" in covered


def test_what_is_cleared_behind_words_and_lines_is_never_seen() -> None:
    before = scene("resnet18", "conv1")
    after = staged(before, Staging(lit=("input",)))
    for old, new in zip(before.parts, after.parts, strict=True):
        for mark, dimmed in zip(old.marks, new.marks, strict=True):
            if (isinstance(mark, Face) and (mark.fill, mark.line) == ("paper", "")) or (
                isinstance(mark, Stroke) and mark.line == "paper"
            ):
                assert dimmed == mark


def painted(preset: str, path: str = "") -> Scene:
    return scene_for(config(preset), View(path, painted=True))


def paintings(drawn: Scene, of: str = "") -> list[Painting]:
    """What is drawn of the tensors that come from a part of the network."""
    marks = [mark for part in drawn.parts for mark in part.marks if isinstance(mark, Painting)]
    return [mark for mark in marks if mark.path.startswith(of)]


def test_pictures_are_dimmed_with_what_they_are_in() -> None:
    after = staged(painted("cifar_resnet20"), Staging(lit=("layer2",)))
    assert {mark.opacity for mark in paintings(after, "layer2.")} == {1}
    others = [mark for mark in paintings(after) if not mark.path.startswith("layer2.")]
    assert 0 < max(mark.opacity for mark in others) < 0.5
    assert len(paintings(after)) == len(paintings(painted("cifar_resnet20")))


def test_pictures_go_with_what_is_hidden() -> None:
    before = painted("cifar_resnet20")
    after = staged(before, Staging(hidden=("layer2",)))
    assert not paintings(after, "layer2.")
    assert len(paintings(after)) == len(paintings(before)) - len(paintings(before, "layer2."))


@pytest.mark.parametrize(
    ("preset", "path", "asked", "tensor"),
    [
        ("cifar_resnet20", "", "layer2.0", "layer2.0.act2"),
        ("cifar_resnet20", "", "fc", "fc"),
        ("cifar_resnet20", "layer2.0", "layer2.0.downsample", "layer2.0.downsample"),
        ("googlenet", "inception3a", "inception3a.concat", "inception3a.concat"),
    ],
)
def test_what_is_covered_holds_no_picture_and_all_else_does(preset: str, path: str, asked: str, tensor: str) -> None:
    before = painted(preset, path)
    after = staged(before, Staging(covered=(asked,), shapes=(graph(preset).shape_of(tensor),)))
    left = [mark for mark in paintings(before) if mark.path != tensor]
    assert paintings(after) == left != paintings(before)
