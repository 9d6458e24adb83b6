"""The part of a page about a picture, and the bar above it, in a real browser."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Eventually, Visit

BLOCK = "/net/resnet18/layer1.0?input=3,64,64&image=scene&weights=random"
LEGEND = ".panel-legend .ramp span:first-child"


def box_of(page: Page, selector: str) -> Any:
    box = page.locator(selector).first.bounding_box()
    assert box, selector
    return box


def test_the_legend_changes_its_numbers_with_the_range_and_keeps_the_focus(
    visit: Visit, eventually: Eventually
) -> None:
    page = visit(BLOCK)
    eventually(page, f"document.querySelector('{LEGEND}')?.textContent === '0'")
    page.locator("#legend-network").click()
    eventually(page, f"/^−[0-9.]+$/.test(document.querySelector('{LEGEND}').textContent)")
    assert "range=network" in page.url
    assert page.locator("#legend-network").get_attribute("aria-current") == "true"
    assert page.evaluate("document.activeElement.id") == "legend-network"


def test_a_panel_above_that_becomes_higher_does_not_move_the_link_that_was_followed(
    visit: Visit, eventually: Eventually
) -> None:
    page = visit(BLOCK)

    def taller(route: Any) -> None:
        answer = route.fetch()
        html = answer.text()
        route.fulfill(response=answer, body=f'{html}<div style="height:400px" class="more"></div>')

    page.route(re.compile("/activations/legend/.*range=network"), taller)
    link = "#range-whole-network"
    eventually(page, f"(scrollBy(0, 200), !!document.querySelector('{link}'))")
    page.locator(link).scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    before = box_of(page, link)["y"]
    page.locator(link).click()
    eventually(page, "!!document.querySelector('.panel-legend .more')")
    page.wait_for_load_state("networkidle")
    assert box_of(page, link)["y"] == pytest.approx(before, abs=2)


@pytest.mark.parametrize("width", [320, 390, 599])
@pytest.mark.parametrize("scripts", [True, False])
def test_on_phones_what_a_menu_opens_lies_inside_the_window(visit: Visit, width: int, scripts: bool) -> None:
    page = visit(BLOCK, viewport={"width": width, "height": 860}, java_script_enabled=scripts)
    for name in ("Image", "Compare", "Export", "Configure"):
        summary = page.locator("header summary", has_text=name).first
        summary.click()
        box = summary.locator("xpath=following-sibling::*[1]").bounding_box()
        assert box
        assert (box["x"] >= 0, box["x"] + box["width"] <= width, box["width"] > 250) == (True, True, True), name
        summary.click()


@pytest.mark.parametrize("path", ["googlenet/inception3a", "inception_v3/Mixed_6b", "resnet34/layer2.0.conv1"])
def test_the_bar_is_one_row_on_a_wide_screen(visit: Visit, path: str) -> None:
    page = visit(f"/net/{path}", viewport={"width": 1440, "height": 860})
    assert box_of(page, ".bar")["height"] < 64
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_bar_takes_four_rows_at_most_on_a_phone(visit: Visit) -> None:
    page = visit("/net/googlenet?image=scene", viewport={"width": 390, "height": 860})
    assert box_of(page, ".bar")["height"] < 190
    brand, theme, image, copy = (
        box_of(page, at)["y"] for at in (".brand", "theme-switch button", ".actions summary", "copy-link button")
    )
    assert abs(brand - theme) < 5
    assert abs(image - copy) < 5
