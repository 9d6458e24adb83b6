"""The checker of pictures must see what is wrong, and be silent about what is right."""

import pytest

from app.scene.types import Disc, Face, Mark, Part, Scene, Stroke, Text
from tests.scene.overlap import problems

LABEL = Text(100, 100, "128", 13)  # about 20 wide and 12 high, from (90, 91) to (110, 103)


def picture(*marks: Mark) -> Scene:
    return Scene("", "", 300, 200, tuple(Part((mark,), kind=f"part{index}") for index, mark in enumerate(marks)))


def face(*points: tuple[float, float]) -> Face:
    return Face(points, "violet-front")


CLASHES: dict[str, Mark] = {
    "a label": Text(115, 104, "28 × 28", 11),
    "a face whose edge crosses it": face((105, 50), (150, 50), (150, 150), (105, 150)),
    "a face that holds it": face((0, 0), (300, 0), (300, 200), (0, 200)),
    "a face within it": face((99, 95), (101, 95), (101, 97), (99, 97)),
    "a line across": Stroke((20, 97), (((200, 97),),)),
    "a curve that bends into it": Stroke((20, 20), (((20, 120), (160, 120), (190, 20)),)),
    "the head of an arrow": Stroke((150, 150), (((105, 101),),), arrow=True),
    "a disc": Disc((100, 110), 12),
    "a turned label": Text(70, 118, "turned", 13, anchor="start", angle=40),
}
PEACE: dict[str, Mark] = {
    "a label beneath": Text(100, 117, "28 × 28", 11),
    "a face beside it": face((112, 50), (150, 50), (150, 150), (112, 150)),
    "a slanted face whose box holds it": face((90, 130), (160, 60), (160, 140), (90, 140)),
    "a pane, which may carry labels": Face(((80, 80), (120, 80), (120, 120), (80, 120)), "pill", role="pane"),
    "a guide, which may cross labels": Stroke((20, 97), (((200, 97),),), role="guide"),
    "a curve whose control points lie in it": Stroke((60, 20), (((100, 97), (100, 97), (140, 20)),)),
    "a turned label whose box holds it": Text(92, 140, "a turned label", 13, anchor="start", angle=40),
}


@pytest.mark.parametrize("name", CLASHES)
def test_a_label_that_touches_something_is_found(name: str) -> None:
    (problem,) = problems(picture(CLASHES[name], LABEL))
    assert "128" in problem


@pytest.mark.parametrize("name", PEACE)
def test_a_label_that_touches_nothing_is_not(name: str) -> None:
    assert problems(picture(PEACE[name], LABEL)) == []


def test_a_label_may_sit_in_its_own_disc_but_in_no_other() -> None:
    plus = Text(100, 104, "+", 13, inside=True)
    assert problems(picture(Disc((100, 100), 9), plus)) == []
    assert len(problems(picture(Disc((100, 100), 9), Disc((111, 100), 9), plus))) == 1


@pytest.mark.parametrize(
    "mark",
    [
        Text(5, 50, "too far left"),
        Text(50, 200, "too low, going"),
        face((280, 50), (301, 50), (301, 90)),
        Stroke((10, 10), (((150, -40), (200, -40), (250, 10)),)),
        Disc((295, 50), 8),
    ],
)
def test_ink_outside_the_plane_is_found(mark: Mark) -> None:
    (problem,) = problems(picture(mark))
    assert "outside the plane" in problem


def test_a_control_point_outside_the_plane_is_not_ink() -> None:
    assert problems(picture(Stroke((10, 10), (((150, -10), (200, 30), (250, 30)),)))) == []


def test_a_problem_says_whose_it_is() -> None:
    volume = Part((face((90, 90), (110, 90), (110, 110)),), path="layer1.0", kind="volume")
    scene = Scene("", "", 300, 200, (volume, Part((LABEL,), path="layer1.1", kind="volume")))
    assert problems(scene) == ['"128" at (100, 100) of volume layer1.1 touches a face of volume layer1.0']
