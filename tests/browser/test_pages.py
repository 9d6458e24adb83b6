"""What the bar of a page does: themes, links to copy, menus."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

Visit = Callable[..., Page]


def test_the_theme_switch_goes_round_and_is_remembered(visit: Visit) -> None:
    page = visit("/net/resnet34", color_scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    for name in ("light", "dark"):
        page.locator("theme-switch button").click()
        expect(page.get_by_role("button", name=f"Theme: {name}")).to_be_visible()
    dark = page.evaluate(paper)
    assert dark != light
    page.goto("/")
    assert page.evaluate(paper) == dark
    for name in ("high contrast", "system"):
        page.locator("theme-switch button").click()
        expect(page.get_by_role("button", name=f"Theme: {name}")).to_be_visible()
    assert page.evaluate(paper) == light


def test_the_remembered_theme_is_there_before_the_first_paint(visit: Visit) -> None:
    page = visit("/net/resnet34", color_scheme="light")
    page.evaluate("localStorage.setItem('theme', 'dark')")
    page.route("**/gallery.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto("/")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_theme_in_the_address_wins(visit: Visit) -> None:
    page = visit("/net/resnet34")
    page.evaluate("localStorage.setItem('theme', 'dark')")
    page.goto("/net/resnet34?theme=light")
    assert page.evaluate("document.documentElement.dataset.theme") == "light"


def test_the_link_that_is_copied_is_canonical_and_keeps_the_selection(visit: Visit, server: str) -> None:
    page = visit("/net/resnet34?scale=log&input=3,224,224#layer2.0", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == f"{server}/net/resnet34#layer2.0"


def test_a_menu_closes_on_escape_without_leaving_the_page(visit: Visit) -> None:
    page = visit("/net/resnet34/layer2.0")
    page.get_by_text("Export").click()
    menu = page.locator("details.menu", has_text="Export")
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    page.get_by_text("Export").click()
    page.get_by_role("heading", name="In numbers").click()
    expect(menu).not_to_have_attribute("open", "")
    assert page.url.endswith("/net/resnet34/layer2.0")
