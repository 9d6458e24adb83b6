"""What cards say about modules, gates, unusual shortcuts: branches in words, what reductions save, what is scaled."""

import pytest

from app import nets
from app.graph.types import Graph
from app.inspector import Card, card
from app.pipeline import graph_for


def traced(name: str, **overrides: str) -> Graph:
    return graph_for(nets.config(name, **overrides))


def shown(name: str, path: str, **overrides: str) -> Card:
    return card(traced(name, **overrides), path)


def why(name: str, path: str, **overrides: str) -> str:
    return " ".join(shown(name, path, **overrides).why)


def test_windows_side_by_side_within_a_branch_are_no_sequence() -> None:
    assert "; 1×1 conv, 384, then 1×3 conv, 384 beside 3×1 conv, 384; " in why("inception_v3", "Mixed_7b")
    said = why("inception_v4", "features.19")
    assert "1×3 conv, 512, then 1×3 conv, 256 beside 3×1 conv, 256; " in said
    assert "1×3 conv, 256 – 3×1 conv, 256" not in said


def macs_if_wide(graph: Graph, first: str, convs: dict[str, int]) -> tuple[int, int]:
    """(what a branch takes, what it would): `convs` by path, with the channels that each would read."""
    spent = graph.by_path[first].macs + sum(graph.by_path[path].macs for path in convs)
    direct = 0
    for path, read in convs.items():
        node = graph.by_path[path]
        assert node.kernel is not None
        channels, height, width = node.output_shape
        direct += node.kernel[0] * node.kernel[1] * read * channels * height * width
    return spent, direct


def test_every_branch_with_a_reduction_counts_towards_what_is_saved() -> None:
    graph = traced("inception_resnet_v2")
    one = macs_if_wide(graph, "repeat.0.branch1.0.conv", {"repeat.0.branch1.1.conv": 320})
    two = macs_if_wide(
        graph, "repeat.0.branch2.0.conv", {"repeat.0.branch2.1.conv": 320, "repeat.0.branch2.2.conv": 48}
    )
    spent, direct = one[0] + two[0], one[1] + two[1]
    said = why("inception_resnet_v2", "repeat.0")
    assert f"those 2 branches take {spent / 1e6:.2f} M multiply-adds" in said
    assert f"they would take {direct / 1e6:.1f} M, {direct / spent:.1f} times" in said


def test_the_saving_of_a_module_without_reductions_is_not_told() -> None:
    assert "times as many" in why("googlenet_paper", "inception3a")
    assert "times as many" not in why("googlenet_naive", "inception3a")


def test_a_residual_module_counts_all_its_convolutions_and_its_factor() -> None:
    said = why("inception_resnet_v2", "repeat.0")
    assert "The 7 convolutions on the branches and behind them compute F(x)" in said
    assert "ReLU(0.17 · F(x) + x) (Szegedy et al. 2016, section 3.3)" in said
    assert "multiplied by 0.17 before" in why("inception_resnet_v2", "repeat.0.scale")


def test_a_block_that_ends_in_the_addition_has_no_activation_around_it() -> None:
    for name, path in (("inception_resnet_v2", "block8"), ("resnetv2_50", "stages.0.blocks.1")):
        assert "the block gives F(x) + x (" in why(name, path)


def test_the_pool_of_resnet_d_takes_the_stride() -> None:
    said = why("resnet50d", "layer2.0")
    assert "A 2×2 average pool with stride 2 brings x to 256 × 28 × 28" in said
    assert "1×1 convolution with stride 1 makes 512 × 28 × 28" in said
    assert "1×1 convolution with stride 2" in why("resnet50", "layer2.0")
    assert "2×2 average pool, /2 and 1×1 conv, 512 turn x" in why("resnet50d", "layer2.0.downsample")


def test_squeeze_and_product_both_say_that_fields_follow_x_alone() -> None:
    assert "receptive fields" in why("seresnet50", "layer1.1.se.squeeze")
    assert "receptive fields" in why("seresnet50", "layer1.1.excite")
    assert "receptive fields" not in why("seresnet50", "avgpool")


@pytest.mark.parametrize(
    ("name", "path", "op"), [("seresnet50", "layer1.1", "excite"), ("highway34", "layer1.1", "mix")]
)
def test_a_product_is_not_listed_as_a_sum(name: str, path: str, op: str) -> None:
    said = next(row.value for row in shown(name, path).operations if row.label == op)
    assert said.startswith("x × gate →" if op == "excite" else "T · H(x) + (1 − T) · x →")


@pytest.mark.parametrize("path", ["aux1", "aux1.fc1", "head"])
def test_a_vector_has_no_next_cell(path: str) -> None:
    found = [row.label for row in shown("googlenet", path, aux="true").rows]
    assert "Receptive field" in found
    assert "Jump to the next cell's field" not in found
    assert "Jump to the next cell's field" in [row.label for row in shown("googlenet", "inception4a").rows]


@pytest.mark.parametrize(
    ("name", "path", "title"),
    [
        ("inception_v3", "Mixed_5b", "Module A"),
        ("inception_v3", "Mixed_6a", "Reduction A"),
        ("inception_v3", "Mixed_6b", "Module B"),
        ("inception_v3", "Mixed_7a", "Reduction B"),
        ("inception_v3", "Mixed_7b", "Module C"),
        ("inception_v4", "features.11", "Module B"),
        ("inception_v4", "features.19", "Module C"),
    ],
)
def test_modules_have_the_papers_letters(name: str, path: str, title: str) -> None:
    assert shown(name, path).subtitle == title


def test_only_a_pool_that_takes_any_map_is_global() -> None:
    assert shown("googlenet", "avgpool").subtitle == "Global average pooling over 7×7"
    assert shown("googlenet_paper", "avgpool").subtitle.startswith("7×7 average pooling")


@pytest.mark.parametrize(
    ("name", "path", "counted"),
    [
        ("inception_v3", "Mixed_5", "3 Inception modules with 21 convolutions hold "),
        ("inception_v3", "Mixed_6", "4 Inception modules and 1 reduction with 44 convolutions hold "),
        ("inception_resnet_v2", "inception_c", "10 Inception-ResNet blocks and 1 reduction with "),
        ("lenet5", "conv1", "1 convolution holds "),
    ],
)
def test_a_section_counts_its_reductions_apart(name: str, path: str, counted: str) -> None:
    assert why(name, path).startswith(counted)


@pytest.mark.parametrize(("name", "year"), [("inception_v3", 2015), ("inception_v4", 2016)])
def test_the_number_of_modules_is_cited_from_the_network_s_own_paper(name: str, year: int) -> None:
    assert nets.config(name).about("modules").source.startswith(f"Szegedy et al. {year}")
