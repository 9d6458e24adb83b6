"""The operation view of every kind of operation: its words, its parts, and that no label touches anything."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.graph.types import Graph, Node
from app.scene.operation import OPERATIONS, operation_scene
from app.scene.types import Face, Scene, Stroke, View
from tests.scene.drawn import corners, network, operation_looks, scene, volume, words
from tests.scene.overlap import problems, stroke_polygons
from tests.scene.polygons import polygons_meet
from tests.scene.workshop import workshop
from tests.strategies import SMALL_PRESETS


def test_captions_carry_weights_and_multiply_adds() -> None:
    alt = scene(network("resnet34"), "layer2.0.conv1").alt
    assert "128 kernels of 3×3×64 = 73,728 weights, no bias" in alt
    assert "576 for each of the 100,352 numbers" in alt
    assert 576 * 100_352 == 57_802_752
    assert "1,000 × 512 weights + 1,000 biases = 513,000" in scene(network("resnet34"), "fc").alt
    assert "200,704 additions, no parameters" in scene(network("resnet34"), "layer1.0.add").alt


def test_a_grouped_kernel_is_as_deep_as_its_group() -> None:
    drawn = scene(network("resnext50_32x4d"), "layer1.0.conv2")
    kernels = next(part for part in drawn.parts if part.kind == "kernels")
    assert kernels.label == "128 kernels of 3×3×4"
    assert "32 groups of 4" in words(drawn)
    assert any(part.kind == "group" for part in drawn.parts)


@pytest.mark.parametrize(("channels", "shown"), [(1, 1), (2, 2), (3, 3), (4, 4), (5, 4), (64, 4)])
def test_at_most_four_kernels_are_drawn(channels: int, shown: int) -> None:
    graph = network("resnet18", depths="1", widths=str(channels))
    kernels = next(part for part in scene(graph, "conv1").parts if part.kind == "kernels")
    assert sum(isinstance(mark, Face) for mark in kernels.marks) == 3 * shown


def test_a_projection_and_an_identity_are_told_apart_at_the_addition() -> None:
    assert "projection shortcut" in words(scene(network("resnet34"), "layer2.0.add"))
    assert "identity shortcut" in words(scene(network("resnet34"), "layer2.1.add"))
    assert "zero-padding shortcut" in words(scene(network("cifar_resnet20"), "layer2.0.add"))


def test_the_zero_channels_are_hollow_where_they_are_made_and_where_they_are_added() -> None:
    graph = network("cifar_resnet20")
    made, added = scene(graph, "layer2.0.downsample"), scene(graph, "layer2.0.add")
    shortcut = next(part for part in added.parts if part.path == "layer2.0.downsample")
    for part in (volume(made, "output"), shortcut):
        assert sum(isinstance(mark, Face) and mark.dash for mark in part.marks) == 3
    assert "16 channels of zeros" in made.alt


def test_the_input_leads_back_to_what_made_it_and_the_output_on_to_what_reads_it() -> None:
    graph = network("resnet34")
    drawn = scene(graph, "layer2.0.conv1")
    assert volume(drawn, "input").path == "layer1.2.act2"
    assert volume(drawn, "output").path == "layer2.0.conv1"
    assert [part.path for part in drawn.parts if part.kind == "next"] == ["layer2.0.bn1"]
    assert volume(scene(graph, "conv1"), "input").path == "input"


def test_every_chart_bar_stands_under_the_output() -> None:
    for node in network("resnet34").nodes[:20]:
        drawn = scene(network("resnet34"), node.path)
        (column,) = drawn.columns
        xs = [x for x, _ in corners(volume(drawn, "output"))]
        assert column.path == node.path
        assert column.x == pytest.approx((min(xs) + max(xs)) / 2)


NETWORKS: list[tuple[str, dict[str, str]]] = [
    ("resnet34", {}),
    ("resnet50", {}),
    ("resnext50_32x4d", {}),
    ("resnext101_64x4d", {}),
    ("wide_resnet50_2", {}),
    ("plain18", {"norm": "none"}),
    ("cifar_resnet20", {}),
    ("resnet18", {"input": "3,225,225", "activation": "sigmoid"}),
    ("resnet18", {"input": "3,97,64", "activation": "tanh", "shortcut": "C"}),
    ("resnet18", {"input": "3,32,32"}),
    ("resnet18", {"input": "3,224,320"}),
    ("resnet18", {"input": "3,1,4000", "classes": "1"}),
    ("resnet18", {"input": "1,4000,7", "classes": "100000"}),
    ("resnet18", {"widths": "8,8,8,8", "shortcut": "A"}),
    ("resnet18", {"widths": "1,2,1024,2048", "shortcut": "A"}),
    ("resnet50", {"groups": "2", "base_width": "32"}),
    ("resnet50", {"groups": "8", "base_width": "8"}),
    ("googlenet_paper", {"aux": "true", "input": "3,240,256"}),
    ("inception_v3", {"input": "3,75,320"}),
    ("googlenet", {"inception3a": "8,1,2048,1,1,1"}),
]


# What a network before has drawn, by scale: networks have many operations in common.
DRAWN: dict[str, set[tuple[object, ...]]] = {"log": set(), "sqrt": set(), "linear": set()}


def distinct(graph: Graph, seen: set[tuple[object, ...]]) -> Iterator[Node]:
    """One node of each appearance that has not been seen."""
    for node in graph.nodes:
        look = operation_looks(node)
        if look not in seen:
            seen.add(look)
            yield node


@pytest.mark.parametrize("scale", ["log", "sqrt", "linear"])
@pytest.mark.parametrize(("name", "overrides"), NETWORKS)
def test_no_label_touches_anything(name: str, overrides: dict[str, str], scale: str) -> None:
    good(network(name, **overrides), DRAWN[scale], scale)


PLAIN = ("norm", "activation", "dropout")  # two equal volumes: resnet34 shows them in every law


def good(graph: Graph, seen: set[tuple[object, ...]], scale: str = "log") -> None:
    others = scale != "log" and graph.name != "resnet34"
    for node in distinct(graph, seen):
        if others and node.op in PLAIN:
            continue
        drawn = scene(graph, node.path, scale)
        assert problems(drawn) == [], node.path
        assert node.op != "conv" or not cuts_its_output(drawn), node.path
        assert drawn.width < 1200
        assert drawn.height < 680


def cuts_its_output(drawn: Scene) -> bool:
    """Whether the curve from the number of kernels to the output's channels runs over the output."""
    lines = [mark for part in drawn.parts if part.kind == "curve" for mark in part.marks if isinstance(mark, Stroke)]
    assert lines
    faces = [mark.points for mark in volume(drawn, "output").marks if isinstance(mark, Face)]
    return any(polygons_meet(piece, face) for line in lines for piece in stroke_polygons(line) for face in faces)


@pytest.mark.parametrize("name", SMALL_PRESETS)
def test_no_label_touches_anything_in_any_preset(name: str) -> None:
    good(network(name), DRAWN["log"])


@pytest.mark.parametrize("size", [(112, 112), (64, 200), (61, 75)])
@pytest.mark.parametrize("widths", [(16, 32, 8, 8), (1, 1, 600, 2)])
def test_no_label_touches_anything_whatever_the_shapes(
    size: tuple[int, int], widths: tuple[int, int, int, int]
) -> None:
    good(workshop(size, widths), set())


def test_every_operation_of_every_preset_has_a_picture_of_its_own() -> None:
    assert {node.op for name in SMALL_PRESETS for node in network(name).nodes} == set(OPERATIONS)


def test_an_unknown_operation_is_a_box_before_and_a_box_after() -> None:
    graph = network("resnet34")
    node = replace(graph.by_path["layer1.0.act1"], op="gelu", type="GELU")
    drawn = operation_scene(graph, node, View(node.path))
    assert [part.kind for part in drawn.parts if part.kind == "volume"] == ["volume", "volume"]
    assert "GELU" in words(drawn)
    assert problems(drawn) == []


def test_the_same_node_is_drawn_the_same_twice() -> None:
    graph = network("resnet34")
    for path in ("conv1", "maxpool", "layer2.0.add", "fc"):
        assert scene(graph, path) == scene(graph, path)
