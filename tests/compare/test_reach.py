"""Where the shapes of one network stop fitting, the other is compared as far as that, from either side."""

import pytest
from hypothesis import given, settings

from app.compare.alignment import Comparison, compared, neighbours
from app.compare.differences import differences
from app.compare.drawing import alt_text
from app.compare.signs import line_signs, signs
from app.compare.totals import totals
from app.compare.unit import Subject
from app.graph.trace import trace
from app.graph.types import Graph
from app.nets import build, preset
from tests.compare.networks import comparison
from tests.strategies import changes

STOPPING = (
    "resnet34?shortcut=identity", "resnet50?shortcut=identity", "googlenet_paper?input=3,200,200",
    "vgg19?input=3,31,31&norm=batch", "resnet34/layer2?shortcut=identity", "resnet34/layer2.0?shortcut=identity",
)  # fmt: skip
OTHERS = ("resnet34", "plain34", "cifar_resnet20", "googlenet_paper", *STOPPING)


def only_text(*addresses: str) -> list[str]:
    return [found.text for found in differences(comparison(*addresses))]


def test_what_lies_behind_a_failure_is_no_difference() -> None:
    effects = "+8,192 parameters, +6,422,528 multiply-adds"  # 1×1, 64 to 128 channels, 28 × 28 cells
    expected = [
        f"One convolution only in the second: {effects}",
        "One batch normalisation only in the second: +256 parameters",
    ]
    assert only_text("resnet34?shortcut=identity", "resnet34") == expected
    assert only_text("resnet34/layer2?shortcut=identity", "resnet34/layer2") == expected
    assert len(only_text("resnet34/layer2.0?shortcut=identity", "resnet34/layer2.0")) == 2


def test_a_network_that_stops_before_its_head_does_not_make_the_other_s_head_an_extra() -> None:
    found = only_text("googlenet_paper?input=3,200,200", "googlenet_paper")
    assert found
    assert all(text.startswith("Other H × W") for text in found)


@pytest.mark.parametrize("one", STOPPING)
@pytest.mark.parametrize("other", OTHERS)
def test_the_sums_are_those_of_what_is_compared(one: str, other: str) -> None:
    aligned = comparison(one, other)
    mine, theirs = ([row[index] for row in aligned.operations if row[index]] for index in (0, 1))
    params, macs = (
        sum(getattr(node, name) for node in theirs if node) - sum(getattr(node, name) for node in mine if node)
        for name in ("params", "macs")
    )
    found = differences(aligned)
    assert (sum(told.params for told in found), sum(told.macs for told in found)) == (params, macs)
    assert_mirrored(aligned)


@pytest.mark.parametrize("address", STOPPING)
def test_one_that_stops_beside_itself_shows_no_difference(address: str) -> None:
    aligned = comparison(address, address)
    assert differences(aligned) == ()
    assert not signs(aligned, 0) | signs(aligned, 1)
    assert [subject.end for subject in aligned.subjects] == [None, None]


@settings(max_examples=25)
@given(changes(), changes())
def test_any_two_networks_that_may_stop_are_aligned_the_same_from_either_side(
    one: tuple[str, dict[str, object]], other: tuple[str, dict[str, object]]
) -> None:
    first, second = traced(*one), traced(*other)
    if first and second:
        assert_mirrored(compared([Subject(first), Subject(second)]))
    if first:
        assert differences(compared([Subject(first), Subject(first)])) == ()


def test_no_mark_stands_behind_the_failure() -> None:
    aligned = comparison("resnet34?shortcut=identity", "resnet34")
    end = aligned.subjects[1].end
    graph = aligned.subjects[1].graph
    assert end is not None
    assert end == graph.place_of["layer2.0.add"]
    lit = [path for path in signs(aligned, 1) if path in graph.by_path]
    assert all(graph.place_of[path] < end for path in lit)
    lines = line_signs(aligned, 1)
    assert lines
    assert all(path.startswith("layer2.0") for path in lines)  # the projection, that the other has not


def test_of_three_none_is_compared_beyond_the_one_that_stops() -> None:
    aligned = comparison("resnet34?shortcut=identity", "resnet34", "plain34")
    assert all(subject.end for subject in aligned.subjects[1:])
    for pair in neighbours(aligned):
        assert not any("layer3" in place for told in differences(pair) for places in told.places for place in places)
    assert "What lies behind layer2.0.add is not compared." in alt_text(aligned, ())


def test_no_ratio_is_given_to_a_part_of_a_network_but_of_its_parameters() -> None:
    lines = {
        line.name: line.ratios[1] for line in totals(comparison("resnet34?shortcut=identity", "resnet34").subjects)
    }
    assert lines.pop("Parameters") == "× 1.01"
    assert set(lines.values()) == {""}


def assert_mirrored(there: Comparison) -> None:
    back = compared([Subject(side.graph, side.path) for side in reversed(there.subjects)])
    assert [(theirs, mine) for mine, theirs in back.operations] == list(there.operations)
    assert {(told.volumes, -told.params, -told.macs) for told in differences(back)} == {
        (told.volumes, told.params, told.macs) for told in differences(there)
    }


def traced(name: str, given: dict[str, object]) -> Graph | None:
    chosen = preset(name).tried(given)
    return trace(build(chosen, "meta"), chosen.input, name) if chosen else None
