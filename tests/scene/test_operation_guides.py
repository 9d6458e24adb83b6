"""The dotted lines between window and output cell, wherever the page moves them: no label is ever crossed visibly."""

from itertools import pairwise

import pytest

from app.scene.text import text_box
from app.scene.types import Face, Point, Scene, Stroke, Text
from tests.scene.drawn import named, network, scene
from tests.scene.polygons import polygons_meet

MOVED = (0.0, 0.25, 0.5, 0.75, 1.0)  # shares of the output's rows and of its columns
PATHS = ["conv1", "maxpool", "layer2.0.conv1", "layer2.0.downsample.0", "layer3.1.conv1", "layer4.0.conv1"]


def guides(drawn: Scene) -> list[tuple[Point, Point]]:
    """Every place of the lines at five rows and five columns of the output, by the same translations as the page."""
    sliding = drawn.sliding
    assert sliding
    (rows, columns), (down, across) = sliding.output, sliding.stride
    places = [(round(r * (rows - 1)), round(c * (columns - 1))) for r in MOVED for c in MOVED]
    lines = []
    for stroke in named(drawn, "guides").marks:
        assert isinstance(stroke, Stroke)
        for row, column in places:
            start = shifted(stroke.start, row * down, sliding.row_step, column * across, sliding.column_step)
            end = shifted(stroke.steps[0][0], row, sliding.out_row_step, column, sliding.out_column_step)
            lines.append((start, end))
    return lines


def shifted(point: Point, rows: int, down: Point, columns: int, into: Point) -> Point:
    return point[0] + rows * down[0] + columns * into[0], point[1] + rows * down[1] + columns * into[1]


def corners_of(text: Text) -> tuple[Point, ...]:
    left, top, right, bottom = text_box(text)
    return (left, top), (right, top), (right, bottom), (left, bottom)


def crossed(drawn: Scene) -> list[Text]:
    lines = guides(drawn)
    texts = [mark for part in drawn.parts for mark in part.marks if isinstance(mark, Text)]
    return [text for text in texts if any(polygons_meet(corners_of(text), line) for line in lines)]


@pytest.mark.parametrize("path", PATHS)
def test_paper_lies_between_the_guides_and_every_label_that_they_may_cross(path: str) -> None:
    drawn = scene(network("resnet34"), path)
    marks = [mark for part in drawn.parts for mark in part.marks]
    first = marks.index(named(drawn, "guides").marks[-1])
    found = crossed(drawn)
    assert found, "the guides cross nothing: this test tests nothing"
    for text in found:
        before = marks[first : marks.index(text)]
        assert any(covers(mark, text) for mark in before if isinstance(mark, Face)), text.string


def covers(face: Face, text: Text) -> bool:
    xs, ys = [x for x, _ in face.points], [y for _, y in face.points]
    left, top, right, bottom = text_box(text)
    opaque = face.fill == "paper" and face.opacity == 1
    return opaque and min(xs) < left and max(xs) > right and min(ys) < top and max(ys) > bottom


def test_the_guides_lie_on_the_input_and_behind_kernels_output_and_arrow() -> None:
    kinds = [part.kind for part in scene(network("resnet34"), "layer2.0.conv1").parts]
    at = [kinds.index(kind) for kind in ("volume", "patch", "guides", "clearing", "kernels", "curve", "cell")]
    assert all(before < after for before, after in pairwise(at))
