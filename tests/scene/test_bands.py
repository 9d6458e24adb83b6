"""Bands are the channels of a concatenation by branch: they follow each other without a gap and sum to C."""

from itertools import pairwise

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from app.graph.trace import trace
from app.graph.types import Graph
from app.nets.ops import BatchNorm2d, Concat, Conv2d, ReLU
from app.scene.bands import bands_of, branch_of
from app.scene.palette import BRANCH_HUES, branch_hue


class Forked(nn.Module):
    """1x1 convolutions side by side, the last branch's in two parts stacked first, then what keeps channels."""

    kind = "block"

    def __init__(self, channels: int, widths: list[int], parts: tuple[int, int], mixed: bool) -> None:
        super().__init__()
        self.branches = nn.ModuleList(Conv2d(channels, width, 1) for width in widths)
        self.reduce = Conv2d(channels, 7, 1)
        self.parts = nn.ModuleList(Conv2d(7, width, 1) for width in parts)
        self.inner, self.concat = Concat(), Concat()
        total = sum(widths) + sum(parts)
        self.norm, self.act, self.pool = BatchNorm2d(total), ReLU(), nn.MaxPool2d(2)
        self.last = Conv2d(total, 5, 1) if mixed else ReLU()

    def forward(self, x: Tensor) -> Tensor:
        reduced = self.reduce(x)
        inner = self.inner(*(part(reduced) for part in self.parts))
        stacked = self.concat(*(branch(x) for branch in self.branches), inner)
        return self.last(self.pool(self.act(self.norm(stacked))))


def forked(widths: list[int], parts: tuple[int, int], mixed: bool = True) -> Graph:
    with torch.device("meta"):
        network = nn.Sequential()
        network.add_module("module", Forked(3, widths, parts, mixed).eval())
        return trace(network, (3, 8, 8))


WIDTH = st.integers(1, 2048)


@settings(max_examples=25, deadline=None)
@given(st.lists(WIDTH, min_size=1, max_size=5), st.tuples(WIDTH, WIDTH))
def test_bands_sum_to_the_channels_and_leave_no_gap(widths: list[int], parts: tuple[int, int]) -> None:
    graph = forked(widths, parts)
    for name in ("concat", "norm", "act", "pool"):
        bands = bands_of(graph, f"module.{name}")
        assert [band.channels for band in bands] == [*widths, sum(parts)]
        assert (bands[0].first, bands[-1].last) == (0, graph.by_path[f"module.{name}"].output_shape[0] - 1)
        assert all(after.first == before.last + 1 for before, after in pairwise(bands))


def test_a_band_leads_to_the_last_operation_of_its_branch_in_the_branch_s_hue() -> None:
    bands = bands_of(forked([4, 6], (2, 3)), "module.act")
    assert [band.path for band in bands] == ["module.branches.0", "module.branches.1", "module.inner"]
    assert [band.hue for band in bands] == [branch_hue(0), branch_hue(1), branch_hue(2)]


def test_a_stack_within_a_branch_has_bands_of_its_own_in_that_branch_s_hue() -> None:
    bands = bands_of(forked([4, 6], (2, 3)), "module.inner")
    assert [(band.first, band.last) for band in bands] == [(0, 1), (2, 4)]
    assert {band.hue for band in bands} == {branch_hue(2)}


def test_what_mixes_channels_or_precedes_the_stack_has_no_bands() -> None:
    graph = forked([4, 6], (2, 3))
    assert all(bands_of(graph, path) == () for path in ("input", "module.reduce", "module.last"))


def test_a_group_has_the_bands_of_what_leaves_it() -> None:
    assert bands_of(forked([4], (2, 3)), "module") == ()
    leaving = bands_of(forked([4], (2, 3), mixed=False), "module")
    assert [(band.first, band.last) for band in leaving] == [(0, 3), (4, 8)]


@pytest.mark.parametrize(("name", "branch"), [("branches.1", 1), ("reduce", 2), ("parts.0", 2), ("concat", None)])
def test_every_operation_of_a_module_knows_its_branch(name: str, branch: int | None) -> None:
    assert branch_of(forked([4, 6], (2, 3)), f"module.{name}") == branch


def test_six_branches_have_six_hues() -> None:
    assert len({branch_hue(index) for index in range(6)}) == len(BRANCH_HUES) == 6
