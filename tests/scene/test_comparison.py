"""Several drawings as one: no label touches anything, equal positions stand together, what differs is lit."""

from functools import cache
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.compare.drawing import drawn, shapes_among
from app.scene.comparison_marks import frame_of
from app.scene.comparison_stretch import Cut, Stretch, chain_of
from app.scene.draw import draw
from app.scene.sheet import bounds
from app.scene.text import Box, text_box
from app.scene.types import Face, Part, Scene, Stroke, Text, View
from tests.compare.networks import comparison
from tests.scene.overlap import problems

CASES: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "plain": (("resnet34", "plain34"), {}),
    "plain, schematic": (("resnet34", "plain34"), {"style": "schematic"}),
    "strides": (("resnet50", "resnet50_v1"), {"scale": "linear"}),
    "another size": (("resnet34", "cifar_resnet20"), {"scale": "sqrt"}),
    "Figure 3": (("vgg19", "plain34", "resnet34"), {"style": "schematic"}),
    "Figure 3, volumes": (("vgg19", "plain34", "resnet34"), {}),
    "folded": (("resnet152", "resnet101"), {}),
    "one folded": (("resnet50", "resnet101"), {}),
    "deeper": (("resnet18", "resnet34"), {}),
    "folded schematic": (("resnet152", "resnet101"), {"style": "schematic"}),
    "unfolded": (("resnet152", "resnet101"), {"expand": ("all",)}),
    "modules": (("googlenet", "googlenet_naive"), {}),
    "modules as boxes": (("googlenet", "googlenet_naive"), {"style": "schematic"}),
    "a module": (("googlenet/inception3a", "googlenet_naive/inception3a"), {}),
    "families": (("googlenet", "resnet50"), {}),
    "layers": (("resnet50/layer2", "resnet50_v1/layer2"), {}),
    "blocks": (("resnet50/layer2.0", "resnet50_v1/layer2.0"), {}),
    "shortcuts": (("resnet34/layer2.0", "resnet34/layer2.0?shortcut=A"), {}),
    "shortcuts, schematic": (("resnet34/layer2.0", "resnet34/layer2.0?shortcut=A"), {"style": "schematic"}),
    "operations": (("resnet34/conv1", "cifar_resnet20/conv1"), {}),
    "no norm": (("resnet34/layer1.0", "resnet34/layer1.0?norm=none"), {}),
    "gated network": (("resnet50", "seresnet50"), {}),
    "layers of another size": (("resnet34/layer2", "cifar_resnet20/layer2"), {}),
    "gates": (("resnet50/layer1.0", "seresnet50/layer1.0"), {}),
    "what a module saves": (("googlenet_naive/inception3a", "googlenet_paper/inception3a"), {}),
    "other modules": (("inception_v3/Mixed_6b", "inception_v4/features.11"), {}),
}


@cache
def picture(name: str) -> Scene:
    addresses, look = CASES[name]
    aligned = comparison(*addresses)
    shapes = shapes_among(aligned.subjects)
    views = [View(subject.path, among=shapes, **look) for subject in aligned.subjects]
    scenes = [draw(subject.graph, view) for subject, view in zip(aligned.subjects, views, strict=True)]
    return drawn(aligned, views, scenes)


def part(scene: Scene, path: str, kind: str) -> Part:
    return next(part for part in scene.parts if (part.path, part.kind) == (path, kind))


def framed(scene: Scene, box: Box) -> bool:
    """Whether a frame runs around a box."""
    frames = [bounds(part.marks) for part in scene.parts if part.kind == "lit"]
    return any(f[0] <= box[0] and f[1] <= box[1] and f[2] >= box[2] and f[3] >= box[3] for f in frames)


@pytest.mark.parametrize("name", CASES)
def test_no_label_touches_anything(name: str) -> None:
    assert problems(picture(name)) == []


@pytest.mark.parametrize("name", CASES)
def test_no_frame_cuts_through_words_and_no_two_frames_touch(name: str) -> None:
    scene = picture(name)
    frames = [bounds(part.marks) for part in scene.parts if part.kind == "lit"]
    words = [mark for part in scene.parts for mark in part.marks if isinstance(mark, Text) and part.kind != "sign"]
    cut = [
        mark.string
        for mark in words
        for frame in frames
        if meet(text_box(mark), frame) and not holds(frame, text_box(mark))
    ]
    assert cut == []
    close = [(one, other) for one, other in combinations(frames, 2) if meet(frame_of(one, 0.5), frame_of(other, 0.5))]
    assert [pair for pair in close if not (holds(*pair) or holds(*pair[::-1]))] == []


def meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def holds(frame: Box, box: Box) -> bool:
    """Whether a frame lies about a box, with a unit of air."""
    return frame[0] <= box[0] - 1 and frame[1] <= box[1] - 1 and frame[2] >= box[2] + 1 and frame[3] >= box[3] + 1


def test_what_is_noted_under_a_kernel_is_framed_with_it() -> None:
    scene = picture("a module")
    for found, path in (("a", "inception3a.branch1"), ("b", "inception3a.branch1")):
        kernel = bounds(part(scene, f"{found}/{path}.conv", "kernel").marks)
        note = bounds(part(scene, f"{found}/{path}.act", "operation").marks)
        frames = [bounds(lit.marks) for lit in scene.parts if lit.kind == "lit"]
        around = [frame for frame in frames if holds(frame, kernel)]
        assert len(around) == 1
        assert holds(around[0], note)


def test_rounding_that_changes_no_size_is_not_lit() -> None:
    scene = picture("a module")
    pools = [found for found in scene.parts if found.kind == "kernel" and found.path.endswith("branch4.0")]
    assert len(pools) == 2
    assert not any(framed(scene, bounds(pool.marks)) for pool in pools)


@pytest.mark.parametrize("name", CASES)
def test_no_two_drawings_have_a_part_of_the_same_path(name: str) -> None:
    count = len(CASES[name][0])
    assert {part.path[:2] for part in picture(name).parts if part.path} == {f"{letter}/" for letter in "abc"[:count]}


@pytest.mark.parametrize(
    ("name", "axis"),
    [("plain", 0), ("folded", 0), ("modules", 0), ("another size", 0), ("plain, schematic", 1), ("Figure 3", 1)],
)
def test_what_stands_at_the_same_position_is_drawn_at_the_same_place(name: str, axis: int) -> None:
    scene = picture(name)
    fronts: dict[str, list[float]] = {}
    for found in scene.parts:
        if found.kind in ("volume", "operation") and found.name.startswith("row-"):
            texts = [mark for mark in found.marks if isinstance(mark, Text)]
            if texts:  # numbers are centred under a volume's front, words in a box
                fronts.setdefault(found.name, []).append((texts[0].x, texts[0].y)[axis])
    shared = [places for places in fronts.values() if len(places) > 1]
    assert len(shared) > 10
    assert all(max(places) - min(places) < 0.01 for places in shared)


def test_equal_volumes_are_equally_large_in_both() -> None:
    scene = picture("another size")
    sizes: dict[str, set[float]] = {}
    for found in scene.parts:
        if found.kind == "volume":
            words = [mark.string for mark in found.marks if isinstance(mark, Text)]
            front = [mark for mark in found.marks if isinstance(mark, Face)][2]
            box = bounds([front])
            sizes.setdefault(words[1], set()).add(round(box[3] - box[1], 3))
    assert all(len(heights) == 1 for size, heights in sizes.items() if size != "vector")
    tall = {size: min(heights) for size, heights in sizes.items() if "×" in size}
    assert tall["224×224"] > tall["56×56"] > tall["32×32"] > tall["7×7"]


def test_blocks_whose_stride_moved_are_lit_and_no_others() -> None:
    scene = picture("strides")
    lit = [p for p in scene.parts if p.kind == "volume" and framed(scene, bounds(p.marks))]
    assert [found.path for found in lit] == [f"{letter}/layer{n}.0" for letter in "ab" for n in (2, 3, 4)]


def test_in_a_block_only_what_differs_is_lit() -> None:
    scene = picture("blocks")
    kernels = [found.path for found in scene.parts if found.kind == "kernel" and framed(scene, bounds(found.marks))]
    volumes = [found.path for found in scene.parts if found.kind == "volume" and framed(scene, bounds(found.marks))]
    assert kernels == [f"{letter}/layer2.0.conv{n}" for letter in "ab" for n in (1, 2)]
    assert volumes == ["a/layer2.0.conv1", "b/layer2.0.conv1"]


def test_shortcuts_that_only_one_has_are_lit_themselves() -> None:
    scene = picture("plain")
    arcs = [found for found in scene.parts if found.kind == "shortcut"]
    assert len(arcs) == 16
    strokes = [mark for arc in arcs for mark in arc.marks if isinstance(mark, Stroke)]
    assert {stroke.line for stroke in strokes} == {"highlight-line"}
    assert not any(
        framed(scene, bounds(p.marks)) for p in scene.parts if p.kind == "volume" and p.path.startswith("a/")
    )


def test_a_gate_on_the_main_path_lights_no_shortcut() -> None:
    scene = picture("gated network")
    arcs = [
        mark for found in scene.parts if found.kind == "shortcut" for mark in found.marks if isinstance(mark, Stroke)
    ]
    assert "highlight-line" not in {arc.line for arc in arcs}
    lit = [found.path for found in scene.parts if found.kind == "volume" and framed(scene, bounds(found.marks))]
    assert len(lit) == 32


def test_every_kind_of_light_has_its_sign() -> None:
    signs = {
        mark.string
        for found in picture("Figure 3, volumes").parts
        if found.kind == "sign"
        for mark in found.marks
        if isinstance(mark, Text)
    }
    assert signs == {"≠", "+"}
    folded = [found.label for found in picture("folded").parts if found.kind == "sign"]
    assert folded == ["only here"] * 2 + ["lacks something that the other has"] * 2


def test_what_one_lacks_leaves_a_gap() -> None:
    assert sum(found.kind == "gap" for found in picture("another size").parts) == 8  # the max pooling and seven blocks
    assert sum(found.kind == "gap" for found in picture("deeper").parts) == (3 + 4 + 6 + 3) - (2 + 2 + 2 + 2)
    assert not any(found.kind == "gap" for found in picture("plain").parts)


def test_a_block_in_a_fold_is_no_gap() -> None:
    assert "× 22" in {
        mark.string for found in picture("one folded").parts for mark in found.marks if isinstance(mark, Text)
    }
    assert not any(found.kind == "gap" for found in picture("one folded").parts)


@given(
    st.lists(st.builds(Cut, st.floats(0, 100), st.floats(0, 50)), max_size=6), st.floats(-10, 110), st.floats(-10, 110)
)
def test_a_stretch_never_brings_two_places_nearer(cuts: list[Cut], one: float, other: float) -> None:
    stretch = Stretch(cuts)
    low, high = min(one, other), max(one, other)
    assert stretch(high) - stretch(low) >= high - low - 1e-9


@given(st.lists(st.dictionaries(st.integers(0, 8), st.floats(0, 100), max_size=6), min_size=2, max_size=3))
def test_anchors_rise_in_every_drawing(anchors: list[dict[int, float]]) -> None:
    chain = chain_of(anchors)
    assert chain == sorted(chain)
    for found in anchors:
        places = [found[number] for number in chain if number in found]
        assert places == sorted(places)


def test_a_drawing_in_words_says_what_differs() -> None:
    assert "Stride 2 moves from the 3×3 to the 1×1 in three bottleneck blocks" in picture("strides").alt
