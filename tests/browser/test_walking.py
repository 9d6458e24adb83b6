"""From the gallery down to a convolution and up again, by mouse, by keyboard, by touch and without JavaScript."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
Eventually = Callable[[Page, str], None]

FOCUSED = "document.activeElement?.dataset.path"  # none while a page is being read


def walk_to(page: Page, path: str, key: str = "ArrowRight", most: int = 40) -> None:
    """Presses an arrow key until the part of a path has the focus. Before a page is loaded nothing listens to keys."""
    page.wait_for_load_state("load")
    for _ in range(most):
        if page.evaluate(FOCUSED) == path:
            return
        page.keyboard.press(key)
    pytest.fail(f"{path} was not reached with {key}; the focus is on {page.evaluate(FOCUSED)}")


def at(path: str) -> re.Pattern[str]:
    return re.compile(re.escape(path) + "$")


def test_a_mouse_walks_from_the_gallery_to_a_convolution(visit: Visit) -> None:
    page = visit("/")
    page.get_by_role("link", name="ResNet-34", exact=True).click()
    expect(page).to_have_url(at("/net/resnet34"))
    page.locator('.stage > svg a.volume[data-path="layer2.0"]').click()
    expect(page).to_have_url(at("/net/resnet34/layer2.0"))
    page.locator('.stage > svg a.kernel[data-path="layer2.0.conv1"]').click()
    expect(page).to_have_url(at("/net/resnet34/layer2.0.conv1"))
    expect(page.locator(".inspector")).to_contain_text("73,728")


def test_a_keyboard_walks_from_the_gallery_to_a_convolution(visit: Visit) -> None:
    page = visit("/")
    page.get_by_role("link", name="ResNet-34", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(at("/net/resnet34"))
    walk_to(page, "layer2.0")
    expect(page).to_have_url(at("/net/resnet34#layer2.0"))
    expect(page.locator(".inspector .card")).to_contain_text("230,144")
    page.keyboard.press("Enter")
    expect(page).to_have_url(at("/net/resnet34/layer2.0"))
    walk_to(page, "layer2.0.conv1")
    expect(page.locator(".inspector .card")).to_contain_text("73,728")
    page.keyboard.press("Enter")
    expect(page).to_have_url(at("/net/resnet34/layer2.0.conv1"))


def test_escape_climbs_up_to_the_part_one_came_from(visit: Visit, eventually: Eventually) -> None:
    page = visit("/net/resnet34/layer2.0.conv1")
    for url, came_from in (("/net/resnet34/layer2.0", "layer2.0.conv1"), ("/net/resnet34/layer2", "layer2.0")):
        page.keyboard.press("Escape")
        expect(page).to_have_url(at(f"{url}#{came_from}"))
        eventually(page, f"{FOCUSED} === '{came_from}'")


def test_escape_on_a_network_stays_there(visit: Visit) -> None:
    page = visit("/net/resnet18")
    page.keyboard.press("Escape")
    page.wait_for_timeout(200)
    expect(page).to_have_url(at("/net/resnet18"))


def test_back_and_forward_keep_the_selection(visit: Visit, eventually: Eventually) -> None:
    page = visit("/net/resnet34")
    walk_to(page, "layer1.0")
    page.keyboard.press("Enter")
    expect(page).to_have_url(at("/net/resnet34/layer1.0"))
    page.go_back()
    expect(page).to_have_url(at("/net/resnet34#layer1.0"))
    eventually(page, f"{FOCUSED} === 'layer1.0'")
    page.go_forward()
    expect(page).to_have_url(at("/net/resnet34/layer1.0"))


def test_up_enters_a_shortcut_and_down_leaves_it(visit: Visit) -> None:
    page = visit("/net/resnet34#layer2.0")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.dataset.lane") == "1"
    assert page.evaluate(FOCUSED) == "layer2.0.downsample"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.lane") == "0"


def test_home_and_end_are_the_ends_of_the_network(visit: Visit) -> None:
    page = visit("/net/resnet34#layer2.0")
    page.keyboard.press("End")
    assert page.evaluate(FOCUSED) == "fc"
    page.keyboard.press("Home")
    assert page.evaluate(FOCUSED) == "input"


def test_a_walk_begins_after_a_press_on_the_zoom_buttons_too(visit: Visit) -> None:
    page = visit("/net/resnet34")
    page.get_by_role("button", name="Zoom in").click()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(FOCUSED) == "input"


def test_a_fragment_selects_its_part_and_shows_its_card(visit: Visit, eventually: Eventually) -> None:
    page = visit("/net/resnet34#layer3.1")
    eventually(page, f"{FOCUSED} === 'layer3.1'")
    expect(page.locator('.stage > svg .volume[data-path="layer3.1"]')).to_have_class(re.compile("is-selected"))
    expect(page.locator(".inspector .card")).to_contain_text("layer3.1")


def test_walking_a_column_that_is_higher_than_the_window_scrolls_it(visit: Visit) -> None:
    page = visit("/net/resnet34?view=schematic", viewport={"width": 1000, "height": 600})
    page.locator('.stage > svg a.part[data-path="layer4.2.conv2"]').first.focus()
    page.keyboard.press("ArrowUp")
    assert page.evaluate(FOCUSED) == "layer4.2.conv1"
    part = page.evaluate("(({ top, bottom }) => [top, bottom])(document.activeElement.getBoundingClientRect())")
    assert part[0] >= 0
    assert part[1] <= 600


def test_hovering_previews_a_part_and_leaving_takes_it_back(visit: Visit) -> None:
    page = visit("/net/resnet34#layer1.0")
    part = page.locator('.stage > svg .volume[data-path="layer2.0"]')
    part.hover()
    tooltip = page.get_by_role("tooltip")
    expect(tooltip).to_have_text("layer2.0, basic block, projection shortcut, from 64 × 56 × 56")  # the rest is printed
    label, volume = tooltip.bounding_box(), part.bounding_box()
    assert label is not None
    assert volume is not None
    assert label["y"] + label["height"] <= volume["y"]
    assert label["width"] < 300
    expect(page.locator(".inspector .card")).to_contain_text("230,144")
    page.mouse.move(2, 2)
    expect(page.get_by_role("tooltip")).to_be_hidden()
    expect(page.locator(".inspector .card")).to_contain_text("layer1.0")
    expect(page).to_have_url(at("#layer1.0"))


def test_the_tooltip_stays_inside_the_window(visit: Visit) -> None:
    page = visit("/net/resnet34#fc", viewport={"width": 800, "height": 500})
    page.keyboard.press("Home")
    for path in ("input", "fc"):
        page.locator(f'.stage > svg .volume[data-path="{path}"]').focus()
        box = page.get_by_role("tooltip").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 800
        assert 0 <= box["y"] <= 500 - box["height"]


@pytest.mark.parametrize("path", ["/net/resnet34", "/net/resnet34/layer2", "/net/resnet34/layer2.0"])
def test_without_javascript_every_box_is_a_link_and_the_table_is_there(visit: Visit, path: str) -> None:
    page = visit(path, java_script_enabled=False)
    boxes = page.locator(".stage > svg .volume, .stage > svg .kernel")
    assert boxes.count() > 5
    for box in boxes.all():
        assert (box.get_attribute("href") or "").startswith("/net/resnet34")
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    expect(page.locator(".inspector .card").first).to_be_visible()
    for unusable in (".zoom", "theme-switch", "copy-link"):
        expect(page.locator(unusable)).to_be_hidden()


def test_without_javascript_a_click_still_goes_down(visit: Visit) -> None:
    page = visit("/net/resnet34", java_script_enabled=False)
    page.locator('.stage > svg a.volume[data-path="layer2.0"]').click()
    expect(page).to_have_url(at("/net/resnet34/layer2.0"))


def test_a_tap_goes_down(visit: Visit) -> None:
    page = visit("/net/resnet34", has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    page.locator('.stage > svg a.volume[data-path="layer1.0"]').tap()
    expect(page).to_have_url(at("/net/resnet34/layer1.0"))
