"""Parts of a forward pass: as far as a layer, or on from one, with gradients that reach back no further than needed.

The hooks sit on the network itself: the caller owns it while this runs, with gradients enabled, none for parameters.
"""

from contextlib import ExitStack

import torch
from torch import Tensor, nn

from app.graph.types import INPUT
from app.nets.ops import Multiply


class _Reached(Exception):
    """The pass is as far as it has to go."""


def as_far_as(network: nn.Module, x: Tensor, path: str) -> tuple[Tensor, Tensor]:
    """x ([N, C, H, W]) as a tensor that gradients reach, and the output of `path` made of it.

    The gates of squeeze-and-excitation are constants: they look at the whole image, and a receptive field counts what
    the convolutions look at.
    """
    with ExitStack() as hooks:
        start = _leaf(x)
        if path == INPUT:
            return start, start
        for module in network.modules():
            if isinstance(module, Multiply):
                hooks.callback(module.register_forward_pre_hook(_hold_gate).remove)
        return start, _run(network, start, path)


def onwards(network: nn.Module, x: Tensor, path: str, end: str) -> tuple[Tensor, Tensor]:
    """The output of `path` as a tensor that gradients reach, and the output of `end` made of it.

    An `end` that does not depend on `path` needs no gradient. What comes before `path` keeps nothing for a gradient.
    """
    with ExitStack() as hooks:
        if path == INPUT:
            start = _leaf(x)
            return start, _run(network, start, end)
        started: list[Tensor] = []

        def begin(module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> Tensor:
            started.append(_leaf(output))
            return started[0]

        hooks.callback(network.get_submodule(path).register_forward_hook(begin).remove)
        result = _run(network, x, end)
        return started[0], result


def gradient(of: Tensor, to: Tensor) -> Tensor:
    """The gradient of a number; 0 where it does not depend."""
    if not of.requires_grad:
        return torch.zeros_like(to)
    (found,) = torch.autograd.grad(of, to, allow_unused=True)
    return torch.zeros_like(to) if found is None else found


def _run(network: nn.Module, x: Tensor, end: str) -> Tensor:
    """The output of `end`; what would follow it does not run."""
    found: list[Tensor] = []

    def stop(module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        found.append(output)
        raise _Reached

    handle = network.get_submodule(end).register_forward_hook(stop)
    try:
        network(x)
    except _Reached:
        return found[0]
    finally:
        handle.remove()
    raise AssertionError(f"{end} did not run")


def _leaf(tensor: Tensor) -> Tensor:
    return tensor.detach().requires_grad_(True)


def _hold_gate(module: nn.Module, inputs: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
    x, gate = inputs
    return x, gate.detach()
