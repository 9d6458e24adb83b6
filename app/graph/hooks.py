"""Forward hooks on every leaf module of a network, and their certain removal.

Leaves are modules without children; every operation of `app/nets` is one. Hooks are the only way this program
looks into a running network, so shapes, times and activations all come from here.
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from functools import partial
from typing import cast

from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

Before = Callable[[str, nn.Module, tuple[Tensor, ...]], None]
After = Callable[[str, nn.Module, tuple[Tensor, ...], Tensor], None]


@contextmanager
def watched(network: nn.Module, before: Before, after: After) -> Generator[None]:
    """While this context lasts, every leaf calls `before(path, leaf, inputs)` and `after(path, leaf, inputs, output)`.

    The hooks sit on the module itself: the caller owns it, or holds its lock.
    """
    handles: list[RemovableHandle] = []
    try:
        for path, leaf in leaves(network):
            handles.append(leaf.register_forward_pre_hook(partial(_pre_hook, before, path)))
            handles.append(leaf.register_forward_hook(partial(_post_hook, after, path)))
        yield
    finally:
        for handle in handles:
            handle.remove()


def modules(network: nn.Module) -> Iterator[tuple[str, nn.Module]]:
    """(path, module) of the network and everything in it, in registration order; torch leaves the types open."""
    return cast(Iterator[tuple[str, nn.Module]], network.named_modules())


def leaves(network: nn.Module) -> Iterator[tuple[str, nn.Module]]:
    """(path, module) of every module without children."""
    return ((path, module) for path, module in modules(network) if next(module.children(), None) is None)


def _pre_hook(before: Before, path: str, leaf: nn.Module, inputs: tuple[Tensor, ...]) -> None:
    before(path, leaf, inputs)


def _post_hook(after: After, path: str, leaf: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
    after(path, leaf, inputs, output)
