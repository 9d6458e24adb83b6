"""Work on a network that is no plain pass, such as gradients."""

import pytest
import torch
from torch import Tensor, nn

from app.forward.runner import Runner
from app.image.record import silenced
from tests.forward.gated import shapes, untouched


@pytest.fixture(scope="module")
def runner() -> Runner:
    return Runner("cpu")


def slope(network: nn.Module, x: Tensor) -> Tensor:
    """The gradient of the first class by the input."""
    x = x.requires_grad_()
    return torch.autograd.grad(network(x)[0, 0], x)[0]


def test_it_may_compute_gradients_and_its_result_is_kept_by_its_name(runner: Runner) -> None:
    first = runner.probe(shapes(), ("slope", 0), slope)
    assert first.abs().max() > 0
    assert not first.requires_grad
    assert runner.probe(shapes(), ("slope", 0), slope) is first
    assert runner.probe(shapes(image="gratings"), ("slope", 0), slope) is not first
    assert runner.probe(shapes(), ("slope", 1), slope) is not first


def test_blocks_that_are_switched_off_are_off_and_on_again_behind_it(runner: Runner) -> None:
    found = runner.probe(shapes(off=("layer1.1",)), ("slope", ()), slope)
    network, x = runner.probe(shapes(), ("both", ()), lambda network, x: (network, x))
    with silenced(network, {"layer1.1.bn2"}):
        expected = slope(network, x)
    torch.testing.assert_close(found, expected)
    assert not torch.equal(found, slope(network, x.detach()))
    assert untouched(network)


def test_what_work_raises_comes_back_and_the_next_is_done(runner: Runner) -> None:
    def fails(_network: nn.Module, _x: Tensor) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        runner.probe(shapes(), ("fails", ()), fails)
    assert runner.probe(shapes(), ("shape", ()), lambda _, x: x.shape) == (1, 3, 32, 32)


def test_it_may_change_its_input_and_nobody_sees_it(runner: Runner) -> None:
    before = runner.recording(shapes(), ("input",)).wait()["input"].clone()
    runner.probe(shapes(), ("zeroes", ()), lambda _, x: x.zero_())
    assert torch.equal(runner.recording(shapes(), ("input",)).wait()["input"], before)
    assert torch.equal(runner.probe(shapes(), ("input", ()), lambda _, x: x)[0], before)


def test_tensors_within_its_result_lose_their_past(runner: Runner) -> None:
    def work(_network: nn.Module, x: Tensor) -> dict[str, object]:
        x = x.requires_grad_() * 2
        return {"pair": (x, [x]), "number": 3}

    found = runner.probe(shapes(), ("nested", ()), work)
    (first, [second]), number = found["pair"], found["number"]  # type: ignore[misc]
    assert not first.requires_grad
    assert not second.requires_grad
    assert number == 3
