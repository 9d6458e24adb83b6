"""A pass and those who wait for it. The runner's lock is held whenever one of them is changed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field

from torch import Tensor

from app.errors import Overloaded
from app.graph.types import INPUT, Graph
from app.image.types import Forward

POLL_SECONDS = 0.2  # how often somebody who waits is looked for


class Recording:
    """What somebody wants of a forward pass: path -> float32 CPU tensor [C, H, W] or [C], as soon as all are there.

    leave: what is to be done when he goes before that.
    """

    def __init__(self, wanted: Collection[str], leave: Callable[["Recording"], None]) -> None:
        self.missing = set(wanted)
        self.running: Pass | None = None
        self._tensors: dict[str, Tensor] = {}
        self._leave = leave
        self._done: Future[Mapping[str, Tensor]] = Future()

    @property
    def done(self) -> bool:
        """Whether waiting would end at once."""
        return self._done.done()

    @property
    def computed(self) -> int:
        """How many operations its pass has behind it; -1 as long as that has not begun."""
        return self.running.computed if self.running else -1

    def wait(self) -> Mapping[str, Tensor]:
        """Blocks until all are there. Raises what ended the pass."""
        return self._done.result()

    async def awaited(self, is_disconnected: Callable[[], Awaitable[bool]]) -> Mapping[str, Tensor]:
        """The same without blocking, and not for somebody who has gone: then it raises Overloaded, for nobody to read.

        A pass that nobody waits for any more is stopped.
        """
        done = asyncio.wrap_future(self._done)
        try:
            while not self.done:
                await asyncio.wait([done], timeout=POLL_SECONDS)
                if not self.done and await is_disconnected():
                    raise Overloaded("request", "closed", "nobody waits for the answer")
        finally:
            self.leave()
        return await done

    async def progress(self, seconds: float) -> AsyncIterator[int]:
        """`computed` every now and then until all are there. Raises what ended the pass."""
        while not self.done:
            yield self.computed
            await asyncio.sleep(seconds)
        self._done.result()

    def leave(self) -> None:
        """Not to wait any more; nothing, if there is nothing to wait for."""
        if not self.done:
            self._leave(self)

    def take(self, path: str, tensor: Tensor) -> None:
        """One of those that are missing."""
        self._tensors[path] = tensor
        self.missing.discard(path)

    def finish(self) -> None:
        """All are there, or there never will be more: whoever waits goes on."""
        if not self.done:
            self._done.set_result(self._tensors)

    def fail(self, error: Exception) -> None:
        """They will not come."""
        if not self.done:
            self._done.set_exception(error)


@dataclass(eq=False)
class Pass:
    """A forward pass that waits for its turn or runs.

    keep: what is kept when it is computed. waiting: those to whom it is given. computed: operations that are done, -1
    before the input is there. stopped: nobody is interested, or may be.
    """

    forward: Forward
    graph: Graph
    keep: set[str] = field(default_factory=set[str])
    waiting: list[Recording] = field(default_factory=list[Recording])
    computed: int = -1
    stopped: bool = False

    def serves(self, forward: Forward, paths: Collection[str]) -> bool:
        """Whether all these are still to come."""
        return not self.stopped and self.forward == forward and all(self._place(path) > self.computed for path in paths)

    def joined(self, recording: Recording, keep: Collection[str]) -> None:
        """One more who waits. keep: what this is a reason to keep."""
        self.keep.update(recording.missing, keep)
        self.waiting.append(recording)
        recording.running = self

    def left(self, recording: Recording) -> None:
        """One fewer. Those who were served before have not left: the pass goes on unless somebody went without."""
        if recording in self.waiting:
            self.waiting.remove(recording)
            self.stopped = not self.waiting

    def passed(self, path: str) -> None:
        """An operation is done."""
        self.computed = self._place(path)

    def give(self, path: str, tensor: Tensor) -> None:
        """To all who wait for it."""
        for recording in [each for each in self.waiting if path in each.missing]:
            recording.take(path, tensor)
            if not recording.missing:
                self.waiting.remove(recording)
                recording.finish()

    def fail(self, error: Exception) -> None:
        """To all who wait."""
        self.stopped = True
        for recording in self.waiting:
            recording.fail(error)
        self.waiting.clear()

    def _place(self, path: str) -> int:
        """0 for the input, 1 for the first operation."""
        return 0 if path == INPUT else self.graph.place_of[path] + 1
