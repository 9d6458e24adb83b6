"""The schematic: the paper's boxes and lines, counted; no label touches anything; the inset has the size it says."""

import pytest

from app import nets
from app.graph.types import Graph, Group
from app.nets import PRESETS
from app.pipeline import graph_for
from app.scene.draw import draw
from app.scene.op_words import op_label
from app.scene.schematic import inset, inset_size
from app.scene.sheet import bounds
from app.scene.types import Disc, Face, Scene, Stroke, Text, View
from tests.scene.overlap import problems

VARIANTS = [
    ("resnet34", {"shortcut": "A"}),
    ("resnet34", {"shortcut": "C", "input": "3,97,225"}),
    ("resnet152", {"shortcut": "C"}),
    ("resnet50", {"shortcut": "A", "groups": "32", "base_width": "4"}),
    ("resnet18", {"depths": "2", "classes": "100000"}),
    ("resnet18", {"widths": "8,8,8,8", "shortcut": "A", "norm": "none"}),
    ("resnet34", {"shortcut": "identity"}),
    ("resnet50d", {"shortcut": "C", "input": "3,97,225"}),
    ("seresnet50", {"depths": "1,1,1,1", "groups": "64", "widths": "2048,2048,2048,2048"}),
    ("highway34", {"depths": "1,1,1,1", "widths": "8,8,8,8"}),
    ("googlenet_paper", {"aux": "true"}),
    ("googlenet", {"inception4a": "8,8,8,8,8,8", "pool": "floor", "input": "3,97,97"}),
    ("inception_v3", {"aux": "true", "modules": "7,9,5"}),
    ("inception_v4", {"modules": "1,1,1"}),
    ("inception_resnet_v2", {"modules": "7,9,5"}),
]
CASES = [(name, {}) for name in PRESETS] + VARIANTS


def traced(name: str, **overrides: str) -> Graph:
    return graph_for(nets.config(name, **overrides))


def schematic(name: str, path: str = "", **overrides: str) -> Scene:
    return draw(traced(name, **overrides), View(path, style="schematic"))


def shortcuts(scene: Scene) -> list[bool]:
    """For each shortcut, whether it is dashed."""
    return [
        any(isinstance(mark, Stroke) and mark.dash for mark in part.marks)
        for part in scene.parts
        if part.kind == "shortcut"
    ]


def words(scene: Scene) -> list[str]:
    return [mark.string for part in scene.parts for mark in part.marks if isinstance(mark, Text)]


DRAWN: set[tuple[object, ...]] = set()  # what a case before has drawn: presets have many groups in common


def _is_new(graph: Graph, group: Group) -> bool:
    """Whether no group before had the same name and operations."""
    inside = tuple((op_label(node), node.input_shapes, node.output_shape) for node in graph.inside(group))
    looks = (group.kind, group.type, group.path, inside, graph.failure is None)
    new = looks not in DRAWN
    DRAWN.add(looks)
    return new


@pytest.mark.parametrize(("name", "overrides"), CASES, ids=[f"{name}-{'-'.join(o.values())}" for name, o in CASES])
def test_no_label_touches_anything(name: str, overrides: dict[str, str]) -> None:
    graph = traced(name, **overrides)
    groups = [group for group in graph.groups if group.kind != "block"]
    groups += [block for group in graph.groups for block in graph.children(group.path)[:2] if block.kind == "block"]
    paths = [group.path for group in groups if _is_new(graph, group)]
    found = {path: problems(draw(graph, View(path, style="schematic"))) for path in ("", *paths)}
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("name", ["resnet152", "cifar_resnet110", "inception_resnet_v2"])
def test_an_unfolded_schematic_has_no_collision_either(name: str) -> None:
    assert problems(draw(traced(name), View(expand=("all",), style="schematic"))) == []


def test_the_residual_network_has_the_sixteen_shortcuts_of_figure_3_three_of_them_dashed() -> None:
    found = shortcuts(schematic("resnet34"))
    assert (len(found), sum(found)) == (16, 3)


def test_the_plain_network_has_the_same_boxes_and_no_shortcut() -> None:
    plain, residual = schematic("plain34"), schematic("resnet34")
    assert shortcuts(plain) == []
    boxes = [text for text in words(plain) if "conv" in text or "fc" in text]
    assert boxes == [
        text for text in words(residual) if ("conv" in text or "fc" in text) and not text.startswith("1×1")
    ]
    assert len(boxes) == 34


def test_the_boxes_of_plain_and_residual_networks_stand_at_the_same_heights() -> None:
    def heights(scene: Scene) -> list[float]:
        return [
            bounds(part.marks)[1]
            for part in scene.parts
            if part.kind == "operation" and len(part.marks) == 3 and not isinstance(part.marks[0], Disc)
        ]

    assert heights(schematic("plain34")) == pytest.approx(heights(schematic("resnet34")))


def test_channels_of_zeros_are_solid_with_a_mark_of_their_own() -> None:
    scene = schematic("resnet34", shortcut="A")
    assert not any(shortcuts(scene))
    assert words(scene).count("0") == 3
    assert "64 channels of zeros" in words(scene)


def test_output_sizes_stand_where_they_change_as_in_figure_3() -> None:
    sizes = [text for text in words(schematic("resnet34")) if text.count("×") == 1 and text.replace("×", "").isdigit()]
    assert sizes == ["224×224", "112×112", "56×56", "28×28", "14×14", "7×7", "1×1"]


def test_long_networks_fold_and_unfold() -> None:
    folded = schematic("cifar_resnet110")
    assert "× 18" in words(folded)
    assert {part.expand for part in folded.parts if part.kind == "fold"} == {"layer1", "layer2", "layer3"}
    unfolded = draw(traced("cifar_resnet110"), View(expand=("layer2",), style="schematic"))
    assert len(shortcuts(unfolded)) == 1 + 18 + 2


def test_a_block_names_what_the_paper_leaves_out() -> None:
    said = words(schematic("resnet34", "layer2.0"))
    assert said.count("BN, ReLU") == 1
    assert said.count("BN") == 1
    assert said.count("ReLU") == 1
    assert "1×1 conv, 128, /2" in said
    assert "64 × 56 × 56" in said


@pytest.mark.parametrize(
    ("name", "path"), [("resnet34", "layer1.0"), ("resnet34", "layer2.0"), ("resnet50", "layer3.0")]
)
def test_an_inset_stands_where_it_is_put_and_is_as_large_as_it_says(name: str, path: str) -> None:
    graph = traced(name)
    group = graph.group_by_path[path]
    width, height = inset_size(graph, group)
    left, top, right, bottom = bounds(mark for part in inset(graph, group, 300, 40) for mark in part.marks)
    assert (left, top) == pytest.approx((300, 40))
    assert (right - left, bottom - top) == pytest.approx((width, height))


def test_every_box_leads_to_its_operation() -> None:
    graph = traced("resnet50")
    for part in draw(graph, View(style="schematic")).parts:
        if part.kind == "operation":
            assert part.path == "input" or part.path in graph.by_path
            assert part.label


def boxes(scene: Scene) -> list[str]:
    """The words in the boxes, in drawing order."""
    return [
        mark.string
        for part in scene.parts
        if part.kind == "operation"
        for mark in part.marks
        if isinstance(mark, Text) and mark.inside
    ]


def test_a_module_has_the_boxes_of_figure_2b() -> None:
    said = boxes(schematic("googlenet_paper", "inception3a"))
    reduced = ["1×1 conv, 64", "1×1 conv, 96", "3×3 conv, 128", "1×1 conv, 16", "5×5 conv, 32"]
    assert said == [*reduced, "3×3 max pool", "1×1 conv, 32", "concat, 256"]
    naive = boxes(schematic("googlenet_naive", "inception3a"))
    assert [words.partition(",")[0] for words in naive] == [
        "1×1 conv",
        "3×3 conv",
        "5×5 conv",
        "3×3 max pool",
        "concat",
    ]


def test_branches_stand_side_by_side_over_their_part_of_the_bar() -> None:
    graph = traced("googlenet")
    scene = schematic("googlenet", "inception3a")
    concat = graph.by_path["inception3a.concat"]
    (bar,) = (part for part in scene.parts if part.path == concat.path)
    segments = [mark for mark in bar.marks if isinstance(mark, Face) and mark.fill]
    assert len(segments) == 4
    for path, segment in zip(concat.inputs, segments, strict=True):
        conv = next(part for part in scene.parts if part.path == path.replace(".act", ".conv"))
        left, _, right, _ = bounds(conv.marks)
        assert segment.points[0][0] - 1 <= left < right <= segment.points[1][0] + 1


def test_an_auxiliary_classifier_stands_at_the_side_of_the_module_it_reads() -> None:
    scene = schematic("googlenet", aux="true")
    graph = traced("googlenet", aux="true")
    for name, module in (("aux1", "inception4a"), ("aux2", "inception4d")):
        (title,) = (part for part in scene.parts if part.path == name)
        (bar,) = (part for part in scene.parts if part.path == graph.nodes[graph.group_by_path[module].places[-1]].path)
        assert bounds(title.marks)[0] > bounds(bar.marks)[2]
        assert bounds(bar.marks)[1] - 20 < bounds(title.marks)[1] < bounds(bar.marks)[3]


def test_a_gate_is_one_box_in_the_network_and_all_its_operations_in_the_block() -> None:
    assert words(schematic("seresnet50")).count("gate") == 16
    said = boxes(schematic("seresnet50", "layer1.0"))
    assert "gate" not in said
    assert [text for text in said if text in ("global average pool", "1×1 conv, 16")] == [
        "global average pool",
        "1×1 conv, 16",
    ]
    assert "sigmoid" in words(schematic("seresnet50", "layer1.0"))


def test_a_highway_block_mixes_what_is_transformed_and_what_is_carried() -> None:
    assert "T · H + (1 − T) · x" in boxes(schematic("highway34", "layer2.1"))


def test_vgg_is_the_column_at_the_left_of_figure_3() -> None:
    said = boxes(schematic("vgg19"))
    assert sum("conv" in text for text in said) == 16
    assert sum("fc" in text for text in said) == 3
    assert sum("max pool" in text for text in said) == 5
