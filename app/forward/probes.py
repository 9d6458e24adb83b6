"""Work on a network and a picture that is no plain pass, such as a gradient, and those who wait for it."""

from collections.abc import Callable, Hashable
from typing import Any

from torch import Tensor, nn

from app.forward.jobs import Job
from app.forward.waiting import Awaited
from app.image.types import Forward

Name = tuple[str, Hashable]  # never a path: both are kept side by side
Work = Callable[[nn.Module, Tensor], Any]


class Probed(Awaited[Any]):
    """What somebody wants of a probe."""

    running: "Probe | None" = None


class Probe(Job[Probed]):
    """gradients: whether work computes any."""

    def __init__(self, forward: Forward, name: Name, work: Work, gradients: bool) -> None:
        super().__init__(forward)
        self.name = name
        self.work = work
        self.gradients = gradients

    def serves(self, forward: Forward, name: Name) -> bool:
        """Whether this is still to come."""
        return not self.stopped and (self.forward, self.name) == (forward, name)

    def joined(self, probed: Probed) -> None:
        """One more who waits."""
        self.waiting.append(probed)
        probed.running = self

    def give(self, value: Any) -> None:
        """To all who wait; whoever comes now is too late."""
        self.stopped = True
        for probed in self.waiting:
            probed.finish(value)
        self.waiting.clear()
