"""The operation view moves: the kernel slides, the output cell lights up, the pointer picks the patch."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]

CONV = "/net/resnet34/layer2.0.conv1"  # 3x3, stride 2, padding 1: 56 to 28


def shift(page: Page, name: str) -> tuple[float, float]:
    """How far a moving part is from where the server drew it, in drawing units."""
    text = page.locator(f'[data-name="{name}"]').get_attribute("transform") or "translate(0 0)"
    x, y = text.removeprefix("translate(").removesuffix(")").split()
    return float(x), float(y)


def point_over(page: Page, row: float, column: float) -> tuple[float, float]:
    """Where on the screen a place on the output's H x W side is; (3.5, 5.5) is the middle of cell (3, 5)."""
    sliding = json.loads(page.locator(".stage > svg").get_attribute("data-sliding") or "")
    (x, y), down, into = (sliding[key] for key in ("out_corner", "out_row_step", "out_column_step"))
    at = [x + row * down[0] + column * into[0], y + row * down[1] + column * into[1]]
    screen = "(svg, [x, y]) => { const p = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM()); return [p.x, p.y]; }"
    return tuple(page.eval_on_selector(".stage > svg", screen, at))


def test_hovering_an_output_cell_shows_the_patch_it_reads(visit: Visit) -> None:
    page = visit(CONV)
    page.mouse.move(*point_over(page, 3.5, 5.5))
    expect(page.locator(".readout")).to_have_text("output (row 3, column 5) reads input rows 5 to 7, columns 9 to 11")
    cell, patch = shift(page, "cell"), shift(page, "patch")
    assert patch == pytest.approx((2 * cell[0], 2 * cell[1]))  # stride 2, and cells of one size on both sides
    assert shift(page, "kernel") == patch


def test_the_front_picks_the_row_and_the_roof_the_column(visit: Visit) -> None:
    page = visit(CONV)
    x, y = point_over(page, 3.5, 0)
    page.mouse.move(x - 30, y)
    expect(page.locator(".readout")).to_contain_text("output (row 3, column 0)")
    x, y = point_over(page, 0, 5.5)
    page.mouse.move(x - 30, y)
    expect(page.locator(".readout")).to_contain_text("output (row 3, column 5)")
    expect(page.get_by_role("tooltip")).to_be_hidden()


def test_what_the_page_is_about_is_no_way_out_of_it(visit: Visit) -> None:
    page = visit(CONV)
    kernels = page.locator(f'.stage > svg a.kernels[data-path="{CONV.rpartition("/")[2]}"]')
    page.evaluate("window.here = true")
    kernels.hover()
    expect(page.get_by_role("tooltip")).to_be_hidden()
    assert kernels.evaluate("part => getComputedStyle(part).cursor") == "default"
    kernels.click()
    page.wait_for_timeout(300)
    assert page.evaluate("window.here")


def test_the_corner_says_that_it_reads_padding(visit: Visit) -> None:
    page = visit("/net/resnet34/conv1")
    page.mouse.move(*point_over(page, 0.5, 0.5))
    expect(page.locator(".readout")).to_contain_text("and 3 rows and 3 columns of padding")


def test_the_patch_is_drawn_where_the_readout_says(visit: Visit) -> None:
    page = visit(CONV)
    page.mouse.move(*point_over(page, 20.5, 10.5))
    corner = page.eval_on_selector(
        '[data-name="patch"] polygon', "shape => { const { x, y } = shape.getPointAtLength(0); return [x, y]; }"
    )
    moved = shift(page, "patch")
    sliding = json.loads(page.locator(".stage > svg").get_attribute("data-sliding") or "")
    (x, y), down, into = (sliding[key] for key in ("in_corner", "row_step", "column_step"))
    row, column = 39, 19  # 20 * 2 - 1 and 10 * 2 - 1
    expected = (x + row * down[0] + column * into[0], y + row * down[1] + column * into[1])
    assert (corner[0] + moved[0], corner[1] + moved[1]) == pytest.approx(expected, abs=0.1)


def test_keys_step_by_cells_and_by_rows(visit: Visit) -> None:
    page = visit(CONV)
    page.get_by_role("slider", name="Output cell").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".readout")).to_contain_text("output (row 0, column 1)")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".readout")).to_contain_text("output (row 1, column 1)")
    page.get_by_role("button", name="Next output cell").click()
    expect(page.locator(".readout")).to_contain_text("output (row 1, column 2)")
    assert page.url.endswith(CONV)


def test_it_plays_by_itself_until_it_is_paused(visit: Visit) -> None:
    page = visit(CONV, reduced_motion="no-preference")
    readout = page.locator(".readout")
    expect(readout).not_to_contain_text("(row 0, column 0)")
    page.get_by_role("button", name="Pause").click()
    stopped = readout.inner_text()
    page.wait_for_timeout(600)
    expect(readout).to_have_text(stopped)
    page.get_by_role("button", name="Play").click()
    expect(readout).not_to_have_text(stopped)


def test_where_stillness_is_preferred_it_only_steps(visit: Visit) -> None:
    page = visit(CONV)
    expect(page.get_by_role("button", name="Play")).to_be_hidden()
    page.wait_for_timeout(600)
    assert shift(page, "patch") == (0, 0)
    page.get_by_role("button", name="Next output cell").click()
    assert shift(page, "patch") != (0, 0)


def test_a_finger_on_the_output_follows_the_cells(visit: Visit) -> None:
    page = visit(CONV, has_touch=True, viewport={"width": 800, "height": 900})
    session = page.context.new_cdp_session(page)
    for kind, cell in (("touchStart", (2.5, 2.5)), ("touchMove", (10.5, 10.5)), ("touchMove", (14.5, 9.5))):
        x, y = point_over(page, *cell)
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    expect(page.locator(".readout")).to_contain_text("output (row 14, column 9)")
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
