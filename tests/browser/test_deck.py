"""A lecture presented: by keyboard from start to end, with the presenter's window, with questions, without a script."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from app.decks.library import deck
from app.language import speaking
from app.web.deck_room import READABLE, fit
from app.web.deck_views import scene_of_step, shown

Visit = Callable[..., Page]
Eventually = Callable[[Page, str], None]

STEPS = ["1", "network", "conv1", "block", "compared"]


def at(step: str) -> re.Pattern[str]:
    return re.compile(rf"/deck/tiny/{re.escape(step)}$")


def ready(page: Page) -> Page:
    """A key reaches a lecture once its script runs: then the tools are there."""
    expect(page.locator(".tools, deck-timer").first).to_be_visible()
    return page


def presenter_of(page: Page) -> Page:
    with page.expect_popup() as opening:
        page.keyboard.press("p")
    return ready(opening.value)


def test_a_lecture_is_presented_from_start_to_end_with_one_key(visit: Visit) -> None:
    page = ready(visit("/deck/tiny/1"))
    expected = ["network", "conv1", "conv1?reveal=1", "block", "block?reveal=1", "compared"]
    for step in expected:
        page.keyboard.press("PageDown")
        expect(page).to_have_url(at(step))
    expect(page.locator("h1")).to_have_text("Beside a plain network")
    page.keyboard.press("PageDown")
    page.wait_for_timeout(200)
    expect(page).to_have_url(at("compared"))
    page.keyboard.press("Home")
    expect(page).to_have_url(at("1"))
    page.keyboard.press("End")
    expect(page).to_have_url(at("compared"))
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(at("block"))
    page.go_back()
    expect(page).to_have_url(at("compared"))
    expect(page.locator("h1")).to_have_text("Beside a plain network")
    expect(page).to_have_title("Beside a plain network · Through one block · Tensorwalk")


def test_steps_come_without_a_page_and_before_they_are_asked_for(visit: Visit) -> None:
    page = ready(visit("/deck/tiny/1"))
    page.evaluate("window.same = true")
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.press("ArrowRight")
    expect(page.locator("h1")).to_have_text("ResNet-18")
    assert not any("/network?" in url for url in asked)
    assert page.evaluate("window.same")


def test_keys_faster_than_the_fade_arrive_all(visit: Visit) -> None:
    page = ready(visit("/deck/tiny/1", reduced_motion="no-preference"))
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowRight", "r", "ArrowRight"):
        page.keyboard.press(key)
    expect(page).to_have_url(at("block"))
    expect(page.locator("h1")).to_have_text("A block with a projection")


def test_a_question_is_answered_by_typing(visit: Visit) -> None:
    page = ready(visit("/deck/tiny/conv1"))
    volume = page.locator('.step svg .volume[data-path="conv1"]')
    expect(volume).to_contain_text("?")
    field = page.get_by_role("textbox", name="What shape comes out?")
    field.fill("64x113x113")
    field.press("Enter")
    expect(page.locator(".verdict")).to_have_text("Not yet.")
    expect(volume).to_contain_text("?")
    expect(field).to_be_focused()
    field.fill("64×112×112")
    field.press("Enter")
    expect(page.locator(".verdict")).to_have_text("Right: 64 × 112 × 112")
    expect(page.locator(".worked")).to_contain_text("= 112")
    expect(volume).to_contain_text("112")


@pytest.mark.parametrize("query", ["", "?lang=zh&theme=dark"])
@pytest.mark.parametrize("way", ["Enter", "button"])
def test_after_a_wrong_answer_the_second_try_is_typed_at_once(visit: Visit, query: str, way: str) -> None:
    page = ready(visit(f"/deck/tiny/conv1{query}"))
    field = page.get_by_role("textbox")
    field.fill("112x112x64")
    if way == "Enter":
        field.press("Enter")
    else:
        page.locator(".typed button").click()
    expect(page.locator(".verdict")).to_contain_text("C × H × W")
    expect(field).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("b 64 x 112")
    expect(field).to_have_value("b 64 x 112")
    expect(page.locator(".frame > .black")).to_be_hidden()


def test_a_question_is_answered_by_choosing(visit: Visit) -> None:
    page = ready(visit("/deck/tiny/block"))
    page.get_by_role("button", name="64 × 56 × 56").click()
    expect(page.locator(".verdict")).to_have_text("Not yet.")
    page.get_by_role("button", name="128 × 28 × 28").click()
    expect(page.locator(".verdict")).to_have_text("Right: 128 × 28 × 28")


def test_letters_typed_into_an_answer_are_no_commands_but_a_clicker_goes_on(visit: Visit) -> None:
    page = ready(visit("/deck/tiny/conv1"))
    field = page.get_by_role("textbox")
    field.press_sequentially("b .f")
    expect(field).to_have_value("b .f")
    expect(page.locator(".frame > .black")).to_be_hidden()
    field.press("PageDown")
    expect(page).to_have_url(at("conv1?reveal=1"))


def test_the_presenter_s_window_is_kept_in_step_both_ways_and_when_either_is_loaded_anew(visit: Visit) -> None:
    page = ready(visit("/deck/tiny/network"))
    presenter = presenter_of(page)
    expect(presenter).to_have_url(re.compile("/deck/tiny/network/notes$"))
    expect(presenter.locator(".notes")).to_contain_text("Point at the dashed arc.")
    expect(presenter.locator(".coming")).to_have_text("The first convolution")
    page.keyboard.press("ArrowRight")
    expect(presenter).to_have_url(re.compile("/deck/tiny/conv1/notes$"))
    expect(presenter.locator(".solution")).to_contain_text("64 × 112 × 112")
    presenter.keyboard.press("ArrowRight")
    expect(page).to_have_url(at("conv1?reveal=1"))
    presenter.reload()
    ready(presenter).keyboard.press("ArrowRight")
    expect(page).to_have_url(at("block"))
    page.reload()
    ready(page).keyboard.press("ArrowRight")
    expect(presenter).to_have_url(re.compile(r"/deck/tiny/block/notes\?reveal=1$"))


def test_both_windows_show_that_the_class_s_screen_is_black_until_the_next_step(visit: Visit) -> None:
    page = ready(visit("/deck/tiny/1"))
    presenter = presenter_of(page)
    black, told = page.locator(".frame > .black"), presenter.get_by_text("The class’s screen is black.")
    presenter.keyboard.press("b")
    expect(black).to_be_visible()
    expect(told).to_be_visible()
    presenter.reload()
    expect(told).to_be_visible()
    ready(presenter).keyboard.press("ArrowRight")
    expect(page).to_have_url(at("network"))
    expect(black).to_be_hidden()
    expect(told).to_be_hidden()
    page.keyboard.press(".")
    expect(told).to_be_visible()
    page.keyboard.press("x")
    expect(black).to_be_hidden()
    expect(told).to_be_hidden()


def test_a_light_in_the_presenter_s_drawing_shines_at_the_same_place_of_the_class_s(visit: Visit) -> None:
    page = ready(visit("/deck/tiny/network"))
    presenter = presenter_of(page)
    presenter.keyboard.press("l")
    presenter.locator('.now .volume[data-path="layer2.0"]').hover()
    light = page.locator(".light")
    expect(light).to_be_visible()
    place, volume = light.bounding_box(), page.locator('.step .volume[data-path="layer2.0"]').bounding_box()
    assert place is not None
    assert volume is not None
    assert volume["x"] <= place["x"] + place["width"] / 2 <= volume["x"] + volume["width"]
    assert volume["y"] <= place["y"] + place["height"] / 2 <= volume["y"] + volume["height"]
    presenter.keyboard.press("l")
    expect(light).to_be_hidden()


def test_a_timer_runs_rests_and_outlives_its_window(visit: Visit, eventually: Eventually) -> None:
    page = ready(visit("/deck/tiny/network/notes"))
    expect(page.locator(".plan")).to_have_text("planned: 0:30 to 2:00")
    page.get_by_role("button", name="Start").click()
    eventually(page, "document.querySelector('.clock').textContent === '0:01'")
    page.get_by_role("button", name="Pause").click()
    stood = page.locator(".clock").text_content()
    page.reload()
    expect(page.locator(".clock")).to_have_text(str(stood))
    page.get_by_role("button", name="Reset").click()
    expect(page.locator(".clock")).to_have_text("0:00")


def test_the_list_of_steps_leads_to_any_and_help_names_the_keys(visit: Visit) -> None:
    page = ready(visit("/deck/tiny/1"))
    page.keyboard.press("j")
    page.get_by_role("link", name="A block with a projection").click()
    expect(page).to_have_url(at("block"))
    expect(page.locator(".contents")).not_to_have_attribute("open", "")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()


@pytest.mark.parametrize(("ratio", "shape"), [("4:3", 4 / 3), ("16:9", 16 / 9)])
def test_a_lecture_is_shown_in_the_shape_of_its_wall(visit: Visit, ratio: str, shape: float) -> None:
    page = ready(visit(f"/deck/tiny/network?ratio={ratio}"))
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(rf"/deck/tiny/conv1\?ratio={ratio}$"))
    box = page.locator(".frame").bounding_box()
    assert box is not None
    assert box["width"] / box["height"] == pytest.approx(shape, rel=0.01)


def test_without_a_script_links_and_forms_do_it(visit: Visit) -> None:
    page = visit("/deck/tiny/network", java_script_enabled=False)
    page.get_by_role("link", name="Next step").click()
    expect(page).to_have_url(at("conv1"))
    page.get_by_role("textbox").fill("(64, 112, 112)")
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".verdict")).to_have_text("Right: 64 × 112 × 112")
    page.get_by_role("link", name="Cover it again").click()
    expect(page.locator(".verdict")).to_be_hidden()
    page.get_by_role("link", name="Show the answer").click()
    expect(page.locator(".worked")).to_be_visible()
    expect(page.locator(".tools")).to_be_hidden()


@pytest.mark.parametrize("size", [(1440, 900), (1024, 768), (390, 844)])
@pytest.mark.parametrize("step", STEPS)
def test_nothing_is_cut_off(visit: Visit, step: str, size: tuple[int, int]) -> None:
    page = ready(visit(f"/deck/tiny/{step}", viewport={"width": size[0], "height": size[1]}))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    footer, steps = (page.locator(place).bounding_box() for place in (".step > footer", ".frame > .steps"))
    assert footer is not None
    assert steps is not None
    if size[0] > 1000:
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        drawing = page.locator(".step .picture > svg")
        for box in [drawing.bounding_box()] if drawing.count() else []:
            assert box is not None
            assert box["y"] + box["height"] <= footer["y"]


SMALLEST = """() => {
    const drawing = document.querySelector(".step .picture > svg");
    const sizes = [...drawing.querySelectorAll("text")].map((text) => parseFloat(getComputedStyle(text).fontSize));
    return Math.min(...sizes) * drawing.getScreenCTM().a;
}"""


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("slug", "id"),
    [
        ("walking-through-resnet34", "start"),  # in two lines
        ("walking-through-resnet34", "table"),  # words beside it
        ("network-in-network", "bottleneck"),  # a question beneath it
        ("inception-from-naive-to-v4", "v4"),
    ],
)
def test_words_on_a_wall_are_as_large_as_the_check_reckons(visit: Visit, slug: str, id: str, lang: str) -> None:
    lecture = deck(slug).lecture
    step = next(step for step in lecture.steps if step.id == id)
    with speaking("zh" if lang == "zh" else "en"):
        reckoned = fit(scene_of_step(step, shown(step.view), revealed=False), step)
    page = ready(visit(f"/deck/{slug}/{id}?lang={lang}", viewport={"width": 1024, "height": 768}))
    expect(page.locator(".step")).to_have_class(re.compile(rf"\b{reckoned.layout}\b"))
    measured = page.evaluate(SMALLEST)
    assert measured >= READABLE
    assert measured == pytest.approx(reckoned.words, rel=0.06)


@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)])
@pytest.mark.parametrize("place", ["tiny/conv1", "from-lenet-to-resnet/resnet", "network-in-network/projection"])
def test_a_drawing_stays_where_it_is_when_the_answer_is_shown(visit: Visit, place: str, size: tuple[int, int]) -> None:
    page = ready(visit(f"/deck/{place}", viewport={"width": size[0], "height": size[1]}))
    drawing = page.locator(".step .picture > svg")
    before = drawing.bounding_box()
    page.keyboard.press("r")
    expect(page.locator(".verdict.right")).to_be_visible()
    assert drawing.bounding_box() == pytest.approx(before, abs=1)  # a pixel is not seen


@pytest.mark.parametrize(
    "path", ["/decks", "/deck/tiny/block", "/deck/tiny/conv1/notes", "/deck/tiny/1?theme=dark&lang=zh"]
)
def test_axe_finds_nothing(visit: Visit, path: str) -> None:
    page = visit(path)
    assert Axe().run(page).response["violations"] == []
