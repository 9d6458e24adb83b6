"""Pages as a reader without a script gets them: complete, linked, described."""

from collections import deque
from itertools import pairwise
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

from app.nets import PRESETS
from app.scene.titles import network_title
from tests.web.page import Page

VIEWS = ["/net/resnet34", "/net/resnet34/layer2", "/net/resnet34/layer2.0", "/net/resnet34/layer2.0.conv1"]
PAGES = [
    "/",
    "/family/resnet",
    "/family/inception",
    *VIEWS,
    "/net/cifar_resnet20",
    "/net/resnet34?view=schematic",
    "/net/resnet34/input",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_title_description_picture_and_canonical_address(
    browser_client: httpx.Client, path: str
) -> None:
    answer = browser_client.get(path)
    page = Page.of(answer.text)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "Tensorwalk" in page.one("head").text
    assert 40 < len(page.meta("description")) < 400
    assert page.meta("og:title")
    canonical = page.one("link", rel="canonical").attributes["href"]
    assert canonical == page.meta("og:url") == str(browser_client.base_url).rstrip("/") + path
    picture = browser_client.get(page.meta("og:image"))
    assert picture.headers["content-type"] == "image/png"
    assert "width=1200" in page.meta("og:image")


@pytest.mark.parametrize("path", PAGES)
def test_headings_begin_with_one_h1_and_skip_no_level(browser_client: httpx.Client, path: str) -> None:
    page = Page.of(browser_client.get(path).text)
    levels = [int(element.tag[1]) for element in page.elements if element.tag in ("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_internal_link_of_a_walk_answers(browser_client: httpx.Client) -> None:
    """From the gallery and a few views, one step out: to networks by every third link, to everything else by all."""
    seen: set[str] = set()
    queue = deque((path, 1) for path in PAGES)
    while queue:
        path, depth = queue.popleft()
        if path in seen:
            continue
        seen.add(path)
        answer = browser_client.get(path)
        assert answer.status_code == 200, path
        if depth and answer.headers["content-type"].startswith("text/html"):
            links = [urlsplit(urljoin(path, link)) for link in Page.of(answer.text).links]
            inner = dict.fromkeys(
                link.path + (f"?{link.query}" if link.query else "") for link in links if not link.netloc
            )
            views = [link for link in inner if link.startswith("/net/")]
            queue += [(link, depth - 1) for link in (*views[::3], *(inner.keys() - views))]
    assert len(seen) > 100


@pytest.mark.parametrize("path", VIEWS)
def test_a_view_has_the_parts_that_scripts_and_readers_rely_on(browser_client: httpx.Client, path: str) -> None:
    page = Page.of(browser_client.get(path).text)
    page.one("tensor-stage")
    page.one("tensor-inspector")
    assert page.all("svg", **{"class": "scene"})
    up = page.one("tensor-stage").attributes["data-up"]
    assert up == dict(zip(VIEWS, ["", *VIEWS], strict=False))[path]
    assert len(page.all("table")) == 1
    drawn = {part.attributes["data-path"] for part in page.all("a") if "data-path" in part.attributes} - {""}
    cards = {card.attributes["data-path"] for card in page.all("template")}
    assert cards <= drawn
    assert page.all("script", type="application/json") or path.endswith("conv1")


def test_pages_hold_no_inline_script(browser_client: httpx.Client) -> None:
    for path in PAGES:
        for script in Page.of(browser_client.get(path).text).all("script"):
            assert (
                script.attributes.get("src", "").startswith("/static/")
                or script.attributes["type"] == "application/json"
            )


def test_another_order_of_keys_is_the_same_page_with_the_same_canonical_address(browser_client: httpx.Client) -> None:
    one = browser_client.get("/net/resnet18?scale=sqrt&input=3,64,64&classes=1000")
    two = browser_client.get("/net/resnet18?classes=1000&input=3%2C64%2C64&scale=sqrt")
    assert one.text == two.text
    assert (
        Page.of(one.text)
        .one("link", rel="canonical")
        .attributes["href"]
        .endswith("/net/resnet18?input=3,64,64&scale=sqrt")
    )


def test_the_look_of_a_page_is_kept_on_the_way_down(browser_client: httpx.Client) -> None:
    page = Page.of(browser_client.get("/net/resnet18?input=3,64,64&scale=sqrt&theme=dark").text)
    assert page.one("html").attributes["data-theme"] == "dark"
    parts = [part.attributes["href"] for part in page.all("a") if "data-path" in part.attributes]
    assert parts
    assert all(link.endswith("?input=3,64,64&scale=sqrt&theme=dark") for link in parts)


def test_the_chart_of_the_address_is_chosen_and_kept_by_every_link_to_a_view(browser_client: httpx.Client) -> None:
    page = Page.of(browser_client.get("/net/resnet18?chart=multiply-adds").text)
    options = page.all("option", selected="")
    assert "Multiply-adds" in {option.text for option in options}
    assert page.one("input", name="chart").attributes["value"] == "multiply-adds"
    parts = [part.attributes["href"] for part in page.all("a") if "data-path" in part.attributes]
    assert parts
    assert all(link.endswith("?chart=multiply-adds") for link in parts)


def test_the_gallery_shows_every_preset_and_narrows_by_words_and_family(browser_client: httpx.Client) -> None:
    def shown(path: str) -> list[str]:
        entries = Page.of(browser_client.get(path).text).all("li", **{"class": "entry"})
        return [entry.text.split()[0] for entry in entries if "hidden" not in entry.attributes]

    everything = Page.of(browser_client.get("/").text)
    assert set(everything.links) >= {f"/net/{name}" for name in PRESETS}
    assert len(shown("/?q=&family=")) == len(PRESETS)
    assert shown("/?q=bottleneck+18") == []
    assert len(shown("/?family=cifar")) == sum(name.startswith("cifar") for name in PRESETS)
    assert shown("/?family=wide&q=101") == ["Wide"]
    assert browser_client.get("/?family=nope").status_code == 422


CIFAR = {name for name in PRESETS if name.startswith("cifar")}
SEARCHES = [
    ("32×32", {name for name, config in PRESETS.items() if config.input[1:] == (32, 32)}),
    ("32 x 32", {name for name, config in PRESETS.items() if config.input[1:] == (32, 32)}),
    ("3 × 32 × 32", {name for name, config in PRESETS.items() if config.input == (3, 32, 32)}),
    ("cifar10", CIFAR),
    ("32x4d", {"resnext50_32x4d"}),
    (
        "resnet 50",
        {"resnet50", "resnet50_v1", "resnet50c", "resnet50d", "resnetv2_50", "seresnet50", "wide_resnet50_2"},
    ),
    ("ResNet-152", {"resnet152", "resnet152_v1"}),
    ("basic 34", {"resnet34", "resnet34d", "plain34", "highway34"}),
    ("plain, 18", {"plain18"}),
    ("34 layers", {"resnet34", "resnet34d", "plain34", "highway34"}),
    ("34层", {"resnet34", "resnet34d", "plain34", "highway34"}),
    ("34 层", {"resnet34", "resnet34d", "plain34", "highway34"}),
    ("residual vgg", set()),
    ("残差 resnext", {"resnext50_32x4d", "resnext101_32x8d", "resnext101_64x4d"}),
    ("grouped", {name for name in PRESETS if name.startswith("resnext")}),
    ("分组", {name for name in PRESETS if name.startswith("resnext")}),
    ("网络", {"plain18", "plain34"}),
    ("", set(PRESETS)),
]


@pytest.mark.parametrize(("search", "names"), SEARCHES)
def test_a_search_finds_what_its_words_begin(browser_client: httpx.Client, search: str, names: set[str]) -> None:
    page = Page.of(browser_client.get("/", params={"q": search}).text)
    listed = zip(page.all("li", **{"class": "entry"}), page.all("h3"), strict=True)
    shown = {heading.text for entry, heading in listed if "hidden" not in entry.attributes}
    assert shown == {network_title(name) for name in names}


def test_a_network_whose_shapes_do_not_fit_is_drawn_as_far_as_it_went(browser_client: httpx.Client) -> None:
    answer = browser_client.get("/net/resnet18?input=3,4,4&stem=imagenet&shortcut=A&widths=64,32,16,8")
    assert answer.status_code == 200
    notice = Page.of(answer.text).one("div", **{"class": "notice"}).text
    assert "layer2.0.downsample" in notice


def test_pages_are_light(browser_client: httpx.Client) -> None:
    """Issue 3: under 150 KB compressed, everything but plotly."""
    total, page = 0, browser_client.get("/net/resnet34", headers={"accept-encoding": "br"})
    wanted = [page.request.url.path]
    wanted += [
        link.attributes["href"]
        for link in Page.of(page.text).all("link")
        if link.attributes["rel"] in ("stylesheet", "icon")
    ]
    wanted += [script.attributes["src"] for script in Page.of(page.text).all("script") if "src" in script.attributes]
    base = next(path for path in wanted if path.endswith("main.js")).removesuffix("main.js")
    scripts = browser_client.get(f"{base}main.js").text
    assert "import" in scripts
    from app.web.assets import STATIC  # every module, whether this page needs it or not

    wanted += [f"{base}{path.name}" for path in STATIC.glob("*.js")]
    wanted += [f"{base}fonts/{weight}.woff2" for weight in ("regular", "semibold", "bold")]
    for path in dict.fromkeys(wanted):
        with browser_client.stream("GET", path, headers={"accept-encoding": "br"}) as answer:
            total += sum(len(chunk) for chunk in answer.iter_raw())
    assert total < 150_000


def test_a_network_s_page_says_which_one_it_is_and_what_it_has_become(browser_client: httpx.Client) -> None:
    page = Page.of(browser_client.get("/net/resnet50").text)
    assert "v1.5" in page.one("details", **{"class": "badge"}).text
    changed = Page.of(browser_client.get("/net/resnet50?shortcut=A").text)
    assert changed.one("p", role="status", **{"data-live": "summary"}).text.startswith("ResNet-50 variant: 22.7")
    assert Page.of(browser_client.get("/net/resnet50/layer1").text).all("details", **{"class": "badge"}) == []
