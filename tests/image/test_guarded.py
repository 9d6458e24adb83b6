"""Work on a network that is ended between two operations."""

import pytest
import torch
from torch import nn

from app.image.guarded import guarded
from tests.forward.gated import untouched


class Ended(Exception):
    """What the check raises."""


class Check:
    """Ends the work at its call number `last`."""

    def __init__(self, last: int = 0) -> None:
        self.calls, self.last = 0, last

    def __call__(self) -> None:
        self.calls += 1
        if self.calls == self.last:
            raise Ended


def slope(network: nn.Module, check: Check) -> torch.Tensor:
    x = torch.ones(1, 4, requires_grad=True)
    with guarded(network, check):
        return torch.autograd.grad(network(x).sum(), x)[0]


@pytest.fixture
def network() -> nn.Module:
    return nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 2))


def test_it_is_checked_before_each_operation_and_on_the_way_back_and_changes_nothing(network: nn.Module) -> None:
    check, x = Check(), torch.ones(1, 4, requires_grad=True)
    assert torch.equal(slope(network, check), torch.autograd.grad(network(x).sum(), x)[0])
    assert check.calls == 6


@pytest.mark.parametrize("last", [1, 3, 4, 6])
def test_what_the_check_raises_ends_it_there_and_leaves_no_hook(network: nn.Module, last: int) -> None:
    check = Check(last)
    with pytest.raises(Ended):
        slope(network, check)
    assert check.calls == last
    assert untouched(network)
