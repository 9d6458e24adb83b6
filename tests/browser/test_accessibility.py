"""Every kind of page in both languages and all themes, judged by axe: WCAG 2.2 AA, and axe's own advice.

A page is loaded once a language; the other themes are put on without loading it again, and only colours are asked then.
The third theme is judged in one language: colours do not depend on words.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from tests.image.files import gradient, saved

Visit = Callable[..., Page]
Eventually = Callable[[Page, str], None]

PAGES = {
    "gallery": "/",
    "network": "/net/resnet34",
    "folded": "/net/resnet152",
    "schematic": "/net/resnet18?view=schematic",
    "layer": "/net/resnet34/layer2",
    "block": "/net/resnet50/layer2.0",
    "module": "/net/googlenet/inception3a",
    "convolution": "/net/resnet34/layer2.0.conv1",
    "pooling": "/net/resnet34/maxpool",
    "addition": "/net/resnet34/layer2.0.add",
    "linear": "/net/resnet34/fc",
    "input": "/net/resnet34/input",
    "failure": "/net/resnet34?shortcut=identity",
    "picture": "/net/cifar_resnet20?image=shape-star",
    "picture in a block": "/net/cifar_resnet20/layer2.0?image=shape-star",
    "comparing": "/compare",
    "comparison": "/compare?a=cifar_resnet20&b=cifar_plain20",
    "comparison of blocks": "/compare?a=resnet50/layer2.0&b=resnet50_v1/layer2.0",
    "comparison of three": "/compare?a=vgg19&b=plain34&c=resnet34&view=schematic",
    "family of residual networks": "/family/resnet",
    "family of Inception": "/family/inception",
    "weights": "/weights",
    "share": "/share/net/resnet18",
    "embed": "/embed/net/resnet18",
    "lectures": "/decks",
    "step": "/deck/tiny/network",
    "question": "/deck/tiny/block",
    "answer": "/deck/tiny/conv1?reveal=1",
    "words alone": "/deck/tiny/1",
    "comparison in a lecture": "/deck/tiny/compared",
    "presenter": "/deck/tiny/conv1/notes",
    "missing": "/net/resnet35",
    "refused": "/net/resnet34?classes=0",
}
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ADVICE = ["best-practice"]
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
THUMBNAILS = ".entry svg"  # hundreds of faces without words, the same on every page that has them
SENT = """([bytes, lang]) => {
  const form = document.createElement("form");
  form.innerHTML = '<input type="file" name="image"><input type="hidden" name="next" value="/net/resnet18">';
  Object.assign(form, {method: "post", action: `/images?lang=${lang}`, enctype: "multipart/form-data"});
  const given = new DataTransfer();
  given.items.add(new File([new Uint8Array(bytes)], "a.png", {type: "image/png"}));
  form.firstChild.files = given.files;
  document.body.append(form);
  form.submit();
}"""


@pytest.fixture(scope="module")
def judged(chromium: Browser, server: str) -> Iterator[Page]:
    """A page that has axe in it wherever it goes, and no charts, whose library takes longer than everything else."""
    with chromium.new_context(base_url=server, reduced_motion="reduce", color_scheme="light") as context:
        context.add_init_script(AXE_SCRIPT)
        context.route("**/plotly.min.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
        yield context.new_page()


def found(page: Page, rules: dict[str, Any], without: str) -> list[str]:
    violations: list[dict[str, Any]] = page.evaluate(
        "async ([rules, without]) => (await axe.run({exclude: [without]}, {runOnly: rules})).violations",
        [rules, without],
    )
    return [f"{each['id']}: {node['target']} {node['failureSummary']}" for each in violations for node in each["nodes"]]


def barriers(page: Page, tags: list[str], themes: tuple[str, ...] = ("dark", "print")) -> dict[str, list[str]]:
    """What axe finds, by theme; the colours inside of drawings are in tests/render/test_palette.py."""
    found_in = {"light": found(page, {"type": "tag", "values": tags}, THUMBNAILS)}
    for theme in themes:
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        found_in[theme] = found(page, COLOURS, "svg")
    return {theme: violations for theme, violations in found_in.items() if violations}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_nothing(judged: Page, eventually: Eventually, kind: str, language: str) -> None:
    path = PAGES[kind]
    judged.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
    eventually(judged, "!document.querySelector('[aria-busy=true]')")
    tags = STANDARD if kind == "embed" else STANDARD + ADVICE  # an embed is a part of a page, which has a heading
    assert barriers(judged, tags, ("dark", "print") if language == "en" else ("dark",)) == {}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_axe_finds_nothing_where_a_picture_was_taken(judged: Page, language: str) -> None:
    judged.goto("/decks")
    with judged.expect_navigation(url="**/images*"):
        judged.evaluate(SENT, [list(saved(gradient(60, 40), "PNG")), language])
    assert judged.locator("img.kept").count() == 1
    assert barriers(judged, STANDARD + ADVICE) == {}


@pytest.mark.parametrize("menu", ["Image", "Compare", "Export", "Configure"])
def test_axe_finds_nothing_in_what_opens(judged: Page, menu: str) -> None:
    judged.goto("/net/cifar_resnet20?lang=en")
    judged.locator("summary", has_text=menu).first.click()
    assert barriers(judged, STANDARD + ADVICE) == {}


def test_axe_finds_nothing_in_the_share_dialog_and_the_focus_comes_back(judged: Page) -> None:
    judged.goto("/net/cifar_resnet20?lang=en")
    share = judged.locator(".bar").get_by_role("link", name="Share")
    share.focus()
    judged.keyboard.press("Enter")
    expect(judged.get_by_role("dialog")).to_be_visible()
    assert barriers(judged, STANDARD + ADVICE) == {}
    judged.keyboard.press("Escape")
    expect(share).to_be_focused()
    assert "/net/cifar_resnet20" in judged.url, "Escape closed the dialog and did not leave the page"


def test_a_chart_says_what_it_is_and_where_its_numbers_are(visit: Visit) -> None:
    page = visit("/net/cifar_resnet20?lang=en")
    expect(page.get_by_role("img", name="Bar chart: Parameters. Its numbers are in the table.")).to_be_visible(
        timeout=20_000
    )


@pytest.mark.parametrize("path", ["/net/cifar_resnet20", "/net/cifar_resnet20/conv1", "/", "/deck/tiny/network"])
def test_nothing_moves_for_those_who_want_stillness(visit: Visit, path: str) -> None:
    page = visit(path, reduced_motion="reduce")
    page.mouse.move(300, 300)
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.getAnimations().length") == 0


def test_where_colours_are_forced_a_drawing_keeps_its_own_and_gets_edges(visit: Visit) -> None:
    page = visit("/net/cifar_resnet20/layer2.0?theme=light", forced_colors="active", color_scheme="dark")
    style = "(element) => [getComputedStyle(element).fill, getComputedStyle(element).stroke]"
    edge = page.locator("tensor-stage > svg polygon.s-edge").first.evaluate(style)[1]
    wire = page.locator("tensor-stage > svg .s-wire").first.evaluate(style)[1]
    words = page.locator("tensor-stage > svg text.f-ink").first.evaluate(style)[0]
    paper = page.locator("tensor-stage > svg").evaluate("(svg) => getComputedStyle(svg).backgroundColor")
    assert edge == wire
    assert (words, paper) == ("rgb(26, 36, 51)", "rgb(252, 252, 251)")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_paper_has_the_drawing_and_the_table_and_no_controls(visit: Visit, language: str) -> None:
    page = visit(f"/net/cifar_resnet20?lang={language}")
    page.emulate_media(media="print")
    for kept in ("tensor-stage > svg.scene", "tensor-table tbody tr:last-child", "#table-title"):
        expect(page.locator(kept)).to_be_visible()
    shown = page.locator("button, select, input, summary, .csv").evaluate_all(
        "(all) => all.filter((each) => each.checkVisibility()).map((each) => each.outerHTML)"
    )
    assert shown == []
