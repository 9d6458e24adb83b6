"""Arcs over the row of volumes keep apart, stop at their gates, and are explained in the legend."""

from itertools import pairwise
from typing import Any

import pytest

from app.nets import config
from app.pipeline import graph_for
from app.scene.draw import draw
from app.scene.sheet import extent
from app.scene.types import Disc, Part, Scene, Stroke, View
from tests.scene.drawn import words
from tests.scene.overlap import problems


def parts(scene: Scene, kind: str) -> list[Part]:
    return [part for part in scene.parts if part.kind == kind]


def test_the_legend_tells_by_what_residuals_are_scaled() -> None:
    scaled = draw(graph_for(config("inception_resnet_v2")), View())
    assert "residuals scaled by 0.17, 0.1, 0.2 and 1, from left to right" in words(scaled, "legend")
    assert "scaled" not in words(draw(graph_for(config("resnet34")), View()), "legend")


@pytest.mark.parametrize("scale", ["log", "sqrt", "linear"])
@pytest.mark.parametrize(
    ("name", "overrides"),
    [
        ("highway34", {"input": "1,1,1"}),
        ("highway34", {"input": "3,4,4", "widths": "8,8,8,8"}),
        ("highway34", {"input": "3,1,64"}),
        ("seresnet50", {"input": "3,1,1"}),
        ("resnet34", {"input": "1,1,1", "shortcut": "A"}),
        ("inception_resnet_v2", {"input": "3,75,75"}),
    ],
)
def test_arcs_over_tiny_volumes_keep_apart_and_clear_of_their_marks(
    name: str, overrides: dict[str, str], scale: Any
) -> None:
    scene = draw(graph_for(config(name, **overrides)), View(scale=scale))
    found = parts(scene, "shortcut")
    assert all(extent([before])[2] < extent([after])[0] + 0.1 for before, after in pairwise(found))
    for part in found:  # the line of a highway ends at the rim of its gate
        strokes = [mark for mark in part.marks if isinstance(mark, Stroke)]
        for disc in (mark for mark in part.marks if isinstance(mark, Disc)):
            assert strokes[0].steps[-1][-1][0] == pytest.approx(disc.centre[0] - disc.radius)
            assert strokes[1].start[0] == pytest.approx(disc.centre[0] + disc.radius)
    assert problems(scene) == []
