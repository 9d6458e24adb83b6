"""Sliding windows in the operation view, against arithmetic done anew: what they read, where they land, the formula."""

from dataclasses import replace
from math import floor

import pytest

from app.scene.operation import operation_scene
from app.scene.operation.formula import output_length
from app.scene.operation.windows import axes_of, unread_words
from app.scene.types import Face, Part, Text, View
from tests.scene.drawn import corners, middle, named, network, scene, sides, spread, volume, words
from tests.scene.overlap import problems


def read_by_windows(length: int, kernel: int, stride: int, padding: int, dilation: int = 1) -> set[int]:
    """Padded indices that some window touches, for as many windows as fit: from first principles."""
    padded, start, seen = length + 2 * padding, 0, set[int]()
    while start + dilation * (kernel - 1) < padded:
        seen |= {start + dilation * step for step in range(kernel)}
        start += stride
    return seen


WINDOWED = [
    ("resnet34", {}, "conv1"),
    ("resnet34", {}, "maxpool"),
    ("resnet34", {}, "layer1.0.conv1"),
    ("resnet34", {}, "layer2.0.conv1"),
    ("resnet34", {}, "layer2.0.downsample.0"),
    ("resnet34", {"input": "3,225,97"}, "layer3.0.conv1"),
    ("resnet34", {"input": "3,32,32"}, "layer4.1.conv2"),
    ("resnet34", {"input": "3,224,320"}, "conv1"),
    ("resnext50_32x4d", {}, "layer2.0.conv2"),
    ("cifar_resnet20", {}, "layer3.0.conv1"),
]


@pytest.mark.parametrize(("name", "overrides", "path"), WINDOWED)
def test_what_no_window_reads_is_what_is_hatched(name: str, overrides: dict[str, str], path: str) -> None:
    node = network(name, **overrides).by_path[path]
    for index, axis in enumerate(axes_of(node)):
        assert node.kernel
        assert node.stride
        assert node.padding
        length, padding = node.input_shapes[0][1 + index], node.padding[index]
        read = read_by_windows(length, node.kernel[index], node.stride[index], padding)
        hatched = {cell for first, stop in axis.unread() for cell in range(first, stop)}
        assert hatched == set(range(length + 2 * padding)) - read


def test_the_stem_never_reads_the_last_of_its_230_padded_rows() -> None:
    rows, columns = axes_of(network("resnet34").by_path["conv1"])
    assert rows.unread() == columns.unread() == ((229, 230),)
    assert unread_words(rows, columns) == (
        "Windows read 229 of 230 padded rows and columns; the last row and column are never read."
    )
    assert "the last row and column are never read" in scene(network("resnet34"), "conv1").alt


def test_a_projection_reads_a_quarter_of_its_input_and_says_so() -> None:
    drawn = scene(network("resnet34"), "layer2.0.downsample.0")
    assert "784 of 3,136 cells (25%)" in drawn.alt
    assert any(part.kind == "unread" for part in drawn.parts)
    assert words(drawn, "key") == "never read by any window"


def test_an_operation_that_reads_everything_has_no_hatching() -> None:
    drawn = scene(network("resnet34"), "layer1.0.conv1")
    assert not any(part.kind in ("unread", "key") for part in drawn.parts)
    assert "never read" not in drawn.alt


@pytest.mark.parametrize(("name", "overrides", "path"), WINDOWED)
def test_the_window_stays_in_the_padded_box_at_the_last_cell(name: str, overrides: dict[str, str], path: str) -> None:
    drawn = scene(network(name, **overrides), path)
    sliding = drawn.sliding
    assert sliding
    (row_x, row_y), (column_x, column_y) = sliding.row_step, sliding.column_step
    assert row_x == 0  # height runs straight down, so x on the patch is width alone
    patch = corners(named(drawn, "patch"))
    first_left, first_top = min(x for x, _ in patch), min(y for _, y in patch)
    depth = sliding.kernel[1]
    assert max(x for x, _ in patch) - first_left == pytest.approx(depth * column_x)
    for index, (out, stride) in enumerate(zip(sliding.output, sliding.stride, strict=True)):
        last = (out - 1) * stride + sliding.kernel[index]
        assert last <= sliding.input[index] + 2 * sliding.padding[index]
    corner_x, corner_y = sliding.in_corner
    pad_rows, pad_columns = sliding.padding
    assert first_left == pytest.approx(corner_x - pad_columns * column_x)
    assert first_top == pytest.approx(corner_y - pad_rows * row_y - pad_columns * column_y + depth * column_y)


@pytest.mark.parametrize(("name", "overrides", "path"), WINDOWED)
def test_the_cell_moved_to_the_last_place_is_where_the_output_ends(
    name: str, overrides: dict[str, str], path: str
) -> None:
    drawn = scene(network(name, **overrides), path)
    sliding = drawn.sliding
    assert sliding
    rows, columns = (count - 1 for count in sliding.output)
    (_, down), (across, up) = sliding.out_row_step, sliding.out_column_step
    x, y = middle(sides(named(drawn, "cell"))[0])
    output = corners(volume(drawn, "output"))
    assert x + (columns + 0.5) * across == pytest.approx(max(x for x, _ in output), abs=0.1)
    assert y + (rows + 0.5) * down - up / 2 == pytest.approx(max(y for _, y in output), abs=0.1)


@pytest.mark.parametrize(("name", "overrides", "path"), WINDOWED)
def test_a_lit_cell_is_large_enough_to_be_seen(name: str, overrides: dict[str, str], path: str) -> None:
    (lit,) = sides(named(scene(network(name, **overrides), path), "cell"))
    edge = lit[2][1] - lit[1][1]
    assert edge >= 3
    assert edge > 5 * 0.5  # more colour than outline


@pytest.mark.parametrize(
    ("name", "overrides", "groups"),
    [("resnext50_32x4d", {}, 32), ("resnet50", {"groups": "4"}, 4), ("resnet50", {}, 1)],
)
def test_the_lit_cell_is_as_long_as_the_group_that_the_window_reads(
    name: str, overrides: dict[str, str], groups: int
) -> None:
    drawn = scene(network(name, **overrides), "layer2.0.conv2")

    def length(part: Part) -> float:
        front = [mark for mark in part.marks if isinstance(mark, Face)][1 if part.name else -1]
        return spread(list(front.points))

    assert length(named(drawn, "kernel")) * groups == pytest.approx(length(volume(drawn, "input")))
    assert length(named(drawn, "cell")) * groups == pytest.approx(length(volume(drawn, "output")))


@pytest.mark.parametrize("path", ["conv1", "maxpool", "layer2.0.conv1"])
def test_a_last_row_and_column_that_are_never_read_are_thick_enough_to_be_seen(path: str) -> None:
    drawn = scene(network("resnet34"), path)
    sliding = drawn.sliding
    assert sliding
    (x, y), (_, down), (across, up) = sliding.in_corner, sliding.row_step, sliding.column_step
    padded = [length + 2 * pad for length, pad in zip(sliding.input, sliding.padding, strict=True)]
    read = [
        (out - 1) * step + size for out, step, size in zip(sliding.output, sliding.stride, sliding.kernel, strict=True)
    ]
    assert read == [cells - 1 for cells in padded]
    (top_x, top_y) = (x - sliding.padding[1] * across, y - sliding.padding[0] * down - sliding.padding[1] * up)
    row, column = sides(next(part for part in drawn.parts if part.kind == "unread"))
    assert min(row, key=lambda point: point[0]) == pytest.approx((top_x, top_y + read[0] * down))
    assert min(x for x, _ in column) == pytest.approx(top_x + read[1] * across)
    assert row[3][1] - row[0][1] >= 3
    assert spread(column) >= 3
    assert "thicker than to scale" in words(drawn, "key")


def test_a_strip_that_is_thick_enough_is_to_scale() -> None:
    drawn = scene(network("resnet34", input="3,32,32"), "layer2.0.conv1")  # 8 x 8 cells, padded to 10
    assert drawn.sliding
    row, column = sides(next(part for part in drawn.parts if part.kind == "unread"))
    assert row[3][1] - row[0][1] == pytest.approx(drawn.sliding.row_step[1])
    assert spread(column) == pytest.approx(drawn.sliding.column_step[0])
    assert words(drawn, "key") == "never read by any window"


@pytest.mark.parametrize("scale", ["log", "sqrt", "linear"])
@pytest.mark.parametrize(("path", "ratio"), [("conv1", 2.0), ("layer2.0.conv1", 2.0), ("layer1.0.conv1", 1.0)])
def test_height_and_width_are_linear_under_every_law(path: str, ratio: float, scale: str) -> None:
    drawn = scene(network("resnet34"), path, scale)

    def front_height(part: Part) -> float:
        front = [mark for mark in part.marks if isinstance(mark, Face)][-1]  # drawn last: nearest
        return max(y for _, y in front.points) - min(y for _, y in front.points)

    source, made = volume(drawn, "input"), volume(drawn, "output")
    assert front_height(source) / front_height(made) == pytest.approx(ratio)


def test_a_kernel_covers_its_share_of_the_inputs_edge() -> None:
    drawn = scene(network("resnet34"), "layer1.0.conv1")
    patch, side = corners(named(drawn, "patch")), [m for m in volume(drawn, "input").marks if isinstance(m, Face)][1]
    assert spread(patch) / spread(list(side.points)) == pytest.approx(3 / 56)


@pytest.mark.parametrize(("name", "overrides", "path"), WINDOWED)
def test_the_formula_ends_in_the_shape_that_the_hook_saw(name: str, overrides: dict[str, str], path: str) -> None:
    graph = network(name, **overrides)
    node = graph.by_path[path]
    assert node.kernel
    assert node.stride
    assert node.padding
    said = words(scene(graph, path), "formula")
    for index in (0, 1):
        length, kernel = node.input_shapes[0][1 + index], node.kernel[index]
        padding, stride = node.padding[index], node.stride[index]
        expected = floor((length + 2 * padding - kernel) / stride) + 1
        assert expected == node.output_shape[1 + index]
        assert f"{length} + 2·{padding} − {kernel}" in said
        assert f"+ 1 = {expected}" in said


def test_a_square_input_has_one_formula_and_another_input_two() -> None:
    assert words(scene(network("resnet34"), "conv1"), "formula").count("O =") == 1
    said = words(scene(network("resnet34", input="3,224,320"), "conv1"), "formula")
    assert said.count("O =") == 2
    assert "height" in said
    assert "width" in said


def test_a_pool_that_rounds_up_says_so_and_drops_a_window_that_starts_behind_the_input() -> None:
    graph = network("resnet34")
    pool = replace(graph.by_path["maxpool"], ceil_mode=True, padding=(1, 1), kernel=(2, 2))
    rows, _ = axes_of(replace(pool, input_shapes=((64, 113, 113),), output_shape=(64, 57, 57)))
    texts = [mark.string for mark in output_length(rows, symbols=True).marks if isinstance(mark, Text)]
    assert (113 + 2 - 2) / 2 == 56.5
    assert "56.5" in texts
    assert texts[-1] == "57"
    assert "+ 1 − 1 =" in texts


def test_a_dilated_window_reads_with_gaps_and_its_formula_has_the_dilation() -> None:
    graph = network("resnet34")
    node = replace(graph.by_path["layer2.0.conv1"], dilation=(2, 2), padding=(2, 2), output_shape=(128, 28, 28))
    rows, _ = axes_of(node)
    read = read_by_windows(56, 3, 2, 2, dilation=2)
    assert {cell for run in rows.unread() for cell in range(*run)} == set(range(60)) - read
    drawn = operation_scene(graph, node, View(node.path))
    assert "I + 2P − D·(K − 1) − 1" in words(drawn, "formula")
    assert len(named(drawn, "patch").marks) == 9
    assert problems(drawn) == []
