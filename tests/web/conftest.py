"""A real server on a free port, once for all tests of the web, and a client that asks as a program does."""

import socket
from collections.abc import Iterator
from threading import Thread

import httpx
import pytest
import uvicorn

from app.main import create_app
from app.settings import settings

PEOPLE = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    quiet = settings().model_copy(update={"warm_up": False})
    with pytest.MonkeyPatch.context() as patch, socket.create_server(("127.0.0.1", 0)) as listening:
        patch.setattr("app.main.settings", lambda: quiet)
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
