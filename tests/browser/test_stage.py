"""Panning and zooming the drawing: wheel, buttons, drag, keys, fingers; and the page at 390 px."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
Eventually = Callable[[Page, str], None]

PHONE: dict[str, Any] = {"has_touch": True, "is_mobile": True, "viewport": {"width": 390, "height": 844}}

# The first volume that the right edge of the stage cuts, and a point on what is left of it.
CUT_OFF = """(edge) => {
  const parts = [...document.querySelectorAll('.stage > svg a.volume')];
  const frontOf = (part) => part.querySelector('polygon:last-of-type').getBoundingClientRect();
  const part = parts.find((part) => frontOf(part).left < edge - 4 && frontOf(part).right > edge + 4);
  const box = frontOf(part);
  return [part.dataset.path, (box.left + edge) / 2, box.top + box.height / 2];
}"""


def view(page: Page) -> list[float]:
    """x, y, width, height of what is visible."""
    return page.eval_on_selector(".stage > svg", "svg => svg.getAttribute('viewBox').split(' ').map(Number)")


def middle(page: Page) -> tuple[float, float]:
    box = page.locator(".stage > svg").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def touch(page: Page, *steps: list[tuple[float, float]]) -> None:
    """Fingers put down at the first step's points, moved through the others, lifted at the end."""
    session = page.context.new_cdp_session(page)
    for index, points in enumerate(steps):
        kind = "touchStart" if index == 0 else "touchMove"
        fingers = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_the_buttons_zoom_and_fit_brings_the_whole_drawing_back(visit: Visit) -> None:
    page = visit("/net/resnet34")
    whole = view(page)
    page.get_by_role("button", name="Zoom in").click()
    assert view(page)[2] < whole[2]
    page.get_by_role("button", name="Zoom out").click()
    page.get_by_role("button", name="Zoom out").click()
    assert view(page) == pytest.approx(whole, abs=0.01)
    page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("button", name="Fit").click()
    assert view(page) == pytest.approx(whole, abs=0.01)


def test_a_click_on_empty_paper_leaves_no_frame_and_the_keyboard_has_one(visit: Visit) -> None:
    page = visit("/net/resnet34")
    scene = page.locator(".stage > svg")
    scene.click(position={"x": 8, "y": 8})
    expect(scene).to_be_focused()
    expect(scene).to_have_css("outline-style", "none")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(scene).to_be_focused()
    expect(scene).to_have_css("outline-style", "solid")


def test_a_wheel_zooms_with_ctrl_and_scrolls_the_page_without(visit: Visit, eventually: Eventually) -> None:
    page = visit("/net/resnet34", viewport={"width": 1280, "height": 500})
    whole = view(page)
    page.mouse.move(*middle(page))
    page.mouse.wheel(0, 100)
    eventually(page, "scrollY > 0")
    assert view(page) == whole
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    eventually(page, f"document.querySelector('.stage > svg').viewBox.baseVal.width < {whole[2]}")


def test_a_drag_pans_and_follows_no_link(visit: Visit) -> None:
    page = visit("/net/resnet34")
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click()
    before = view(page)
    x, y = middle(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y, steps=4)
    page.mouse.up()
    page.wait_for_timeout(100)
    expect(page).to_have_url(re.compile("/net/resnet34$"))
    box = page.locator(".stage > svg").bounding_box()
    assert box is not None
    assert view(page)[0] - before[0] == pytest.approx(60 * before[2] / box["width"], abs=0.5)


def test_a_drag_stops_at_the_drawing_s_edge(visit: Visit) -> None:
    page = visit("/net/resnet34")
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click()
    x, y = middle(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 3000, y, steps=6)
    page.mouse.up()
    assert view(page)[0] == 0


def test_a_focused_part_is_brought_into_view(visit: Visit) -> None:
    page = visit("/net/resnet34#input")
    for _ in range(6):
        page.keyboard.press("+")
    page.keyboard.press("End")
    left, _, width, _ = view(page)
    frame = page.locator(".stage > svg").bounding_box()
    part = page.locator('.stage > svg .volume[data-path="fc"]').bounding_box()
    assert frame is not None
    assert part is not None
    assert left > 0
    assert part["x"] >= frame["x"] - 1
    assert part["x"] + part["width"] <= frame["x"] + frame["width"] + 1
    page.keyboard.press("0")
    assert view(page)[2] > width


def test_two_fingers_pinch(visit: Visit) -> None:
    page = visit("/net/resnet34/layer2.0", **PHONE)
    before = view(page)
    x, y = middle(page)
    touch(page, *([(x - spread, y), (x + spread, y)] for spread in (30, 45, 60)))
    assert view(page)[2] == pytest.approx(before[2] / 2, rel=0.1)
    expect(page).to_have_url(re.compile("/net/resnet34/layer2.0$"))


def test_one_finger_drags_the_drawing_sideways(visit: Visit) -> None:
    page = visit("/net/resnet34", **PHONE)
    before = view(page)
    x, y = middle(page)
    touch(page, *([(x - moved, y)] for moved in (0, 20, 60, 120)))
    assert view(page)[0] > before[0]
    expect(page).to_have_url(re.compile("/net/resnet34$"))


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/net/resnet34",
        "/net/resnet152/layer3",
        "/net/resnet34/layer2.0",
        "/net/resnet34/layer2.0.conv1",
        "/family/resnet",
    ],
)
def test_at_390_pixels_nothing_is_wider_than_the_window(visit: Visit, path: str) -> None:
    page = visit(path, expected="404", **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_phone_the_labels_can_be_read(visit: Visit) -> None:
    page = visit("/net/resnet34", **PHONE)
    heights = page.eval_on_selector_all(
        ".stage > svg text", "texts => texts.map((text) => text.getBoundingClientRect().height)"
    )
    assert min(heights) > 7


def test_paper_gets_the_whole_drawing_however_it_was_zoomed(visit: Visit) -> None:
    page = visit("/net/resnet34")
    page.get_by_role("button", name="Zoom in").click()
    zoomed = view(page)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert view(page)[:2] == [0, 0]
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert view(page) == zoomed


def test_a_press_does_not_move_the_part_away_from_under_the_pointer(visit: Visit) -> None:
    page = visit("/net/resnet34")
    for _ in range(4):
        page.get_by_role("button", name="Zoom in").click()
    frame = page.locator(".stage > svg").bounding_box()
    assert frame is not None
    path, x, y = page.evaluate(CUT_OFF, frame["x"] + frame["width"])
    page.mouse.click(x, y)
    expect(page).to_have_url(re.compile(re.escape(f"/net/resnet34/{path}") + "$"))


def test_a_drag_over_empty_paper_keeps_the_selection_and_a_click_there_ends_it(visit: Visit) -> None:
    page = visit("/net/resnet34#layer2.0")
    box = page.locator(".stage > svg").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] - 6
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y, steps=3)
    page.mouse.up()
    page.wait_for_timeout(100)
    expect(page).to_have_url(re.compile("#layer2.0$"))
    page.mouse.click(x, y)
    expect(page).to_have_url(re.compile("/net/resnet34$"))
