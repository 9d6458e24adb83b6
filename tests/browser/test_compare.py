"""A comparison in a browser: linked hover, links, phone, no script, no barrier."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_pages import serious

Visit = Callable[..., Page]
PAIR = "/compare?a=resnet34&b=plain34"
PAGES = {
    "networks": PAIR,
    "three": "/compare?a=vgg19&b=plain34&c=resnet34&view=schematic",
    "blocks": "/compare?a=resnet50/layer2.0&b=resnet50_v1/layer2.0",
    "asking": "/compare",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", PAGES)
def test_no_comparison_has_a_serious_barrier(visit: Visit, kind: str, scheme: str) -> None:
    page = visit(PAGES[kind], color_scheme=scheme)
    page.wait_for_load_state("networkidle")
    assert serious(page) == []


def test_what_stands_at_the_same_position_lights_up_in_the_other_drawing(visit: Visit) -> None:
    page = visit(PAIR)
    page.locator('a.volume[data-path="a/layer2.1"]').hover()
    expect(page.locator(".is-twin")).to_have_count(1)
    expect(page.locator('a.volume[data-path="b/layer2.1"]')).to_have_class("part volume is-twin")
    page.mouse.move(5, 5)
    expect(page.locator(".is-twin")).to_have_count(0)


def test_the_keyboard_lights_it_too(visit: Visit) -> None:
    page = visit(f"{PAIR}#b%2Flayer3.2")
    expect(page.locator('a.volume[data-path="b/layer3.2"]')).to_be_focused()
    expect(page.locator('a.volume[data-path="a/layer3.2"].is-twin')).to_have_count(1)


def test_a_part_leads_to_both_of_it_and_escape_back(visit: Visit) -> None:
    page = visit(PAIR)
    page.locator('a.stage[data-path="a/layer2"]').click()
    expect(page).to_have_url(page.url.partition("/compare")[0] + "/compare?a=resnet34/layer2&b=plain34/layer2")
    page.keyboard.press("Escape")
    expect(page).to_have_url(page.url.partition("/compare")[0] + PAIR)


@pytest.mark.parametrize("kind", PAGES)
def test_a_phone_needs_no_scrolling_sideways(visit: Visit, kind: str) -> None:
    page = visit(PAGES[kind], viewport={"width": 390, "height": 844}, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_a_script_everything_is_there(visit: Visit) -> None:
    page = visit(PAIR, java_script_enabled=False)
    expect(page.get_by_role("heading", name="Totals")).to_be_visible()
    expect(page.locator('a.part[data-path="b/layer4.2"]')).to_have_count(1)
    page.get_by_role("combobox", name="Second").fill("resnet34?shortcut=A")
    page.get_by_role("button", name="Compare").click()
    found = page.get_by_role("listitem").filter(has_text="Zero-padding shortcut instead of projection shortcut")
    expect(found).to_be_visible()
