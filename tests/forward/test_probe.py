"""Work on a network that is no plain pass, such as gradients."""

import pytest
import torch
from torch import Tensor, nn

from app.errors import TooLarge
from app.forward.runner import Runner
from app.image.record import silenced
from app.image.types import Forward
from app.nets import config
from tests.forward.gated import GATE, PATIENCE, Gated, shapes, untouched


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


def test_a_gradient_through_more_than_memory_is_given_is_refused_before_it_waits(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    huge = Forward(config("cifar_resnet110", input=(3, 1024, 1024), widths=(4, 4, 4)), "random", "shapes")
    with pytest.raises(TooLarge, match="2699 MiB of activations"):
        runner.asked(huge, ("slope", ()), slope)
    assert runner.asked(huge, ("nothing", ()), lambda *_: 1, gradients=False).wait() == 1
    monkeypatch.setattr("app.forward.choice.limit", lambda _: 0)
    with pytest.raises(TooLarge):
        runner.probe(shapes(), ("slope", "small"), slope)


def test_work_that_is_said_to_need_no_gradient_gets_none(runner: Runner) -> None:
    probed = runner.asked(shapes(), ("none", ()), lambda *_: torch.is_grad_enabled(), gradients=False)
    assert probed.wait() is False


def test_a_probe_that_nobody_waits_for_any_more_never_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    gated, begun = Gated(monkeypatch), list[str]()
    gated.runner.recording(shapes(), ("fc",))
    assert gated.reached.wait(PATIENCE)
    gated.runner.asked(shapes(), ("left", ()), lambda *_: begun.append("left")).leave()
    stays = gated.runner.asked(shapes(), ("stays", ()), lambda *_: begun.append("stays"))
    gated.open.set()
    stays.wait()
    assert begun == ["stays"]


def test_a_probe_stops_at_the_next_operation_when_the_last_one_who_waits_has_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gated = Gated(monkeypatch)
    asked = [gated.runner.asked(shapes(), ("slope", ()), slope) for _ in range(2)]
    assert gated.reached.wait(PATIENCE)
    for probed in asked:
        probed.leave()
    gated.idle()
    assert gated.ran[-1] == GATE
    assert not any(probed.done for probed in asked)


def test_a_probe_stops_on_the_way_back_too(runner: Runner) -> None:
    seen: list[Tensor] = []

    def leaves_in_the_middle(network: nn.Module, x: Tensor) -> Tensor:
        handle = network.get_submodule("layer3.2.act2").register_forward_hook(
            lambda _module, _inputs, output: output.register_hook(lambda _: probed.leave()) and None
        )
        start = x.requires_grad_()
        start.register_hook(seen.append)
        try:
            return torch.autograd.grad(network(start)[0, 0], start)[0]
        finally:
            handle.remove()

    probed = runner.asked(shapes(), ("middle", ()), leaves_in_the_middle)
    runner.probe(shapes(), ("behind it", ()), lambda *_: 1)
    assert not probed.done
    assert not seen


def test_those_who_ask_for_the_same_share_it_and_it_goes_on_as_long_as_one_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gated = Gated(monkeypatch)
    first, second = (gated.runner.asked(shapes(), ("slope", ()), slope) for _ in range(2))
    assert gated.reached.wait(PATIENCE)
    first.leave()
    gated.open.set()
    assert second.wait().shape == (1, 3, 32, 32)
    assert gated.passes == 1
