"""Which network with which weights runs on which picture: the composition of `app/image`, its caches and its runner."""

from collections.abc import Callable, Hashable
from functools import cache
from threading import Lock
from typing import TypeVar

from torch import Tensor, nn

from app.forward.choice import beside
from app.forward.passes import Recording
from app.forward.runner import Runner
from app.forward.waiting import attempted, gone, once
from app.graph.device import best_device
from app.image.types import Forward
from app.settings import settings

__all__ = ["Recording", "attempted", "beside", "forget", "gone", "probe", "recording"]

Result = TypeVar("Result")


def recording(forward: Forward, wanted: frozenset[str]) -> Recording:
    """The outputs of some operations, and the path `input`: to be waited for.

    From the cache, from a pass that is under way, or from one that is queued now. Raises TooLarge for more than memory
    is given, Overloaded if too many wait already; what the picture or the weights are refused for, waiting raises.
    """
    return once((forward, wanted), lambda: _runner().recording(forward, wanted))


def probe(
    forward: Forward,
    name: str,
    key: Hashable,
    work: Callable[[nn.Module, Tensor], Result],
    gradients: bool = True,
) -> Result:
    """work(network, input [1, C, H, W]), kept under (forward, name, key); waits until its turn has come.

    For whatever is no plain pass. gradients: whether it computes any, for which all activations are kept: TooLarge for
    more than memory is given. The network is the worker's alone as long as that lasts, in eval mode, on the device that
    the input is on, the blocks of `forward.off` switched off. `work` removes the hooks that it adds. Tensors in the
    result come to the CPU. It is ended between two operations when nobody waits any more.
    """
    named = name, key
    return once((forward, named), lambda: _runner().asked(forward, named, work, gradients)).wait()


def forget(image: str) -> None:
    """Drop all that is kept of a picture, and stop what is being made of it."""
    _runner().forget(image)


def _runner() -> Runner:
    """The one of the device that the settings name; networks run on the CPU where shapes alone are traced."""
    device = best_device(settings().device)
    with _lock:
        return _runner_of("cpu" if device == "meta" else device)


_lock = Lock()
_runner_of = cache(Runner)
