"""Where the tensor stops: pages that say so, lead to what would fit, and never to nothing."""

import httpx
import pytest

from tests.web.page import Page

BROKEN = [
    "/net/resnet34?shortcut=identity",
    "/net/resnet34/layer2.0.add?shortcut=identity",
    "/net/cifar_resnet20/layer2.0?shortcut=identity",
    "/net/resnetv2_50/stages.0?shortcut=identity",
    "/net/googlenet_paper/avgpool?pool=floor",
    "/net/vgg16?input=3,16,16",
    "/net/lenet5/c5?input=1,28,28",
]


@pytest.mark.parametrize("url", BROKEN)
def test_every_link_of_a_page_with_a_failure_leads_somewhere(browser_client: httpx.Client, url: str) -> None:
    page = Page.of(browser_client.get(url).raise_for_status().text)
    assert "What would fit" in [element.attributes.get("aria-label") for element in page.all("ul")]
    for link in sorted({link for link in page.links if link.startswith("/net/")}):
        assert browser_client.get(link).status_code == 200, link


def test_the_failed_operation_has_a_page_with_its_numbers_and_the_paper_s_options(browser_client: httpx.Client) -> None:
    text = browser_client.get("/net/resnet34/layer2.0.add?shortcut=identity").raise_for_status().text
    page = Page.of(text)
    assert page.one("link", rel="canonical").attributes["href"].endswith("/net/resnet34/layer2.0.add?shortcut=identity")
    for words in ("128 against 64", "28 against 56", "nothing is stretched"):
        assert words in text
    fixes = [
        link for link in page.links if link in ("/net/resnet34/layer2.0.add?shortcut=A", "/net/resnet34/layer2.0.add")
    ]
    assert set(fixes) == {"/net/resnet34/layer2.0.add?shortcut=A", "/net/resnet34/layer2.0.add"}
    assert "/net/resnet34/layer2.0.add?shortcut=C" in page.links
    assert page.all("h2", id="table-title")


def test_files_of_the_failed_operation(web: httpx.Client) -> None:
    for format in ("svg", "png", "json"):
        assert web.get(f"/net/resnet34/layer2.0.add.{format}?shortcut=identity").status_code == 200
    document = web.get("/net/resnet34/layer2.0.add.json?shortcut=identity").json()
    assert document["nodes"] == []
    assert list(document["failure"]) == ["path", "op", "type", "inputs", "input_shapes", "message"]


def test_an_operation_behind_the_failure_is_still_unknown(web: httpx.Client) -> None:
    assert web.get("/net/resnet34/layer2.0.act2?shortcut=identity").status_code == 404
    assert web.get("/net/resnet34/layer2.0.add.gif?shortcut=identity").json()["what"] == "format"


def test_a_network_whose_sizes_agree_has_no_notice(browser_client: httpx.Client) -> None:
    page = Page.of(browser_client.get("/net/resnet34?input=3,97,97").raise_for_status().text)
    assert not [element for element in page.all("div") if element.attributes.get("class") == "notice"]
