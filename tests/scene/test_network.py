"""The network and layer views say what the article's Figures 3, 8 and 12 say."""

import pytest

from app.nets import config
from app.pipeline import graph_for
from app.scene.draw import draw
from app.scene.laws import scale_of
from app.scene.miniature import minimap_scene, thumbnail_scene
from app.scene.row import cells_of
from app.scene.sheet import bounds, extent
from app.scene.types import Face, Part, Scene, Stroke, Text, View
from tests.scene.overlap import problems


def texts(scene: Scene, kind: str = "") -> list[str]:
    return [
        mark.string
        for part in scene.parts
        if not kind or part.kind == kind
        for mark in part.marks
        if isinstance(mark, Text)
    ]


def parts(scene: Scene, kind: str) -> list[Part]:
    return [part for part in scene.parts if part.kind == kind]


def test_resnet34_shows_the_volumes_of_figure_3() -> None:
    scene = draw(graph_for(config("resnet34")), View())
    expected = [("3", "224×224"), ("64", "112×112"), ("64", "56×56")]
    expected += [("64", "56×56")] * 3 + [("128", "28×28")] * 4 + [("256", "14×14")] * 6 + [("512", "7×7")] * 3
    expected += [("512", "1×1"), ("1000", "vector")]
    assert list(zip(texts(scene, "volume")[::2], texts(scene, "volume")[1::2], strict=True)) == expected


def test_resnet34_has_thirteen_solid_and_three_dashed_arcs_and_plain34_none() -> None:
    arcs = parts(draw(graph_for(config("resnet34")), View()), "shortcut")
    dashed = [part for part in arcs if any(isinstance(mark, Stroke) and mark.dash for mark in part.marks)]
    assert (len(arcs), len(dashed)) == (16, 3)
    assert [part.path for part in dashed] == ["layer2.0.downsample", "layer3.0.downsample", "layer4.0.downsample"]
    assert parts(draw(graph_for(config("plain34")), View()), "shortcut") == []


def test_option_a_draws_solid_arcs_with_a_hollow_box_that_lead_to_the_padding() -> None:
    arcs = parts(draw(graph_for(config("resnet34", shortcut="A")), View()), "shortcut")
    assert not any(mark.dash for part in arcs for mark in part.marks if isinstance(mark, Stroke))
    assert [part.path for part in arcs if len(part.marks) == 2] == [f"layer{n}.0.downsample" for n in (2, 3, 4)]


def test_the_recipe_under_a_layer_is_that_of_table_1() -> None:
    said = texts(draw(graph_for(config("resnet152")), View()), "stage")
    assert "36 × [1×1, 256 · 3×3, 256 · 1×1, 1024]" in said
    assert "7×7, 64, /2 · 3×3 max pool, /2" in said


def test_long_networks_fold_equal_blocks_and_unfold_one_layer_on_demand() -> None:
    graph = graph_for(config("resnet152"))
    folded = parts(draw(graph, View()), "fold")
    assert [(part.expand, texts(draw(graph, View()), "fold")[i]) for i, part in enumerate(folded)] == [
        ("layer2", "× 7"),
        ("layer3", "× 35"),
    ]
    unfolded = draw(graph, View(expand=("layer3",)))
    assert texts(unfolded, "fold") == ["× 7", "fold"]
    assert len(parts(unfolded, "volume")) == len(parts(draw(graph, View()), "volume")) + 34
    assert texts(draw(graph, View(expand=("all",))), "fold") == ["fold", "fold"]


def test_columns_count_what_is_folded_into_them() -> None:
    scene = draw(graph_for(config("cifar_resnet110")), View())
    blocks = [column for column in scene.columns if column.path.count(".") == 1]
    assert sum(column.times for column in blocks) == 54


def test_layer_2_has_its_four_blocks_with_all_kernels_and_one_projection() -> None:
    scene = draw(graph_for(config("resnet34")), View("layer2"))
    kernels = [part.path for part in parts(scene, "kernel")]
    assert [path for path in kernels if "downsample" not in path] == [
        f"layer2.{block}.conv{number}" for block in range(4) for number in (1, 2)
    ]
    assert [path for path in kernels if "downsample" in path] == ["layer2.0.downsample.0"]
    assert [part.path for part in parts(scene, "block")] == [f"layer2.{block}" for block in range(4)]


def test_a_block_shows_every_operation_that_ran() -> None:
    graph = graph_for(config("resnet50"))
    shown = {part.path for part in draw(graph, View("layer2.0")).parts}
    assert {node.path for node in graph.inside(graph.group_by_path["layer2.0"])} <= shown


@pytest.mark.parametrize("law", ["log", "sqrt", "linear"])
def test_a_law_is_monotone_and_fits_the_largest(law: str) -> None:
    scale = scale_of([(3, 224, 224), (2048, 7, 7)], law, tallest=112, longest=46)
    spatial = [scale.spatial(n) for n in (1, 2, 7, 14, 28, 56, 112, 224)]
    channels = [scale.channels(n) for n in (1, 3, 64, 128, 256, 512, 1024, 2048)]
    assert spatial == sorted(spatial)
    assert channels == sorted(channels)
    assert (spatial[-1], channels[-1]) == (112, 46)


def test_the_map_marks_where_a_path_is() -> None:
    graph = graph_for(config("resnet152"))
    plain = minimap_scene(graph, "")
    assert parts(plain, "here") == []
    for path in ("layer3", "layer3.20", "layer3.20.conv2", "layer2.0.downsample.0", "conv1", "fc"):
        assert len(parts(minimap_scene(graph, path), "here")) == 1, path
    assert all(part.path and part.label for part in parts(plain, "volume"))


def test_a_thumbnail_has_no_words_and_no_links() -> None:
    scene = thumbnail_scene(graph_for(config("cifar_resnet110")))
    assert texts(scene) == []
    assert not any(part.path for part in scene.parts)


def test_a_layer_of_several_blocks_says_which_of_them_its_sentence_is_about() -> None:
    several, one = graph_for(config("resnet34")), graph_for(config("resnet18", depths="1,1"))
    assert ". Block 0: the shortcut carries 64 × 56 × 56, " in draw(several, View("layer2")).alt
    assert ". The shortcut carries 64 × 56 × 56, " in draw(one, View("layer2")).alt
    assert "Block 0: the" not in draw(several, View("layer2.0")).alt


def test_a_folded_layer_s_columns_count_its_blocks() -> None:
    scene = draw(graph_for(config("resnet152")), View("layer3"))
    assert [column.times for column in scene.columns if column.path.endswith("conv2")] == [1, 35]


def test_what_was_unfolded_can_be_folded_again() -> None:
    graph = graph_for(config("resnet152"))
    unfolded = draw(graph, View(expand=("layer3",)))
    assert [(part.expand, part.label) for part in parts(unfolded, "fold")] == [
        ("layer2", "unfold the 7 equal blocks of layer2"),
        ("layer3", "fold the equal blocks of layer3"),
    ]
    assert parts(draw(graph_for(config("resnet34")), View(expand=("all",))), "fold") == []


def test_a_layer_s_shortcut_shows_its_volume_and_the_channels_of_zeros() -> None:
    projected = draw(graph_for(config("resnet34")), View("layer2"))
    assert [part.path for part in parts(projected, "volume") if part.lane == 1] == ["layer2.0.downsample.0"]
    padded = draw(graph_for(config("resnet34", shortcut="A")), View("layer2"))
    assert "64 kept + 64 of zeros" in texts(padded, "volume")


def test_googlenet_is_a_row_of_nine_modules_and_its_pools() -> None:
    scene = draw(graph_for(config("googlenet")), View())
    shown = [part for part in scene.parts if part.kind == "volume"]
    assert [part.path for part in shown if part.path.startswith("inception")] == [
        f"inception{name}" for name in ("3a", "3b", "4a", "4b", "4c", "4d", "4e", "5a", "5b")
    ]
    assert [part.path for part in shown if "pool" in part.path] == [
        "maxpool1",
        "maxpool2",
        "maxpool3",
        "maxpool4",
        "avgpool",
    ]
    assert [part.path for part in parts(scene, "stage")] == ["stem", "inception3", "inception4", "inception5", "head"]
    assert "3×3 max pool, /2 · 5 × Inception module" in texts(scene, "stage")


@pytest.mark.parametrize(
    "name", ["googlenet", "googlenet_naive", "inception_v3", "inception_v4", "inception_resnet_v2"]
)
def test_a_module_s_slabs_share_its_volume_in_the_order_of_its_concat(name: str) -> None:
    graph = graph_for(config(name))
    for cell in cells_of(graph, View()):
        if cell.bands and cell.run:
            concat = graph.by_path[
                next(node.path for node in graph.inside(cell.run.first)[::-1] if node.op == "concat")
            ]
            assert [band.channels for band in cell.bands] == [shape[0] for shape in concat.input_shapes]
            assert sum(band.channels for band in cell.bands) == cell.shape[0]
    assert any(cell.bands for cell in cells_of(graph, View()))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("googlenet", {"aux1": "inception4a", "aux2": "inception4d"}), ("inception_v3", {"AuxLogits": "Mixed_6e"})],
)
def test_auxiliary_classifiers_rise_from_the_module_they_read(name: str, expected: dict[str, str]) -> None:
    graph = graph_for(config(name, aux="true"))
    scene = draw(graph, View())
    titles = {part.path: part for part in parts(scene, "aux")}
    assert set(titles) == set(expected)
    for aux, module in expected.items():
        (box,) = (part for part in parts(scene, "volume") if part.path == module)
        left, top, right, _ = bounds(mark for mark in box.marks if isinstance(mark, Face))
        own = [part for part in parts(scene, "volume") if part.path.startswith(f"{aux}.")]
        assert own[-1].path == graph.inside(graph.group_by_path[aux])[-1].path
        for part in own:
            part_left, _, part_right, bottom = bounds(mark for mark in part.marks if isinstance(mark, Face))
            assert bottom < top
            assert abs((part_left + part_right) / 2 - (left + right) / 2) < 1
    assert parts(draw(graph_for(config(name)), View()), "aux") == []


def test_a_heading_stands_beside_what_rises_high_and_touches_nothing() -> None:
    scene = draw(graph_for(config("googlenet", aux="true")), View())
    heading, (first, _) = extent(parts(scene, "title")), parts(scene, "aux")
    left, top, _, _ = extent([first])
    assert heading[2] < left
    assert abs(heading[1] - top) < 10
    assert problems(scene) == []


def test_inception_resnet_folds_its_repeats_and_keeps_their_arcs() -> None:
    scene = draw(graph_for(config("inception_resnet_v2")), View())
    assert texts(scene, "fold") == ["× 10", "× 20", "× 9"]
    assert len(parts(scene, "shortcut")) == 4
    unfolded = draw(graph_for(config("inception_resnet_v2")), View(expand=("all",)))
    assert len(parts(unfolded, "shortcut")) == 10 + 20 + 10


def test_gates_are_marked_and_named_in_the_legend() -> None:
    highway = draw(graph_for(config("highway34")), View())
    assert texts(highway, "shortcut") == ["T"] * 13
    assert "highway shortcut and its gate" in " ".join(texts(highway, "legend"))
    excited = draw(graph_for(config("seresnet50")), View())
    assert [part.path for part in parts(excited, "gate")] == [
        node.path for node in graph_for(config("seresnet50")).nodes if node.op == "multiply"
    ]
    assert len(parts(excited, "gate")) == 16
    assert "squeeze and excitation" in " ".join(texts(excited, "legend"))


def test_a_section_shows_every_branch_of_its_modules() -> None:
    graph = graph_for(config("googlenet"))
    scene = draw(graph, View("inception4"))
    shown = {part.path for part in scene.parts}
    boxed = [
        node for node in graph.inside(graph.group_by_path["inception4"]) if node.op in ("conv", "maxpool", "concat")
    ]
    assert {node.path for node in boxed} <= shown
    assert [part.path for part in parts(scene, "block")] == [f"inception4{letter}" for letter in "abcde"]
    assert [column.path for column in scene.columns] == ["maxpool3", *(f"inception4{letter}" for letter in "abcde")]


def test_a_section_without_blocks_is_a_chain() -> None:
    scene = draw(graph_for(config("vgg16")), View("conv3"))
    assert texts(scene, "kernel")[::2] == ["3×3, 256", "3×3, 256", "3×3, 256", "2×2 max pool, /2"]
    assert parts(scene, "block") == []


MAPPED = ["resnet34", "resnet152", "resnetv2_50", "seresnet50", "highway34", "googlenet", "googlenet with aux"]
MAPPED += ["inception_v3", "inception_v4", "inception_resnet_v2", "vgg16", "lenet5", "nin", "cifar_resnet20"]


@pytest.mark.parametrize("name", MAPPED)
def test_the_map_marks_every_group(name: str) -> None:
    preset, _, aux = name.partition(" with ")
    graph = graph_for(config(preset, **{aux: "true"} if aux else {}))
    for group in graph.groups:
        assert len(parts(minimap_scene(graph, group.path), "here")) == 1, group.path
