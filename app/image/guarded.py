"""Work on a network that can be ended between two of its operations, forwards and on the way back."""

from collections.abc import Callable, Generator
from contextlib import contextmanager

from torch import Tensor, nn

from app.graph.hooks import watched


@contextmanager
def guarded(network: nn.Module, check: Callable[[], None]) -> Generator[None]:
    """While this context lasts, `check` is called before every operation, and when a gradient reaches its output.

    Whatever it raises ends the work. The caller owns the network.
    """

    def before(_path: str, _leaf: nn.Module, _inputs: tuple[Tensor, ...]) -> None:
        check()

    def after(_path: str, _leaf: nn.Module, _inputs: tuple[Tensor, ...], output: Tensor) -> None:
        if output.requires_grad:
            output.register_hook(lambda _: check())

    with watched(network, before, after):
        yield
