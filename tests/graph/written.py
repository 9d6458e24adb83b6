"""Modules as people write them, for tests of what the program sees in them."""

from collections.abc import Callable
from typing import Any

from torch import Tensor, nn

IMAGE = (3, 16, 16)


class Written(nn.Module):
    """A module with a forward that is given as a function, and with some modules to call."""

    def __init__(self, forward: Callable[[Any, Tensor], Any], **parts: nn.Module) -> None:
        super().__init__()
        self.run = forward
        for name, part in parts.items():
            self.add_module(name, part)

    def forward(self, x: Tensor) -> Any:
        return self.run(self, x)
