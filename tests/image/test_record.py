"""A recorded pass, against passes that are written without hooks."""

from collections.abc import Iterator

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from app.graph.types import INPUT
from app.image.record import record, silent_operations
from app.nets import build, config
from app.pipeline import graph_for
from tests.image.networks import randomised

BLOCKS = [f"layer{layer}.{block}" for layer in (1, 2, 3) for block in (0, 1, 2)]


def pictures(*shape: int) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(5))


def assert_same(found: Tensor, expected: Tensor) -> None:
    """Up to rounding, of which sums of large numbers have more."""
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-5 * float(expected.abs().max()))


def recorded(network: nn.Module, x: Tensor, silent: frozenset[str] = frozenset()) -> dict[str, Tensor]:
    found: dict[str, Tensor] = {}
    record(network, x, found.__setitem__, silent)
    return found


def resnet20_by_hand(network: nn.Module, x: Tensor, off: str = "") -> Iterator[tuple[str, Tensor]]:
    """He et al. 2015, section 4.2, from the network's numbers alone; F(x) of the block `off` is left out."""
    numbers = network.state_dict()

    def conv(path: str, x: Tensor, stride: int = 1) -> Tensor:
        return functional.conv2d(x, numbers[f"{path}.weight"], stride=stride, padding=1)

    def norm(path: str, x: Tensor) -> Tensor:
        mean, variance, weight, bias = (
            numbers[f"{path}.{name}"][:, None, None] for name in ("running_mean", "running_var", "weight", "bias")
        )
        return (x - mean) / (variance + 1e-5).sqrt() * weight + bias

    yield INPUT, x
    yield "bn1", (x := norm("bn1", conv("conv1", x)))
    x = x.clamp(min=0)
    for path in BLOCKS:
        stride = 2 if path in ("layer2.0", "layer3.0") else 1
        yield f"{path}.conv1", (out := conv(f"{path}.conv1", x, stride))
        out = norm(f"{path}.bn2", conv(f"{path}.conv2", norm(f"{path}.bn1", out).clamp(min=0)))
        if path == off:
            out = torch.zeros(out.shape)
        yield f"{path}.bn2", out
        added = torch.zeros(len(x), out.shape[1] - x.shape[1], *out.shape[2:])
        x = torch.cat((x[:, :, ::stride, ::stride], added), 1)
        yield f"{path}.add", (x := out + x)
        yield f"{path}.act2", (x := x.clamp(min=0))
    yield "avgpool", (x := x.mean((2, 3), keepdim=True))
    yield "fc", x.flatten(1) @ numbers["fc.weight"].T + numbers["fc.bias"]


@pytest.mark.parametrize("off", ["", "layer1.1", "layer2.0"])
def test_activations_are_those_of_a_pass_written_by_hand(off: str) -> None:
    network, x = randomised(config("cifar_resnet20")), pictures(2, 3, 32, 32)
    silent = silent_operations(graph_for(config("cifar_resnet20")), [off] if off else [])
    found, expected = recorded(network, x, silent), dict(resnet20_by_hand(network, x, off))
    for path, tensor in expected.items():
        assert_same(found[path], tensor)
    if off:
        assert found[f"{off}.bn2"].abs().max() == 0
        assert found[f"{off}.conv1"].abs().max() > 0


@pytest.mark.parametrize("name", ["cifar_resnet20", "lenet5"])
def test_every_operation_is_given_once_in_the_order_of_the_graph_and_in_its_shape(name: str) -> None:
    chosen = config(name)
    given: list[tuple[str, tuple[int, ...]]] = []
    record(
        build(chosen), pictures(1, *chosen.input), lambda path, tensor: given.append((path, tuple(tensor.shape[1:])))
    )
    graph = graph_for(chosen)
    assert given == [(INPUT, chosen.input), *((node.path, node.output_shape) for node in graph.nodes)]


def test_what_is_given_keeps_its_numbers_when_the_pass_goes_on() -> None:
    copies: dict[str, Tensor] = {}
    kept: dict[str, Tensor] = {}

    def give(path: str, tensor: Tensor) -> None:
        kept[path], copies[path] = tensor, tensor.clone()

    record(randomised(config("cifar_resnet20")), pictures(1, 3, 32, 32), give)
    assert all(torch.equal(kept[path], copies[path]) for path in kept)


def test_a_batch_gives_what_its_pictures_give_alone() -> None:
    network, x = randomised(config("cifar_resnet20")), pictures(3, 3, 32, 32)
    together = recorded(network, x)
    for place in range(3):
        alone = recorded(network, x[place : place + 1])
        for path, tensor in alone.items():
            assert_same(together[path][place], tensor[0])


@pytest.mark.parametrize(
    ("name", "block", "operation"),
    [
        ("resnet50", "layer1.1", "layer1.1.bn3"),
        ("resnetv2_50", "stages.0.blocks.1", "stages.0.blocks.1.conv3"),
        ("seresnet50", "layer1.1", "layer1.1.excite"),
        ("resnet34", "layer2.0", "layer2.0.bn2"),
    ],
)
def test_a_block_is_switched_off_at_the_last_operation_before_its_sum(name: str, block: str, operation: str) -> None:
    assert silent_operations(graph_for(config(name)), [block]) == {operation}


def test_a_block_that_is_off_hands_on_its_input() -> None:
    network = build(config("resnet18", input=(3, 64, 64)))
    found = recorded(network, pictures(1, 3, 64, 64), frozenset({"layer1.1.bn2"}))
    assert torch.equal(found["layer1.1.act2"], found["layer1.0.act2"])


def test_nothing_is_left_on_the_network_when_a_pass_was_ended_from_outside() -> None:
    network, seen = build(config("cifar_resnet20")), []

    def give(path: str, _tensor: Tensor) -> None:
        seen.append(path)
        if path == "layer1.0.conv2":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        record(network, pictures(1, 3, 32, 32), give, {"layer1.0.bn2"})
    assert seen[-1] == "layer1.0.conv2"
    assert not any(module._forward_hooks or module._forward_pre_hooks for module in network.modules())


def test_activations_are_single_precision_and_can_take_part_in_a_gradient() -> None:
    found = recorded(build(config("cifar_resnet20")), pictures(1, 3, 32, 32))
    assert {tensor.dtype for tensor in found.values()} == {torch.float32}
    factor = torch.ones(1, requires_grad=True)
    (found["conv1"] * factor).sum().backward()
    assert factor.grad is not None
