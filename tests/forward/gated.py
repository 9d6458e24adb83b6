"""A runner with a network that stops at a gate, so that a test can do something while a pass runs."""

from functools import partial
from threading import Event
from typing import Any

import pytest
from torch import Tensor, nn

from app.forward.runner import Runner
from app.graph.hooks import leaves
from app.image.types import Forward
from app.nets import build, config

NETWORK = config("cifar_resnet20")
GATE = "layer2.0.conv1"
BEFORE, BEHIND = "layer1.0.act2", "layer3.0.act2"
PATIENCE = 60


def shapes(**given: Any) -> Forward:
    return Forward(NETWORK, "random", **{"image": "shapes", **given})


class Gated:
    """runner: it runs one network, whose passes stop in front of GATE until `open` is set; `reached` says that one is
    there. ran: the operations of all passes. batches: how many pictures went together, pass by pass."""

    def __init__(self, patch: pytest.MonkeyPatch, device: str = "cpu") -> None:
        self.runner = Runner(device)
        self.reached, self.open = Event(), Event()
        self.ran: list[str] = []
        self.batches: list[int] = []
        network = build(NETWORK)
        for path, leaf in leaves(network):
            leaf.register_forward_pre_hook(partial(self._begins, path))
        patch.setattr("app.forward.runner.network_of", lambda *_: network)

    @property
    def passes(self) -> int:
        return len(self.batches)

    def idle(self) -> None:
        """Returns when all that was asked for before is done."""
        self.open.set()
        self.runner.probe(shapes(), ("idle", self.passes), lambda *_: None)

    def _begins(self, path: str, _leaf: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        self.ran.append(path)
        if path == "conv1":
            self.batches.append(len(inputs[0]))
        if path == GATE:
            self.reached.set()
            assert self.open.wait(PATIENCE)


def untouched(network: nn.Module) -> bool:
    """Whether no hook is left on it."""
    return not any(module._forward_hooks for module in network.modules())
