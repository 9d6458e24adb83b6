"""The maps of channels in a browser: a cell is read in all of them, kept by a click, and walked to by the keys."""

import re

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit

VIEW = "resnet18/layer2.0"  # 128 x 8 x 8
QUERY = "input=3,64,64&image=scene&weights=random"


@pytest.fixture
def open_panel(visit: Visit):
    def opened(view: str = VIEW, more: str = "", **options: object) -> tuple[Page, Locator]:
        page = visit(f"/net/{view}?{QUERY}{more}", **options)
        panel = page.locator(".panel-channels")
        expect(panel).to_be_attached()
        for _ in range(2):  # panels above it grow when they come
            panel.evaluate("panel => panel.scrollIntoView()")
            expect(panel.locator(".channels")).to_be_visible(timeout=60_000)
            page.wait_for_load_state("networkidle")
        return page, panel

    return opened


def said(server: str, cell: str) -> dict[int, float]:
    answer = httpx.get(f"{server}/activations/cell.json/{VIEW}?{QUERY}&cell={cell}")
    return dict(answer.raise_for_status().json()["values"])


def point_at(panel: Locator, channel: int, row: int, column: int) -> None:
    """The pointer goes to the middle of a cell, 8 pixels wide."""
    panel.locator(f"#channel-{channel} .map").hover(position={"x": 8 * column + 4, "y": 8 * row + 4})


def read(text: str) -> float:
    return float(text.replace("−", "-"))


def test_the_cell_under_the_pointer_is_read_in_every_channel(open_panel, server: str) -> None:
    _, panel = open_panel()
    point_at(panel, 3, 4, 5)
    expect(panel.locator(".cell-says")).to_contain_text(re.compile(r"Channel 3, row 4, column 5: \d"))
    values = said(server, "4,5")
    for channel in (0, 3, 63):
        shown = read(panel.locator(f"#channel-{channel} .tile-value").inner_text())
        assert shown == pytest.approx(values[channel], rel=5e-3)


def test_the_same_cell_is_marked_in_every_map(open_panel) -> None:
    _, panel = open_panel()
    point_at(panel, 3, 4, 5)
    marks = panel.locator(".map").evaluate_all(
        """maps => maps.map((map) => {
          const mark = getComputedStyle(map, "::after");
          return [parseFloat(mark.left) / map.clientWidth, parseFloat(mark.top) / map.clientHeight];
        })"""
    )
    assert len(marks) == 65
    for mark in marks:
        assert mark == pytest.approx([5.5 / 8, 4.5 / 8], abs=0.01)


def test_a_click_keeps_channel_and_cell_in_the_address(open_panel) -> None:
    page, panel = open_panel()
    point_at(panel, 7, 2, 1)
    panel.locator("#channel-7 .map").click(position={"x": 12, "y": 20})
    expect(panel.locator("h3")).to_have_text("Channel 7")
    expect(panel.locator(".cell-says")).to_contain_text("2, column 1")
    assert page.url.endswith("&channel=7&cell=2,1")
    page.reload()
    panel.evaluate("panel => panel.scrollIntoView()")
    expect(panel.locator("h3")).to_have_text("Channel 7")
    expect(panel.locator(".cell-says")).to_contain_text("Row 2, column 1")


def test_the_keys_walk_over_cells_and_channels_and_enter_keeps(open_panel) -> None:
    page, panel = open_panel()
    panel.locator("#channel-0").focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight"):
        page.keyboard.press(key)
    expect(panel.locator("#channel-2")).to_be_focused()
    expect(panel.locator(".cell-says")).to_contain_text("Channel 2, row 3, column 5")
    page.keyboard.press("Enter")
    expect(panel.locator("h3")).to_have_text("Channel 2")
    assert page.url.endswith("&channel=2&cell=3,5")
    expect(panel.locator("#channel-2")).to_be_focused()


def test_the_tiles_are_one_stop_of_the_tab_key(open_panel) -> None:
    _, panel = open_panel()
    assert panel.locator(".tile").evaluate_all("tiles => tiles.filter((tile) => tile.tabIndex === 0).length") == 1


def test_an_order_changes_in_place(open_panel) -> None:
    page, panel = open_panel()
    before = panel.locator(".tile-name").all_inner_texts()
    panel.locator("#sort-variance").click()
    expect(panel.locator("#sort-variance")).to_have_attribute("aria-current", "true")
    assert "sort=variance" in page.url
    assert panel.locator(".tile-name").all_inner_texts() != before
    assert page.evaluate("performance.getEntriesByType('navigation').length") == 1


def test_a_page_of_channels_is_one_picture(open_panel, eventually) -> None:
    page, panel = open_panel()
    eventually(page, "[...document.querySelectorAll('.tile img')].every((image) => image.naturalWidth === 64)")
    resources = "performance.getEntriesByType('resource')"
    pictures = page.evaluate(f"{resources}.filter(({{name}}) => name.includes('/sheet/')).length")
    assert pictures == 1
    assert panel.locator(".tile").count() == 64


def test_c_hides_the_channels_and_shows_them_again(open_panel) -> None:
    page, panel = open_panel()
    page.keyboard.press("c")
    expect(panel.locator(".channels")).to_be_hidden()
    assert "c shows them" in panel.locator("h2").evaluate("head => getComputedStyle(head, '::after').content")
    page.keyboard.press("c")
    expect(panel.locator(".channels")).to_be_visible()


def test_bars_are_said_where_the_keys_are(open_panel) -> None:
    page, panel = open_panel("resnet18/fc")
    panel.locator("#channel-0").focus()
    page.keyboard.press("ArrowRight")
    expect(panel.locator(".cell-says")).to_contain_text("Channel 1: ")
    page.keyboard.press("Enter")
    expect(panel.locator("#channel-1")).to_have_attribute("aria-current", "true")
    assert page.url.endswith("channel=1")


def test_nothing_is_wider_than_a_telephone(open_panel) -> None:
    page, _ = open_panel(viewport={"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
