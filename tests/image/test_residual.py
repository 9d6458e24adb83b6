"""What meets at a sum, against the same numbers computed by hand from the network's own modules, without hooks."""

from math import isnan
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from app.image.joins import at_joins, energy
from app.image.residual import Sum, sum_of, summands
from app.nets import build, config

SMALL = (3, 64, 64)


def picture() -> Tensor:
    return torch.randn(1, *SMALL, generator=torch.Generator().manual_seed(1))


def norm(tensor: Tensor) -> float:
    return float(np.linalg.norm(tensor.numpy().astype(np.float64).ravel()))


def cosine(one: Tensor, other: Tensor) -> float:
    a, b = (tensor.numpy().astype(np.float64).ravel() for tensor in (one, other))
    return float(a @ b / np.sqrt((a @ a) * (b @ b)))


def measured(network: Any, paths: set[str]) -> dict[str, Sum]:
    return at_joins(network, picture(), paths, sum_of)


@torch.no_grad()
def test_the_sums_of_a_residual_network_are_those_of_its_blocks_run_one_by_one() -> None:
    network: Any = build(config("resnet18", input=SMALL))
    found = measured(network, {"layer1.0.add", "layer2.0.add"})
    x = network.maxpool(network.act1(network.bn1(network.conv1(picture()))))
    for path, block, before in (
        ("layer1.0.add", network.layer1[0], []),
        ("layer2.0.add", network.layer2[0], network.layer1),
    ):
        start = x
        for module in before:
            start = module(start)
        changed = block.bn2(block.conv2(block.act1(block.bn1(block.conv1(start)))))[0]
        carried = (start if block.downsample is None else block.downsample(start))[0]
        assert found[path].residual == pytest.approx(norm(changed), rel=1e-5)
        assert found[path].shortcut == pytest.approx(norm(carried), rel=1e-5)
        assert found[path].total == pytest.approx(norm(changed + carried), rel=1e-5)
        assert found[path].cosine == pytest.approx(cosine(changed, carried), abs=1e-5)
        assert found[path].ratio == pytest.approx(norm(changed) / norm(carried), rel=1e-5)
        assert found[path].gate is None


@torch.no_grad()
def test_a_highway_block_s_sum_is_what_is_transformed_and_what_is_carried() -> None:
    network: Any = build(config("highway34", input=SMALL, depths=(1, 1)))
    found = measured(network, {"layer1.0.mix"})["layer1.0.mix"]
    x = network.maxpool(network.act1(network.bn1(network.conv1(picture()))))
    block = network.layer1[0]
    transformed = block.act2(block.bn2(block.conv2(block.act1(block.bn1(block.conv1(x))))))
    gate = torch.sigmoid(block.gate[0](x))
    assert found.gate == pytest.approx(float(gate.mean()), rel=1e-5)
    assert found.residual == pytest.approx(norm(transformed * gate), rel=1e-5)
    assert found.shortcut == pytest.approx(norm(x - x * gate), rel=1e-5)
    assert found.total == pytest.approx(norm(block(x)), rel=1e-5)


def test_every_join_that_is_asked_for_is_measured_in_order_and_no_hook_stays() -> None:
    network = build(config("cifar_resnet20"))
    paths = [f"layer{layer}.{block}.add" for layer in (1, 2, 3) for block in range(3)]
    found = at_joins(network, torch.zeros(1, 3, 32, 32), set(paths), len)
    assert found == dict.fromkeys(paths, 2)
    assert list(found) == paths
    hooks = [dict(module._forward_pre_hooks) | dict(module._forward_hooks) for module in network.modules()]  # pyright: ignore[reportPrivateUsage]
    assert not any(hooks)


def test_a_block_that_is_zero_has_no_angle_and_one_on_nothing_has_no_ratio() -> None:
    zero, three = torch.zeros(2, 3, 3), torch.full((2, 3, 3), 3.0)
    assert sum_of((zero, three)).ratio == 0
    assert isnan(sum_of((zero, three)).cosine)
    assert isnan(sum_of((three, zero)).ratio)
    assert (sum_of((three, -three)).total, sum_of((three, -three)).cosine) == (0, pytest.approx(-1))


def test_what_is_not_finite_is_not_hidden() -> None:
    broken = torch.tensor([[[torch.inf, 1.0]]])
    assert not np.isfinite(sum_of((broken, torch.ones(1, 1, 2))).total)
    assert isnan(sum_of((torch.full((1, 1, 1), torch.nan), torch.ones(1, 1, 1))).residual)


def test_the_summands_of_a_mix_add_up_to_what_the_mix_puts_out() -> None:
    transformed, gate, x = torch.rand(3, 4, 5, 5, generator=torch.Generator().manual_seed(2))
    changed, carried = summands((transformed, gate, x))
    torch.testing.assert_close(changed + carried, transformed * gate + x * (1 - gate))


def test_energy_is_exact_where_single_precision_would_round_it_away() -> None:
    many = torch.full((4096, 4096), 1e-2)
    assert energy(many) == pytest.approx(4096 * 4096 * float(np.float32(1e-2)) ** 2, rel=1e-12)
