"""A real server on a free port, once for all tests of the web, and a client that asks as a program does."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import httpx
import pytest
import uvicorn

from app.main import create_app
from app.settings import settings
from tests.web.stuck import Stuck

PEOPLE = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    with served({}) as found:
        yield found


@contextmanager
def served(changed: dict[str, object]) -> Iterator[str]:
    """The address of a server with other settings than those of the environment."""
    made = settings().model_copy(update={"warm_up": False, **changed})
    with pytest.MonkeyPatch.context() as patch, socket.create_server(("127.0.0.1", 0)) as listening:
        for module in ("main", "decks.library", "image.store") if changed else ("main",):
            patch.setattr(f"app.{module}.settings", lambda: made)
        server = uvicorn.Server(uvicorn.Config(create_app(), log_level="critical", timeout_keep_alive=600))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def web(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, headers={"accept": "*/*"}, timeout=60) as client:
        yield client


@pytest.fixture(scope="session")
def browser_client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, headers=PEOPLE, timeout=60) as client:
        yield client


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stuck]:
    stuck = Stuck(monkeypatch)
    yield stuck
    stuck.go_on.set()
