"""Drawings with a picture in the network: pages ask for what volumes hold, files hold it themselves."""

import re
from base64 import b64decode
from html import unescape
from io import BytesIO
from xml.etree import ElementTree

import httpx
import numpy as np
import pytest
from PIL import Image

SEEN = "input=3,64,64&image=shapes&weights=random"
SVG = "{http://www.w3.org/2000/svg}"


def pixels(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(data)).convert("RGB"))


def asked_by(page: str) -> list[str]:
    """The addresses of pictures in a page's drawing."""
    return [unescape(href) for href in re.findall(r'<image [^>]*href="([^"]+)"', page)]


@pytest.mark.parametrize("path", ["", "/layer2", "/layer2.0", "/conv1", "/fc", "/input"])
def test_a_page_asks_once_for_what_each_tensor_holds_and_gets_it(browser_client: httpx.Client, path: str) -> None:
    hrefs = asked_by(browser_client.get(f"/net/resnet18{path}?{SEEN}").text)
    assert hrefs
    assert len(set(hrefs)) == len(hrefs)
    for href in hrefs:
        answer = browser_client.get(href)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "image/png"
        assert answer.headers["cache-control"].startswith("private")
        assert len(answer.content) < 40_000
    assert asked_by(browser_client.get(f"/net/resnet18{path}?input=3,64,64").text) == []


def test_what_changes_no_picture_is_not_in_its_address(browser_client: httpx.Client) -> None:
    plain = asked_by(browser_client.get(f"/net/resnet18/layer1.0?{SEEN}").text)
    looked = asked_by(browser_client.get(f"/net/resnet18/layer1.0?{SEEN}&sort=max&channel=3&cam=40&theme=dark").text)
    assert looked == plain


@pytest.mark.parametrize("range", ["layer", "unit", "network"])
def test_a_drawing_holds_the_pictures_that_its_page_asks_for(web: httpx.Client, range: str) -> None:
    answer = web.get(f"/net/resnet18/layer2.0.svg?{SEEN}&range={range}")
    inside = {image.get("href", "") for image in ElementTree.fromstring(answer.text).iter(f"{SVG}image")}
    page = web.get(f"/net/resnet18/layer2.0?{SEEN}&range={range}", headers={"accept": "text/html"}).text
    asked = {web.get(href).content for href in asked_by(page)}
    assert {b64decode(href.removeprefix("data:image/png;base64,")) for href in inside} == asked


def test_the_range_changes_the_colours(web: httpx.Client) -> None:
    drawn = [web.get(f"/activations/faces.png/resnet18/layer3.1?{SEEN}&range={range}").content
             for range in ("layer", "unit", "network")]  # fmt: skip
    assert len(set(drawn)) == 3


def test_files_with_a_picture_are_for_their_reader_alone(web: httpx.Client) -> None:
    for format in ("svg", "png"):
        headers = web.get(f"/net/resnet18/layer2.0.{format}?{SEEN}").headers
        assert headers["cache-control"].startswith("private")
        assert "noindex" in headers["x-robots-tag"]
        assert "access-control-allow-origin" not in headers
        assert headers["cross-origin-resource-policy"] == "same-origin"


def test_a_png_shows_what_the_volumes_hold(web: httpx.Client) -> None:
    plain = pixels(web.get("/net/resnet18/layer2.0.png?input=3,64,64").content)
    seen = pixels(web.get(f"/net/resnet18/layer2.0.png?{SEEN}").content)
    orange = [
        (image.reshape(-1, 3)[:, 0].astype(int) - image.reshape(-1, 3)[:, 2] > 90).sum() for image in (plain, seen)
    ]
    assert orange[1] > 1000 + orange[0]


def test_numbers_are_the_same_with_and_without_a_picture(web: httpx.Client) -> None:
    with_picture = web.get(f"/net/resnet18.json?{SEEN}")
    assert with_picture.json() == web.get("/net/resnet18.json?input=3,64,64").json()
    assert with_picture.headers["cache-control"].startswith("private")  # the picture's id is in the address
    assert with_picture.headers["x-robots-tag"] == "noindex"


def test_a_picture_that_is_not_there_is_told(web: httpx.Client) -> None:
    answer = web.get("/net/resnet18/layer2.0.svg?image=nowhere")
    assert answer.status_code == 404
    assert "nowhere" in answer.text
