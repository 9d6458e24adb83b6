"""Painted views: slices stand inside the volumes they are of, and everything else stays where it was."""

from itertools import pairwise

import pytest

from app.graph.types import Graph
from app.scene.draw import draw
from app.scene.types import Face, Painting, Part, Scene, Text, View
from tests.scene.drawn import network, words
from tests.scene.overlap import problems
from tests.scene.polygons import bounds

VIEWS = [
    ("resnet34", ""), ("resnet34", "layer2"), ("resnet34", "layer2.0"), ("resnet34", "conv1"), ("resnet34", "maxpool"),
    ("resnet34", "layer2.0.add"), ("resnet34", "fc"), ("resnet34", "head"), ("resnet34", "input"),
    ("resnet152", ""), ("cifar_resnet56", "layer2"), ("cifar_resnet56", "layer2.0"), ("lenet5", ""), ("nin", ""),
    ("googlenet", ""), ("googlenet", "inception3"), ("googlenet", "inception3a"), ("googlenet", "inception3a.concat"),
    ("inception_v3", ""), ("inception_v4", ""), ("inception_resnet_v2", ""), ("seresnet50", "layer1.0"),
    ("resnext50_32x4d", "layer1.0.conv2"), ("highway34", "layer1.0"), ("vgg16", ""),
]  # fmt: skip


def drawn(name: str, path: str = "", painted: bool = True, **overrides: str) -> Scene:
    graph = network(name, **overrides)
    return draw(graph, View(path, painted=painted))


def paintings(scene: Scene) -> list[Painting]:
    return [mark for part in scene.parts for mark in part.marks if isinstance(mark, Painting)]


def by_volume(scene: Scene) -> list[tuple[Part, list[Painting]]]:
    """Each volume and the paintings drawn behind it, or behind its slabs."""
    found: list[tuple[Part, list[Painting]]] = []
    for part in scene.parts:
        if part.kind == "filmstrip":
            break
        if part.kind == "volume":
            found.append((part, []))
        elif part.kind == "paintings":
            found[-1][1].extend(mark for mark in part.marks if isinstance(mark, Painting))
    return found


def faces(part: Part) -> list[tuple[tuple[float, float], ...]]:
    return [mark.points for mark in part.marks if isinstance(mark, Face)]


def corners(painting: Painting) -> list[tuple[float, float]]:
    (x, y), (ax, ay), (dx, dy) = painting.corner, painting.across, painting.down
    return [(x, y), (x + ax, y + ay), (x + ax + dx, y + ay + dy), (x + dx, y + dy)]


@pytest.mark.parametrize(("name", "path"), VIEWS)
def test_no_label_touches_anything_in_a_painted_view(name: str, path: str) -> None:
    assert problems(drawn(name, path)) == []


@pytest.mark.parametrize(("name", "path"), VIEWS)
def test_every_volume_has_room_for_what_it_holds(name: str, path: str) -> None:
    graph, scene = network(name), drawn(name, path)
    for part, inside in by_volume(scene):
        made = graph.result_of(part.path)
        assert {painting.path for painting in inside} == {made}
        assert [painting.index for painting in inside] == [*range(1, len(inside)), 0]
        assert "inside" in part.label


@pytest.mark.parametrize("path", ["layer2", "layer2.0", "conv1"])
def test_words_and_faces_stay_where_they_are(path: str) -> None:
    plain, painted = drawn("resnet34", path, painted=False), drawn("resnet34", path)
    kept = [part for part in painted.parts if part.kind not in ("paintings", "filmstrip", "card", "legend")]
    for before, after in zip((part for part in plain.parts if part.kind != "legend"), kept, strict=True):
        assert (before.path, before.kind) == (after.path, after.kind)
        assert [mark for mark in before.marks if isinstance(mark, Text)] == [
            mark for mark in after.marks if isinstance(mark, Text)
        ]
        assert faces(before) == faces(after)
    assert plain.columns == painted.columns


def test_a_slice_is_as_large_as_the_side_of_its_volume_and_the_mean_is_on_that_side() -> None:
    part, inside = next(pair for pair in by_volume(drawn("resnet34", "layer2.0")) if pair[0].path == "layer2.0.conv1")
    side = faces(part)[1]
    assert bounds(tuple(corners(inside[-1]))) == pytest.approx(bounds(side))
    assert {painting.across for painting in inside} == {inside[0].across}
    assert {painting.down for painting in inside} == {inside[0].down}


def test_slices_stand_evenly_apart_and_are_seen_beside_each_other() -> None:
    for _, inside in by_volume(drawn("resnet34")):
        steps = [right.corner[0] - left.corner[0] for left, right in pairwise(inside)]
        assert steps == pytest.approx(steps[:1] * len(steps))
        assert all(step > 0.4 * inside[0].across[0] for step in steps)


def test_small_deep_volumes_hold_more_slices_than_large_thin_ones() -> None:
    counts = {part.path: len(inside) for part, inside in by_volume(drawn("resnet34"))}
    assert counts["input"] == counts["layer1.0"] == 1
    assert counts["layer4.2"] == 4


def test_a_vector_is_a_strip_along_the_front_of_its_rod() -> None:
    part, (strip,) = by_volume(drawn("resnet34"))[-1]
    assert (strip.path, strip.index, strip.across[1], strip.down[0]) == ("fc", 0, 0, 0)
    assert bounds(tuple(corners(strip))) == pytest.approx(bounds(faces(part)[2]))


def test_one_channel_has_no_most_active_ones() -> None:
    shown = [painting.index for painting in paintings(drawn("lenet5")) if painting.path == "input"]
    assert shown == [0, 0]  # in its volume, and on its card


def test_channels_of_zeros_stay_hollow_and_the_mean_stands_behind_them() -> None:
    scene = drawn("cifar_resnet20", "layer2.0")
    part, inside = next(pair for pair in by_volume(scene) if "channels of zeros" in pair[0].label)
    hollow = [mark for mark in part.marks if isinstance(mark, Face) and mark.dash]
    assert len(hollow) == 3
    begin = min(x for x, _ in hollow[2].points)
    assert all(painting.corner[0] < begin for painting in inside[:-1])
    assert inside[-1].corner[0] == pytest.approx(max(x for x, _ in hollow[2].points))


def test_slabs_are_glass_in_their_hues_with_the_slices_of_the_whole_behind_their_edges() -> None:
    plain, scene = drawn("googlenet", "inception3a", painted=False), drawn("googlenet", "inception3a")
    bands = [part for part in scene.parts if part.kind == "band"]
    assert [[m.fill for m in part.marks if isinstance(m, Face)] for part in bands] == [
        [m.fill for m in part.marks if isinstance(m, Face)] for part in plain.parts if part.kind == "band"
    ]
    assert all(mark.opacity < 0.5 for part in bands for mark in part.marks if isinstance(mark, Face))
    last = scene.parts.index(bands[-1])
    assert scene.parts[last + 1].kind == "paintings"
    graph = network("googlenet")
    assert {mark.path for mark in scene.parts[last + 1].marks if isinstance(mark, Painting)} == {
        graph.result_of("inception3a")
    }


def test_a_folded_run_shows_what_its_first_block_puts_out_in_front() -> None:
    scene = drawn("resnet152")
    part, inside = next(pair for pair in by_volume(scene) if "equal blocks" in pair[0].label)
    front = faces(part)[-1]
    assert inside[-1].path == network("resnet152").result_of(part.path)
    assert inside[-1].corner == pytest.approx(front[1])


@pytest.mark.parametrize("name", ["resnet34", "lenet5", "googlenet", "cifar_resnet56"])
def test_a_card_stands_under_each_volume_and_leads_to_it(name: str) -> None:
    scene = drawn(name)
    cards = [part for part in scene.parts if part.kind == "card"]
    assert not any(isinstance(mark, Painting) for card in cards for mark in card.marks), "they would not fit its box"
    assert [card.path for card in cards] == [column.path for column in scene.columns]
    for card, column in zip(cards, scene.columns, strict=True):
        left, _, right, _ = bounds(tuple(point for face in faces(card) for point in face))
        assert (left + right) / 2 == pytest.approx(column.x)
        assert right - left >= 20
    lowest = max(y for part in scene.parts if part.kind == "stage" for mark in part.marks if isinstance(mark, Text)
                 for y in (mark.y,))  # fmt: skip
    assert all(y > lowest for card in cards for face in faces(card) for _, y in face)


def test_the_legend_says_what_there_is_and_no_more() -> None:
    assert "most active" in words(drawn("resnet34"), "legend")
    assert "most active" not in words(drawn("resnet34", "input"), "legend")
    assert "stripes" in words(drawn("resnet34", "fc"), "legend")
    assert "mean" not in words(drawn("resnet34", "fc"), "legend")


def test_a_schematic_has_no_volumes_and_stays_as_it_is() -> None:
    graph: Graph = network("resnet34")
    assert draw(graph, View(style="schematic", painted=True)) == draw(graph, View(style="schematic"))
