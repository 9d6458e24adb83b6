"""Tensors whose first axis is not the image: what runs along it is counted as torch's own counter does, and said."""

from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from app.bench.peers import torchvision_models as models
from app.graph.own import own_graph
from app.graph.types import Graph
from tests.graph.written import IMAGE, Written

APART = "the first axis is no longer the image"


def counted(net: nn.Module, shape: tuple[int, ...] = IMAGE) -> int:
    """Multiply-adds by torch's own counter, which has two operations for each."""
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        net.eval()(torch.zeros(1, *shape))
    return counter.get_total_flops() // 2


def said_of(graph: Graph) -> list[str]:
    return [said for said in graph.unseen if said.startswith(APART)]


def windows(x: Tensor) -> Tensor:
    """Four windows of a map, one behind the other in the batch."""
    b, c, h, w = x.shape
    return x.reshape(b, c, 2, h // 2, 2, w // 2).permute(0, 2, 4, 1, 3, 5).reshape(b * 4, c, h // 2, w // 2)


def in_windows(self: Any, x: Tensor) -> Tensor:
    return self.fc(self.conv(windows(x)).relu().mean((2, 3)))


def sequence_first(self: Any, x: Tensor) -> Tensor:
    return self.fc(self.conv(x).flatten(2).permute(2, 0, 1))


# A network, the shape that its `conv` puts out, and where the image is no longer first.
NETWORKS: dict[str, tuple[Written, tuple[int, ...], str]] = {
    "windows in the batch": (
        Written(in_windows, conv=nn.Conv2d(3, 4, 3, padding=1), fc=nn.Linear(4, 5)), (4, 8, 8), "reshape:2",
    ),
    "sequence first": (
        Written(sequence_first, conv=nn.Conv2d(3, 32, 4, 4), fc=nn.Linear(32, 64)), (32, 4, 4), "permute",
    ),
    "no batch": (
        Written(lambda self, x: self.conv(x[0]), conv=nn.Conv2d(3, 4, 3)), (4, 14, 14), "getitem",
    ),
    "one channel without a batch": (
        Written(lambda self, x: self.conv(x[0, :1]), conv=nn.Conv2d(1, 4, 3)), (4, 14, 14), "conv",
    ),
    "transposed": (
        Written(lambda self, x: self.conv(windows(x)), conv=nn.ConvTranspose2d(3, 6, 3, 2, groups=3)), (6, 17, 17),
        "reshape:2",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NETWORKS)
def test_what_runs_along_another_first_axis_is_counted(name: str) -> None:
    net, shape, place = NETWORKS[name]
    graph = own_graph(net, IMAGE)
    assert graph.macs == counted(net)
    assert graph.by_path["conv"].output_shape == shape
    (said,) = said_of(graph)
    assert said.endswith(f"(at {place})")


def test_memory_is_that_of_every_number_whatever_stands_first() -> None:
    conv = nn.Conv2d(3, 4, 3)
    output = conv(windows(torch.zeros(1, *IMAGE)))
    graph = own_graph(Written(lambda self, x: self.conv(windows(x)), conv=conv), IMAGE)
    assert graph.by_path["conv"].activation_bytes == 4 * output.numel()


def test_a_shape_has_every_axis_where_a_sequence_stands_first() -> None:
    graph = own_graph(NETWORKS["sequence first"][0], IMAGE)
    assert (graph.by_path["fc"].input_shapes, graph.by_path["fc"].output_shape) == (((16, 1, 32),), (16, 1, 64))


def test_attention_of_torch_s_own_says_that_it_moves_the_image() -> None:
    net = Written(
        lambda self, x: self.attend(*[x.flatten(2)] * 3)[0], attend=nn.MultiheadAttention(256, 4, batch_first=True)
    )
    graph = own_graph(net, IMAGE)
    assert "attend.transpose" in said_of(graph)[0]
    assert graph.by_path["attend.transpose:2"].output_shape == (3, 256)  # the image stands first again


def test_attention_in_windows_costs_what_its_windows_do_together() -> None:
    with torch.device("meta"):
        node = own_graph(models().swin_t(), (3, 224, 224)).by_path["features.1.0.attn.linear"]
    assert (node.output_shape, node.macs) == ((64, 49, 288), 64 * 49 * 96 * 288)


@pytest.mark.parametrize("name", ["resnet18", "convnext_tiny"])
def test_where_the_image_stays_first_nothing_is_said(name: str) -> None:
    with torch.device("meta"):
        graph = own_graph(getattr(models(), name)(), (3, 64, 64))
    assert said_of(graph) == []
    assert all(node.times == 1 and not node.apart for node in graph.nodes)


def along(first: nn.Module, *more: nn.Module) -> nn.Module:
    """A network that lays the map out as a sequence of 256 numbers for each channel, and goes on with that."""
    return nn.Sequential(nn.Flatten(2), first, *more)


class Product(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.matrix, self.scale = nn.Parameter(torch.ones(16, 5)), nn.Parameter(torch.ones(5))

    def forward(self, x: Tensor) -> Tensor:
        return (x @ self.matrix) * self.scale + self.scale


class Last(nn.Module):
    """What an LSTM puts out at every step."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(256, 8, batch_first=True)

    def forward(self, x: Tensor) -> Tensor:
        return self.lstm(x)[0]


LAYERS: dict[str, tuple[nn.Module, int, bool]] = {
    "nothing learned": (nn.Sequential(nn.MaxPool2d(2), nn.ReLU()), 0, False),
    "a normalised convolution": (nn.Sequential(nn.Conv2d(3, 4, 1), nn.BatchNorm2d(4), nn.PReLU()), 1, False),
    "a transposed convolution": (nn.Sequential(nn.ConvTranspose2d(3, 4, 2, 2), nn.Conv2d(4, 4, 1)), 2, False),
    "convolutions along a line": (along(nn.Conv1d(3, 8, 3), nn.BatchNorm1d(8), nn.Conv1d(8, 4, 1)), 2, True),
    "a recurrent layer": (along(Last(), nn.Linear(8, 2)), 2, True),
    "a product with learned numbers": (nn.Sequential(Product(), nn.Conv2d(3, 3, 1)), 2, True),
    "a fixed kernel": (
        Written(
            lambda self, x: nn.functional.conv2d(x, self.conv.weight.new_ones(3, 3, 1, 1)), conv=nn.Conv2d(3, 3, 1)
        ),
        0,
        False,
    ),
}


@pytest.mark.parametrize("name", LAYERS)
def test_layers_are_what_learns_and_does_more_than_scale_and_shift(name: str) -> None:
    net, layers, uncounted = LAYERS[name]
    graph = own_graph(net, IMAGE)
    assert (graph.depth, bool(graph.uncounted)) == (layers, uncounted)


def test_a_transposed_convolution_is_counted_as_a_module_and_as_a_function() -> None:
    net = nn.ConvTranspose2d(3, 6, 4, 2, 1, groups=3)
    function = Written(lambda self, x: F.conv_transpose2d(x, self.up.weight, None, 2, 1, groups=3), up=net)
    for written in (net, function):
        graph = own_graph(written, IMAGE)
        assert (graph.macs, graph.nodes[0].type) == (counted(net), "ConvTranspose2d")
