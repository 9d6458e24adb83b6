"""A real server in a process of its own and a real Chromium; a page that complains on its console fails its test.

Without Chromium these tests fail: what a browser does is part of what is promised.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "/usr/bin/chromium")
STARTING_SECONDS = 60

Visit = Callable[..., Page]
Eventually = Callable[[Page, str], None]
PATIENCE_SECONDS = 10


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that runs as a visitor would meet it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "app.main:app", "--port", str(port), "--log-level", "warning"]
    data = str(tmp_path_factory.mktemp("data"))
    decks = str(ROOT / "tests" / "golden" / "decks")
    environment = {**os.environ, "TENSORWALK_DEVICE": "meta", "TENSORWALK_DATA": data, "TENSORWALK_DECKS": decks}
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address, process)
            yield address
        finally:
            process.terminate()


def wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended before it answered"
        try:
            httpx.get(f"{address}/healthz").raise_for_status()
            return
        except httpx.ConnectError:
            time.sleep(0.1)
    pytest.fail(f"no answer from {address} in {STARTING_SECONDS} s")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, server: str) -> Iterator[Visit]:
    """`visit("/net/resnet34", has_touch=True)`: a fresh visitor's page there; options are the browser context's.

    `expected` are words that a complaint may contain, such as the status of an error page.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(path: str, expected: str = "", **options: Any) -> Page:
        settings = {"viewport": {"width": 1280, "height": 860}, "reduced_motion": "reduce", **options}
        context = chromium.new_context(base_url=server, **settings)
        contexts.append(context)
        page = context.new_page()

        def note(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning") and not (expected and expected in message.text):
                complaints.append(f"{page.url}: {message.text} {message.location.get('url', '')}")

        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def eventually() -> Eventually:
    """`eventually(page, "scrollY > 0")`: asked again and again from here, because the policy forbids a page to eval."""

    def wait(page: Page, expression: str) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while not page.evaluate(expression):
            assert time.monotonic() < until, f"never true on {page.url}: {expression}"
            page.wait_for_timeout(30)

    return wait
