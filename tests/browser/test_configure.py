"""The configurator in a browser: live, by keyboard alone, undone by the back button, and without a script."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

Visit = Callable[..., Page]
Eventually = Callable[[Page, str], None]

expect.set_options(timeout=15_000)  # a change is a request, and the chart's library may be loading meanwhile

REFUSED = "422"  # what a browser's console says of a value that the server refuses
GONE = "404"  # and of a part that the changed network has not


def opened(page: Page) -> Page:
    page.locator(".configure > summary").click()
    return page


def control(page: Page, name: str) -> Locator:
    return page.locator(f"#field-{name}")


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until the element has the focus, as one who sees or hears where it is would."""
    for _ in range(120):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no Tab leads to {selector}")


def picture(page: Page) -> str:
    return page.locator("tensor-stage > svg.scene").inner_html()


def summary(page: Page) -> Locator:
    return page.locator(".configure-head [role=status]").first


def test_depths_and_shortcut_change_by_keyboard_and_the_address_is_the_picture(visit: Visit, server: str) -> None:
    page = visit("/net/resnet50")
    before = picture(page)
    tab_to(page, ".configure > summary")
    page.keyboard.press("Enter")
    tab_to(page, "#field-depths")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(re.compile(r"/net/resnet50\?depths=2,4,6,3$"))
    tab_to(page, "#field-shortcut")
    page.keyboard.type("A")
    expect(page).to_have_url(re.compile(r"/net/resnet50\?depths=2,4,6,3&shortcut=A$"))
    expect(control(page, "shortcut")).to_be_focused()
    changed = picture(page)
    assert changed != before
    assert picture(visit(page.url.removeprefix(server))) == changed
    page.go_back()
    page.go_back()
    expect(page).to_have_url(re.compile("/net/resnet50$"))
    expect(control(page, "depths")).to_have_value("3,4,6,3")
    expect(control(page, "shortcut")).to_have_value("B")
    assert picture(page) == before
    page.go_forward()
    expect(control(page, "depths")).to_have_value("2,4,6,3")


def test_a_module_s_width_changes_by_keyboard(visit: Visit, server: str) -> None:
    page = visit("/net/googlenet/inception3a")
    tab_to(page, ".configure > summary")
    page.keyboard.press("Enter")
    tab_to(page, ".fold > summary")
    page.keyboard.press("Enter")
    tab_to(page, "#field-inception3a")
    page.keyboard.press("End")
    page.keyboard.press("PageUp")
    expect(page).to_have_url(re.compile(r"/net/googlenet/inception3a\?inception3a=64,96,128,16,32,42$"))
    expect(page.locator("tensor-stage > svg.scene")).to_contain_text("266")  # 64 + 128 + 32 + 42
    assert picture(visit(page.url.removeprefix(server))) == picture(page)


def test_typing_is_one_step_back_and_needs_no_key_at_its_end(visit: Visit) -> None:
    page = opened(visit("/net/resnet18"))
    control(page, "classes").select_text()  # typed over: an empty field is a refused one if the machine pauses there
    control(page, "classes").press_sequentially("37", delay=40)
    expect(page).to_have_url(re.compile(r"/net/resnet18\?classes=37$"))
    expect(summary(page)).to_contain_text("ResNet-18 variant")
    page.go_back()
    expect(page).to_have_url(re.compile("/net/resnet18$"))
    expect(control(page, "classes")).to_have_value("1000")
    expect(summary(page)).not_to_contain_text("variant")


def test_a_refused_value_keeps_the_picture_and_is_explained_at_its_field(visit: Visit) -> None:
    page = opened(visit("/net/resnet18", expected=REFUSED))
    before = picture(page)
    control(page, "depths").fill("2,2,")
    error = page.locator("#field-depths-error")
    expect(error).to_contain_text("is not allowed. Allowed: 1 to 5 whole numbers from 1, one a layer")
    expect(control(page, "depths")).to_have_attribute("aria-invalid", "true")
    expect(control(page, "depths")).to_be_focused()
    assert "field-depths-error" in (control(page, "depths").get_attribute("aria-describedby") or "")
    assert picture(page) == before
    assert page.url.endswith("/net/resnet18")
    control(page, "depths").fill("2,2,2")
    expect(page).to_have_url(re.compile(r"depths=2,2,2$"))
    expect(error).to_be_empty()
    expect(page.locator("[data-field=widths]")).to_contain_text("follows from blocks of each layer")


def test_what_one_field_makes_impossible_is_said_at_the_other(visit: Visit) -> None:
    page = opened(visit("/net/resnet34?widths=64,128,256,300", expected=REFUSED))
    control(page, "depths").fill("3,4,6")
    expect(page.locator("#field-widths-error")).to_contain_text("3 widths, one for each of the depths")
    control(page, "widths").fill("64,128,256")
    expect(page).to_have_url(re.compile(r"/net/resnet34\?depths=3,4,6$"))


def test_each_difference_is_marked_and_can_be_taken_back(visit: Visit) -> None:
    page = opened(visit("/net/resnet34?depths=2,2,2,2&shortcut=A"))
    expect(page.locator("#field-shortcut-state")).to_contain_text("≠ the preset has B")
    page.locator("#field-shortcut-state a").press("Enter")
    expect(page).to_have_url(re.compile(r"/net/resnet34\?depths=2,2,2,2$"))
    expect(control(page, "shortcut")).to_have_value("B")
    expect(control(page, "shortcut")).to_be_focused()
    page.get_by_role("link", name="Reset to preset").click()
    expect(page).to_have_url(re.compile("/net/resnet34$"))
    expect(control(page, "depths")).to_have_value("3,4,6,3")
    expect(page.locator(".configure [data-reset]")).to_have_count(0)


def test_focus_scroll_and_zoom_stay(visit: Visit) -> None:
    page = opened(visit("/net/resnet34#layer2.0"))
    page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("button", name="Zoom in").click()
    seen = "document.querySelector('tensor-stage > svg.scene').getAttribute('viewBox').split(' ').slice(0, 3)"
    view = page.evaluate(seen)  # the variant's title has a line more, so the last of the four may grow
    page.evaluate("scrollTo(0, 90)")
    control(page, "activation").focus()
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(re.compile(r"activation=sigmoid#layer2.0$"))
    expect(control(page, "activation")).to_be_focused()
    assert page.evaluate("scrollY") == 90
    assert page.evaluate(seen) == view
    expect(page.locator(".inspector .card h2")).to_have_text("layer2.0")


def test_the_chart_that_was_chosen_stays_and_has_the_new_numbers(visit: Visit, eventually: Eventually) -> None:
    page = opened(visit("/net/resnet18"))
    page.locator(".strip .plot .barlayer .point path").first.wait_for(state="attached")
    page.locator(".strip select").select_option(label="Channels")
    bars = "document.querySelector('.strip .plot').data[0].y.length"
    before = page.evaluate(bars)
    control(page, "depths").fill("2,2,2")
    expect(page).to_have_url(re.compile(r"depths=2,2,2&chart=channels$"))
    expect(page.locator(".strip select")).to_have_value("channels")
    eventually(page, f"{bars} < {before}")


def test_a_view_that_the_changed_network_has_not_makes_way_for_the_whole(visit: Visit) -> None:
    page = opened(visit("/net/resnet34/layer4.2", expected=GONE))
    control(page, "depths").fill("3,4,6")
    expect(page).to_have_url(re.compile(r"/net/resnet34\?depths=3,4,6$"))
    expect(page.locator("nav.crumbs [aria-current]")).to_have_text("ResNet-34 variant")
    page.go_back()
    expect(page).to_have_url(re.compile("/net/resnet34/layer4.2$"))
    expect(page.locator("nav.crumbs [aria-current]")).to_have_text("block 2")


def test_an_operation_s_window_goes_on_sliding_over_the_new_picture(visit: Visit) -> None:
    page = opened(visit("/net/resnet34/conv1"))
    control(page, "input").fill("3,225,225")
    expect(page).to_have_url(re.compile(r"input=3,225,225$"))
    before = page.locator("tensor-kernel .readout").inner_text()
    page.get_by_role("button", name="Next output cell").click()
    expect(page.locator("tensor-kernel .readout")).not_to_have_text(before)


def test_changes_that_overtake_each_other_end_in_the_last(visit: Visit) -> None:
    page = opened(visit("/net/resnet34"))
    control(page, "depths").focus()
    page.keyboard.press("Home")
    for _ in range(6):
        page.keyboard.press("ArrowUp")
    expect(page).to_have_url(re.compile(r"depths=9,4,6,3$"))
    page.wait_for_timeout(500)
    expect(control(page, "depths")).to_have_value("9,4,6,3")
    expect(page.locator("tensor-stage > svg.scene")).to_contain_text("depths=9,4,6,3")


def test_who_points_steps_the_number_at_the_caret(visit: Visit) -> None:
    page = opened(visit("/net/resnet18"))
    control(page, "widths").focus()
    page.keyboard.press("Home")
    page.get_by_role("button", name="Width of each layer: number at the caret up").click()
    expect(page).to_have_url(re.compile(r"widths=65,128,256,512$"))
    expect(control(page, "widths")).to_be_focused()


def test_escape_closes_the_panel_and_stays_on_the_page(visit: Visit) -> None:
    page = opened(visit("/net/resnet18/layer1"))
    control(page, "depths").focus()
    page.keyboard.press("Escape")
    expect(page.locator("details.configure")).not_to_have_attribute("open", "")
    expect(page.locator(".configure > summary")).to_be_focused()
    assert page.url.endswith("/net/resnet18/layer1")


def test_the_panel_is_open_on_the_next_view_too(visit: Visit) -> None:
    page = opened(visit("/net/resnet18"))
    page.goto("/net/resnet18/layer1")
    expect(page.locator("details.configure")).to_have_attribute("open", "")


def test_without_a_script_it_is_a_form_that_is_sent(visit: Visit) -> None:
    page = opened(visit("/net/resnet34?scale=sqrt", java_script_enabled=False))
    control(page, "depths").fill("2,2,2,2")
    control(page, "shortcut").select_option("A")
    page.get_by_role("button", name="Build it").click()
    canonical = page.locator("link[rel=canonical]").get_attribute("href") or ""
    assert canonical.endswith("/net/resnet34?depths=2,2,2,2&shortcut=A&scale=sqrt")
    assert page.url == canonical
    page.locator(".configure > summary").click()
    page.locator("#field-shortcut-state a").click()
    assert page.url.endswith("/net/resnet34?depths=2,2,2,2&scale=sqrt")


@pytest.mark.parametrize(
    ("path", "width", "scheme"),
    [
        ("/net/resnet50?depths=2,2,2&shortcut=A", 1440, "dark"),
        ("/net/resnet50?depths=2,2,2&shortcut=A", 390, "light"),
        ("/net/googlenet?inception3a=64,96,128,16,32,64", 1440, "light"),
        ("/net/googlenet?inception3a=64,96,128,16,32,64", 390, "dark"),
    ],
)
def test_the_open_panel_has_no_barrier(visit: Visit, path: str, width: int, scheme: str) -> None:
    page = opened(visit(path, color_scheme=scheme, viewport={"width": width, "height": 860}, expected=REFUSED))
    control(page, "classes").fill("0")
    expect(page.locator("#field-classes-error")).not_to_be_empty()
    found: list[dict[str, Any]] = Axe().run(page, context=".configure").response["violations"]
    assert [(violation["id"], node["target"]) for violation in found for node in violation["nodes"]] == []
