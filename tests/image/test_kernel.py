"""The kernel at work: patch times kernel, summed by hand, is what the network's own convolutions and pools put out."""

import random
from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from app.graph.hooks import leaves
from app.graph.types import Node
from app.image.kernel import largest, pooled, read_channels, reckoned, window_of
from app.nets import config
from app.pipeline import graph_for
from tests.image.networks import randomised

# Between them: stride, padding, groups, biases, 1x1, 1x7 and 7x1, ceil-mode pools, averages with padding counted.
SMALL = {
    "cifar_resnet20": (3, 32, 32),
    "resnet18": (3, 61, 64),
    "resnext50_32x4d": (3, 64, 64),
    "resnet50d": (3, 63, 63),
    "googlenet": (3, 75, 64),
    "googlenet_paper": (3, 224, 224),
    "inception_v3": (3, 96, 107),
    "lenet5": (1, 32, 32),
    "nin": (3, 32, 32),
}
CELLS = 3


@cache
def ran(preset: str) -> tuple[tuple[Node, nn.Module, Tensor, Tensor], ...]:
    """Every operation with its module, its input [C, H, W] and its output, on noise with random weights."""
    chosen = config(preset, input=SMALL[preset])
    torch.manual_seed(1)
    network = randomised(chosen)
    seen: dict[str, tuple[Tensor, Tensor]] = {}
    for path, leaf in leaves(network):

        def keep(_: nn.Module, inputs: tuple[Tensor, ...], output: Tensor, path: str = path) -> None:
            seen[path] = inputs[0][0], output[0]

        leaf.register_forward_hook(keep)
    with torch.no_grad():
        network(torch.randn(1, *chosen.input))
    return tuple((node, network.get_submodule(node.path), *seen[node.path]) for node in graph_for(chosen).nodes)


def cells(node: Node) -> Iterator[tuple[int, tuple[int, int]]]:
    """Some channels and cells: the corners, where the padding is, and others by chance."""
    chance = random.Random(node.path)
    channels, height, width = node.output_shape
    places = [(0, 0), (height - 1, width - 1)] + [(chance.randrange(height), chance.randrange(width))] * CELLS
    return ((chance.randrange(channels), place) for place in places)


@pytest.mark.parametrize("preset", SMALL)
def test_products_and_bias_add_up_to_the_convolution_s_own_output(preset: str) -> None:
    convolutions = [found for found in ran(preset) if found[0].op == "conv"]
    assert convolutions
    for node, module, read, output in convolutions:
        assert isinstance(module, nn.Conv2d)
        for channel, cell in cells(node):
            bias = 0.0 if module.bias is None else float(module.bias.detach()[channel])
            kernel = module.weight[channel].detach().numpy()
            channels = read_channels(node, channel)
            found = reckoned(read.numpy(), window_of(node, cell), channels, kernel, bias, most=6)
            recorded = float(output[channel, cell[0], cell[1]])
            size = sum(float(np.abs(term.product).sum()) for term in found.terms) + abs(found.rest) + abs(bias)
            assert found.total == pytest.approx(recorded, abs=1e-5 * (1 + size)), (node.path, channel, cell)
            shown = sum(term.sum for term in found.terms) + found.rest + found.bias
            assert shown == pytest.approx(found.total)
            assert len(found.terms) + found.others == len(channels)
            assert found.size >= size * (1 - 1e-6), "products of one channel may take from each other"
            assert all(abs(term.sum) >= abs(found.terms[-1].sum) for term in found.terms)


@pytest.mark.parametrize("preset", SMALL)
def test_a_pool_s_cell_is_its_window_s_maximum_or_mean(preset: str) -> None:
    for node, _, read, output in ran(preset):
        if node.op not in ("maxpool", "avgpool"):
            continue
        for channel, cell in cells(node):
            found = pooled(node, read[channel].numpy(), window_of(node, cell))
            recorded = float(output[channel, cell[0], cell[1]])
            assert found.result == pytest.approx(recorded, rel=1e-6, abs=1e-5), (node.path, channel, cell)
            if found.winner:
                assert found.patch[found.winner] == found.result


def test_padding_is_marked_and_reads_as_zero() -> None:
    node = graph_for(config("resnet18", input=(3, 32, 32))).by_path["conv1"]  # 7x7, stride 2, padding 3
    window = window_of(node, (0, 1))
    assert window.rows == (-3, -2, -1, 0, 1, 2, 3)
    assert window.columns == (-1, 0, 1, 2, 3, 4, 5)
    assert window.inside.sum() == 4 * 6
    patch = window.patch(np.ones((32, 32), dtype=np.float32))
    assert patch.sum() == 4 * 6


def test_a_grouped_convolution_reads_its_own_group_only() -> None:
    node = next(node for node in graph_for(config("resnext50_32x4d")).nodes if node.groups == 32)
    assert read_channels(node, 0) == range(4)
    assert read_channels(node, node.output_shape[0] - 1) == range(node.input_shapes[0][0] - 4, node.input_shapes[0][0])


def test_the_largest_activation_is_chosen_of_what_was_left_open() -> None:
    output = np.zeros((4, 5, 6), dtype=np.float32)
    output[2, 3, 4], output[1, 0, 5], output[3, 0, 0] = 9, 7, np.nan
    assert largest(output, None, None) == (2, (3, 4))
    assert largest(output, None, 1) == (1, (0, 5))
    assert largest(output, (0, 5), None) == (1, (0, 5))
    assert largest(output, (4, 4), 0) == (0, (4, 4))
