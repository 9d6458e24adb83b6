"""A server in a process of its own: started, timed until it answers, stopped; and the fewest bytes of a client."""

import re
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter, sleep
from urllib.request import Request, urlopen

from fastapi import FastAPI
from starlette.requests import Request as Incoming
from starlette.responses import Response

from app.main import create_app
from app.nets import config
from app.pipeline import document_for
from app.scene.types import View

CONSTANT = "/bench/constant"
DRAWN = "resnet34"


@dataclass(frozen=True, slots=True)
class Server:
    """address: `http://127.0.0.1:8123`. start: seconds from its launch to the first answer of /healthz."""

    address: str
    start: float

    def get(self, path: str, encoding: str = "identity") -> bytes:
        """The body as it comes over the wire."""
        request = Request(self.address + path, headers={"accept-encoding": encoding, "accept": "text/html, */*"})
        with urlopen(request, timeout=60) as answer:
            return answer.read()


def with_constant() -> FastAPI:
    """The program with one more route, which always answers with the same bytes: those of a diagram."""
    app = create_app()
    body = document_for(config(DRAWN), View(), "svg")

    async def constant(_: Incoming) -> Response:
        return Response(body, media_type="image/svg+xml")

    app.add_route(CONSTANT, constant)
    return app


@contextmanager
def running(*, constant: bool = False) -> Generator[Server]:
    """The program as `python -m app serve` starts it, or with the constant route; on one thread, on a free port."""
    port = _free_port()
    serve = [sys.executable, "-m", "app", "serve", "--port", str(port)]
    measured = [sys.executable, "-m", "uvicorn", "--factory", "app.bench.server:with_constant", "--port", str(port)]
    quiet = ["--log-level", "warning"]
    begun = perf_counter()
    with subprocess.Popen([*measured, *quiet] if constant else serve, stdout=subprocess.DEVNULL) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(process, f"{address}/healthz")
            yield Server(address, perf_counter() - begun)
        finally:
            process.terminate()


def rate(server: Server, path: str, requests: int = 200) -> float:
    """Answers a second on one connection, requests sent in one go, so that the client costs next to nothing."""
    host, port = re.fullmatch(r"http://(.+):(\d+)", server.address).groups()  # type: ignore[union-attr]
    asked = f"GET {path} HTTP/1.1\r\nhost: {host}:{port}\r\naccept-encoding: identity\r\n\r\n".encode()
    with socket.create_connection((host, int(port))) as connection:
        length = _answer_length(connection, asked)
        begun = perf_counter()
        connection.sendall(asked * requests)
        left = length * requests
        while left > 0:
            left -= len(connection.recv(1 << 20))
        return requests / (perf_counter() - begun)


def _answer_length(connection: socket.socket, asked: bytes) -> int:
    """Bytes of one answer, head and body."""
    connection.sendall(asked)
    seen = b""
    while b"\r\n\r\n" not in seen:
        seen += connection.recv(1 << 16)
    head, _, body = seen.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head
    declared = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    assert declared, head
    left = int(declared[1]) - len(body)
    while left > 0:
        left -= len(connection.recv(1 << 20))
    return len(head) + 4 + int(declared[1])


def _wait(process: subprocess.Popen[bytes], url: str) -> None:
    """Until something answers at `url`."""
    while process.poll() is None:
        try:
            with urlopen(url, timeout=60):
                return
        except OSError:
            sleep(0.01)
    raise RuntimeError("the server did not start")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]
