"""A page of another origin shows views in frames and through the web component, and can frame nothing else."""

from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, Route

Eventually = Callable[[Page, str], None]

HOST = """<!doctype html><meta charset="utf-8"><title>A course</title><style>:root{{color-scheme:light dark}}</style>
<iframe id="followed" src="{server}/embed/net/resnet18" width="700" height="240"></iframe>
<iframe id="fixed" src="{server}/embed/net/googlenet/inception3a?theme=light" width="700" height="300"></iframe>
<iframe id="compared" src="{server}/embed/compare?a=resnet18&amp;b=plain18" width="700" height="300"></iframe>
<iframe id="refused" src="{server}/net/resnet18" width="700" height="100"></iframe>
<script src="{server}/static/tensor-walk.js"></script>
<tensor-walk net="resnet18" path="layer2.0" fields="shortcut=A"><a href="#">without a script</a></tensor-walk>"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the console of the tests."""


@pytest.fixture
def course(chromium: Browser, server: str, tmp_path: Path) -> Iterator[Page]:
    (tmp_path / "index.html").write_text(HOST.format(server=server))
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as foreign:
        Thread(target=foreign.serve_forever, daemon=True).start()
        page = chromium.new_page(color_scheme="dark")
        page.goto(f"http://localhost:{foreign.server_port}/")
        page.wait_for_load_state("networkidle")
        yield page
        page.close()
        foreign.shutdown()


def paper(page: Page, frame: str) -> str:
    found = page.frame_locator(frame).locator("body")
    return found.evaluate("body => getComputedStyle(body).backgroundColor")


def test_frames_of_a_foreign_page_show_views_in_its_colours(course: Page) -> None:
    assert paper(course, "#followed") == "rgb(20, 24, 31)"
    assert paper(course, "#fixed") == "rgb(252, 252, 251)"
    assert course.frame_locator("#compared").locator("svg.scene").count() == 1
    course.emulate_media(color_scheme="light")
    assert paper(course, "#followed") == "rgb(252, 252, 251)"


def test_nothing_else_can_be_framed(course: Page) -> None:
    frame = course.frame_locator("#refused")
    assert frame.locator("svg.scene").count() == 0


def test_the_component_frames_its_view_at_the_height_that_it_needs(course: Page) -> None:
    frame = course.locator("tensor-walk iframe")
    assert "/embed/net/resnet18/layer2.0?shortcut=A" in (frame.get_attribute("src") or "")
    inside = course.frame_locator("tensor-walk iframe")
    inside.locator("svg.scene").wait_for()
    course.wait_for_function("document.querySelector('tensor-walk').shadowRoot.querySelector('iframe').style.height")
    box = inside.locator("html").evaluate("root => [root.scrollHeight, innerHeight]")
    assert box[0] <= box[1]


def test_a_changed_attribute_is_another_view(course: Page) -> None:
    course.locator("tensor-walk").evaluate(
        "walk => { walk.setAttribute('path', 'layer3'); walk.setAttribute('theme', 'print'); }"
    )
    course.wait_for_function(
        "document.querySelector('tensor-walk').shadowRoot.querySelector('iframe').src.includes('/layer3?shortcut=A&theme=print')"
    )


def test_links_of_a_frame_lead_to_the_program_itself(course: Page, server: str) -> None:
    with course.expect_popup() as opened:
        course.frame_locator("#followed").locator("a.part[data-path='layer2.0']").first.click()
    assert opened.value.url == f"{server}/net/resnet18/layer2.0"
    opened.value.close()


def test_sharing_opens_a_dialog_whose_preview_follows_the_choice(
    chromium: Browser, server: str, eventually: Eventually
) -> None:
    page = chromium.new_page()
    page.goto(f"{server}/net/resnet18")
    page.wait_for_load_state("networkidle")
    page.locator("share-link a").click()
    dialog = page.locator("dialog.share-dialog")
    dialog.locator("iframe").wait_for()
    dialog.locator("select[name=theme]").select_option("dark")
    eventually(page, "document.querySelector('dialog iframe').src.endsWith('/embed/net/resnet18?theme=dark')")
    assert "theme=dark" in dialog.locator("#share-link").input_value()
    page.keyboard.press("Escape")
    eventually(page, "!document.querySelector('dialog')")
    assert page.evaluate("document.activeElement.textContent") == "Share"
    page.close()


def test_of_two_quick_choices_none_is_lost_whichever_answer_comes_first(
    chromium: Browser, server: str, eventually: Eventually
) -> None:
    page = chromium.new_page()
    page.goto(f"{server}/share/net/resnet18")
    held: list[Route] = []
    page.route(
        "**/share/net/resnet18?*theme=dark*", lambda route: held.append(route) if not held else route.continue_()
    )
    page.locator("select[name=theme]").select_option("dark")
    page.locator("select[name=scale]").select_option("linear")
    eventually(page, "document.querySelector('iframe').src.includes('scale=linear')")
    held[0].continue_()
    page.wait_for_timeout(300)
    link = page.locator("#share-link").input_value()
    assert "theme=dark" in link
    assert "scale=linear" in link
    assert page.locator("select[name=theme]").input_value() == "dark"
    page.close()


def test_escape_in_a_dialog_leaves_the_view_where_it_is(chromium: Browser, server: str, eventually: Eventually) -> None:
    page = chromium.new_page()
    page.goto(f"{server}/net/resnet18/layer2.0")
    page.wait_for_load_state("networkidle")
    page.locator("share-link a").click()
    page.locator("dialog iframe").wait_for()
    page.keyboard.press("Escape")
    eventually(page, "!document.querySelector('dialog')")
    assert page.url == f"{server}/net/resnet18/layer2.0"
    page.close()


@pytest.mark.parametrize("attributes", ['net="resnet1800"', 'src="http://["', 'src="https://example.org/net/resnet18"'])
def test_a_mistaken_component_says_so_or_shows_what_stands_inside(
    chromium: Browser, server: str, attributes: str
) -> None:
    page = chromium.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    script = f'<script src="{server}/static/tensor-walk.js"></script>'
    page.set_content(f"{script}{script}<tensor-walk {attributes}>a link instead</tensor-walk>")
    page.wait_for_load_state("networkidle")
    if "net=" in attributes:
        assert "resnet1800" in page.frame_locator("tensor-walk iframe").locator("body").inner_text()
    else:
        assert page.get_by_text("a link instead").is_visible()
    assert problems == []
    page.close()
