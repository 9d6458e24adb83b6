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


class Two(nn.Module):
    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        return x + y


class Keyed(nn.Module):
    def forward(self, batch: Any) -> Tensor:
        return batch["image"] * 2


class Iterated(nn.Module):
    def forward(self, batch: Any) -> Any:
        return [value * 2 for value in batch.values()]


# What people hand over that is no module of one tensor, and what they read then.
REFUSED: dict[str, tuple[Any, str]] = {
    "two inputs": (Two(), "one image tensor"),
    "three inputs": (nn.MultiheadAttention(8, 2), "one image tensor"),
    "a dictionary": (Keyed(), "one image tensor"),
    "a dictionary that is walked through": (Iterated(), "one image tensor"),
    "a dictionary inside": (nn.Sequential(nn.ReLU(), Keyed()), "one image tensor"),
    "a class": (Two, "not its class"),
    "a name": ("resnet50", "an nn.Module"),
    "weights": (nn.Conv2d(3, 3, 1).state_dict(), "an nn.Module"),
    "a lazy module": (nn.Sequential(nn.LazyConv2d(4, 3)), "lazy modules have run once"),
    "no forward": (nn.ModuleList([nn.ReLU()]), "a forward of its own"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_takes_no_image_is_refused_in_plain_words(name: str) -> None:
    module, words = REFUSED[name]
    with pytest.raises(UserError, match=words) as refused:
        own_graph(module, IMAGE)
    assert refused.value.what == "module"


def test_a_lazy_module_that_has_run_is_traced() -> None:
    net = nn.Sequential(nn.LazyConv2d(4, 3))
    net(torch.zeros(1, *IMAGE))
    assert own_graph(net, IMAGE).nodes[0].output_shape == (4, 6, 6)


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
