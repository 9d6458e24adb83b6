"""Receptive fields against published tables, and against the pixels that a real gradient reaches."""

from typing import Any

import pytest
import torch
from torch import nn

from app.graph.receptive_field import ONE_PIXEL, joined, whole, windowed
from app.graph.trace import trace
from app.graph.types import Graph, ReceptiveField
from app.nets import build, config, preset

# Sizes in pixels after conv1, the pool and each layer, along the longest path. The last of each *_v1 is printed by
# Araujo, Norris and Sim (Distill 2019); the others follow from the same rule, worked out layer by layer.
STAGES = {
    "resnet18": (7, 11, 43, 99, 211, 435),
    "resnet34": (7, 11, 59, 179, 547, 899),
    "resnet50": (7, 11, 35, 91, 267, 427),
    "resnet50_v1": (7, 11, 35, 99, 291, 483),
    "resnet101": (7, 11, 35, 91, 811, 971),
    "resnet101_v1": (7, 11, 35, 99, 835, 1027),
    "resnet152": (7, 11, 35, 155, 1291, 1451),
    "resnet152_v1": (7, 11, 35, 163, 1315, 1507),
}
CIFAR_LAST = {20: 81, 32: 137, 44: 193, 56: 249, 110: 501, 1202: 5597}


def traced(name: str) -> Graph:
    chosen = preset(name)
    return trace(build(chosen, "meta"), chosen.input)


def after_stage(graph: Graph, stage: str) -> ReceptiveField:
    return graph.inside(graph.group_by_path[stage])[-1].receptive_field


@pytest.mark.parametrize("name", STAGES)
def test_receptive_field_after_each_stage_is_the_published_one(name: str) -> None:
    graph = traced(name)
    fields = [graph.by_path[path].receptive_field for path in ("conv1", "maxpool")]
    fields += [after_stage(graph, f"layer{number}") for number in range(1, 5)]
    assert [field.size for field in fields] == [(size, size) for size in STAGES[name]]
    assert fields[-1].jump == (32, 32)


@pytest.mark.parametrize("depth", CIFAR_LAST)
def test_cifar_receptive_field_is_the_published_one(depth: int) -> None:
    field = after_stage(traced(f"cifar_resnet{depth}"), "layer3")
    assert field.size == (CIFAR_LAST[depth], CIFAR_LAST[depth])
    assert field.jump == (4, 4)


def test_paddings_of_resnet50_v1_are_the_published_ones() -> None:
    # Araujo et al. print an effective padding of 239 for an unpadded max pool; ours pads by 1, on a jump of 2.
    assert after_stage(traced("resnet50_v1"), "layer4").start == (-241, -241)


def test_plain_network_sees_as_much_as_the_residual_one() -> None:
    assert after_stage(traced("plain34"), "layer4").size == after_stage(traced("resnet34"), "layer4").size


def test_global_average_sees_what_all_its_cells_see() -> None:
    graph = traced("resnet18")
    assert graph.by_path["avgpool"].receptive_field.size == (435 + 6 * 32, 435 + 6 * 32)
    assert graph.by_path["fc"].receptive_field == graph.by_path["avgpool"].receptive_field


def test_window_follows_the_published_recurrence() -> None:
    field = windowed(ReceptiveField((11, 11), (4, 4), (-5, -5)), (3, 5), (2, 1), (1, 2), (1, 2))
    assert field == ReceptiveField((11 + 2 * 4, 11 + 2 * 4 * 4), (8, 4), (-5 - 4, -5 - 8))


def test_joined_paths_see_the_smallest_box_that_holds_both() -> None:
    left = ReceptiveField((3, 3), (2, 2), (-3, 0))
    right = ReceptiveField((5, 1), (2, 2), (-1, 4))
    assert joined((left, right)) == ReceptiveField((7, 5), (2, 2), (-3, 0))
    assert joined((left, left)) == left


def test_a_layer_that_reads_everything_sees_the_whole_image() -> None:
    assert whole(ONE_PIXEL, (3, 20, 30)).size == (20, 30)


@pytest.mark.parametrize(
    "overrides",
    [
        {"depths": "1,1", "widths": "2,2", "input": "1,61,61"},
        {"depths": "1,2", "widths": "2,2", "input": "1,97,97", "shortcut": "A"},
        {"depths": "1,1,1", "widths": "2,2,2", "stem": "cifar", "input": "1,41,41", "shortcut": "C"},
        {"depths": "1,1", "block": "bottleneck", "widths": "16,16", "stem": "cifar", "input": "1,33,33"},
        {"depths": "1,1", "block": "bottleneck", "widths": "16,16", "stride_in": "1x1", "input": "1,65,65"},
    ],
)
def test_receptive_field_holds_exactly_the_pixels_that_a_gradient_reaches(overrides: dict[str, str]) -> None:
    chosen = config("resnet18", activation="tanh", **overrides)
    graph = trace(build(chosen, "meta"), chosen.input)
    network = with_smooth_positive_steps(build(chosen)).double()
    last = [group.path for group in graph.groups if group.kind == "stage"][-1]
    made: list[Any] = []
    handle = network.get_submodule(last).register_forward_hook(lambda _module, _inputs, output: made.append(output))
    image = torch.rand((1, *chosen.input), dtype=torch.float64, requires_grad=True)
    network(image)
    handle.remove()

    field = after_stage(graph, last)
    row, column = (length // 2 for length in made[0].shape[-2:])
    made[0][0, :, row, column].sum().backward()
    assert image.grad is not None
    reached = image.grad[0].abs().sum(dim=0) > 0
    for axis, cell, lines in ((0, row, reached.any(dim=1)), (1, column, reached.any(dim=0))):
        pixels = torch.nonzero(lines).flatten().tolist()
        first = field.start[axis] + cell * field.jump[axis]
        stop = first + field.size[axis]
        assert first >= 0, "the test's input is too small for the field"
        assert stop <= chosen.input[1 + axis]
        assert (pixels[0], pixels[-1] + 1) == (first, stop)


def with_smooth_positive_steps(network: nn.Module) -> nn.Module:
    """The network with small positive weights, so that no gradient cancels, and means for maxima, so that none is 0."""
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.constant_(module.weight, 1 / module.weight[0].numel())
    for name, child in list(network.named_children()):
        if isinstance(child, nn.MaxPool2d):
            setattr(network, name, nn.AvgPool2d(child.kernel_size, child.stride, child.padding))
    return network
