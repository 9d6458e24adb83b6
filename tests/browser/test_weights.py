"""The page about weights: its curves come when they are seen, in the colours of the theme, and its pictures lead on."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from app.image.trained import trained

Visit = Callable[..., Page]

LINES = "tensor-curves .scatterlayer .js-line"
COLOURS = f"() => [...document.querySelectorAll('{LINES}')].map((line) => getComputedStyle(line).stroke)"


def test_curves_are_drawn_when_they_are_seen_and_follow_the_theme(visit: Visit) -> None:
    page = visit("/weights")
    page.locator("tensor-curves").scroll_into_view_if_needed()
    page.locator(LINES).first.wait_for(state="attached")
    expect(page.locator(LINES)).to_have_count(2 * len(trained()))
    before = page.evaluate(COLOURS)
    assert len(set(before)) == len(trained())
    for _ in ("light", "dark"):
        page.locator("theme-switch button").click()
    page.wait_for_function(f"before => ({COLOURS})().join() !== before.join()", arg=before)


def test_curves_fit_a_phone(visit: Visit) -> None:
    page = visit("/weights", viewport={"width": 390, "height": 800})
    page.locator("tensor-curves").scroll_into_view_if_needed()
    page.locator(LINES).first.wait_for(state="attached")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_without_a_script_the_numbers_are_there_and_no_empty_chart(visit: Visit) -> None:
    page = visit("/weights", java_script_enabled=False)
    expect(page.locator("figure")).to_be_hidden()
    expect(page.get_by_role("region", name="Errors over epochs")).to_be_visible()


def test_a_picture_of_a_class_opens_in_a_network_that_names_it(visit: Visit) -> None:
    page = visit("/weights")
    page.get_by_role("link", name="Star", exact=True).click()
    page.wait_for_url("**/net/cifar_resnet20?image=shape-star")
    expect(page.get_by_text("Trained by this project on 32×32 drawings").first).to_be_visible(timeout=30_000)
