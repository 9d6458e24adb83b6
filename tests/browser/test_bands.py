"""A band of a module's stack and the lane that made it answer each other, under the pointer and at the keyboard."""

from collections.abc import Callable

from playwright.sync_api import Page

Visit = Callable[..., Page]
Eventually = Callable[[Page, str], None]

MODULE = "/net/googlenet/inception3a"
OF_BRANCH = "[...document.querySelectorAll('.stage .part.is-lit[data-path]')].map((part) => part.dataset.path)"
DIM = "[...document.querySelectorAll('.stage .part.is-dim')].length"


def test_a_band_under_the_pointer_lights_its_lane_and_no_other(visit: Visit) -> None:
    page = visit(MODULE)
    assert page.evaluate(DIM) == 0
    page.locator('.stage [data-name="band-3"] > polygon').last.hover()
    lit = page.evaluate(OF_BRANCH)
    assert "inception3a.branch3.0.conv" in lit
    assert "inception3a.branch3.1.act" in lit
    assert all(path.startswith("inception3a.branch3") for path in lit)
    assert page.evaluate("document.querySelectorAll('.stage .wire.is-lit').length") > 2
    page.mouse.move(1, 1)
    assert page.evaluate(DIM) == 0


def test_an_operation_under_the_pointer_lights_its_band(visit: Visit) -> None:
    page = visit(MODULE)
    page.locator('.stage a.kernel[data-path="inception3a.branch2.1.conv"]').hover()
    assert page.locator('.stage [data-name="band-2"].is-lit').count() == 1
    assert page.locator('.stage [data-name="band-1"].is-dim').count() == 1


def test_a_band_with_the_focus_lights_its_lane(visit: Visit, eventually: Eventually) -> None:
    page = visit(MODULE)
    page.locator('.stage [data-name="band-4"]').focus()
    eventually(
        page, "document.querySelectorAll('.stage .is-lit[data-path=\"inception3a.branch4.1.conv\"]').length === 1"
    )
    page.evaluate("document.activeElement.blur()")
    assert page.evaluate(DIM) == 0
