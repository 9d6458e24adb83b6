"""What is said to differ: known sentences, sums that come out, and the same from either side."""

import re
from typing import Any

import pytest
from hypothesis import given, settings

from app.compare.alignment import compared
from app.compare.differences import Difference, differences
from app.compare.totals import totals
from app.compare.unit import Subject
from app.inspector.card import card
from app.language import speaking
from tests.compare.networks import comparison, subject
from tests.compare.test_alignment import traced
from tests.strategies import overrides

PAIRS = [
    ("resnet50", "resnet50_v1"), ("resnet34", "plain34"), ("resnet34", "resnet34?shortcut=A"), ("resnet34", "resnet50"),
    ("resnet34", "cifar_resnet20"), ("googlenet", "googlenet_naive"), ("vgg19", "plain34"), ("resnet50", "seresnet50"),
    ("googlenet", "resnet50"), ("resnet34", "resnet34?activation=tanh"), ("lenet5", "nin"),
]  # fmt: skip


def said(*addresses: str) -> list[str]:
    return [difference.text for difference in differences(comparison(*addresses))]


def test_two_networks_called_resnet50_differ_in_where_the_stride_is() -> None:
    # 3 x (1x1 at four times the cells, minus one): 77,070,336 multiply-adds a layer, from the shapes of Table 1
    more = sum(
        (4 - 1) * cells * entering * width
        for cells, entering, width in ((28**2, 256, 128), (14**2, 512, 256), (7**2, 1024, 512))
    )
    assert more == 231_211_008
    effects = "three volumes change, +231,211,008 multiply-adds"
    assert said("resnet50_v1", "resnet50") == [
        f"Stride 2 moves from the 1×1 to the 3×3 in three bottleneck blocks: {effects}"
    ]
    assert said("resnet50_v1/layer2.0", "resnet50/layer2.0") == [
        "Stride 2 moves from the 1×1 to the 3×3 in layer2.0: one volume changes, +77,070,336 multiply-adds"
    ]


def test_a_plain_network_lacks_the_shortcuts_and_nothing_else() -> None:
    assert said("resnet34", "plain34") == [
        "No shortcut instead of identity shortcut in 13 basic blocks",
        "No shortcut instead of projection shortcut in three basic blocks: "
        "−173,824 parameters, −19,267,584 multiply-adds",
    ]


def test_a_deeper_network_has_more_blocks_of_some_layers() -> None:
    assert [text.partition(":")[0] for text in said("resnet101", "resnet152")] == [
        "Four bottleneck blocks of layer2 only in ResNet-152",
        "13 bottleneck blocks of layer3 only in ResNet-152",
    ]


def test_a_setting_is_said_once_for_all_operations() -> None:
    assert said("resnet34", "resnet34?activation=tanh") == ["Tanh instead of ReLU in 33 activations"]
    assert said("resnet34/conv1", "cifar_resnet20/conv1")[0].startswith(
        "3×3 instead of 7×7, stride 1 instead of 2 in conv1"
    )
    assert any(
        text.startswith("32 groups instead of 1, more channels enter in 16 convolutions")
        for text in said("resnet50", "resnext50_32x4d")
    )


@pytest.mark.parametrize("pair", PAIRS, ids=" ".join)
def test_differences_add_up_to_the_difference_of_the_totals(pair: tuple[str, str]) -> None:
    aligned = comparison(*pair)
    counts = {total.name: total.values for total in totals(aligned.subjects)}
    found = differences(aligned)
    assert sum(difference.params for difference in found) == counts["Parameters"][1] - counts["Parameters"][0]
    assert sum(difference.macs for difference in found) == counts["Multiply-adds"][1] - counts["Multiply-adds"][0]


@settings(max_examples=25)
@given(overrides(), overrides())
def test_from_the_other_side_the_same_places_differ_by_the_same_counts(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    graphs = traced(one), traced(other)
    if graphs[0] is None or graphs[1] is None:
        return
    there = differences(compared([Subject(graphs[0]), Subject(graphs[1])]))
    back = differences(compared([Subject(graphs[1]), Subject(graphs[0])]))
    assert {mirrored(difference) for difference in back} == {facts(difference) for difference in there}


def facts(found: Difference) -> tuple[object, ...]:
    return found.places, found.volumes, found.params, found.macs


def mirrored(found: Difference) -> tuple[object, ...]:
    return tuple((mine, theirs) for theirs, mine in found.places), found.volumes, -found.params, -found.macs


def test_what_changes_is_told_by_kind_so_that_no_activation_seems_to_have_parameters() -> None:
    found = said("vgg19", "plain34")
    channels = [text for text in found if text.startswith("Other channels in ")]
    assert "Other channels in 13 activations" in channels
    # fc: 4096 x 1000 + 1000 against 512 x 1000 + 1000
    assert "Fewer channels enter in one linear layer: −3,584,000 parameters, −3,584,000 multiply-adds" in found
    assert not any("operations" in text for text in found)


def test_a_network_of_other_blocks_is_told_in_good_english() -> None:
    found = " | ".join(said("googlenet", "resnet34") + said("googlenet", "inception_v3"))
    assert "Basic blocks instead of Inception modules in nine places" in found
    assert "A reduction A instead of an Inception module in one place" in found


def test_what_both_have_elsewhere_is_no_loss_and_no_gain() -> None:
    found = said("googlenet", "googlenet_paper")
    assert "Flatten behind the dropout instead of the average pooling" in found
    assert not any("latten only" in text for text in found)
    pools = [text for text in said("lenet5", "nin") if "max pooling instead of average pooling" in text]
    assert len(pools) == 1
    assert pools[0].endswith("in two places: two volumes change")


def test_what_a_module_saves_is_told_of_the_convolutions_that_save_it() -> None:
    # 3x3 to 128 and 5x5 to 32 channels from 96 and 16 channels instead of 192, no biases more or less
    saved = 9 * 128 * (192 - 96) + 25 * 32 * (192 - 16)
    found = said("googlenet_naive/inception3a", "googlenet_paper/inception3a")
    assert (
        f"Fewer channels enter in two convolutions: −{saved:,} parameters, −{saved * 28 * 28:,} multiply-adds" in found
    )
    assert "Other channels in inception3a: one volume changes" in found


def test_a_gate_adds_no_depth_to_a_network_or_a_block() -> None:
    for pair in (("resnet50", "seresnet50"), ("resnet50/layer1.0", "seresnet50/layer1.0")):
        assert totals([subject(address) for address in pair])[0].ratios == ("=", "=")


def test_a_gate_is_told_as_one_thing() -> None:
    added = "+2,530,992 parameters, +2,514,944 multiply-adds"
    assert said("resnet50", "seresnet50") == [f"A squeeze-and-excitation gate in 16 bottleneck blocks: {added}"]
    assert said("seresnet50/layer1.0", "resnet50/layer1.0")[0].startswith("No squeeze-and-excitation gate in layer1.0")
    assert "Local response normalisation only in GoogLeNet (paper), in two places" in said(
        "googlenet", "googlenet_paper"
    )
    assert "Dropout only in VGG-19, in two places" in said("vgg19", "plain34")


def test_rounding_is_told_only_where_it_decides_a_size() -> None:
    assert not any("rounded" in text for text in said("googlenet/inception3a", "googlenet_paper/inception3a"))
    assert any(text.startswith("Size rounded down in ") for text in said("googlenet", "googlenet?pool=floor"))


@pytest.mark.parametrize(
    "address",
    [
        "vgg19",
        "resnet34",
        "seresnet50",
        "googlenet",
        "inception_v3",
        "vgg19/conv3",
        "resnet34/layer2",
        "resnet34/conv1",
    ],
)
def test_a_receptive_field_is_what_the_card_says(address: str) -> None:
    one = subject(address)
    rows = [row for row in card(one.graph, one.path).rows if row.label.startswith("Receptive field")]
    total = next(total for total in totals([one, one]) if total.name.startswith("Receptive field"))
    assert total.name == rows[0].label
    assert rows[0].value.startswith(str(total.values[0])), rows[0]


def test_totals_say_ratios_to_the_first() -> None:
    lines = {total.name: total for total in totals([subject("resnet50"), subject("resnet50_v1"), subject("vgg19")])}
    assert lines["Parameters"].ratios == ("=", "=", "× 5.62")
    assert lines["Receptive field before the head"].values == (427, 483, 268)
    assert lines["Layers with weights"].values == (50, 50, 19)
    assert lines["Multiply-adds"].texts[1] == "3,857,973,248"


def test_in_chinese_a_difference_says_the_same_numbers_and_where() -> None:
    english = said("resnet50_v1", "resnet50")
    with speaking("zh"):
        (chinese,) = said("resnet50_v1", "resnet50")
        alone = said("resnet18", "resnet34")[0]
    assert chinese == "3 个瓶颈块：步幅 2 从 1×1 移到 3×3；3 张特征图改变，乘加次数 +231,211,008"
    assert english[0].endswith("+231,211,008 multiply-adds")
    assert alone == "仅 ResNet-34 有的：layer1 的 1 个基本块；参数 +73,984，乘加次数 +231,211,008"


@pytest.mark.parametrize("pair", PAIRS)
def test_every_difference_is_told_in_chinese_and_counts_the_same(pair: tuple[str, str]) -> None:
    english = differences(comparison(*pair))
    with speaking("zh"):
        chinese = differences(comparison(*pair))
        sentences = [difference.sentence for difference in chinese]
    assert [(told.places, told.params, told.macs) for told in chinese] == [
        (told.places, told.params, told.macs) for told in english
    ]
    for sentence in sentences:
        assert sentence.endswith("。")
        assert not re.search(r" (?:instead|only|of|multiply-adds|parameters)\b", sentence), sentence
