"""A comparison in a browser: linked hover, links, phone, no script, no barrier."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
PAIR = "/compare?a=resnet34&b=plain34"
PAGES = {
    "networks": PAIR,
    "three": "/compare?a=vgg19&b=plain34&c=resnet34&view=schematic",
    "blocks": "/compare?a=resnet50/layer2.0&b=resnet50_v1/layer2.0",
    "volumes": "/compare?a=vgg19&b=plain34&c=resnet34",
    "layers": "/compare?a=resnet34/layer2&b=resnet50/layer2",
    "asking": "/compare",
}
SMALLEST = """() => {
    const drawing = document.querySelector("tensor-stage > svg.scene");
    const sizes = [...drawing.querySelectorAll("text")].map((text) => parseFloat(getComputedStyle(text).fontSize));
    return Math.min(...sizes) * drawing.getScreenCTM().a;
}"""


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
    page.wait_for_load_state("load")  # before, nothing listens to keys
    page.keyboard.press("Escape")
    expect(page).to_have_url(page.url.partition("/compare")[0] + PAIR)


@pytest.mark.parametrize("kind", PAGES)
def test_a_phone_needs_no_scrolling_sideways(visit: Visit, kind: str) -> None:
    page = visit(PAGES[kind], viewport={"width": 390, "height": 844}, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("kind", ["three", "volumes", "layers"])
def test_the_smallest_words_can_be_read(visit: Visit, kind: str, width: int) -> None:
    page = visit(PAGES[kind], viewport={"width": width, "height": 844})
    page.wait_for_load_state("networkidle")
    smallest = round(page.evaluate(SMALLEST), 2)
    assert smallest >= (11 if width == 390 else 9.5)


def test_a_drawing_that_is_too_wide_is_moved_sideways_to_its_end(visit: Visit) -> None:
    page = visit(PAGES["three"], viewport={"width": 390, "height": 844})
    page.wait_for_load_state("networkidle")
    left, top, width, _ = view_box(page)
    assert left == 0
    edges = page.locator("tensor-stage")
    expect(edges).to_have_class("stage more-right")
    page.mouse.move(350, 600)
    page.mouse.down()
    page.mouse.move(50, 600, steps=5)
    page.mouse.up()
    assert left < view_box(page)[0] <= width
    expect(edges).to_have_class("stage more-right more-left")
    page.locator('a.operation[data-path="c/fc"]').focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    assert view_box(page)[1] == top  # only sideways: the page scrolls down
    expect(page.locator('a.operation[data-path="c/fc"]')).to_be_in_viewport(ratio=0.9)


def view_box(page: Page) -> tuple[float, ...]:
    text = page.locator("tensor-stage > svg.scene").get_attribute("viewBox") or ""
    return tuple(map(float, text.split()))


def test_without_a_script_everything_is_there(visit: Visit) -> None:
    page = visit(PAIR, java_script_enabled=False)
    expect(page.get_by_role("heading", name="Totals")).to_be_visible()
    expect(page.locator('a.part[data-path="b/layer4.2"]')).to_have_count(1)
    page.get_by_role("combobox", name="Second").fill("resnet34?shortcut=A")
    page.get_by_role("button", name="Compare").click()
    found = page.get_by_role("listitem").filter(has_text="Zero-padding shortcut instead of projection shortcut")
    expect(found).to_be_visible()
