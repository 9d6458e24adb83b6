"""How far a pass is, in the page: a stream that the test writes, and pictures that never come."""

import json
from collections.abc import Callable

from playwright.sync_api import Page, Request, expect

Visit = Callable[..., Page]

ADDRESS = "/net/cifar_resnet20?image=shapes&weights=random"
LAYER = {"path": "layer2.1", "done": 5, "of": 9, "unit": "blocks"}


def streaming(visit: Visit, *events: tuple[str, object], held: str = "") -> Page:
    """A page whose stream says these events; its pictures with `held` in their address never come."""
    page = visit("/")
    body = "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events)
    page.route("**/activations/events/**", lambda route: route.fulfill(content_type="text/event-stream", body=body))
    page.route(lambda url: bool(held) and "faces.png" in url and held in url, lambda _: None)
    page.goto(ADDRESS, wait_until="commit")
    page.locator("tensor-pass .words").wait_for(state="attached")
    return page


def test_the_bar_says_how_far_the_pass_is(visit: Visit) -> None:
    page = streaming(visit, ("queued", {}), ("layer", LAYER))
    expect(page.locator("tensor-pass .words")).to_have_text("layer2.1, 5 of 9 blocks")
    bar = page.get_by_role("progressbar", name="Layers computed")
    assert bar.evaluate("bar => [bar.value, bar.max]") == [5, 9]


def test_before_its_turn_it_says_so(visit: Visit) -> None:
    page = streaming(visit, ("queued", {}))
    expect(page.locator("tensor-pass")).to_contain_text("The network is being prepared")


def test_it_is_gone_when_everything_is_there(visit: Visit) -> None:
    page = streaming(visit, ("layer", LAYER), ("end", {}))
    expect(page.locator("tensor-pass progress")).to_be_attached()
    page.wait_for_timeout(400)
    expect(page.locator("tensor-pass")).to_be_hidden()


def test_why_a_pass_was_stopped_is_said_with_a_way_to_run_it_again(visit: Visit) -> None:
    page = streaming(visit, ("stopped", {"reason": "the device has no memory left"}))
    expect(page.get_by_role("status").filter(has_text="the device has no memory left")).to_be_visible()
    expect(page.locator("tensor-pass").get_by_role("link", name="Run again")).to_be_visible()


def test_cancelling_gives_up_what_has_not_come_and_keeps_what_has(visit: Visit) -> None:
    page = streaming(visit, ("layer", LAYER), held="layer3")
    failed: list[str] = []

    def note(request: Request) -> None:
        failed.append(request.url)

    page.on("requestfailed", note)
    images = page.locator('image[href^="/activations/faces.png/"]')
    expect(images.first).to_be_attached()
    held = [
        href for href in images.evaluate_all("all => all.map(image => image.getAttribute('href'))") if "layer3" in href
    ]
    arrived = images.count() - len(held)
    assert held
    page.wait_for_function(
        "count => performance.getEntriesByType('resource').filter(e => e.name.includes('faces.png')).length >= count",
        arg=arrived,
    )
    page.locator("tensor-pass").get_by_role("button", name="Cancel").click()
    words = f"Stopped. {len(held)} of {arrived + len(held)} volumes are left blank."
    expect(page.locator("tensor-pass").get_by_role("status")).to_have_text(words)
    assert images.count() == arrived
    assert {url.partition("/activations/")[2] for url in failed if "faces.png" in url} == {
        href.partition("/activations/")[2] for href in held
    }


def test_it_knows_what_has_come_of_more_files_than_browsers_usually_note(visit: Visit) -> None:
    page = streaming(visit, ("queued", {}))
    page.route("**/none/*", lambda route: route.fulfill(body=""))
    page.evaluate("async () => { for (let i = 0; i < 300; i++) await (await fetch(`/none/${i}`)).text() }")
    page.wait_for_function("() => performance.getEntriesByName(new URL('/none/299', location.href).href).length === 1")


def test_running_again_starts_anew(visit: Visit) -> None:
    page = streaming(visit, ("stopped", {"reason": "stopped"}))
    again = page.locator("tensor-pass").get_by_role("link", name="Run again")
    expect(again).to_be_visible()
    page.unroute("**/activations/events/**")
    again.click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("tensor-pass")).to_be_hidden()
    assert page.url.endswith(ADDRESS)
