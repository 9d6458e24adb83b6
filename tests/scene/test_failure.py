"""A network whose shapes do not fit is drawn as far as the tensor went, with the refusal and both shapes in it."""

import pytest
import torch
from torch import Tensor, nn

from app.graph.trace import trace
from app.graph.types import Graph
from app.inspector import card
from app.nets import config
from app.nets.ops import Add, Branch, Concat, Conv2d, Flatten, Linear, ReLU, Stage
from app.pipeline import graph_for
from app.scene.draw import draw
from app.scene.types import Face, Stroke, Text, View
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


class Leaking(nn.Module):
    """A module of which one branch loses two rows and columns."""

    kind = "block"

    def __init__(self) -> None:
        super().__init__()
        self.branch1 = Conv2d(8, 16, 1)
        self.branch2 = nn.Sequential(Conv2d(8, 4, 1), Conv2d(4, 24, 5, padding=1))
        self.branch3 = nn.Sequential(nn.MaxPool2d(3, 1, 1), Conv2d(8, 8, 1))
        self.concat = Concat()

    def forward(self, x: Tensor) -> Tensor:
        return self.concat(self.branch1(x), self.branch2(x), self.branch3(x))


@pytest.fixture(scope="module")
def leaking() -> Graph:
    with torch.device("meta"):
        network = nn.Sequential(Conv2d(3, 8, 3, padding=1), Stage(Leaking()))
        return trace(network.eval(), (3, 28, 28), "leaking")


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


@pytest.mark.parametrize(
    ("name", "shortcut"), [("resnet34", "identity"), ("resnet50", "identity"), ("cifar_resnet20", "identity")]
)
def test_no_card_of_an_unfinished_block_speaks_of_a_plain_network(name: str, shortcut: str) -> None:
    graph = graph_for(config(name, shortcut=shortcut))
    assert graph.failure
    block = graph.group_by_path[graph.failure.within[-1]]
    for path in (block.path, graph.failure.path, *(node.path for node in graph.inside(block))):
        assert "plain network" not in " ".join(card(graph, path).why)


def test_the_card_of_what_refused_tells_both_sides(graph: Graph) -> None:
    rows = {row.label: row.value for row in card(graph, "layer2.0.add").rows}
    assert rows == {"F(x)": "8 × 8 × 8", "x": "8 × 16 × 16", "Height and width": "8 against 16"}


def red(graph: Graph, path: str) -> list[Stroke]:
    """The edges that are drawn in red."""
    marks = [mark for part in draw(graph, View(path)).parts for mark in part.marks]
    return [mark for mark in marks if isinstance(mark, Stroke) and (mark.line, mark.width) == ("error", 3)]


@pytest.mark.parametrize("path", ["", "layer2", "layer2.0", "layer2.0.add"])
def test_the_edges_that_differ_are_red_on_both_sides_and_their_numbers_are_told(graph: Graph, path: str) -> None:
    assert len(red(graph, path)) == 4  # height and width of F(x) and of x
    assert "height and width: 8 against 16" in words(graph, path)


def test_the_operation_that_refused_has_a_view_that_leads_to_what_it_was_given(graph: Graph) -> None:
    scene = draw(graph, View("layer2.0.add"))
    assert scene.title == "broken › layer2 › block 0 › add"
    assert "one shape, cell by cell" in scene.alt
    given = [part.path for part in scene.parts if part.kind == "volume"]
    assert given == ["layer2.0.conv1", "layer2.0.downsample.0"]
    assert problems(scene) == []


@pytest.mark.parametrize("path", ["", "1", "1.0", "1.0.concat"])
def test_of_a_concatenation_only_the_branch_that_lost_cells_is_red(leaking: Graph, path: str) -> None:
    assert leaking.failure
    assert leaking.failure.path == "1.0.concat"
    assert len(red(leaking, path)) == 2
    assert "height and width: 28 against 26" in words(leaking, path)
    assert problems(draw(leaking, View(path))) == []


def test_the_sides_of_a_concatenation_wear_their_branches_hues(leaking: Graph) -> None:
    volumes = [part for part in draw(leaking, View("1.0.concat")).parts if part.kind == "volume"]
    hues = [next(mark.fill for mark in part.marks if isinstance(mark, Face)).partition("-")[0] for part in volumes]
    assert len(set(hues)) == 3


def test_a_layer_shows_every_branch_up_to_the_refusal(leaking: Graph) -> None:
    drawn = {part.path for part in draw(leaking, View("1")).parts}
    assert {"1.0.branch1", "1.0.branch2.0", "1.0.branch2.1", "1.0.branch3.0", "1.0.branch3.1"} <= drawn


@pytest.mark.parametrize("scale", ["log", "sqrt", "linear"])
@pytest.mark.parametrize(
    ("name", "overrides", "path"),
    [
        ("resnet34", {"shortcut": "identity"}, "layer2.0.add"),
        ("resnet34", {"shortcut": "A", "widths": "64,128,64,512"}, "layer3.0.downsample"),
        ("googlenet_paper", {"input": "3,192,192"}, "avgpool"),
        ("googlenet_paper", {"input": "3,256,256"}, "fc"),
        ("lenet5", {"input": "1,28,28"}, "c5"),
        ("lenet5", {"input": "1,2,400"}, "c1"),
        ("vgg16", {"input": "3,16,16"}, "features.30"),
    ],
)
def test_no_label_touches_anything_in_a_refusal(name: str, overrides: dict[str, str], path: str, scale: str) -> None:
    graph = graph_for(config(name, **overrides))
    assert graph.failure
    assert graph.failure.path == path
    around = [group for group in graph.failure.within if group in graph.group_by_path]
    for place in ("", *around, path):
        assert problems(draw(graph, View(place, scale=scale))) == []  # type: ignore[arg-type]
    assert red(graph, path)
