"""Passes that go wrong: who is told of it, and who gets his numbers all the same."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from app.errors import Overloaded
from app.forward.runner import Runner
from app.image.record import record
from app.image.store import picture
from tests.forward.gated import BEFORE, GATE, PATIENCE, Gated, shapes

LAST = "fc"
Give = Callable[[str, Tensor], None]


@pytest.fixture
def together(monkeypatch: pytest.MonkeyPatch) -> Gated:
    """An accelerator that stands at the gate with a pass: those asked for now go through the network together."""
    gated = Gated(monkeypatch, device="cpu:0")
    gated.runner.recording(shapes(), (LAST,))
    assert gated.reached.wait(PATIENCE)
    return gated


@pytest.mark.parametrize(
    ("error", "told"),
    [(ZeroDivisionError(), ZeroDivisionError), (MemoryError(), Overloaded), (OSError("no such disk"), OSError)],
)
def test_whatever_is_wrong_with_one_picture_fails_its_pass_alone(
    together: Gated, monkeypatch: pytest.MonkeyPatch, error: Exception, told: type[Exception]
) -> None:
    def broken(name: str) -> Any:
        if name == "checkerboard":
            raise error
        return picture(name)

    monkeypatch.setattr("app.forward.runner.picture", broken)
    there = together.runner.recording(shapes(image="gratings"), (LAST,))
    lost = together.runner.recording(shapes(image="checkerboard"), (LAST,))
    together.open.set()
    assert LAST in there.wait()
    with pytest.raises(told):
        lost.wait()


def test_passes_that_memory_is_too_short_for_together_go_one_by_one(
    together: Gated, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    def short(network: nn.Module, x: Tensor, *rest: Any) -> None:
        tried.append(len(x))
        if len(x) > 1:
            raise torch.OutOfMemoryError("CUDA out of memory")
        record(network, x, *rest)

    monkeypatch.setattr("app.forward.runner.record", short)
    looks = [shapes(image=name) for name in ("gratings", "checkerboard", "scene")]
    recordings = [together.runner.recording(look, (BEFORE, LAST)) for look in looks]
    left = together.runner.recording(shapes(image="shape-star"), (LAST,))
    together.open.set()
    assert all(len(recording.wait()) == 2 for recording in recordings)
    assert len(left.wait()[LAST]) == 10
    assert tried == [4, 1, 1, 1, 1]


def test_one_that_memory_is_too_short_for_alone_says_so(together: Gated, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr("app.forward.runner.record", full)
    lost = [together.runner.recording(shapes(crop=(x, 0)), (LAST,)) for x in range(2)]
    together.open.set()
    for recording in lost:
        with pytest.raises(Overloaded, match="no memory left"):
            recording.wait()


def test_what_a_pass_never_computes_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(network: nn.Module, x: Tensor, give: Give, *rest: Any) -> None:
        record(network, x, lambda path, output: give(path, output) if path != GATE else None, *rest)

    monkeypatch.setattr("app.forward.runner.record", forgetful)
    runner = Runner("cpu")
    assert BEFORE in runner.recording(shapes(), (BEFORE,)).wait()
    lost = runner.recording(shapes(), (GATE, LAST))
    assert isinstance(lost._done.exception(PATIENCE), AssertionError)


def test_what_is_kept_of_an_edition_of_weights_is_not_given_for_another() -> None:
    runner = Runner("cpu")
    first, other = ({**runner.recording(shapes(edition=edition), (LAST,)).wait()} for edition in (1, 2))
    assert first[LAST] is not other[LAST]
    assert runner.recording(shapes(edition=1), (LAST,)).wait()[LAST] is first[LAST]
