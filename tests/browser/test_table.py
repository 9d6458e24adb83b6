"""The table under a drawing: every column of it is seen without scrolling, and it is in step with the drawing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]

LIT = "[...document.querySelectorAll('tensor-stage > svg .part.is-selected')].map((part) => part.dataset.path)"


@pytest.mark.parametrize(
    "path",
    ["googlenet/inception3a", "inception_v3", "inception_resnet_v2/repeat.0", "seresnet50", "seresnet50/layer1.0"],
)
def test_all_columns_are_seen_beside_the_inspector(visit: Visit, path: str) -> None:
    page = visit(f"/net/{path}")
    page.set_viewport_size({"width": 1440, "height": 900})
    hidden = page.locator(".table .scroll").evaluate("(element) => element.scrollWidth - element.clientWidth")
    assert hidden == 0


def test_the_shade_of_a_table_that_scrolls_begins_under_its_header(visit: Visit) -> None:
    page = visit("/net/resnet34", viewport={"width": 390, "height": 844})
    above = page.locator("tensor-table").evaluate(
        "(box) => box.querySelector('thead').getBoundingClientRect().top - box.getBoundingClientRect().top"
    )
    assert above == 0


def marked(page: Page) -> list[str]:
    return page.locator("tensor-table tr[aria-current=true]").evaluate_all("(rows) => rows.map((r) => r.dataset.path)")


def test_the_part_that_the_keyboard_walks_to_is_marked_and_not_by_colour_alone(visit: Visit) -> None:
    page = visit("/net/cifar_resnet20#layer2.0")
    assert marked(page) == ["layer2.0"]
    page.keyboard.press("ArrowRight")
    assert marked(page) == ["layer2.1"]
    sign = "getComputedStyle(document.querySelector('tr[aria-current] > th'), '::before').content"
    assert page.evaluate(sign).startswith('"▶"')


def test_a_layer_marks_the_rows_of_its_blocks_and_a_shortcut_that_of_its_block(visit: Visit) -> None:
    page = visit("/net/cifar_resnet20#layer3")
    assert marked(page) == ["layer3.0", "layer3.1", "layer3.2"]
    page.locator('tensor-stage > svg a.part[data-path="layer1.1.add"]').first.focus()
    assert marked(page) == ["layer1.1"]


def test_a_row_with_the_focus_or_under_the_pointer_lights_its_part(visit: Visit) -> None:
    page = visit("/net/cifar_resnet20#layer2.0")
    page.get_by_role("link", name="layer1.1", exact=True).last.focus()
    assert page.evaluate(LIT) == ["layer1.1"]
    assert marked(page) == ["layer1.1"]
    expect(page.get_by_role("region", name="Inspector").get_by_role("heading", level=2)).to_have_text("layer1.1")
    page.keyboard.press("Tab")
    assert page.evaluate(LIT) == ["layer1.2"]
    page.locator('tensor-table tr[data-path="layer3.2"]').hover()
    assert page.evaluate(LIT) == ["layer3.2"]
    page.locator(".bar").hover(position={"x": 2, "y": 2})
    assert page.evaluate(LIT) == ["layer1.2"], "the focus is still there"
    page.locator(".brand").focus()
    assert page.evaluate(LIT) == ["layer2.0"], "what was selected in the drawing"
    assert marked(page) == ["layer2.0"]


def test_a_long_table_brings_the_row_into_view_and_leaves_the_page_where_it_is(visit: Visit) -> None:
    page = visit("/net/cifar_resnet110?expand=all#layer3.17", viewport={"width": 1280, "height": 700})
    row, box = (page.locator(place).bounding_box() for place in ("tensor-table tr[aria-current=true]", "tensor-table"))
    assert row is not None
    assert box is not None
    assert box["y"] < row["y"]
    assert row["y"] + row["height"] <= box["y"] + box["height"] + 1
    assert page.evaluate("scrollY") == 0
