"""Answers that need what is not there yet: made by attempts, of which none keeps a thread waiting."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from app.errors import Overloaded
from app.forward.waiting import Awaited, NotYet, attempted, once
from tests.loops import run


class Asked(Awaited[int]):
    """left: how often somebody left."""

    def __init__(self) -> None:
        super().__init__(lambda _: self.leaving())
        self.left = 0

    def leaving(self) -> None:
        self.left += 1


async def in_a_thread(attempt: Callable[[], Any]) -> Any:
    return await asyncio.to_thread(attempt)


async def stays() -> bool:
    return False


async def leaves() -> bool:
    return True


def test_an_attempt_ends_where_something_is_missing_and_the_next_finds_it() -> None:
    ended: list[Asked] = []

    async def answers(attempt: Callable[[], Any]) -> Any:
        try:
            return await in_a_thread(attempt)
        except NotYet as error:
            ended.append(error.missing)  # type: ignore[arg-type]
            error.missing.finish(10 * len(ended))
            raise

    made = attempted(lambda: [once(number, Asked).wait() for number in range(3)], answers, stays)
    assert run(made) == [10, 20, 30]
    assert len(set(map(id, ended))) == 3


def test_whoever_leaves_has_left_all_that_he_asked_for() -> None:
    asked = [Asked(), Asked()]

    def make() -> int:
        both = [once(index, lambda index=index: asked[index]) for index in range(2)]
        return sum(each.wait() for each in both)

    with pytest.raises(Overloaded):
        run(attempted(make, in_a_thread, leaves))
    assert all(each.left for each in asked)


def test_what_it_ends_with_is_raised() -> None:
    asked = Asked()

    def make() -> int:
        once("it", lambda: asked)
        asked.fail(ZeroDivisionError())
        return asked.wait()

    with pytest.raises(ZeroDivisionError):
        run(attempted(make, in_a_thread, stays))


def test_a_thread_of_its_own_stands_still() -> None:
    first, second = once("it", Asked), once("it", Asked)
    assert first is not second
    first.finish(3)
    assert first.wait() == 3
