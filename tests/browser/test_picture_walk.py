"""The whole way of a picture: dropped on a network, read at a shortcut, explained, sent to somebody else, deleted."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.test_image import PICTURE, give, opened

Visit = Callable[..., Page]
Eventually = Callable[[Page, str], None]
SLOW = 60_000  # milliseconds: a pass through ResNet-34 on a machine that does other things too


def panel(page: Page, name: str, part: str) -> None:
    """Scrolls to a panel and waits for a part of it."""
    page.locator(f".panel-{name}").scroll_into_view_if_needed()
    expect(page.locator(f".panel-{name} {part}").first).to_be_visible(timeout=SLOW)


def test_a_picture_walks_through_a_network_is_shared_and_is_gone(visit: Visit, eventually: Eventually) -> None:
    page = visit("/net/resnet34", permissions=["clipboard-read", "clipboard-write"])
    give(page, "drop", PICTURE)
    page.wait_for_url(re.compile(r"/net/resnet34\?image=[\w-]{22}$"))
    page.locator('.stage > svg a.volume[data-path="layer2.0"]').click()
    expect(page).to_have_url(re.compile(r"/net/resnet34/layer2\.0\?image=[\w-]{22}$"))

    panel(page, "residual", "img")
    for words in ("F(x)", "F(x) + x", "Cosine"):
        expect(page.locator(".panel-residual")).to_contain_text(words)

    panel(page, "channels", "a")
    page.locator(".panel-channels .tile").nth(3).click()
    panel(page, "picture", ".fields")
    # 11 pixels of the stem, 16 more for each block, 24 for the first that halves
    expect(page.locator(".panel-picture .fields")).to_contain_text(re.compile("83.×.83.pixels"))
    expect(page.locator(".looking-frame .ember")).to_be_visible()
    page.keyboard.press("g")
    expect(page.locator(".looking-frame .cam")).to_be_visible(timeout=SLOW)

    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("copy-link [role=status]")).to_have_text("Copied")
    link = page.evaluate("navigator.clipboard.readText()")
    somebody = visit(link)
    panel(somebody, "picture", ".fields")
    expect(somebody.locator(".looking-frame .cam")).to_be_visible(timeout=SLOW)
    cell = re.search(r"cell=(\d+),(\d+)", link)
    assert cell
    expect(somebody.locator("#field-title")).to_contain_text(f"What cell ({cell[1]}, {cell[2]}) sees")

    somebody.close()
    opened(page)
    # What still loads would not be found as soon as the picture is gone.
    expect(page.locator("[aria-busy]")).to_have_count(0)
    eventually(page, "[...document.querySelectorAll('details[open] img')].every((image) => image.complete)")
    page.get_by_role("button", name="Delete this picture").click()
    page.wait_for_url(re.compile(r"/net/resnet34/layer2\.0$"))
    gone = visit(link, expected="404")
    expect(gone.get_by_role("main")).to_contain_text("There is no image")
