"""Cards and tables: every path of every network has one, and its sentences carry the numbers of that path."""

import re
from dataclasses import replace

import pytest

from app import nets
from app.graph.types import Graph
from app.inspector import Card, card
from app.nets import PRESETS
from app.pipeline import graph_for

VARIANTS = [
    ("resnet34", {"input": "3,225,225"}),
    ("resnet34", {"input": "3,97,320", "shortcut": "A"}),
    ("resnet34", {"input": "3,1,1", "shortcut": "C"}),
    ("resnet18", {"activation": "sigmoid", "norm": "none"}),
    ("resnet18", {"widths": "8,8,8,8", "depths": "1,1,1,1", "activation": "tanh"}),
    ("resnet50", {"shortcut": "none", "input": "1,64,48"}),
    ("resnet50", {"widths": "2048,2048,2048,2048", "shortcut": "A"}),
    ("resnet50_v1", {"shortcut": "A"}),
    ("cifar_resnet20", {"depths": "2", "classes": "1"}),
]
UNBROKEN = "\N{NO-BREAK SPACE}"
CASES = [(name, {}) for name in PRESETS] + VARIANTS


def traced(name: str, **overrides: str) -> Graph:
    return graph_for(nets.config(name, **overrides))


def why(name: str, path: str, **overrides: str) -> str:
    return " ".join(card(traced(name, **overrides), path).why)


def row(shown: Card, label: str) -> str:
    return next(row.value for row in shown.rows if row.label == label)


@pytest.mark.parametrize(("name", "overrides"), CASES, ids=[f"{name}-{'-'.join(o.values())}" for name, o in CASES])
def test_every_path_has_a_card_without_a_hole_in_it(name: str, overrides: dict[str, str]) -> None:
    graph = traced(name, **overrides)
    for path in ("", "input", *graph.group_by_path, *graph.by_path):
        shown = card(graph, path)
        words = [
            shown.title,
            shown.subtitle,
            shown.question,
            *shown.why,
            *(text for row in (*shown.rows, *shown.operations) for text in (row.label, row.value)),
        ]
        assert shown.path == path
        assert shown.why, path
        for text in words:
            assert text, path
            assert text == text.strip(), text
            assert not re.search(r"None|\bnan\b|  |\.\.|[(\[]\)|<|\{", text), text


def test_rows_of_a_card_lead_to_paths_that_exist() -> None:
    graph = traced("resnet50")
    for path in ("", "layer2", "layer2.0", "layer2.0.conv2", "stem", "head"):
        shown = card(graph, path)
        for link in (row.path for row in (*shown.rows, *shown.operations) if row.path):
            assert link == "input" or link in graph.by_path or link in graph.group_by_path


def test_the_operations_of_a_block_say_window_stride_padding_and_shape() -> None:
    shown = {row.label: row.value for row in card(traced("resnet34"), "layer2.0").operations}
    assert shown["conv1"] == "3×3 s2 p1 → 128×28×28"
    assert shown["conv2"] == "3×3 s1 p1 → 128×28×28"
    assert shown["downsample.0"] == "1×1 s2 p0 → 128×28×28"
    assert shown["add"] == "F(x) + x → 128×28×28"


@pytest.mark.parametrize(
    ("path", "size", "place"),
    [
        ("conv1", "7 × 7 px", ("2 px", "−3 px")),
        ("maxpool", "11 × 11 px", ("4 px", "−5 px")),
        ("layer1", "59 × 59 px", ("4 px", "−29 px")),
        ("layer2", "179 × 179 px", ("8 px", "−89 px")),
    ],
)
def test_receptive_fields_are_those_of_the_reference(path: str, size: str, place: tuple[str, str]) -> None:
    shown = card(traced("resnet34"), path)
    names = ("Receptive field", "Jump to the next cell's field", "First cell's field starts at")
    assert tuple(row(shown, name) for name in names) == tuple(text.replace(" ", UNBROKEN) for text in (size, *place))


def test_the_first_convolution_counts_its_kernels_and_needs_the_floor() -> None:
    said = why("resnet34", "conv1")
    assert "64 kernels of 7×7×3 = 147 weights each" in said
    assert "147 × 64 × 112 × 112 = 118,013,952 multiply-adds" in said
    assert "floor((224 + 2 · 3 − 7) / 2) + 1 = floor(111.5) + 1 = 112" in said
    assert "Row and column 229 of the padded input are never read" in said
    assert "112 × 122" in said  # what the article prints


def test_an_odd_input_needs_no_floor_and_leaves_nothing_unread() -> None:
    said = why("resnet34", "conv1", input="3,225,225")
    assert "(225 + 2 · 3 − 7) / 2 + 1 = 113" in said
    assert "floor" not in said
    assert "never read" not in said


def test_height_and_width_are_told_apart_where_they_differ() -> None:
    said = why("resnet34", "conv1", input="3,224,225")
    assert "The height is floor(" in said
    assert "the width (225" in said
    assert "Row 229 of the padded input is never read" in said


def test_the_halving_convolution_explains_the_doubled_channels() -> None:
    said = why("resnet34", "layer2.0.conv1")
    assert "128² × 28 × 28 × 9 = 64² × 56 × 56 × 9 = 115,605,504" in said
    assert "it costs half of that, 57,802,752" in said


def test_a_projection_reads_a_quarter() -> None:
    said = why("resnet34", "layer2.0.downsample.0")
    assert "rows and columns 0, 2, …, 54: 784 of the 3,136 cells, a quarter" in said
    assert "8,448 parameters" in why("resnet34", "layer2.0")
    assert "6,422,528 multiply-adds, 3.6 %" in why("resnet34", "layer2.0")


def test_zero_padding_has_no_parameters_and_says_how_many_channels() -> None:
    block, pad = why("resnet34", "layer2.0", shortcut="A"), why("resnet34", "layer2.0.downsample", shortcut="A")
    assert "64 channels of zeros" in block
    assert "without a single parameter" in block
    assert "64 channels of zeros are appended to the 64 of x" in pad
    assert "a quarter" in pad


def test_option_c_is_said_to_project_where_it_need_not() -> None:
    assert "could be added as they are" in why("resnet34", "layer1.0", shortcut="C")
    assert "4,224 parameters" in why("resnet34", "layer1.0", shortcut="C")
    assert "24.19 against 24.52" in why("resnet34", "layer1.0.downsample.0", shortcut="C")


def test_an_identity_block_says_that_the_relu_comes_after_the_addition() -> None:
    assert "ReLU(F(x) + x)" in why("resnet34", "layer1.1")
    assert "200,704 additions" in why("resnet34", "layer1.1")
    assert "after the addition, not before" in why("resnet34", "layer1.1.act2")


def test_without_relu_no_block_is_called_the_identity() -> None:
    for path in ("layer1.1", "layer1.1.act2", "layer1.1.bn2"):
        assert "nowhere negative" not in why("resnet34", path, activation="sigmoid")
        assert "nowhere negative" in why("resnet34", path)


def test_a_plain_block_says_what_is_missing() -> None:
    said = why("plain34", "layer2.1")
    assert "nothing carries x past" in said
    assert "28.54 against 27.94" in said


def test_degradation_is_not_put_down_to_vanishing_gradients() -> None:
    for name in ("plain34", "resnet34", "cifar_resnet56"):
        assert "vanishing gradients are unlikely" in why(name, "")


def test_published_errors_stand_only_by_the_networks_they_belong_to() -> None:
    assert "21.43 %" in why("resnet152", "")
    assert "8.75 %" in why("cifar_resnet20", "")
    assert "25.03" not in why("resnet34", "", depths="1,1,1,1")


def test_a_bottleneck_says_where_its_stride_is_and_what_it_saves() -> None:
    assert "in the 3×3, as in torchvision (v1.5)" in why("resnet50", "layer2.0")
    assert "in the first 1×1, as in the authors' release (v1)" in why("resnet50_v1", "layer2.0")
    assert "69,632 weights; two 3×3 on 256 channels would have 1,179,648, 16.9 times" in why("resnet50", "layer1.1")


def test_the_first_1x1_of_v1_leaves_three_quarters_unread_by_the_whole_block() -> None:
    said = why("resnet50_v1", "layer2.0.conv1")
    assert "2,352 of the 3,136 cells of the input reach nothing in this block" in said
    assert "reach nothing" not in why("resnet50", "layer2.0.conv1")


def test_moving_the_stride_changes_the_cost_of_the_1x1_by_four() -> None:
    said = why("resnet50", "layer2.0.conv2")
    assert "25,690,112 multiply-adds in place of 102,760,448" in said
    assert traced("resnet50_v1").by_path["layer2.0.conv1"].macs == 25_690_112


def test_a_grouped_convolution_says_what_a_kernel_reads() -> None:
    said = why("resnext50_32x4d", "layer1.0.conv2")
    assert "128 kernels of 3×3×4 = 36 weights each" in said
    assert "32 groups of 4" in said


def test_the_small_stem_is_explained_by_section_4_2() -> None:
    assert "section 4.2" in why("cifar_resnet20", "conv1")
    assert "stride 1 and no pooling" in why("cifar_resnet20", "conv1")


def test_the_padding_of_a_max_pool_is_minus_infinity() -> None:
    assert "−∞, not zero" in why("resnet34", "maxpool")
    assert "Behind a ReLU zero would give the same" in why("resnet34", "maxpool")
    assert "Behind a ReLU" not in why("resnet34", "maxpool", activation="tanh")


def test_the_global_average_says_what_it_saves() -> None:
    said = why("resnet34", "avgpool")
    assert "512 × 7 × 7 = 25,088 numbers and have 25,089,000 parameters" in said
    assert "one number is that number" in why("resnet34", "avgpool", input="3,32,32")


def test_a_convolution_without_normalisation_is_not_said_to_have_one() -> None:
    assert "normalisation behind it" not in why("resnet18", "layer1.0.conv1", norm="none")


@pytest.mark.parametrize("path", ["layer1.0.conv1", "layer2.0.conv2", "conv1", "maxpool"])
def test_corrections_of_the_article_stand_only_where_its_figures_are(path: str) -> None:
    assert "Ruiz's article (2018)" in why("resnet34", path)
    assert "article" not in why("resnet34", path, input="3,64,64")
    assert path in ("conv1", "maxpool") or "article" not in why("resnet50", path)


def test_the_address_of_the_article_stands_where_it_is_corrected_and_nowhere_else() -> None:
    graph = traced("resnet34")
    for node in graph.nodes:
        shown = card(graph, node.path)
        corrected = "Ruiz's article (2018)" in " ".join(shown.why)
        assert ("towardsdatascience.com" in shown.source) == corrected, node.path


def test_times_are_shown_where_a_device_measured_them() -> None:
    graph = traced("resnet18")
    timed = replace(graph, device="cuda", nodes=tuple(replace(n, time_us=2.5, memory_bytes=1024) for n in graph.nodes))
    assert row(card(timed, "conv1"), "Time on cuda") == "2.5 µs"
    assert row(card(timed, "layer1.0"), "Time on cuda") == "17.5 µs"
    assert row(card(timed, "conv1"), "Memory on cuda") == "1.00 KiB"
    assert not [row for row in card(graph, "conv1").rows if "cuda" in row.label]


@pytest.mark.parametrize(("option", "error"), [("A", "25.03"), ("B", "24.52"), ("C", "24.19"), ("none", "28.54")])
def test_34_layers_are_quoted_with_the_option_that_they_have(option: str, error: str) -> None:
    said = why("resnet34", "", shortcut=option)
    named = "without shortcuts" if option == "none" else f"with option {option}"
    assert f"The paper's 34 layers reach {error} % top-1 error on ImageNet {named}, as here" in said


def test_a_plain_network_is_not_asked_why_it_has_shortcuts() -> None:
    assert card(traced("plain34"), "").question == "What is missing?"
    assert card(traced("resnet34"), "").question == "Why shortcuts?"


@pytest.mark.parametrize("name", ["resnet34", "resnet152", "wide_resnet50_2", "cifar_resnet1202"])
def test_counts_in_prose_take_a_comma_from_four_digits_on(name: str) -> None:
    graph = traced(name)
    for path in ("", "input", *graph.group_by_path, *graph.by_path):
        for paragraph in card(graph, path).why:
            shapes, cited = r"\d+(?: ?× ?\d+)+|(?:fc|conv), \d+|becomes \d+", r"\w+ et al. \d+|article \(2018\)"
            prose = re.sub(f"{shapes}|{cited}", "", paragraph)
            assert not re.search(r"(?<![\d,.])\d{4}", prose), paragraph


def test_memory_says_what_it_is_measured_in() -> None:
    notes = {row.label: row.note for row in card(traced("resnet34"), "").rows}
    assert notes["Activation memory"] == "float32, one image"


def test_where_the_shapes_stop_fitting_there_is_a_card_too() -> None:
    graph = traced("resnet18", shortcut="A", widths="64,32,16,8")
    assert graph.failure
    for path in ("", *graph.group_by_path, *graph.by_path):
        assert card(graph, path).why
    shown = card(graph, graph.failure.path)
    assert row(shown, "What comes") == "64 × 56 × 56"
    assert row(card(graph, ""), "Stops at") == "layer2.0.downsample"


@pytest.mark.parametrize(
    ("name", "changes", "said"),
    [
        ("resnet34", {}, "global average pool takes the 7×7"),
        ("vgg16", {}, "average pool to 7×7 takes the 7×7"),
        ("googlenet_paper", {}, "window of 7×7 is fixed"),
        ("googlenet", {"norm": "lrn"}, "window of 7×7 is fixed"),
    ],
)
def test_the_image_s_card_says_what_the_head_s_pool_can_take(name: str, changes: dict[str, str], said: str) -> None:
    graph = graph_for(nets.config(name, **changes))
    assert said in " ".join(card(graph, "input").why)
    assert "global" not in " ".join(card(graph, "input").why) or "global" in said


def test_one_shortcut_is_one_and_a_network_without_normalisation_is_not_said_to_have_it() -> None:
    one = graph_for(nets.config("resnet34", depths="1"))
    assert "there is 1 identity shortcut." in " ".join(card(one, "").why)
    bare = graph_for(nets.config("resnet34", norm="none"))
    assert "This variant has left it out." in " ".join(card(bare, "").why)
    assert "left it out" not in " ".join(card(graph_for(nets.config("resnet34")), "").why)
