"""What the runner does one after the other, and those who wait for it. Its lock is held whenever one is changed."""

from typing import Any, Generic, TypeVar

from app.forward.waiting import Awaited
from app.image.types import Forward
from app.language import Language, language

Who = TypeVar("Who", bound=Awaited[Any])


class Job(Generic[Who]):
    """waiting: those to whom something is given. stopped: nobody is interested any more, or may be. language: that of
    whoever asked first, for what goes wrong."""

    def __init__(self, forward: Forward) -> None:
        self.forward = forward
        self.waiting: list[Who] = []
        self.stopped = False
        self.language: Language = language()

    def left(self, who: Awaited[Any]) -> None:
        """One fewer. Those who were served before have not left: it goes on unless somebody went without."""
        there = [each for each in self.waiting if each is not who]
        if len(there) < len(self.waiting):
            self.waiting = there
            self.stopped = not there

    def fail(self, error: Exception) -> None:
        """To all who wait."""
        self.stopped = True
        for each in self.waiting:
            each.fail(error)
        self.waiting.clear()
