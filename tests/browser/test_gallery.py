"""The gallery's filter as one types says the same as the server's."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

Visit = Callable[..., Page]

SHOWN = "[...document.querySelectorAll('.entry:not([hidden]) h3')].map((heading) => heading.textContent.trim())"


@pytest.mark.parametrize("search", ["32×32", "32 x 32", "32x4d", "resnet 50", "Bottleneck, 101", "cifar10", "none"])
def test_typing_a_search_shows_what_the_server_shows(visit: Visit, search: str) -> None:
    page = visit("/")
    page.get_by_role("searchbox").fill(search)
    typed = page.evaluate(SHOWN)
    page.goto(page.url)
    assert page.get_by_role("searchbox").input_value() == search
    assert page.evaluate(SHOWN) == typed
    asked = visit("/?q=" + search.replace(" ", "+"), java_script_enabled=False)
    assert asked.locator(".entry:not([hidden]) h3").all_inner_texts() == typed
