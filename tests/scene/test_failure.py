"""A network whose shapes do not fit is drawn as far as the tensor went, with the refusal and both shapes in it."""

import pytest
import torch
from torch import Tensor, nn

from app.graph.trace import trace
from app.graph.types import Graph
from app.nets import config
from app.nets.ops import Add, Branch, Conv2d, Flatten, Linear, ReLU, Stage
from app.pipeline import graph_for
from app.scene.draw import draw
from app.scene.types import Text, View
from tests.scene.overlap import problems


class BrokenBlock(nn.Module):
    """A block whose branch is strided and whose shortcut is not."""

    kind = "block"

    def __init__(self, stride: int) -> None:
        super().__init__()
        self.conv1 = Conv2d(8, 8, 3, stride, 1)
        self.downsample = Branch(Conv2d(8, 8, 1))
        self.add = Add()
        self.act1 = ReLU()

    def forward(self, x: Tensor) -> Tensor:
        return self.act1(self.add(self.conv1(x), self.downsample(x)))


class Broken(nn.Module):
    """Two layers, the second of which cannot add."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = Conv2d(3, 8, 3, padding=1)
        self.layer1 = Stage(BrokenBlock(1))
        self.layer2 = Stage(BrokenBlock(2))
        self.flatten = Flatten()
        self.fc = Linear(8, 10)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(self.flatten(self.layer2(self.layer1(self.conv1(x)))))


@pytest.fixture(scope="module")
def graph() -> Graph:
    with torch.device("meta"):
        return trace(Broken().eval(), (3, 16, 16), "broken")


def words(graph: Graph, path: str) -> str:
    marks = [mark for part in draw(graph, View(path)).parts for mark in part.marks]
    return "\n".join(mark.string for mark in marks if isinstance(mark, Text))


def test_the_trace_stops_at_the_operation_that_refused(graph: Graph) -> None:
    assert graph.failure is not None
    assert (graph.failure.path, graph.failure.op) == ("layer2.0.add", "add")
    assert graph.failure.input_shapes == ((8, 8, 8), (8, 16, 16))
    assert [node.path for node in graph.nodes][-1] == "layer2.0.downsample.0"
    assert "fc" not in graph.by_path


@pytest.mark.parametrize("path", ["", "layer2", "layer2.0"])
def test_every_view_around_the_refusal_names_it_and_both_shapes(graph: Graph, path: str) -> None:
    said = words(graph, path)
    assert "layer2.0.add" in said
    assert "8 × 8 × 8 and 8 × 16 × 16" in said
    assert problems(draw(graph, View(path))) == []


def test_views_before_the_refusal_are_drawn_as_ever(graph: Graph) -> None:
    assert "layer2.0.add" not in words(graph, "layer1.0")
    assert problems(draw(graph, View("layer1.0"))) == []


def test_an_unfinished_block_is_not_called_plain(graph: Graph) -> None:
    said = words(graph, "layer2.0")
    assert "unfinished" in said
    assert "plain" not in said.lower()


def test_a_configuration_whose_zeros_would_have_to_shrink_is_drawn_and_marked() -> None:
    graph = graph_for(config("resnet34", shortcut="A", widths="64,128,64,512"))
    for path in ("", "layer3", "layer3.0"):
        assert "layer3.0.downsample" in words(graph, path)
        assert problems(draw(graph, View(path))) == []
