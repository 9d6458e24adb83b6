"""What is offered where shapes do not fit really fits, costs what it is said to, and is all of what there is."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.language import speaking
from app.nets import config
from app.pipeline import traced
from app.remedies import Remedy, remedies

GOLDEN = Path(__file__).parent / "golden" / "graph"


def offered(name: str, **fields: Any) -> dict[str, Remedy]:
    return {remedy.change: remedy for remedy in remedies(config(name, **fields))}


def total(file: str) -> tuple[int, int]:
    read = json.loads((GOLDEN / f"{file}.json").read_text())
    return read["total_params"], read["total_macs"]


def test_for_identities_that_cannot_be_added_the_paper_has_three_options() -> None:
    found = offered("resnet34", shortcut="identity")
    assert list(found) == ["shortcut=A", "shortcut=B", "shortcut=C"]
    (none, _), (some, _), (most, _) = map(total, ("paper_resnet34_optionA", "resnet34", "paper_resnet34_optionC"))
    assert found["shortcut=A"].cost == "as many parameters, 3.64 G multiply-adds in all"
    assert found["shortcut=B"].cost.startswith(f"{some - none:,} more parameters")
    assert found["shortcut=C"].cost.startswith(f"{most - none:,} more parameters")


def test_zeros_are_not_offered_where_channels_would_have_to_go() -> None:
    found = offered("resnet34", shortcut="A", widths="64,128,64,512")
    assert list(found) == ["shortcut=B", "shortcut=C", "widths=64,128,256,512"]


def after_pools(edge: int) -> int:
    """What is left of an image in front of GoogLeNet's last pool: a convolution and four pools that round up."""
    edge = (edge + 6 - 7) // 2 + 1
    for kernel in (3, 3, 3, 3):
        edge = -(-(edge - kernel) // 2) + 1
    return edge


@pytest.mark.parametrize("edge", [192, 256])
def test_for_a_fixed_window_the_images_that_work_are_found(edge: int) -> None:
    fitting = [size for size in range(150, 320) if after_pools(size) == 7]
    found = offered("googlenet_paper", input=(3, edge, edge))
    assert edge not in fitting
    assert 224 in fitting  # the preset's own image, which is why it is offered
    remedy = found["input=3,224,224"]
    assert f"{fitting[0]} to {fitting[-1]} pixels" in remedy.what


def test_a_pool_over_everything_takes_any_image() -> None:
    remedy = offered("googlenet_paper", input=(3, 192, 192))["norm=batch"]
    assert remedy.source == "torchvision"
    assert traced(remedy.config).failure is None
    assert "norm=batch" not in offered("vgg16", input=(3, 16, 16))  # it would not help there


def test_a_pool_that_rounds_down_may_round_up_again() -> None:
    assert "pool=ceil" in offered("googlenet_paper", pool="floor")


def test_for_windows_larger_than_their_input_the_smallest_image_is_found() -> None:
    found = offered("vgg16", input=(3, 16, 40))
    assert list(found) == ["input=3,40,40"]  # 2^5 and more: five pools halve it
    assert "32 pixels or more" in found["input=3,40,40"].what


def test_what_was_changed_can_be_changed_back() -> None:
    broken = config("resnet18", depths="2,1", shortcut="A", widths="64,32")
    assert {remedy.change for remedy in remedies(broken)} >= {"shortcut=B"}
    for remedy in remedies(broken):
        assert traced(remedy.config).failure is None


def test_a_network_that_fits_needs_none() -> None:
    assert remedies(config("resnet34", input=(3, 97, 97))) == ()


def test_a_remedy_knows_which_of_the_places_it_has() -> None:
    remedy = offered("cifar_resnet20", shortcut="identity")["shortcut=B"]
    assert remedy.paths == ("layer2.0.add", "layer2", "layer2.0")


def test_what_was_found_in_one_language_is_told_in_another() -> None:
    english = offered("resnet34", shortcut="identity")
    with speaking("zh"):
        chinese = offered("resnet34", shortcut="identity")
    assert english["shortcut=A"].cost == "as many parameters, 3.64 G multiply-adds in all"
    assert chinese["shortcut=A"].cost == "参数一样多，共 3.64 G 次乘加"
    assert {change: remedy.config for change, remedy in chinese.items()} == {
        change: remedy.config for change, remedy in english.items()
    }
