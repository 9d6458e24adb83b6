"""Where one of several branches refuses, the others are drawn as far as they ran, in a layer and in a block."""

from collections.abc import Sequence

import pytest
import torch
from torch import Tensor, nn

from app.nets import config
from app.nets.ops import AdaptiveAvgPool2d, Add, BatchNorm2d, Concat, Conv2d, Multiply, ReLU
from app.pipeline import graph_for
from app.scene.draw import draw
from app.scene.types import Disc, Face, Mark, Part, Stroke, View
from tests.scene.drawn import words
from tests.scene.forked import traced
from tests.scene.overlap import problems


@pytest.mark.parametrize("path", ["layer2", "layer2.0"])
def test_a_shortcut_runs_into_the_cross_of_the_sum_that_refuses_it(path: str) -> None:
    parts = draw(graph_for(config("resnet34", shortcut="identity")), View(path)).parts
    ends = [mark.steps[-1][-1] for part in parts if part.kind == "shortcut" for mark in lines(part.marks)]
    assert any(abs(x - cross(parts)[0]) < 1 and 0 < y - cross(parts)[1] < 20 for x, y in ends)


@pytest.mark.parametrize("path", ["layer3", "layer3.0"])
@pytest.mark.parametrize("name", ["resnet34", "seresnet50"])
def test_a_shortcut_that_refuses_stands_below_the_main_path_that_ran(name: str, path: str) -> None:
    graph = graph_for(config(name, shortcut="A", widths="64,128,64,512"))
    scene = draw(graph, View(path))
    kernels = {part.path: part for part in scene.parts if part.kind == "kernel"}
    assert {"layer3.0.conv1", "layer3.0.conv2"} <= set(kernels)
    x, y = cross(scene.parts)
    corners = [point for mark in kernels["layer3.0.conv2"].marks if isinstance(mark, Face) for point in mark.points]
    assert x > max(x for x, _ in corners)
    assert y > max(y for _, y in corners)
    assert problems(scene) == []


class Forked(nn.Module):
    """Branches of which one forks again; `last` runs where that second fork has already gone another way."""

    kind = "block"

    def __init__(self, last: nn.Module) -> None:
        super().__init__()
        self.one, self.two, self.three = Conv2d(6, 8, 1), Conv2d(6, 16, 3, padding=1), Conv2d(16, 8, 3, padding=1)
        self.last, self.concat = last, Concat()

    def forward(self, x: Tensor) -> Tensor:
        one, two = self.one(x), self.two(x)
        return self.concat(one, self.three(two), self.last(two))


@pytest.mark.parametrize("path", ["layer", "layer.0"])
@pytest.mark.parametrize(
    "last",
    [Conv2d(7, 8, 1), nn.Sequential(Conv2d(16, 8, 1), BatchNorm2d(9)), nn.MaxPool2d(64)],
    ids=["conv", "norm", "pool"],
)
def test_every_branch_that_ran_before_another_refused_is_drawn(last: nn.Module, path: str) -> None:
    with torch.device("meta"):
        graph = traced(Forked(last).to("meta"))
    assert graph.failure
    scene = draw(graph, View(path))
    assert {"layer.0.one", "layer.0.two", "layer.0.three"} <= {part.path for part in scene.parts}
    assert "stops here" in words(scene)
    assert problems(scene) == []


class Misgated(nn.Module):
    """A gate with one number too many."""

    kind = "block"

    def __init__(self) -> None:
        super().__init__()
        self.conv, self.squeeze, self.gate = Conv2d(6, 8, 1), AdaptiveAvgPool2d(1), Conv2d(8, 9, 1)
        self.multiply, self.act = Multiply(), ReLU()

    def forward(self, x: Tensor) -> Tensor:
        out = self.conv(x)
        return self.act(self.multiply(out, self.gate(self.squeeze(out))))


@pytest.mark.parametrize("path", ["layer", "layer.0"])
def test_the_cross_stands_in_the_place_of_a_product_that_refused(path: str) -> None:
    with torch.device("meta"):
        graph = traced(Misgated())
    assert graph.failure
    assert graph.failure.op == "multiply"
    parts = draw(graph, View(path)).parts
    assert [part.kind for part in parts if part.path == graph.failure.path] == ["failure"]
    assert problems(draw(graph, View(path))) == []


class Behind(nn.Module):
    """A residual block after whose sum a convolution refuses."""

    kind = "block"

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.add, self.act, self.conv2 = Conv2d(6, 6, 1), Add(), ReLU(), Conv2d(7, 6, 1)

    def forward(self, x: Tensor) -> Tensor:
        return self.conv2(self.act(self.add(self.conv1(x), x)))


@pytest.mark.parametrize("path", ["layer", "layer.0"])
def test_the_cross_stands_behind_a_sum_that_ran(path: str) -> None:
    with torch.device("meta"):
        scene = draw(traced(Behind()), View(path))
    (plus,) = [part for part in scene.parts if part.path == "layer.0.add" and part.kind == "operation"]
    centre = next(mark.centre for mark in plus.marks if isinstance(mark, Disc))
    assert cross(scene.parts)[0] > centre[0] + 20
    assert problems(scene) == []


def cross(parts: Sequence[Part]) -> tuple[float, float]:
    """The centre of the one red disc."""
    (centre,) = [
        mark.centre for part in parts for mark in part.marks if isinstance(mark, Disc) and mark.line == "error"
    ]
    return centre


def lines(marks: Sequence[Mark]) -> list[Stroke]:
    return [mark for mark in marks if isinstance(mark, Stroke)]
