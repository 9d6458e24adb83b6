"""A pass and those who wait for it. The runner's lock is held whenever one of them is changed."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping

from torch import Tensor

from app.forward.jobs import Job
from app.forward.waiting import Awaited
from app.graph.types import INPUT, Graph
from app.image.types import Forward


class Recording(Awaited[Mapping[str, Tensor]]):
    """What somebody wants of a forward pass: path -> float32 CPU tensor [C, H, W] or [C], as soon as all are there."""

    def __init__(self, wanted: Collection[str], leave: Callable[["Recording"], None]) -> None:
        super().__init__(leave)
        self.missing = set(wanted)
        self.running: Pass | None = None
        self._tensors: dict[str, Tensor] = {}
        if not self.missing:
            self.finish(self._tensors)

    @property
    def computed(self) -> int:
        """How many operations its pass has behind it; -1 as long as that has not begun."""
        return self.running.computed if self.running else -1

    async def progress(self, seconds: float) -> AsyncIterator[int]:
        """`computed` every now and then until all are there. Raises what ended the pass."""
        while not self.done:
            yield self.computed
            await asyncio.sleep(seconds)
        self._done.result()

    def take(self, path: str, tensor: Tensor) -> None:
        """One of those that are missing."""
        self._tensors[path] = tensor
        self.missing.discard(path)
        if not self.missing:
            self.finish(self._tensors)


class Pass(Job[Recording]):
    """A forward pass that waits for its turn or runs.

    keep: what is kept when it is computed. computed: operations that are done, -1 before the input is there.
    """

    def __init__(self, forward: Forward, graph: Graph) -> None:
        super().__init__(forward)
        self.graph = graph
        self.keep: set[str] = set()
        self.computed = -1

    def serves(self, forward: Forward, paths: Collection[str]) -> bool:
        """Whether all these are still to come."""
        return not self.stopped and self.forward == forward and all(self._place(path) > self.computed for path in paths)

    def joined(self, recording: Recording, keep: Collection[str]) -> None:
        """One more who waits. keep: what this is a reason to keep."""
        self.keep.update(recording.missing, keep)
        self.waiting.append(recording)
        recording.running = self

    def passed(self, path: str) -> None:
        """An operation is done."""
        self.computed = self._place(path)

    def give(self, path: str, tensor: Tensor) -> None:
        """To all who wait for it."""
        for recording in [each for each in self.waiting if path in each.missing]:
            recording.take(path, tensor)
            if not recording.missing:
                self.waiting.remove(recording)

    def end(self) -> None:
        """The pass is over: what is missing now will not come. The trace and the pass agree, or it is our bug."""
        self.fail(AssertionError(f"a pass of {self.forward.config.preset} ended before all was computed"))

    def _place(self, path: str) -> int:
        """0 for the input, 1 for the first operation."""
        return 0 if path == INPUT else self.graph.place_of[path] + 1
