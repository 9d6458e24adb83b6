"""A picture of one's own in a browser: chosen, pasted, dropped, cropped by pointer and by keyboard, and deleted."""

import base64
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.image.files import gradient, saved

Visit = Callable[..., Page]
Eventually = Callable[[Page, str], None]

NETWORK = "/net/cifar_resnet20"
WITH_IMAGE = re.compile(r"/net/cifar_resnet20\?image=[\w-]{22}$")
PICTURE = saved(gradient(200, 120), "PNG")
GIVEN = """([kind, encoded, type]) => {
  const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], "holiday.png", { type }));
  const options = { bubbles: true, cancelable: true };
  const event = kind === "paste"
    ? new ClipboardEvent(kind, { ...options, clipboardData: carried })
    : new DragEvent(kind, { ...options, dataTransfer: carried });
  document.querySelector("main").dispatchEvent(event);
}"""


def give(page: Page, kind: str, data: bytes = PICTURE, type: str = "image/png") -> None:
    """As if a file were pasted, or dragged over the page and dropped."""
    page.evaluate(GIVEN, [kind, base64.b64encode(data).decode(), type])


def menu(page: Page) -> Locator:
    return page.locator("details.menu", has=page.locator("tensor-image"))


def opened(page: Page) -> Page:
    menu(page).locator("> summary").click()
    return page


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_that_is_pasted_or_dropped_anywhere_is_walked_through(visit: Visit, kind: str) -> None:
    page = visit(f"{NETWORK}?image=scene&crop=0,50")
    if kind == "drop":
        give(page, "dragenter")
        expect(page.locator("html")).to_have_class(re.compile("is-dropping"))
    give(page, kind)
    page.wait_for_url(WITH_IMAGE)
    opened(page)
    expect(page.locator(".picture-size")).to_contain_text("200 × 120")


def test_its_uploader_deletes_a_picture_and_others_are_not_offered_to(visit: Visit, tmp_path: Path) -> None:
    page = opened(visit(NETWORK))
    file = tmp_path / "a.png"
    file.write_bytes(PICTURE)
    page.get_by_label("From a file").set_input_files(file)
    page.wait_for_url(WITH_IMAGE)
    address = page.url
    other = opened(visit(address))
    expect(other.locator(".picture-frame img")).to_be_visible()
    expect(other.get_by_role("button", name="Delete this picture")).to_be_hidden()
    opened(page).get_by_role("button", name="Delete this picture").click()
    page.wait_for_url(re.compile(f"{NETWORK}$"))
    gone = visit(address, expected="404")
    expect(gone.get_by_role("main")).to_contain_text("There is no image")


def test_a_deleted_picture_is_gone_for_its_uploader_too(visit: Visit) -> None:
    """Opened again, or gone back to, for which a browser asks no server if it need not."""
    page = visit(NETWORK, expected="404")
    give(page, "drop", saved(gradient(90, 60), "PNG"))
    page.wait_for_url(WITH_IMAGE)
    address = page.url
    picture = address.replace("net/cifar_resnet20?image=", "images/")
    page.goto(picture)
    page.goto(address)
    opened(page).get_by_role("button", name="Delete this picture").click()
    page.wait_for_url(re.compile(f"{NETWORK}$"))
    answers = [page.go_back(), page.go_back(), page.goto(picture), page.goto(address)]
    assert [(answer.status, answer.url) for answer in answers if answer] == [
        (404, address),
        (404, picture),
        (404, picture),
        (404, address),
    ]
    page.get_by_role("link", name="The same without the picture").click()
    expect(page).to_have_url(re.compile(f"{NETWORK}$"))


def test_what_is_no_picture_is_told_in_words_and_the_page_stays(visit: Visit) -> None:
    page = visit(NETWORK, expected="422")
    give(page, "drop", b"<svg/>")
    status = menu(page).get_by_role("status")
    expect(status).to_contain_text("an SVG drawing")
    give(page, "paste", bytes(10_000_001))
    expect(status).to_contain_text("10.0 MB; at most 10 MB")
    give(page, "drop", b"text", "text/plain")
    expect(status).to_contain_text("not a picture")
    assert page.url.endswith(NETWORK)


def test_the_crop_is_dragged(visit: Visit) -> None:
    page = opened(visit("/net/resnet18?input=3,64,64&image=scene"))
    crop = page.locator(".picture-handle")
    box = crop.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 400, y, steps=4)
    page.mouse.up()
    page.wait_for_url(re.compile(r"crop=0,\d+$"))
    frame = page.locator(".picture-frame").bounding_box()
    moved = page.locator(".picture-handle").bounding_box()
    assert frame
    assert moved
    assert abs(frame["x"] - moved["x"]) < 1


def test_the_crop_moves_by_keyboard_and_keeps_the_focus(visit: Visit) -> None:
    page = opened(visit("/net/resnet18?input=3,64,64&image=scene"))
    crop = page.locator(".picture-handle")
    crop.focus()
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowUp"):
        page.keyboard.press(key)
    expect(crop).to_have_accessible_name(re.compile("60 percent across and 25 percent down"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"crop=60,25$"))
    expect(page.locator(".picture-handle")).to_be_focused()


def test_without_a_script_a_picture_is_sent_seen_and_deleted(visit: Visit, tmp_path: Path) -> None:
    page = opened(visit(f"{NETWORK}/layer1", java_script_enabled=False))
    file = tmp_path / "a.png"
    file.write_bytes(PICTURE)
    page.get_by_label("From a file").set_input_files(file)
    page.get_by_role("button", name="Show it to the network").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your picture")
    with page.context.expect_page() as beside:
        page.get_by_role("link", name="cifar_resnet20, layer1").click()
    expect(beside.value).to_have_url(re.compile(r"/net/cifar_resnet20/layer1\?image=[\w-]{22}$"))
    page.get_by_role("button", name="Delete this picture").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The picture is deleted")


@pytest.mark.parametrize("options", [{}, {"viewport": {"width": 390, "height": 800}, "has_touch": True}])
def test_the_menu_is_accessible_and_within_the_page(visit: Visit, options: dict[str, Any]) -> None:
    page = opened(visit(f"{NETWORK}?image=scene", **options))
    found = Axe().run(page, context="details.menu[open]")
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
