"""What volumes hold, in a real browser: drawn where it belongs, out of the pointer's way, in the chosen colours."""

import re
from io import BytesIO
from typing import Any

from PIL import Image
from playwright.sync_api import Page

from tests.browser.conftest import Visit

NETWORK = "/net/resnet18?input=3,64,64&image=scene&weights=random"
HREFS = "[...document.querySelectorAll('svg.scene image')].map((image) => image.getAttribute('href'))"
SIDE = 'tensor-stage > svg.scene a.volume[data-path="{}"] polygon:nth-of-type(2)'


def colours_of(page: Page, path: str) -> int:
    """How many colours there are on the right side of a volume."""
    data = page.screenshot(clip=box_of(page, path))
    return len(set(Image.open(BytesIO(data)).convert("RGB").get_flattened_data()))


def box_of(page: Page, path: str) -> Any:
    box = page.locator(SIDE.format(path)).bounding_box()
    assert box
    return box


def middle_of(page: Page, path: str) -> tuple[float, float]:
    box = box_of(page, path)
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_volume_s_side_shows_a_picture(visit: Visit) -> None:
    seen, plain = visit(NETWORK), visit("/net/resnet18?input=3,64,64")
    seen.wait_for_load_state("networkidle")
    for path in ("input", "layer1.1"):
        assert colours_of(seen, path) > 3 * colours_of(plain, path)


def test_pictures_let_the_pointer_through_to_their_volume(visit: Visit) -> None:
    page = visit(NETWORK)
    page.mouse.move(*middle_of(page, "layer3.0"))
    selected = page.eval_on_selector_all(".is-selected", "parts => parts.map((part) => part.dataset.path)")
    assert set(selected) == {"layer3.0"}
    page.mouse.click(*middle_of(page, "layer3.0"))
    page.wait_for_url(re.compile(r"/net/resnet18/layer3\.0\?.*image=scene"))


def test_another_range_fetches_other_pictures_on_the_same_page(visit: Visit) -> None:
    page = visit(NETWORK.replace("?", "/layer1.0?"))
    before = page.evaluate(HREFS)
    with page.expect_response(re.compile("faces.png.*range=network")):
        page.locator("#legend-network").click()
    after = page.evaluate(HREFS)
    assert [href.replace("&range=network", "") for href in after] == before
    assert all("range=network" in href for href in after)
