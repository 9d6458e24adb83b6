"""What somebody waits for: in a thread that stands still, or over HTTP, where nobody's thread does.

Over HTTP an answer is made by an attempt in a thread. An attempt that needs what is not there yet ends at once and
gives its thread back; when it is there the next attempt finds it. Whoever leaves meanwhile has left all that he asked
for.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from concurrent.futures import Future
from contextvars import ContextVar
from typing import Any, Generic, Self, TypeVar, cast

from app.errors import Overloaded

POLL_SECONDS = 0.2  # how often somebody who waits is looked for

Value = TypeVar("Value")
Made = TypeVar("Made")
IsDisconnected = Callable[[], Awaitable[bool]]


class Awaited(Generic[Value]):
    """A value that will be there, or an error. leave: what is to be done when he who waits goes before that."""

    def __init__(self, leave: Callable[[Self], None]) -> None:
        self._leave = leave
        self._done: Future[Value] = Future()

    @property
    def done(self) -> bool:
        """Whether waiting would end at once."""
        return self._done.done()

    def wait(self) -> Value:
        """Blocks until it is there; within an attempt it raises NotYet instead. Raises what it ended with."""
        if not self.done and _attempt.get():
            raise NotYet(self)
        return self._done.result()

    async def awaited(self, is_disconnected: IsDisconnected) -> Value:
        """The same without blocking, and not for somebody who has gone: then it raises Overloaded, for nobody to read.

        What nobody waits for any more is stopped.
        """
        done = asyncio.wrap_future(self._done)
        try:
            while not self.done:
                await asyncio.wait([done], timeout=POLL_SECONDS)
                if not self.done and await is_disconnected():
                    raise gone()
        finally:
            self.leave()
        return await done

    def leave(self) -> None:
        """Not to wait any more; nothing, if there is nothing to wait for."""
        if not self.done:
            self._leave(self)

    def finish(self, value: Value) -> None:
        """It is there: whoever waits goes on."""
        if not self.done:
            self._done.set_result(value)

    def fail(self, error: Exception) -> None:
        """It will not come."""
        if not self.done:
            self._done.set_exception(error)


class NotYet(Exception):
    """Ends an attempt."""

    def __init__(self, missing: Awaited[Any]) -> None:
        super().__init__()
        self.missing = missing


def gone() -> Overloaded:
    """Ends what is done for somebody who has left."""
    return Overloaded("request", "closed", "nobody waits for the answer")


_attempt: ContextVar[dict[Hashable, Awaited[Any]] | None] = ContextVar("attempt", default=None)
Asked = TypeVar("Asked", bound=Awaited[Any])


def once(key: Hashable, ask: Callable[[], Asked]) -> Asked:
    """What `ask` asks for; within an attempt, what an earlier one of the same answer has asked for under this key."""
    asked = _attempt.get()
    if asked is None:
        return ask()
    if key not in asked:
        asked[key] = ask()
    return cast(Asked, asked[key])


async def attempted(
    make: Callable[[], Made], run: Callable[[Callable[[], Made]], Awaitable[Made]], is_disconnected: IsDisconnected
) -> Made:
    """What `make` makes, tried by `run` in a thread until nothing is missing; Overloaded for somebody who has gone."""
    asked: dict[Hashable, Awaited[Any]] = {}

    def attempt() -> Made:
        token = _attempt.set(asked)
        try:
            return make()
        finally:
            _attempt.reset(token)

    try:
        while True:
            try:
                return await run(attempt)
            except NotYet as ended:
                missing = ended.missing
            await missing.awaited(is_disconnected)
    finally:
        for each in asked.values():
            each.leave()
