"""What a cell sees: the effective field lies in the theoretical box, which is no larger than it has to be."""

import random
from collections.abc import Iterator
from contextlib import suppress

import numpy as np
import pytest
import torch

from app.errors import UserError
from app.graph.types import Graph, Node, ReceptiveField
from app.image.field import Box, beyond, box_of, clipped, effective, field_of, half_box
from app.nets import PRESETS, config, preset
from app.nets.config import NetConfig
from app.pipeline import graph_for
from tests.image.networks import randomised

LIGHT = 45_000_000  # parameters; larger networks repeat the blocks of smaller ones
SIZES = ((64, 72), (96, 80), (32, 32), (224, 224))
LAYERS = 3


def smaller(name: str) -> NetConfig:
    """A preset at the first size that it takes, with few classes."""
    channels = preset(name).input[0]
    for size in SIZES:
        with suppress(UserError):
            chosen = config(name, input=(channels, *size), classes=10)
            if graph_for(chosen).failure is None:
                return chosen
    raise AssertionError(name)


def telling(graph: Graph) -> Iterator[tuple[Node, tuple[int, int]]]:
    """Some layers, early to late, each with a cell whose box leaves pixels of the picture out."""
    chance, size = random.Random(graph.name), (graph.input[1], graph.input[2])
    found: list[tuple[Node, tuple[int, int]]] = []
    for node in graph.nodes:
        if len(node.output_shape) == 3:
            cell = chance.randrange(node.output_shape[1]), chance.randrange(node.output_shape[2])
            if clipped(box_of(node.receptive_field, cell), size).size != size:
                found.append((node, cell))
    yield from found[:: max(1, len(found) // LAYERS)]


LIGHT_PRESETS = [name for name in PRESETS if name != "cifar_resnet1202" and graph_for(preset(name)).params < LIGHT]


@pytest.mark.parametrize("name", LIGHT_PRESETS)
def test_no_pixel_beyond_the_theoretical_box_matters(name: str) -> None:
    chosen = smaller(name)
    graph, network = graph_for(chosen), randomised(chosen)
    torch.manual_seed(5)
    x = torch.randn(1, *chosen.input)
    layers = list(telling(graph))
    assert len(layers) >= 2
    for node, cell in layers:
        box = clipped(box_of(node.receptive_field, cell), chosen.input[1:])
        found = effective(network, x, node.path, cell)
        assert found.shape == x.shape[2:]
        assert found.max() > 0, node.path
        found[box.top : box.bottom, box.left : box.right] = 0
        assert not found.any(), (node.path, cell)


@pytest.mark.parametrize("name", ["cifar_resnet20", "resnet18", "googlenet", "seresnet50", "inception_v3"])
def test_the_theoretical_box_is_no_larger_than_it_has_to_be(name: str) -> None:
    """Where all numbers are positive every path counts, and every edge of the box is reached."""
    chosen = smaller(name)
    graph, network = graph_for(chosen), randomised(chosen).double()
    for tensor in network.parameters():
        tensor.abs_()
    for buffer_name, buffer in network.named_buffers():
        if buffer_name.endswith("running_mean"):
            buffer.zero_()
    x = torch.rand(1, *chosen.input, dtype=torch.float64)
    layers = [node for node in graph.nodes if len(node.output_shape) == 3 and node.op not in ("maxpool", "multiply")]
    before_a_maximum = next((place for place, node in enumerate(graph.nodes) if node.op == "maxpool"), len(graph.nodes))
    for node in layers[: min(before_a_maximum, 40) : 7]:
        cell = node.output_shape[1] // 2, node.output_shape[2] // 2
        rows, columns = np.nonzero(effective(network, x, node.path, cell))
        reached = Box(int(rows.min()), int(columns.min()), int(rows.max()) + 1, int(columns.max()) + 1)
        assert reached == clipped(box_of(node.receptive_field, cell), chosen.input[1:]), node.path


def test_one_channel_is_the_gradient_of_that_channel_alone() -> None:
    chosen = config("cifar_resnet20")
    network = randomised(chosen)
    x = torch.randn(1, 3, 32, 32)
    asked = x.clone().requires_grad_(True)
    network.layer1(network.act1(network.bn1(network.conv1(asked))))[0, 5, 9, 11].backward()  # type: ignore[operator]
    assert asked.grad is not None
    found = effective(network, x, graph_for(chosen).result_of("layer1"), (9, 11), 5)
    assert found == pytest.approx(asked.grad[0].abs().sum(0).numpy(), rel=1e-4, abs=1e-6)


def test_the_mean_of_the_channels_is_asked_otherwise_and_of_a_vector_all_of_it() -> None:
    chosen = config("cifar_resnet20")
    network = randomised(chosen)
    x = torch.randn(1, 3, 32, 32)
    asked = x.clone().requires_grad_(True)
    network(asked).mean().backward()
    assert asked.grad is not None
    expected = asked.grad[0].abs().sum(0).numpy()
    assert effective(network, x, "fc", (0, 0)) == pytest.approx(expected, rel=1e-3, abs=1e-6)


def test_nothing_runs_behind_the_layer() -> None:
    network = randomised(config("cifar_resnet20"))
    network.get_submodule("layer2.0.conv2").register_forward_pre_hook(lambda *_: pytest.fail("it ran on"))
    effective(network, torch.randn(1, 3, 32, 32), "layer2.0.conv1", (0, 0))


def test_a_cell_of_the_input_is_its_pixel() -> None:
    graph = graph_for(config("cifar_resnet20"))
    assert box_of(field_of(graph, "input"), (3, 5)) == Box(3, 5, 4, 6)
    found = effective(randomised(config("cifar_resnet20")), torch.zeros(1, 3, 32, 32), "input", (3, 5))
    assert np.argwhere(found).tolist() == [[3, 5]]
    assert found[3, 5] == pytest.approx(1)


def test_a_box_is_clipped_at_the_border_and_what_is_cut_off_is_counted() -> None:
    field = ReceptiveField(size=(211, 100), jump=(16, 16), start=(-96, -10))
    box = box_of(field, (0, 9))
    assert box == Box(-96, 134, 115, 234)
    assert clipped(box, (224, 224)) == Box(0, 134, 115, 224)
    assert list(beyond(box, (224, 224))) == [(96, "above"), (10, "right")]
    assert list(beyond(Box(0, 0, 5, 5), (5, 5))) == []
    assert list(beyond(Box(-1, -3, 4, 4), (4, 4))) == [(1, "above"), (3, "left")]


def test_a_box_beside_the_picture_holds_nothing_of_it() -> None:
    beside = Box(-3, 0, -1, 2)
    assert clipped(beside, (10, 10)).size == (0, 2)
    assert list(beyond(beside, (10, 10))) == [(2, "above")]


def test_half_of_the_mass_is_found_around_the_centre() -> None:
    mass = np.zeros((9, 9), dtype=np.float32)
    mass[4, 4], mass[4, 5], mass[0, 0] = 1, 1, 3
    assert half_box(mass, (4.0, 4.0)) == (9, 9)
    mass[0, 0] = 1
    assert half_box(mass, (4.0, 4.0)) == (3, 3)
    mass[4, 4] = 5
    assert half_box(mass, (4.0, 4.0)) == (1, 1)
    assert half_box(np.ones((4, 4), dtype=np.float32), (1.5, 1.5)) == (4, 4)
    assert half_box(np.zeros((4, 4), dtype=np.float32), (1.5, 1.5)) is None
