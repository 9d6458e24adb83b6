"""Views in other people's pages: the lean page that may be framed, and what oEmbed says of it."""

import json
from html import unescape
from urllib.parse import quote
from xml.etree import ElementTree

import brotli
import httpx
import pytest

from app.nets import PRESETS
from app.render import RENDERERS

VIEWS = (
    "/net/resnet18",
    "/net/resnet18/layer2.0?shortcut=A",
    "/net/googlenet/inception3a",
    "/compare?a=resnet18&b=plain18",
)


def oembed(web: httpx.Client, url: str, **keys: str | int) -> httpx.Response:
    return web.get("/oembed", params={"url": url, **keys})


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_may_be_framed_by_anybody_and_its_own_page_by_nobody(web: httpx.Client, view: str) -> None:
    assert "frame-ancestors" not in web.get(f"/embed{view}").headers["content-security-policy"]
    assert "frame-ancestors 'none'" in web.get(view).headers["content-security-policy"]


@pytest.mark.parametrize("view", VIEWS)
def test_an_embedded_view_is_the_same_drawing_and_needs_one_file_at_most(web: httpx.Client, view: str) -> None:
    page = web.get(f"/embed{view}").text
    assert '<svg class="scene"' in page
    assert page.count("<script") == 1
    assert '<link rel="stylesheet"' not in page
    assert "/static/fonts/" not in page
    assert page.count("<figcaption><a ") == 1


@pytest.mark.parametrize("name", PRESETS)
def test_every_network_s_embedded_page_stays_under_its_weight(web: httpx.Client, name: str) -> None:
    body = web.get(f"/embed/net/{name}").content
    assert len(brotli.compress(body, quality=4)) < 60_000


def test_a_theme_and_a_language_can_be_fixed(web: httpx.Client) -> None:
    assert 'data-theme="dark"' in web.get("/embed/net/resnet18?theme=dark").text
    assert "data-theme=" not in web.get("/embed/net/resnet18").text.partition("<style>")[0]
    assert '<html lang="zh-CN"' in web.get("/embed/net/resnet18?lang=zh").text
    wished = web.get("/embed/net/resnet18", headers={"accept-language": "zh"})
    assert '<html lang="en"' in wished.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/embed/net/none", 404),
        ("/embed/net/resnet18/layer9", 404),
        ("/embed/net/resnet18.svg", 422),
        ("/embed/net/resnet18?image=scene", 422),
        ("/embed/net/resnet18?width=300", 422),
        ("/embed/net", 422),
        ("/embed/family/resnet", 422),
        ("/embed/compare?a=resnet18", 422),
    ],
)
def test_what_is_no_view_is_not_embedded(web: httpx.Client, path: str, status: int) -> None:
    answer = web.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("view", VIEWS)
def test_oembed_has_what_the_specification_requires_of_rich_content(web: httpx.Client, address: str, view: str) -> None:
    answer = oembed(web, address + view)
    assert answer.headers["content-type"] == "application/json"
    said = answer.json()
    assert (said["version"], said["type"]) == ("1.0", "rich")
    assert said["title"]
    assert said["provider_name"] == "Tensorwalk"
    assert f'width="{said["width"]}" height="{said["height"]}"' in said["html"]
    source = unescape(said["html"].partition('src="')[2].partition('"')[0])
    assert source == f"{address}/embed{view}"
    assert web.get(source).status_code == 200
    picture = web.get(said["thumbnail_url"]).content
    assert int.from_bytes(picture[16:20]) == said["thumbnail_width"]
    assert abs(int.from_bytes(picture[20:24]) - said["thumbnail_height"]) <= 1


def test_oembed_says_the_same_in_xml(web: httpx.Client, address: str) -> None:
    url = f"{address}/compare?a=resnet18&b=plain18"
    answer = oembed(web, url, format="xml")
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)
    assert root.tag == "oembed"
    assert {child.tag: child.text for child in root} == {
        key: str(value) for key, value in oembed(web, url).json().items()
    }


@pytest.mark.parametrize(("most", "width", "height"), [({"maxwidth": 400}, 400, 9999), ({"maxheight": 200}, 960, 200)])
def test_oembed_keeps_within_the_room_that_there_is(
    web: httpx.Client, address: str, most: dict[str, int], width: int, height: int
) -> None:
    said = oembed(web, f"{address}/net/googlenet/inception3a", **most).json()
    assert 0 < said["width"] <= width
    assert 0 < said["height"] <= height
    assert said["thumbnail_width"] <= said["width"]
    assert said["thumbnail_height"] <= said["height"]


def test_oembed_bears_room_without_end(web: httpx.Client, address: str) -> None:
    assert oembed(web, f"{address}/net/resnet18", maxwidth="9" * 300).json()["width"] <= 960


@pytest.mark.parametrize(
    ("path", "keys", "status"),
    [
        ("/nothing", {}, 404),
        ("/net/none", {}, 404),
        ("/net/resnet18/layer9", {}, 404),
        ("/net/resnet18.png", {}, 404),
        ("/family/resnet", {}, 404),
        ("/net/resnet18?depths=x", {}, 404),
        ("/net/resnet18", {"format": "yaml"}, 501),
        ("/net/resnet18?image=scene", {}, 401),
        ("/net/resnet18", {"maxwidth": "0"}, 422),
        ("/net/resnet18", {"maxwidth": "-5"}, 422),
        ("/net/resnet18", {"maxheight": "1.5"}, 422),
        ("/net/resnet18", {"callback": "x"}, 422),
    ],
)
def test_oembed_answers_mistakes_as_the_specification_says(
    web: httpx.Client, address: str, path: str, keys: dict[str, str], status: int
) -> None:
    assert oembed(web, address + path, **keys).status_code == status


@pytest.mark.parametrize("url", ["https://example.org/net/resnet18", "net/resnet18", "http://[", "javascript:alert(1)"])
def test_oembed_knows_no_foreign_address(web: httpx.Client, url: str) -> None:
    assert oembed(web, url).status_code == 404


def test_oembed_names_the_address_that_is_none_of_ours(web: httpx.Client, address: str) -> None:
    said = oembed(web, f"{address}/family/resnet").json()
    assert said["what"] == "url"
    assert "/net/" in said["allowed"]


def test_oembed_says_what_is_wrong_with_an_address_of_ours(web: httpx.Client, address: str) -> None:
    said = oembed(web, f"{address}/net/resnet18?colour=red").json()["detail"]
    assert "colour" in said
    assert "shortcut" in said
    assert "layer9" in oembed(web, f"{address}/net/resnet18/layer9").json()["detail"].partition(";")[2]


@pytest.mark.parametrize("url", ["{0}/net/resnet18/layer2%2E0", "{1}/net/resnet18/layer2.0"])
def test_oembed_knows_an_address_however_it_is_written(web: httpx.Client, address: str, url: str) -> None:
    url = url.format(address, address.replace("http", "HTTP"))
    assert oembed(web, url).json()["title"] == "ResNet-18 › layer2 › block 0"


@pytest.mark.parametrize("path", ["//net/resnet18", "/embednet/resnet18", "/embed//net/resnet18", "/net/res\nnet18"])
def test_oembed_knows_no_address_that_the_site_does_not(web: httpx.Client, address: str, path: str) -> None:
    assert oembed(web, address + path).status_code == 404


def test_a_frame_too_low_for_the_drawing_keeps_its_width(web: httpx.Client, address: str) -> None:
    said = oembed(web, f"{address}/net/resnet18", maxheight=10).json()
    assert said["height"] == 10
    assert said["width"] >= 100


def test_what_is_not_found_may_be_framed_too(browser_client: httpx.Client) -> None:
    answer = browser_client.get("/embed/net/none")
    assert answer.status_code == 404
    assert "frame-ancestors" not in answer.headers["content-security-policy"]
    assert "none" in answer.text
    assert "<header" not in answer.text


@pytest.mark.parametrize("format", RENDERERS)
def test_files_may_not_be_framed(web: httpx.Client, format: str) -> None:
    assert "frame-ancestors 'none'" in web.get(f"/net/resnet18.{format}").headers["content-security-policy"]


def test_an_embedded_page_says_what_it_speaks(web: httpx.Client) -> None:
    headers = web.get("/embed/net/lenet5", headers={"accept-language": "zh"}).headers
    assert headers["content-language"] == "en"
    assert "Accept-Language" not in headers.get("vary", "")


def test_oembed_needs_an_address(web: httpx.Client) -> None:
    assert web.get("/oembed").status_code == 422


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_s_page_says_where_its_oembed_is(web: httpx.Client, address: str, view: str) -> None:
    page = web.get(view).text
    for format in ("json", "xml"):
        url = unescape(page.partition('+oembed" href="')[2].partition('"')[0]) if format == "json" else ""
        if url:
            assert json.loads(web.get(url).text)["html"]
    assert f'type="application/json+oembed" href="{address}/oembed?url=' in page
    assert f'type="text/xml+oembed" href="{address}/oembed?url=' in page


def test_a_page_with_a_picture_has_none(web: httpx.Client) -> None:
    assert "+oembed" not in web.get("/net/cifar_resnet20?image=shape-star").text


def test_the_web_component_may_be_loaded_by_any_page(web: httpx.Client) -> None:
    headers = web.get("/static/tensor-walk.js").headers
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert headers["access-control-allow-origin"] == "*"
    assert web.get("/static/main.js").headers["cross-origin-resource-policy"] == "same-origin"


def test_a_hostile_path_reaches_no_page_unescaped(web: httpx.Client) -> None:
    hostile = quote('"><script>alert(1)</script>')
    for path in (f"/embed/net/resnet18/{hostile}", f"/share/net/resnet18/{hostile}", f"/embed/{hostile}"):
        answer = web.get(path, headers={"accept": "text/html"})
        assert answer.status_code in (404, 422)
        assert "<script>alert" not in answer.text
