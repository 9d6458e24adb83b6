"""Shares of a concatenation's energy, against slices of the concatenation itself."""

from math import isnan
from typing import Any

import numpy as np
import pytest
import torch

from app.image.joins import at_joins
from app.image.shares import shares_of
from app.nets import build, config
from app.pipeline import graph_for
from app.scene.bands import bands_of


@torch.no_grad()
@pytest.mark.parametrize(
    ("preset", "path", "changes"),
    [
        ("googlenet", "inception3a.concat", {}),
        ("inception_resnet_v2", "repeat.0.concat", {"modules": (1, 1, 1)}),
    ],
)
def test_the_shares_of_a_module_are_those_of_its_output_s_channels(
    preset: str, path: str, changes: dict[str, Any]
) -> None:
    settings = config(preset, input=(3, 96, 96), **changes)
    network: Any = build(settings)
    picture = torch.randn(1, 3, 96, 96, generator=torch.Generator().manual_seed(3))
    found = at_joins(network, picture, {path}, shares_of)[path]
    stacked: list[torch.Tensor] = []
    handle = network.get_submodule(path).register_forward_hook(lambda *ran: stacked.append(ran[2][0]))
    network(picture)
    handle.remove()
    squares = stacked[0].numpy().astype(np.float64) ** 2
    bands = bands_of(graph_for(settings), path)
    assert len(found) == len(bands) > 1
    for share, band in zip(found, bands, strict=True):
        assert share.energy == pytest.approx(squares[band.first : band.last + 1].sum() / squares.sum(), rel=1e-6)
        assert share.channels == band.channels / len(squares)
    assert sum(share.energy for share in found) == pytest.approx(1)


def test_a_branch_with_few_channels_can_have_most_of_the_energy() -> None:
    quiet, loud = torch.ones(3, 2, 2), torch.full((1, 2, 2), 3.0)
    assert [(share.channels, share.energy) for share in shares_of((quiet, loud))] == [(0.75, 0.25), (0.25, 0.75)]


def test_where_everything_is_zero_there_is_nothing_to_share() -> None:
    assert all(isnan(share.energy) for share in shares_of((torch.zeros(1, 2, 2), torch.zeros(2, 2, 2))))
