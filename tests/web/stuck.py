"""A runner in which no network runs until a test lets it; the fixture `stuck` makes one."""

from threading import Event

import pytest

from app.forward.waiting import Awaited


class Stuck:
    """No network runs until `go_on` is set, and then there is no memory. begun, left: one waits, one has left."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.begun, self.left, self.go_on = Event(), Event(), Event()
        leave = Awaited[object].leave

        def leaves(awaited: Awaited[object]) -> None:
            leave(awaited)
            self.left.set()

        patch.setattr("app.forward.waiting.Awaited.leave", leaves)
        patch.setattr("app.forward.runner.network_of", self._waits)

    def _waits(self, *_: object) -> None:
        self.begun.set()
        self.go_on.wait(60)
        raise MemoryError
