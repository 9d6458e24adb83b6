"""VGG, Network in Network and LeNet-5: the papers' arithmetic a layer at a time, and torchvision's other VGGs."""

import pytest
import torch

from app.graph.trace import trace
from app.graph.types import Graph
from app.nets import build, config


def traced(name: str, **overrides: object) -> Graph:
    chosen = config(name, **overrides)
    return trace(build(chosen, "meta"), chosen.input)


def costs(graph: Graph) -> dict[str, tuple[int, int]]:
    """path -> parameters and multiply-adds of what has any."""
    return {node.path: (node.params, node.macs) for node in graph.nodes if node.params}


def test_lenet5_is_the_paper_s_but_for_the_dense_c3_and_the_linear_output() -> None:
    # Section II.B: C1 156 parameters, C5 48,120, F6 10,164; C3 has 1,516 with Table I's gaps, 16 * (25 * 6 + 1) dense.
    expected = {
        "c1": (156, 28 * 28 * 6 * 25),
        "c3": (2416, 10 * 10 * 16 * 6 * 25),
        "c5": (48_120, 120 * 16 * 25),
        "f6": (10_164, 84 * 120),
        "output": (850, 10 * 84),
    }
    graph = traced("lenet5")
    assert costs(graph) == expected
    assert [graph.by_path[path].output_shape for path in ("c1", "s2", "c3", "s4", "c5", "f6")] == [
        (6, 28, 28),
        (6, 14, 14),
        (16, 10, 10),
        (16, 5, 5),
        (120, 1, 1),
        (84,),
    ]
    assert graph.depth == 5


def test_nin_has_the_authors_widths_and_no_linear_layer() -> None:
    layers = [  # name, inputs, outputs, edge of the kernel, edge of the output
        ("mlpconv1.conv1", 3, 192, 5, 32),
        ("mlpconv1.cccp1", 192, 160, 1, 32),
        ("mlpconv1.cccp2", 160, 96, 1, 32),
        ("mlpconv2.conv2", 96, 192, 5, 16),
        ("mlpconv2.cccp3", 192, 192, 1, 16),
        ("mlpconv2.cccp4", 192, 192, 1, 16),
        ("mlpconv3.conv3", 192, 192, 3, 8),
        ("mlpconv3.cccp5", 192, 192, 1, 8),
        ("mlpconv3.cccp6", 192, 10, 1, 8),
    ]
    expected = {name: ((i * k * k + 1) * o, i * k * k * o * edge**2) for name, i, o, k, edge in layers}
    assert costs(traced("nin")) == expected


# torchvision's documentation of vgg11, vgg13, vgg16_bn and vgg19_bn: parameters, and multiply-adds in units of 10^9.
@pytest.mark.parametrize(
    ("overrides", "params", "billions"),
    [
        ({"depths": "1,1,2,2,2"}, 132_863_336, 7.61),
        ({"depths": "2,2,2,2,2"}, 133_047_848, 11.31),
        ({"norm": "batch"}, 138_365_992, 15.47),
        ({"norm": "batch", "depths": "2,2,4,4,4"}, 143_678_248, 19.63),
    ],
)
def test_torchvision_s_other_vggs_are_overrides(overrides: dict[str, str], params: int, billions: float) -> None:
    graph = traced("vgg16", **overrides)
    assert (graph.params, round(graph.macs / 1e9, 2)) == (params, billions)


def test_vgg_has_torchvision_s_names() -> None:
    weights = [key for key in build(config("vgg16"), "meta").state_dict() if key.endswith("weight")]
    places = (0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28)
    expected = [
        *(f"features.{place}.weight" for place in places),
        *(f"classifier.{place}.weight" for place in (0, 3, 6)),
    ]
    assert weights == expected


@pytest.mark.parametrize(("name", "layers"), [("vgg16", 5), ("vgg19", 5), ("nin", 3), ("lenet5", 3)])
def test_ancestors_have_layers_and_a_head(name: str, layers: int) -> None:
    graph = traced(name)
    assert len(graph.stages) == layers
    head = graph.group_by_path["head"]
    assert [place for group in (*graph.stages, head) for place in group.places] == list(range(len(graph.nodes)))


@pytest.mark.parametrize(
    ("name", "image"),
    [("vgg16", "3,33,65"), ("vgg19", "1,61,32"), ("nin", "3,31,47"), ("nin", "2,5,7"), ("lenet5", "3,45,62")],
)
def test_any_image_that_is_large_enough_runs_as_it_is_traced(name: str, image: str) -> None:
    chosen = config(name, input=image, **({"hidden": 8, "widths": "2,2,2,2,2"} if name.startswith("vgg") else {}))
    graph = trace(build(chosen, "meta"), chosen.input)
    assert graph.failure is None
    assert build(chosen)(torch.rand((1, *chosen.input))).shape[1:] == graph.nodes[-1].output_shape


@pytest.mark.parametrize(
    ("name", "image", "path"),
    [("vgg16", "3,31,64", "features.30"), ("nin", "3,1,9", "mlpconv1.pool1"), ("lenet5", "1,28,28", "c5")],
)
def test_what_is_too_small_fails_where_nothing_is_left(name: str, image: str, path: str) -> None:
    failure = traced(name, input=image).failure
    assert failure is not None
    assert failure.path == path


# VGG-16: the table of Araujo et al. 2019; VGG-19: the same recurrence, three more 3x3 on jumps of 4, 8 and 16.
@pytest.mark.parametrize(("name", "stage", "size"), [("vgg16", 4, 212), ("vgg19", 4, 268), ("lenet5", 2, 32)])
def test_receptive_fields_are_the_published_ones(name: str, stage: int, size: int) -> None:
    graph = traced(name)
    assert graph.inside(graph.stages[stage])[-1].receptive_field.size == (size, size)
