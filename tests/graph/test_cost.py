"""Cost formulas against numbers that the papers and the references print."""

import pytest

from app.graph.cost import conv_macs, linear_macs


@pytest.mark.parametrize(
    ("inputs", "outputs", "kernel", "groups", "macs"),
    [
        ((3, 224, 224), (64, 112, 112), (7, 7), 1, 118_013_952),
        ((64, 56, 56), (64, 56, 56), (3, 3), 1, 115_605_504),
        ((64, 56, 56), (128, 28, 28), (3, 3), 1, 57_802_752),
        ((64, 56, 56), (128, 28, 28), (1, 1), 1, 6_422_528),
        ((128, 56, 56), (128, 56, 56), (3, 3), 32, 14_450_688),
    ],
)
def test_convolutions_cost_what_is_published(
    inputs: tuple[int, ...], outputs: tuple[int, ...], kernel: tuple[int, int], groups: int, macs: int
) -> None:
    assert conv_macs(inputs, outputs, kernel, groups) == macs


def test_a_linear_layer_costs_inputs_times_outputs() -> None:
    assert linear_macs((512,), (1000,)) == 512_000
