"""A visitor switches a block off: what was predicted stands beside what is predicted now; a link leads back."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Eventually, Visit

NET = "/net/cifar_resnet20"
QUERY = "image=scene&weights=random"


def test_a_block_is_switched_off_where_its_sum_is_shown_and_on_again(visit: Visit) -> None:
    page = visit(f"{NET}/layer2.0?{QUERY}")
    sums = page.locator(".panel-residual")
    sums.scroll_into_view_if_needed()
    expect(sums.locator("figure")).to_have_count(3)
    page.get_by_role("link", name="Switch this block off (F(x) = 0)").click()
    page.wait_for_url(re.compile(r"off=layer2\.0"))
    expect(page.get_by_text("Switched off, F(x) = 0:")).to_be_visible()
    expect(sums.get_by_role("link", name="Switch this block on again")).to_be_focused()
    expect(page).to_have_title(re.compile(r"layer2\.0 off · Tensorwalk"))
    expect(sums.locator(".sums-numbers dd").first).to_have_text("0")
    prediction = page.locator(".panel-prediction")
    prediction.scroll_into_view_if_needed()
    expect(prediction.get_by_text("of the probability has moved")).to_be_visible()
    expect(prediction.locator(".guess-number small").first).to_contain_text("with all blocks")
    sums.get_by_role("link", name="Switch this block on again").click()
    page.wait_for_url(lambda url: "off=" not in url)


def test_the_strip_leads_to_blocks_by_keyboard_and_switches_them_off(visit: Visit) -> None:
    page = visit(f"{NET}?{QUERY}")
    strip = page.locator(".panel-residual")
    strip.scroll_into_view_if_needed()
    expect(strip.locator(".strip-bar")).to_have_count(9)
    strip.get_by_role("link", name="Switch layer3.1 off").click()
    page.wait_for_url(re.compile(r"off=layer3\.1"))
    expect(strip.get_by_role("link", name="Switch layer3.1 on again").first).to_be_focused()
    expect(strip.locator(".is-off .strip-name")).to_have_text("layer3.1")
    strip.locator(".strip-bar").nth(2).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"{NET}/layer1\.2\?.*off=layer3\.1"))


def test_the_ring_of_a_switch_is_not_cut_off_by_what_scrolls(visit: Visit) -> None:
    page = visit(f"{NET}?{QUERY}")
    strip = page.locator(".panel-residual")
    strip.scroll_into_view_if_needed()
    strip.locator(".strip-bar").nth(4).focus()
    page.keyboard.press("Tab")
    switch = strip.get_by_role("link", name="Switch layer2.1 off")
    expect(switch).to_be_focused()
    over = """(link) => {
      const { outlineWidth, outlineOffset } = getComputedStyle(link);
      const frame = link.closest(".strip-scroll").getBoundingClientRect();
      return link.getBoundingClientRect().bottom + parseFloat(outlineWidth) + parseFloat(outlineOffset) - frame.bottom;
    }"""
    assert switch.evaluate(over) <= 0.01


def test_a_class_is_chosen_without_leaving_the_page(visit: Visit, eventually: Eventually) -> None:
    page = visit(f"{NET}?{QUERY}")
    prediction = page.locator(".panel-prediction")
    prediction.scroll_into_view_if_needed()
    third = prediction.locator(".sight-link").nth(2)
    name = third.inner_text()
    third.click()
    expect(prediction.locator("[aria-current]")).to_have_text(name)
    eventually(page, f"new URLSearchParams(location.search).get('class') === '{name.removeprefix('class ')}'")
    assert page.evaluate("document.activeElement.textContent") == name


def test_a_strip_scrolls_in_itself_on_a_phone(visit: Visit) -> None:
    page = visit("/net/cifar_resnet56?" + QUERY, viewport={"width": 390, "height": 800}, has_touch=True)
    strip = page.locator(".panel-residual")
    strip.scroll_into_view_if_needed()
    expect(strip.locator(".strip-bar")).to_have_count(27)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    widths = "(element) => [element.scrollWidth, element.clientWidth]"
    whole, shown = strip.locator(".strip-scroll").evaluate(widths)
    assert whole > shown
