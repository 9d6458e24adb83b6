"""What a program is held against: the network that it says it is, run on the same image with the same weights."""

from typing import Any

import torch
from torch import Tensor, nn

from app.graph.hooks import modules
from app.nets import build
from app.nets.config import NetConfig
from app.pipeline import traced
from app.program import program


def source(config: NetConfig, path: str = "") -> str:
    return program(config, traced(config), path)


def run(text: str) -> dict[str, Any]:
    """The names that a program defines, its shapes checked on a network without numbers, which is `made`."""
    names: dict[str, Any] = {"__name__": "program"}
    exec(compile(text, "program.py", "exec"), names)
    with torch.device("meta"):
        names["made"] = names["build"]()
        names["check"](names["made"])
    return names


def assert_same_network(config: NetConfig) -> None:
    """The program builds the network of the configuration: its names, its random weights, and what an image becomes.

    A network that stops has no outputs to compare; `check` has seen that the program's stops at the same place.
    """
    names, network = run(source(config)), build(config)
    made: nn.Module = names["build"]()
    expected, state = network.state_dict(), made.state_dict()
    assert list(state) == list(expected)
    assert all(torch.equal(state[name], expected[name]) for name in expected)
    if "STOPS_AT" not in names:
        image = torch.rand(2, *config.input, generator=torch.Generator().manual_seed(1))
        with torch.no_grad():
            found = made(image)
        for output, right in zip(found if isinstance(found, tuple) else (found,), outputs(network, image), strict=True):
            assert torch.equal(output, right)


def outputs(network: nn.Module, image: Tensor) -> list[Tensor]:
    """The scores, and those of the auxiliary heads in their order; the network itself puts out the first alone."""
    beside: list[Any] = []
    hooks = [
        module.register_forward_hook(lambda _, __, output: beside.append(output))
        for _, module in modules(network)
        if getattr(module, "kind", "") == "aux"
    ]
    with torch.no_grad():
        scores = network(image)
    for hook in hooks:
        hook.remove()
    return [scores, *beside]
