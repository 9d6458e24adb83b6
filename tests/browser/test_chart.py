"""The chart under the drawing: it comes late, stands under the drawing's columns, and talks with its parts."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

Visit = Callable[..., Page]
Eventually = Callable[[Page, str], None]

BARS = ".strip .plot .barlayer .point path"
# The number under a volume is centred on it, and so is the bar: text and bar are drawn by different programs.
CENTRES = """() => {
  const middle = (element) => { const box = element.getBoundingClientRect(); return box.x + box.width / 2; };
  const plot = document.querySelector('.strip .plot');
  const bars = [...plot.querySelectorAll('.barlayer .point path')];
  const paths = plot.data[0].customdata.map((given) => Array.isArray(given) ? given[0] : given);
  return paths.map((path, index) => [path, middle(bars[index]), bars[index].getBoundingClientRect().height])
    .filter(([, , height]) => height > 0.5)
    .map(([path, bar]) => {
      const part = document.querySelector(`.stage > svg .volume[data-path="${CSS.escape(path)}"]`);
      return [path, bar, middle(part.querySelector('text'))];
    });
}"""


def wait_for_chart(page: Page) -> None:
    page.locator(BARS).first.wait_for(state="attached")


def assert_aligned(page: Page) -> None:
    page.wait_for_timeout(300)
    centres = page.evaluate(CENTRES)
    assert len(centres) > 10
    for path, bar, column in centres:
        assert bar == pytest.approx(column, abs=2), path


def test_every_bar_stands_under_its_column(visit: Visit) -> None:
    page = visit("/net/resnet34")
    wait_for_chart(page)
    assert_aligned(page)


def test_bars_follow_zoom_pan_and_the_window(visit: Visit) -> None:
    page = visit("/net/resnet34")
    wait_for_chart(page)
    for _ in range(2):
        page.get_by_role("button", name="Zoom in").click()
    assert_aligned(page)
    page.keyboard.press("Tab")
    page.locator('.stage > svg .volume[data-path="fc"]').focus()
    assert_aligned(page)
    page.set_viewport_size({"width": 1000, "height": 700})
    assert_aligned(page)


def test_plotly_comes_after_the_diagram_is_usable(visit: Visit) -> None:
    page = visit("/")
    order: list[str] = []

    def held(route: Route) -> None:
        order.append(page.evaluate("document.readyState"))
        route.continue_()

    page.route("**/plotly.min.js", held)
    page.goto("/net/resnet34")
    wait_for_chart(page)
    assert order == ["complete"]


SLOW_PLOTLY = """
window.told = [];
window.Plotly = {
  react: (plot) => {
    Object.assign(plot, {data: [], on: () => {}});
    return new Promise((resolve) => { window.finish = resolve; });
  },
  relayout: async (plot, changes) => { told.push(changes["xaxis.range"]); },
  restyle: async () => {},
};"""


def test_a_view_that_moves_while_the_bars_are_being_drawn_is_followed_when_they_are(
    visit: Visit, eventually: Eventually
) -> None:
    page = visit("/weights")  # somewhere to stand while the address of the library is taken over
    page.context.route(
        "**/plotly.min.js", lambda route: route.fulfill(body=SLOW_PLOTLY, content_type="text/javascript")
    )
    page.goto("/net/resnet18")
    page.locator("tensor-chart").scroll_into_view_if_needed()
    eventually(page, "'finish' in window")
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(100)
    assert page.evaluate("told") == []
    page.evaluate("finish()")
    eventually(page, "told.length > 0")
    left, right = page.evaluate("told.at(-1)")
    shown = page.locator("tensor-stage > svg.scene").evaluate("(svg) => svg.viewBox.baseVal.width")
    assert right - left == pytest.approx(shown, rel=1e-3)


def test_the_choice_of_chart_is_in_the_address_and_kept_on_the_way_down(visit: Visit) -> None:
    page = visit("/net/resnet34")
    wait_for_chart(page)
    page.locator(".strip select").select_option("Multiply-adds")
    expect(page).to_have_url(re.compile(r"/net/resnet34\?chart=multiply-adds$"))
    page.locator('.stage > svg a.volume[data-path="layer2.0"]').click()
    expect(page).to_have_url(re.compile(r"/net/resnet34/layer2.0\?chart=multiply-adds$"))
    expect(page.locator(".strip select")).to_have_value("multiply-adds")
    page.locator(".strip select").select_option("Parameters")
    expect(page).to_have_url(re.compile("/net/resnet34/layer2.0$"))


def test_charts_differ_and_are_all_drawn(visit: Visit, eventually: Eventually) -> None:
    page = visit("/net/resnet34")
    wait_for_chart(page)
    figures = json.loads(
        page.locator("script.figures").inner_text() or page.locator("script.figures").text_content() or ""
    )
    assert len({json.dumps(figure["data"][0]["y"]) for figure in figures.values()}) == len(figures) > 2
    for name, figure in figures.items():
        page.locator(".strip select").select_option(name)
        shown = "JSON.stringify(Array.from(document.querySelector('.strip .plot').data[0].y))"
        eventually(page, f"{shown} === JSON.stringify({json.dumps(figure['data'][0]['y'])})")


def test_hovering_a_bar_shows_its_part_and_a_click_goes_down(visit: Visit) -> None:
    page = visit("/net/resnet34#layer1.0")
    wait_for_chart(page)
    paths = page.evaluate("document.querySelector('.strip .plot').data[0].customdata.map((given) => [given].flat()[0])")
    bar = page.locator(BARS).nth(paths.index("layer4.2")).bounding_box()
    assert bar is not None
    x, y = bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2
    page.mouse.move(x, y - 2)
    page.mouse.move(x, y)
    expect(page.locator(".inspector .card h2")).to_have_text("layer4.2")
    page.mouse.move(x, y + 200)
    expect(page.locator(".inspector .card h2")).to_have_text("layer1.0")
    page.mouse.click(x, y)
    expect(page).to_have_url(re.compile("/net/resnet34/layer4.2$"))


def test_the_chart_takes_the_theme_s_colours(visit: Visit, eventually: Eventually) -> None:
    page = visit("/net/resnet34", color_scheme="light")
    wait_for_chart(page)
    fill = f"getComputedStyle(document.querySelector('{BARS}')).fill"
    light = page.evaluate(fill)
    page.emulate_media(color_scheme="dark")
    eventually(page, f"{fill} !== '{light}'")


@pytest.mark.parametrize("chart", ["Parameters", "Activation memory", "Channels", "Receptive field"])
def test_every_line_of_the_height_axis_has_its_label_inside_the_plot(visit: Visit, chart: str) -> None:
    page = visit("/net/resnet50")
    wait_for_chart(page)
    page.locator(".strip select").select_option(chart)
    expect(page.locator(".strip .plot")).to_have_attribute("aria-label", re.compile(chart))
    lines = page.locator(".strip .plot .gridlayer path, .strip .plot .zerolinelayer path")
    labels = page.locator(".strip .plot .annotation")
    assert labels.count() == lines.count() > 1
    plot = page.locator(".strip .plot").bounding_box()
    assert plot is not None
    for label in labels.all():
        box = label.bounding_box()
        assert box is not None
        assert plot["y"] <= box["y"]
        assert box["y"] + box["height"] <= plot["y"] + plot["height"]


def test_the_labels_of_the_height_axis_stand_before_the_bars(visit: Visit) -> None:
    page = visit("/net/resnet34")
    wait_for_chart(page)
    behind = "document.querySelector('.strip .plot .barlayer').compareDocumentPosition(LABEL) & 4"
    assert page.evaluate(behind.replace("LABEL", "document.querySelector('.strip .plot .annotation')"))
    assert page.evaluate("document.querySelector('.strip .plot .annotation .bg').style.fillOpacity") == "1"
