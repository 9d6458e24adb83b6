"""Where the network looks: cells chosen on the picture, Grad-CAM switched, the window of an operation and its sums."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

Visit = Callable[..., Page]

BLOCK = "/net/cifar_resnet20/layer2.0?image=scene"
CONV = "/net/cifar_resnet20/layer2.0.conv1?image=scene"
SEES = "What cell ({}, {}) sees"


def opened(visit: Visit, path: str, panel: str = "picture", **options: object) -> Page:
    page = visit(path, **options)
    page.locator(f".panel-{panel}").scroll_into_view_if_needed()
    expect(page.locator(f".panel-{panel} .piece > :not(p)").first).to_be_attached(timeout=30_000)
    return page


def test_a_click_on_the_picture_chooses_the_cell_that_sees_it_and_the_address_says_so(visit: Visit) -> None:
    page = opened(visit, BLOCK)
    frame = page.locator(".looking-frame")
    size = frame.bounding_box()
    assert size is not None
    assert size["width"] >= 224
    frame.click(position={"x": size["width"] * 0.3, "y": size["height"] * 0.7})  # pixel (22.4, 9.6), cells 2 apart
    expect(page.locator("#field-title")).to_contain_text(SEES.format(11, 5))
    assert "cell=11,5" in page.url
    expect(page.locator(".looking-frame .ember")).to_be_visible()
    expect(page.locator(".fields")).to_contain_text("21 × 21 pixels")


def test_arrow_keys_on_the_picture_move_the_cell_and_keep_the_focus(visit: Visit) -> None:
    page = opened(visit, f"{BLOCK}&cell=3,5")
    page.locator(".looking-frame").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#field-title")).to_contain_text(SEES.format(3, 6))
    page.keyboard.press("ArrowDown")
    expect(page.locator("#field-title")).to_contain_text(SEES.format(4, 6))
    assert "layer2.0?" in page.url
    assert "cell=4,6" in page.url


def test_g_switches_grad_cam_and_the_slider_sets_its_opacity(visit: Visit) -> None:
    page = opened(visit, BLOCK)
    page.keyboard.press("g")
    map = page.locator(".looking-frame .cam")
    expect(map).to_have_css("opacity", "0.6")
    assert "cam=60" in page.url
    page.get_by_label("Opacity").fill("25")
    expect(map).to_have_css("opacity", "0.25")
    expect(page).to_have_url(re.compile("cam=25"))
    page.keyboard.press("g")
    expect(map).to_have_count(0)
    assert "cam=" not in page.url


def test_another_class_can_be_explained(visit: Visit) -> None:
    page = opened(visit, f"{BLOCK}&cam=60")
    other = page.locator(".looking-classes a:not([aria-current])").first
    name = other.inner_text()
    other.click()
    expect(page.locator(".looking-classes a[aria-current]")).to_have_text(name)
    expect(page.locator(".looking-said")).to_contain_text(f"“{name}”")
    expect(page).to_have_url(re.compile("class="))


def test_the_sliding_window_stands_at_the_address_s_cell_and_a_click_chooses_another(visit: Visit) -> None:
    page = opened(visit, f"{CONV}&cell=3,5", "kernel")
    expect(page.locator(".readout")).to_contain_text("output (row 3, column 5)")
    expect(page.locator(".work-head")).to_contain_text("row 3, column 5")
    page.get_by_role("slider", name="Output cell").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator(".work-head")).to_contain_text("row 3, column 6")
    assert "cell=3,6" in page.url
    page.locator("#kernel-down").click()
    expect(page.locator(".readout")).to_contain_text("output (row 4, column 6)")


def test_a_cell_under_the_pointer_is_multiplied_in_words(visit: Visit) -> None:
    page = opened(visit, f"{CONV}&cell=3,5", "kernel")
    term = page.locator(".term").first
    cell = term.locator(".patch td").nth(4)
    cell.hover()
    factors = [term.locator(f".{kind} td").nth(4).get_attribute("title") for kind in ("patch", "kernel", "product")]
    expect(page.locator(".work-says")).to_have_text("{} × {} = {}".format(*factors))
    expect(term.locator(".is-same")).to_have_count(3)


def test_without_a_script_the_pieces_are_pages_and_cells_are_links(visit: Visit) -> None:
    address = BLOCK.replace("/net/", "/activations/picture/")
    page = visit(f"{address}&cam=60&cell=3,5", java_script_enabled=False)
    expect(page.locator(".looking-frame .ember")).to_be_visible()
    expect(page.locator(".looking-frame .cam")).to_be_visible()
    expect(page.get_by_label("Opacity")).to_be_hidden()
    expect(page.locator("#field-right")).to_have_attribute(
        "href", re.compile(r"/net/cifar_resnet20/layer2\.0\?.*cell=3,6")
    )
