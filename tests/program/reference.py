"""What a program is held against: the network that it says it is, run on the same image with the same weights."""

from typing import Any

import torch
from torch import nn

from app.nets import build
from app.nets.config import NetConfig
from app.pipeline import traced
from app.program import program


def source(config: NetConfig, path: str = "") -> str:
    return program(config, traced(config), path)


def run(text: str) -> dict[str, Any]:
    """The names that a program defines, its shapes checked without numbers."""
    names: dict[str, Any] = {"__name__": "program"}
    exec(compile(text, "program.py", "exec"), names)
    with torch.device("meta"):
        names["check"](names["build"]())
    return names


def main_output(output: Any) -> torch.Tensor:
    """The scores, of a network that puts out those of its auxiliary heads too."""
    return output[0] if isinstance(output, tuple) else output


def assert_same_network(config: NetConfig) -> None:
    """The program makes the network of the configuration: weights, names, and what comes out of an image."""
    names, network = run(source(config)), build(config)
    made: nn.Module = names["build"]()
    state, expected = made.state_dict(), network.state_dict()
    assert list(state) == list(expected) or set(state) == set(expected)
    made.load_state_dict(expected)
    if "STOPS_AT" in names:
        return
    image = torch.rand(2, *config.input, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        assert torch.equal(main_output(made(image)), network(image))
