"""Blocks that fork: a lane a branch, the results as slabs with their ranges, gates and shortcuts on their own lanes."""

from itertools import pairwise
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from app.nets import config
from app.nets.ops import Concat, Conv2d
from app.pipeline import graph_for
from app.scene.bands import bands_of
from app.scene.draw import draw
from app.scene.flow import nodes_in
from app.scene.types import Face, Part, Scene, Stroke, Text, View
from tests.scene.drawn import words
from tests.scene.forked import fan_of, modules, traced
from tests.scene.overlap import problems

MODULAR = ["googlenet", "googlenet_paper", "googlenet_naive", "inception_v3", "inception_v4", "inception_resnet_v2"]
GOOGLENET_3A = ["0–63", "64–191", "192–223", "224–255"]
PAGE = 1440
LEGIBLE = 11.0


def view(name: str, path: str, **overrides: str) -> Scene:
    return draw(graph_for(config(name, **overrides)), View(path))


def texts(parts: list[Part]) -> list[str]:
    return [mark.string for part in parts for mark in part.marks if isinstance(mark, Text)]


def slabs(scene: Scene) -> list[Part]:
    return [part for part in scene.parts if part.name.startswith("band-")]


def front(part: Part) -> tuple[float, float]:
    """Left and right edge of a slab's front, its last face."""
    faces = [mark for mark in part.marks if isinstance(mark, Face)]
    xs = [x for x, _ in faces[-1].points]
    return min(xs), max(xs)


def lane_of(scene: Scene, path: str) -> int:
    (lane,) = {part.lane for part in scene.parts if part.path == path and part.kind in ("kernel", "operation")}
    return lane


@pytest.mark.parametrize("name", MODULAR)
def test_every_operation_of_a_module_is_in_its_drawing(name: str) -> None:
    graph = graph_for(config(name))
    for module in modules(graph):
        drawn = {part.path for part in draw(graph, View(module.path)).parts}
        assert {node.path for node in graph.inside(module)} <= drawn


@pytest.mark.parametrize("name", MODULAR)
def test_each_branch_has_a_lane_and_its_slab_belongs_to_it(name: str) -> None:
    graph = graph_for(config(name))
    for module in modules(graph):
        scene, fan = draw(graph, View(module.path)), fan_of(graph, module.path)
        for number, branch in enumerate(fan.branches, start=1):
            paths = {node.path for node in nodes_in(branch)}
            assert {part.lane for part in scene.parts if part.path in paths} == {number}
        assert [(part.lane, part.path) for part in slabs(scene)] == list(enumerate(fan.join.inputs, start=1))


@pytest.mark.parametrize("name", MODULAR)
def test_slabs_fill_the_volume_in_channel_order_and_say_their_ranges(name: str) -> None:
    graph = graph_for(config(name))
    for module in modules(graph):
        parts, bands = slabs(draw(graph, View(module.path))), bands_of(graph, fan_of(graph, module.path).join.path)
        assert texts(parts) == [f"{band.first}–{band.last}" for band in bands]
        edges = [front(part) for part in parts]
        assert all(left[1] == pytest.approx(right[0]) for left, right in pairwise(edges))
        lengths = [right - left for left, right in edges]
        expected = [sum(lengths) * band.channels / sum(band.channels for band in bands) for band in bands]
        assert lengths == pytest.approx(expected, abs=0.5)


def test_the_ranges_of_inception_3a_stand_at_its_exit_and_at_the_entry_of_the_next_module() -> None:
    assert texts(slabs(view("googlenet", "inception3a"))) == GOOGLENET_3A
    entering = [part for part in view("googlenet", "inception3b").parts if part.kind == "band" and not part.name]
    assert texts(entering) == GOOGLENET_3A
    assert all(part.path.startswith("inception3a.branch") for part in entering)


@pytest.mark.parametrize("name", MODULAR)
def test_the_labels_of_a_module_can_be_read_where_it_is_as_wide_as_a_page(name: str) -> None:
    graph = graph_for(config(name))
    for module in modules(graph):
        scene = draw(graph, View(module.path))
        smallest = min(mark.size for part in scene.parts for mark in part.marks if isinstance(mark, Text))
        assert smallest * min(1, PAGE / scene.width) >= LEGIBLE, module.path


@pytest.mark.parametrize("name", MODULAR)
def test_the_bars_of_lanes_over_one_another_stand_side_by_side(name: str) -> None:
    graph = graph_for(config(name))
    for module in modules(graph):
        columns = draw(graph, View(module.path)).columns
        centres = [column.x for column in columns]
        assert all(after - before > 21.9 for before, after in pairwise(centres))
        assert all(column.width <= 22 for column in columns)


class Lopsided(nn.Module):
    """Six branches, one of a single channel beside one of thousands, one that is the identity."""

    kind = "block"

    def __init__(self, widths: tuple[int, ...]) -> None:
        super().__init__()
        self.branches = nn.ModuleList(Conv2d(6, width, 1) for width in widths)
        self.concat = Concat()

    def forward(self, x: Tensor) -> Tensor:
        return self.concat(*(branch(x) for branch in self.branches), x)


@pytest.mark.parametrize("widths", [(1, 2048, 8, 1, 2048), (1,), (1, 1, 1, 1, 1), (2048,)])
def test_a_branch_of_one_channel_is_seen_beside_one_of_thousands(widths: tuple[int, ...]) -> None:
    with torch.device("meta"):
        graph = traced(Lopsided(widths))
    scene = draw(graph, View("layer.0"))
    assert problems(scene) == []
    assert all(right - left >= 1 for left, right in map(front, slabs(scene)))
    assert texts(slabs(scene))[0] == ("0" if widths[0] == 1 else f"0–{widths[0] - 1}")


@pytest.mark.parametrize("scale", ["log", "sqrt", "linear"])
@pytest.mark.parametrize(
    ("name", "path", "overrides"),
    [
        ("googlenet", "inception3a", {"inception3a": "1,2048,2048,1,1,2048"}),
        ("googlenet", "inception3b", {"inception3a": "1,2048,2048,1,1,2048", "inception3b": "8,8,8,8,8,8"}),
        ("inception_v3", "Mixed_7c", {"input": "1,1024,96"}),
        ("inception_resnet_v2", "repeat.0", {"input": "3,75,400"}),
        ("seresnet50", "layer1.0", {"groups": "64", "base_width": "4"}),
        ("highway34", "layer2.1", {"widths": "8,8,8,2048", "input": "3,32,48"}),
        ("resnetv2_50", "stages.1.blocks.0", {"shortcut": "A", "se": "16"}),
    ],
)
def test_the_extremes_of_a_module_are_drawn_without_collisions(
    name: str, path: str, overrides: dict[str, str], scale: Any
) -> None:
    assert problems(draw(graph_for(config(name, **overrides)), View(path, scale=scale))) == []


def test_squeeze_and_excitation_is_on_a_lane_of_its_own_into_the_product() -> None:
    scene = view("seresnet50", "layer1.1")
    gate = {lane_of(scene, f"layer1.1.se.{name}") for name in ("squeeze", "fc1", "act", "fc2", "gate")}
    assert len(gate) == 1
    assert gate.isdisjoint({0, lane_of(scene, "layer1.1.conv1")})
    assert lane_of(scene, "layer1.1.excite") == 0


def test_a_highway_has_its_gate_and_x_on_two_lanes_below_and_says_what_is_mixed() -> None:
    scene = view("highway34", "layer1.0")
    lines = [part for part in scene.parts if part.kind == "shortcut"][:2]  # the third is the schematic's
    assert [part.label.split(" of ")[0] for part in lines] == ["transform gate", "highway shortcut"]
    assert len({part.lane for part in lines} | {0}) == 3
    assert "T · H + (1 − T) · x" in words(scene, "title")


def test_the_shortcut_of_resnet_d_averages_before_it_projects() -> None:
    scene = view("resnet50d", "layer2.0")
    drawn = [part for part in scene.parts if part.kind == "kernel" and part.lane == 1]
    assert [texts([part])[0] for part in drawn] == ["2×2 average pool, /2", "1×1, 512"]
    assert "a 2×2 average pool and a 1×1 projection (132,096 parameters)" in words(scene, "title")


def test_a_projected_shortcut_leaves_behind_the_first_activation_of_a_pre_activation_block() -> None:
    scene = view("resnetv2_50", "stages.1.blocks.0")
    line = next(part for part in scene.parts if part.kind == "shortcut")
    fork = next(mark for mark in line.marks if isinstance(mark, Stroke)).start[0]
    (pill,) = [part for part in scene.parts if part.path.endswith(".act1")]
    (conv,) = [part for part in scene.parts if part.path.endswith(".conv1") and part.kind == "kernel"]
    right = max(x for mark in pill.marks if isinstance(mark, Face) for x, _ in mark.points)
    left = min(x for mark in conv.marks if isinstance(mark, Face) for x, _ in mark.points)
    assert right < fork < left


class Torn(nn.Module):
    """Three branches, the middle of which halves H and W."""

    kind = "block"

    def __init__(self) -> None:
        super().__init__()
        self.one, self.three = Conv2d(6, 8, 1), Conv2d(6, 4, 3, 2, 1)
        self.pool = nn.MaxPool2d(3, 1, 1)
        self.concat = Concat()

    def forward(self, x: Tensor) -> Tensor:
        return self.concat(self.one(x), self.three(x), self.pool(x))


def test_a_module_that_cannot_stack_its_branches_shows_them_all_up_to_the_refusal() -> None:
    with torch.device("meta"):
        graph = traced(Torn())
    scene = draw(graph, View("layer.0"))
    assert [lane_of(scene, f"layer.0.{name}") for name in ("one", "three", "pool")] == [1, 2, 3]
    assert "layer.0.concat: the concatenation stops here" in words(scene, "failure")
    assert slabs(scene) == []
    assert problems(scene) == []
