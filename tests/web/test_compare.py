"""GET /compare: addresses in every spelling, one canonical; files; refusals that name the key and what is near."""

import httpx
import pytest

from tests.web.page import Page

PAIR = "/compare?a=resnet34&b=plain34"


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        (PAIR, PAIR),
        ("/compare?b=plain34&a=resnet34", PAIR),
        (PAIR + "&c=", PAIR),
        ("/compare?a=/net/resnet34&b=https://example.org/net/plain34.svg?scale=sqrt%23x", PAIR),
        ("/compare?a=resnet34%3Finput%3D3,224,224&b=plain34&scale=log&view=volumes", PAIR),
        (
            "/compare?a=resnet34/layer2?shortcut=A&b=resnet34/layer2",
            "/compare?a=resnet34/layer2%3Fshortcut%3DA&b=resnet34/layer2",
        ),
        (
            "/compare?a=resnet34?norm=none%26shortcut=A&b=resnet34",
            "/compare?a=resnet34%3Fshortcut%3DA%26norm%3Dnone&b=resnet34",
        ),
        ("/compare?a=resnet34&b=plain34&view=schematic&scale=sqrt", PAIR + "&view=schematic"),
        ("/compare?a=resnet34&b=plain34&expand=layer1", PAIR),
        ("/compare?a=resnet101&b=resnet152&expand=layer3,layer2", "/compare?a=resnet101&b=resnet152&expand=all"),
        ("/compare?a=resnet34/conv1&b=resnet50/conv1&view=schematic", "/compare?a=resnet34/conv1&b=resnet50/conv1"),
        ("/compare?a=resnet18&b=plain18&c=resnet34&scale=sqrt", "/compare?a=resnet18&b=plain18&c=resnet34&scale=sqrt"),
    ],
)
def test_however_it_is_written_a_comparison_has_one_address(
    web: httpx.Client, address: str, asked: str, canonical: str
) -> None:
    answer = web.get(asked)
    assert answer.status_code == 200
    assert answer.headers["link"] == f'<{address}{canonical}>; rel="canonical"'
    assert Page.of(answer.text).one("link", rel="canonical").attributes["href"] == address + canonical
    assert web.get(canonical).headers["etag"] == answer.headers["etag"]


@pytest.mark.parametrize(
    "value", ["resnet18%3Fimage%3Dshapes", "/net/resnet18?input=3,224,224%26%2569mage=shapes%26crop=1,2"]
)
@pytest.mark.parametrize("suffix", ["", ".svg", ".json"])
def test_a_picture_is_left_out_and_its_id_stays_out_of_caches(web: httpx.Client, suffix: str, value: str) -> None:
    answer = web.get(f"/compare{suffix}?a={value}&b=plain18")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/compare{suffix}?a=resnet18&b=plain18")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"] == "noindex"


def test_the_page_says_what_differs_and_leads_into_both_and_further(web: httpx.Client) -> None:
    page = Page.of(web.get("/compare?a=resnet50_v1&b=resnet50").text)
    effects = "three volumes change, +231,211,008 multiply-adds"
    assert f"Stride 2 moves from the 1×1 to the 3×3 in three bottleneck blocks: {effects}." in [
        element.text for element in page.all("p")
    ]
    links = page.links
    assert {"/net/resnet50_v1/layer2.0", "/net/resnet50/layer2.0"} <= set(links)
    assert "/compare?a=resnet50_v1/layer2.0&b=resnet50/layer2.0" in links
    assert "/compare?a=resnet50_v1/layer2&b=resnet50/layer2" in links
    assert "3,857,973,248" in page.one("main", id="main").text


def test_what_only_one_has_leads_to_its_own_page(web: httpx.Client) -> None:
    links = Page.of(web.get("/compare?a=resnet34&b=cifar_resnet20").text).links
    assert "/net/resnet34/layer4.0" in links
    assert not any("layer4.0&b=" in link for link in links)


@pytest.mark.parametrize("link_kind", ["compare", "net"])
def test_no_link_leads_nowhere(web: httpx.Client, link_kind: str) -> None:
    links = {
        link for link in Page.of(web.get("/compare?a=vgg16&b=resnet18").text).links if link.startswith(f"/{link_kind}")
    }
    assert len(links) > 5
    assert {web.get(link).status_code for link in links} == {200}


def test_a_network_beside_itself_shows_no_difference(web: httpx.Client) -> None:
    assert "No difference" in web.get("/compare?a=resnet34&b=resnet34%3Fshortcut%3DB").text


@pytest.mark.parametrize(
    ("query", "status", "what", "near"),
    [
        ("a=resnt34&b=plain34", 404, "a", "resnet34"),
        ("a=resnet34&b=plain34/layer9", 404, "b", "plain34/layer4"),
        ("a=resnet34&b=plain34&c=resnet34/layer2.0.conv9?shortcut=A", 404, "c", "resnet34/layer2.0.conv2?shortcut=A"),
        ("a=resnet34&b=resnetv2_50/layer2", 404, "b", "resnetv2_50/stages.1"),
        ("a=resnet34?shortcut=Q&b=plain34", 422, "a", ""),
        ("a=resnet34?nonsense=1&b=plain34", 422, "a", ""),
        ("a=resnet34/input&b=plain34", 422, "a", ""),
        ("a=resnet34", 422, "b", ""),
        ("b=resnet34", 422, "a", ""),
        ("a=&b=plain34", 422, "a", ""),
        ("a=https://example.org/&b=plain34", 404, "a", ""),
        ("a=resnet34&b=plain34&scale=cubic", 422, "scale", ""),
        ("a=resnet34&b=plain34&expand=layer9", 422, "expand", ""),
        ("a=resnet34&b=plain34&chart=x", 422, "key", ""),
        ("a=resnet34&b=plain34&width=100", 422, "width", ""),
        ("a=resnet34&a=plain34", 422, "a", ""),
    ],
)
def test_what_is_wrong_is_refused_with_its_key(
    web: httpx.Client, browser_client: httpx.Client, query: str, status: int, what: str, near: str
) -> None:
    answer = web.get(f"/compare?{query}")
    assert (answer.status_code, answer.json()["what"]) == (status, what)
    page = browser_client.get(f"/compare?{query}")
    assert page.status_code == status
    ways = [link for link in Page.of(page.text).links if link.startswith("/compare?")]
    if near:
        assert near in answer.json()["suggestions"]
        assert {web.get(way).status_code for way in ways} == {200}
        assert len(ways) == len(answer.json()["suggestions"])


def test_a_refused_comparison_keeps_what_was_given_in_a_form(browser_client: httpx.Client) -> None:
    page = Page.of(browser_client.get("/compare?a=resnet34&b=nonsense").text)
    fields = {field.attributes["name"]: field.attributes["value"] for field in page.all("input")}
    assert fields == {"a": "resnet34", "b": "nonsense", "c": ""}
    assert [link for link in page.links if link.startswith("/compare?")] == []  # nothing is near
    lacking = Page.of(browser_client.get("/compare?a=resnet34").text)
    assert {field.attributes["value"] for field in lacking.all("input")} == {"resnet34", ""}


def test_links_to_one_side_say_which_network_it_is(web: httpx.Client) -> None:
    page = Page.of(web.get("/compare?a=resnet50_v1&b=resnet50").text)
    sides = [link for link in page.all("a") if link.attributes.get("class") == "side"]
    assert {link.text for link in sides} == {"ResNet-50 v1", "ResNet-50"}
    assert sides[0].attributes["aria-label"] == "ResNet-50 v1, layer2.0"


def test_a_lost_reader_hears_of_comparisons(web: httpx.Client) -> None:
    assert "/compare?a=" in web.get("/nowhere").json()["allowed"]


def test_files_hold_all_drawings_and_the_numbers(web: httpx.Client) -> None:
    query = "?a=resnet50_v1&b=resnet50"
    svg = web.get(f"/compare.svg{query}")
    assert svg.headers["content-type"].startswith("image/svg+xml")
    assert svg.headers["content-disposition"] == 'inline; filename="resnet50_v1-resnet50.svg"'
    assert all(title in svg.text for title in ("ResNet-50 v1", "ResNet-50</text>"))
    assert web.get(f"/compare.png{query}&width=640").content.startswith(b"\x89PNG")
    document = web.get(f"/compare.json{query}").json()
    assert [subject["address"] for subject in document["subjects"]] == ["/net/resnet50_v1", "/net/resnet50"]
    assert [found["macs"] for found in document["differences"]] == [231_211_008]
    assert document["rows"][0] == ["conv1", "conv1"]


def test_the_page_s_files_are_there(web: httpx.Client) -> None:
    page = Page.of(web.get(PAIR + "&view=schematic&theme=dark").text)
    files = [element.attributes["href"] for element in page.all("link", rel="alternate")]
    assert len(files) >= 3
    assert {web.get(file).status_code for file in files} == {200}
    assert web.get("/compare.gif?a=resnet34&b=plain34").status_code == 404


def test_the_page_that_asks_is_a_form_with_examples_that_exist(web: httpx.Client) -> None:
    page = Page.of(web.get("/compare").text)
    assert page.one("form", action="/compare").attributes["method"] == "get"
    examples = [link for link in page.links if link.startswith("/compare?")]
    assert len(examples) >= 3
    assert "/compare?a=googlenet_naive/inception3a&b=googlenet_paper/inception3a" in examples
    assert {web.get(link).status_code for link in examples} == {200}
    assert web.get("/compare/?a=resnet34&b=plain34", follow_redirects=False).headers["location"] == PAIR


def test_a_network_whose_shapes_stop_fitting_is_said_to_before_anything_else(web: httpx.Client) -> None:
    answer = web.get("/compare?a=resnet34%3Fshortcut%3Didentity&b=resnet34").text
    main = Page.of(answer).one("main", id="main").text
    why = "stops at layer2.0.add: 128 × 28 × 28 and 64 × 56 × 56 cannot be added. What lies behind is not compared."
    assert why in " ".join(main.split())
    assert answer.index("What lies behind is not compared") < answer.index("<tensor-stage")
    links = Page.of(answer).links
    assert {"/net/resnet34/layer2.0.add?shortcut=identity", "/net/resnet34?shortcut=A"} <= set(links)
    assert "as far as it ran; parameters as constructed" in main
    assert "layer3 only in" not in main
    assert {web.get(link).status_code for link in links if link.startswith(("/net", "/compare"))} == {200}


def test_what_refused_is_no_part_to_compare(web: httpx.Client) -> None:
    answer = web.get("/compare?a=resnet34/layer2.0.add%3Fshortcut%3Didentity&b=resnet34/layer2.0.add")
    assert (answer.status_code, answer.json()["what"]) == (422, "a")
    told = web.get("/compare.json?a=resnet34%3Fshortcut%3Didentity&b=resnet34").json()
    assert [side["stops_at"] for side in told["subjects"]] == ["layer2.0.add", None]


def test_a_comparison_in_chinese_keeps_the_language_and_its_json_is_english(web: httpx.Client) -> None:
    page = web.get("/compare?a=resnet50_v1&b=resnet50&lang=zh")
    assert page.headers["content-language"] == "zh"
    assert "步幅 2 从 1×1 移到 3×3" in page.text
    assert page.headers["link"].endswith('/compare?a=resnet50_v1&b=resnet50&lang=zh>; rel="canonical"')
    document = web.get("/compare.json?a=resnet50_v1&b=resnet50&lang=zh", headers={"accept-language": "zh"}).json()
    assert [total["name"] for total in document["totals"]][1] == "Parameters"
    assert document["differences"][0]["text"].startswith("Stride 2 moves")


def test_a_refusal_in_chinese_names_the_key_the_value_and_what_is_near(web: httpx.Client) -> None:
    problem = web.get("/compare?a=resnet34&b=resnet35&lang=zh").json()
    assert problem["what"] == "b"
    assert "resnet35" in problem["detail"]
    assert "最接近的是：" in problem["detail"]
    assert "resnet34" in problem["detail"]
    assert web.get("/compare?lang=xx").json()["value"] == "xx"


@pytest.mark.parametrize("format", ["csv", "py", "gif"])
def test_a_file_that_no_comparison_has_is_answered_with_those_that_it_has(web: httpx.Client, format: str) -> None:
    answer = web.get(f"/compare.{format}?a=resnet18&b=plain18")
    assert answer.status_code == 404
    assert answer.json()["what"] == "format"
    assert "svg" in answer.json()["suggestions"]
