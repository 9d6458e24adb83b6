"""What the trace of a person's own module refuses, leaves out, or says that it could not show."""

from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from app.errors import UserError
from app.graph.own import own_graph

IMAGE = (3, 8, 8)


class Normalised(nn.Module):
    """It reads numbers that it holds and does not learn: a buffer, and a tensor that is a plain attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.mean: Tensor
        self.register_buffer("mean", torch.zeros(3))
        self.deviation = torch.ones(3)

    def forward(self, x: Tensor) -> Tensor:
        return F.batch_norm(x, self.mean, self.deviation) - self.mean.sqrt()[:, None, None]


class Deaf(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.answer = nn.Parameter(torch.ones(4))

    def forward(self, x: Tensor) -> Tensor:
        return 2 * self.answer


def test_what_a_module_holds_is_its_constant_learned_or_not() -> None:
    graph = own_graph(Normalised(), IMAGE)
    assert [node.op for node in graph.nodes] == ["norm", "sub"]
    assert (graph.unseen, graph.params) == ((), 0)


def test_a_persons_own_hooks_are_not_run_and_that_is_said() -> None:
    net, ran = nn.Sequential(nn.Conv2d(3, 3, 1), nn.ReLU()), list[str]()
    net.register_forward_pre_hook(lambda *_: ran.append("before"))
    net[0].register_forward_hook(lambda *_: ran.append("after"))
    graph = own_graph(net, IMAGE)
    assert ran == []
    assert graph.unseen == ("forward hooks were not run: what they change is not seen (at forward, 0)",)
    net(torch.zeros(1, *IMAGE))
    assert ran == ["before", "after"]  # they are still the person's


@pytest.mark.parametrize("shape", [(3, -1, 5), "3,224,224", (3.0, 4, 4), (0, 4, 4), (), 5, None], ids=str)
def test_an_input_that_is_no_shape_is_refused_with_what_is_one(shape: Any) -> None:
    with pytest.raises(UserError, match="whole numbers from 1") as refused:
        own_graph(nn.ReLU(), shape)
    assert refused.value.what == "input"


def test_an_output_that_the_input_does_not_reach_is_said() -> None:
    assert own_graph(Deaf(), IMAGE).unseen == ("the output does not depend on the input, as far as it was seen",)
    assert own_graph(nn.Sequential(), IMAGE).unseen == ("no operation reads the input: the output is the input itself",)


def test_padding_with_anything_but_zeros_is_said() -> None:
    net = nn.Sequential(nn.Conv2d(3, 3, 3, padding=1, padding_mode="reflect"))
    assert own_graph(net, IMAGE).unseen == ("pads by reflection; drawn as zeros (at 0)",)
