"""Every preset, every kind of view: no label touches anything, nothing lies outside, the same marks twice."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.graph.types import Graph
from app.nets import PRESETS, config
from app.pipeline import graph_for
from app.scene.draw import draw, kind_of
from app.scene.types import View
from tests.scene.drawn import operation_looks
from tests.scene.overlap import problems

VARIANTS = [
    ("resnet34", {"input": "3,225,225"}),
    ("resnet34", {"input": "3,97,97", "shortcut": "A"}),
    ("resnet34", {"input": "3,64,64", "shortcut": "C"}),
    ("resnet34", {"input": "3,32,32", "shortcut": "none"}),
    ("resnet50", {"input": "3,224,320"}),
    ("resnet18", {"input": "1,1,1"}),
    ("resnet18", {"input": "3,16,1024"}),
    ("resnet18", {"widths": "8,8,8,8", "depths": "1,1,1,1"}),
    ("resnet50", {"widths": "2048,2048,2048,2048", "shortcut": "A"}),
    ("resnet50", {"groups": "64", "norm": "none"}),
    ("resnet18", {"depths": "2", "classes": "100000"}),
    ("resnet34", {"depths": "1,2,3,4,5", "activation": "sigmoid"}),
    ("cifar_resnet20", {"shortcut": "B", "stem": "imagenet", "activation": "tanh"}),
    ("resnet34", {"shortcut": "identity"}),
    ("resnet34", {"shortcut": "highway", "input": "3,97,225"}),
    ("resnet50d", {"shortcut": "C", "input": "3,97,225"}),
    ("seresnet50", {"depths": "1,1,1,1", "groups": "64"}),
    ("seresnet50", {"widths": "8,8,8,8", "se": "8"}),
    ("resnetv2_50", {"widths": "2048,2048,2048,2048", "depths": "1,1,1,1"}),
    ("highway34", {"depths": "1,1,1,1"}),
    ("googlenet", {"aux": "true"}),
    ("googlenet", {"pool": "floor", "input": "3,97,320"}),
    ("googlenet", {"inception4a": "8,8,8,8,8,8"}),
    ("googlenet_paper", {"inception4a": "2048,2048,2048,2048,2048,2048", "aux": "true"}),
    ("inception_v3", {"aux": "true", "modules": "7,9,5"}),
    ("inception_v3", {"modules": "1,1,1"}),
    ("inception_v4", {"modules": "7,9,5"}),
    ("inception_v4", {"modules": "1,1,1"}),
    ("inception_resnet_v2", {"modules": "7,9,5"}),
    ("inception_resnet_v2", {"modules": "1,1,1"}),
    ("vgg16", {"input": "3,64,512"}),
    ("nin", {"classes": "1000"}),
]
CASES = [(name, {}) for name in PRESETS] + VARIANTS


DRAWN: set[tuple[object, ...]] = set()  # what a case before has drawn: presets have many blocks in common


def distinct_views(graph: Graph, seen: set[tuple[object, ...]]) -> Iterator[str]:
    """The network, and of equal layers, blocks and operations the first that was not seen."""
    yield ""
    for group in graph.groups:
        inside = tuple(operation_looks(node) for node in graph.inside(group))
        stops = graph.failure if graph.failure and group.path in graph.failure.within else None
        looks = (group.kind, group.type, group.path if group.kind == "stage" else "", inside, stops)
        if looks not in seen:
            seen.add(looks)
            yield group.path
    for node in graph.nodes:
        if (looks := operation_looks(node)) not in seen:
            seen.add(looks)
            yield node.path


@pytest.mark.parametrize(("name", "overrides"), CASES, ids=[f"{name}-{'-'.join(o.values())}" for name, o in CASES])
def test_no_label_touches_anything_and_nothing_lies_outside(name: str, overrides: dict[str, str]) -> None:
    graph = graph_for(config(name, **overrides))
    paths = distinct_views(graph, DRAWN)
    if not overrides:  # test_operation.py draws the operations of every preset
        paths = (path for path in paths if path not in graph.by_path)
    found = {path: problems(draw(graph, View(path))) for path in paths}
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("scale", ["sqrt", "linear"])
@pytest.mark.parametrize(
    "name", ["googlenet", "inception_v3", "inception_v4", "inception_resnet_v2", "vgg16", "lenet5"]
)
def test_the_other_laws_draw_rows_of_modules_without_collisions(name: str, scale: Any) -> None:
    graph = graph_for(config(name))
    views = [View(path, scale=scale) for path in ("", *(stage.path for stage in graph.stages))]
    assert [wrong for view in views for wrong in problems(draw(graph, view))] == []


@pytest.mark.parametrize("scale", ["sqrt", "linear"])
@pytest.mark.parametrize("name", ["resnet34", "resnet152", "cifar_resnet1202", "wide_resnet101_2"])
def test_the_other_laws_draw_without_collisions_too(name: str, scale: Any) -> None:
    graph = graph_for(config(name))
    views = [View(path, scale=scale) for path in ("", "layer1", "layer2.0", "conv1", "layer2.0.conv1", "layer2", "fc")]
    assert [wrong for view in views for wrong in problems(draw(graph, view))] == []


@pytest.mark.parametrize(
    "name", ["resnet34", "resnet152", "cifar_resnet110", "resnext101_64x4d", "inception_v4", "inception_resnet_v2"]
)
def test_unfolded_networks_draw_without_collisions(name: str) -> None:
    graph = graph_for(config(name))
    views = [View(expand=("all",)), *(View(stage.path, expand=("all",)) for stage in graph.stages)]
    views += [View(expand=(stage.path,)) for stage in graph.stages[1:3]]
    assert [wrong for view in views for wrong in problems(draw(graph, view))] == []


@pytest.mark.parametrize("style", ["volumes", "schematic"])
@pytest.mark.parametrize("name", ["resnet34", "resnet50", "cifar_resnet56", "googlenet", "seresnet50"])
def test_the_same_view_gives_the_same_marks_twice(name: str, style: Any) -> None:
    graph = graph_for(config(name))
    stage = graph.stages[1]
    block = graph.children(stage.path)[0]
    for path in ("", stage.path, block.path, graph.inside(block)[0].path):
        view = View(path, style=style)
        assert draw(graph, view) == draw(graph, view)


LEADING: dict[str, set[tuple[object, ...]]] = {"volumes": set(), "schematic": set()}
LINKED = [
    ("resnet50", {"shortcut": "A"}),
    ("seresnet50", {}),
    ("highway34", {}),
    ("googlenet", {"aux": "true"}),
    ("inception_resnet_v2", {}),
    ("vgg16", {}),
]


@pytest.mark.parametrize("style", ["volumes", "schematic"])
@pytest.mark.parametrize(("name", "overrides"), LINKED, ids=[name for name, _ in LINKED])
def test_every_part_leads_to_a_view_that_exists(name: str, overrides: dict[str, str], style: Any) -> None:
    graph = graph_for(config(name, **overrides))
    for path in distinct_views(graph, LEADING[style]):
        for part in draw(graph, View(path, style=style)).parts:
            if part.path:
                assert part.label, f"a part of {path} leads to {part.path} and has no name"
                assert part.path == "input" or kind_of(graph, part.path)


@pytest.mark.parametrize("name", ["resnet34", "googlenet", "inception_resnet_v2", "nin"])
def test_every_column_names_an_operation_or_a_group_and_stands_inside_the_picture(name: str) -> None:
    graph = graph_for(config(name))
    for path in distinct_views(graph, set()):
        scene = draw(graph, View(path))
        for column in scene.columns:
            assert 0 <= column.x <= scene.width
            assert column.path == "input" or kind_of(graph, column.path)
