"""What is measured where branches meet: one forward pass that keeps numbers only, however deep the network is.

Goes in: a network and its input [1, C, H, W]. Comes out: what a function makes of the inputs of each join.
"""

from collections.abc import Callable, Collection
from typing import TypeVar

import torch
from torch import Tensor, nn

from app.graph.hooks import watched

Measured = TypeVar("Measured")


def at_joins(
    network: nn.Module, input: Tensor, paths: Collection[str], measure: Callable[[tuple[Tensor, ...]], Measured]
) -> dict[str, Measured]:
    """path -> `measure` of what the join there reads, each [C, H, W], in execution order.

    The hooks sit on the network itself: the caller owns it, or holds its lock.
    """
    found: dict[str, Measured] = {}

    def before(path: str, _: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        if path in paths:
            found[path] = measure(tuple(tensor[0].cpu() for tensor in inputs))  # an mps device has no double precision

    with torch.no_grad(), watched(network, before, _ignored):
        network(input)
    return found


def energy(tensor: Tensor) -> float:
    """The sum of the squares of all numbers; in double precision, since there may be millions of them."""
    return float(tensor.double().square().sum())


def _ignored(_path: str, _leaf: nn.Module, _inputs: tuple[Tensor, ...], _output: Tensor) -> None:
    pass
