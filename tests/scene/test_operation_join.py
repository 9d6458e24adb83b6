"""The pictures of joins, gates and pools of the Inception family, against their definitions reckoned anew."""

import pytest
import torch
from torch.nn.functional import adaptive_avg_pool2d, max_pool2d

from app.scene.bands import bands_of
from app.scene.operation.adaptive import spans
from app.scene.operation.windows import axes_of, over_words
from app.scene.types import Face, Part, Scene
from tests.scene.drawn import corners, network, scene, spread, volume, words
from tests.scene.workshop import workshop


def parts(drawn: Scene, kind: str) -> list[Part]:
    return [part for part in drawn.parts if part.kind == kind]


def fronts(part: Part) -> float:
    """How long a volume's or slab's front is."""
    front = part.marks[-1] if part.kind == "band" else part.marks[2]
    assert isinstance(front, Face)
    return spread(list(front.points))


def test_a_concatenation_says_which_channels_each_branch_becomes() -> None:
    drawn = scene(network("googlenet"), "inception3a.concat")
    for said in ("channels 0–63", "channels 64–191", "channels 192–223", "channels 224–255"):
        assert said in words(drawn)
    assert "64 + 128 + 32 + 32 = 256 channels" in drawn.alt


def test_every_slab_is_as_long_as_the_volume_that_became_it() -> None:
    drawn = scene(workshop(), "layer1.0.concat")
    inputs = [part for part in parts(drawn, "volume") if part.label.startswith("input")]
    slabs = parts(drawn, "band")
    assert [fronts(part) for part in inputs] == pytest.approx([fronts(part) for part in slabs], rel=0.02)
    assert [part.path for part in inputs] == [part.path for part in slabs]


def test_inputs_and_slabs_wear_the_hue_of_their_branch() -> None:
    graph = workshop()
    drawn = scene(graph, "layer1.0.concat")
    for band, part in zip(bands_of(graph, "layer1.0.concat"), parts(drawn, "band"), strict=True):
        assert {mark.fill.partition("-")[0] for mark in part.marks if isinstance(mark, Face)} == {band.hue}


def test_what_reads_a_concatenation_shows_its_bands() -> None:
    graph = network("googlenet")
    hues = {band.hue for band in bands_of(graph, "inception3a.concat")}
    for path in ("inception3b.branch1.conv", "inception3b.branch4.0"):
        faces = [mark for mark in volume(scene(graph, path), "input").marks if isinstance(mark, Face)]
        assert {face.fill.partition("-")[0] for face in faces} == hues


def test_a_gate_has_one_number_a_channel() -> None:
    drawn = scene(network("seresnet50"), "layer1.0.excite")
    assert "Each of the 256 channels is multiplied by its own number, in all its 3,136 cells" in drawn.alt
    assert len(parts(drawn, "cell")) == 3  # the same channel in x, in the gate and in the output


def test_a_highway_names_its_three_inputs() -> None:
    said = words(scene(network("highway34"), "layer1.0.mix"))
    for name in ("H(x)", "T(x)", "x · (1 − T(x))"):
        assert name in said


def test_numbers_of_a_module_stand_in_its_picture() -> None:
    assert "y = 0.17 · x" in words(scene(network("inception_resnet_v2"), "repeat.0.scale"))
    assert "40%" in words(scene(network("googlenet_paper"), "dropout"))
    said = scene(network("googlenet_paper"), "lrn1").alt
    assert "5 channels" in said
    assert "β = 0.75" in said


def test_behind_a_dropout_comes_what_reads_on() -> None:
    graph = workshop()
    assert [part.path for part in parts(scene(graph, "dropout"), "next")] == ["fc"]
    assert "dropout" in [part.path for part in parts(scene(graph, "flatten"), "next")]


@pytest.mark.parametrize(("length", "count"), [(14, 4), (7, 4), (4, 4), (3, 4), (1, 4), (13, 5), (100, 7)])
def test_adaptive_windows_are_torch_s(length: int, count: int) -> None:
    for cell in range(length):
        image = torch.zeros(1, 1, length, 1)
        image[0, 0, cell] = 1
        seen = adaptive_avg_pool2d(image, (count, 1)).flatten() > 0
        assert [bool(value) for value in seen] == [first <= cell < stop for first, stop in spans(length, count)]


def test_windows_that_differ_are_told_one_by_one() -> None:
    assert "7 rows as 0–1, 1–3, 3–5, 5–6" in scene(workshop(), "adaptive").alt


@pytest.mark.parametrize("path", ["maxpool1", "maxpool2", "maxpool3"])
def test_a_window_hangs_over_exactly_where_torch_rounds_up(path: str) -> None:
    node = workshop().by_path[path]
    assert node.kernel
    assert node.stride
    rows, columns = axes_of(node)
    image = torch.zeros(1, 1, *node.input_shapes[0][1:])
    floored = max_pool2d(image, node.kernel, node.stride).shape[2:]
    assert (rows.over > 0, columns.over > 0) == tuple(
        made > kept for made, kept in zip(node.output_shape[1:], floored, strict=True)
    )
    assert bool(over_words(rows, columns)) == bool(node.ceil_mode)


def test_what_hangs_over_is_drawn_around_the_input() -> None:
    over, within = scene(workshop(), "maxpool1"), scene(workshop(), "maxpool2")
    assert "hangs over: 1" in words(over)
    assert parts(over, "padding")
    assert not parts(within, "padding")


def test_a_mean_says_whether_the_padding_counts() -> None:
    assert "zeros of the padding count" in scene(workshop(), "layer1.0.branch4.0").alt
    assert "left out of the mean" in scene(network("inception_v4"), "features.6.branch3.0").alt


@pytest.mark.parametrize(
    ("path", "kernel", "padding"),
    [("layer1.0.branch2.1", "1×7×8", "P = 0 × 3"), ("layer1.0.branch3.1", "7×1×8", "P = 3 × 0")],
)
def test_a_factorised_kernel_has_two_lengths_and_two_paddings(path: str, kernel: str, padding: str) -> None:
    drawn = scene(workshop(), path)
    assert f"kernels of {kernel}" in drawn.alt
    assert padding in words(drawn)
    assert corners(volume(drawn, "output"))


@pytest.mark.parametrize(
    ("path", "overrides", "followed"),
    [
        ("maxpool3", {}, ["inception4a"]),
        ("inception4a.concat", {"aux": "true"}, ["aux1", "inception4b"]),
        ("inception4a.branch1.conv", {}, ["inception4a.branch1.bn"]),
    ],
)
def test_what_many_operations_read_goes_to_the_module_that_they_begin(
    path: str, overrides: dict[str, str], followed: list[str]
) -> None:
    drawn = scene(network("googlenet", **overrides), path)
    assert sorted(part.path for part in parts(drawn, "next")) == followed
