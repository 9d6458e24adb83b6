"""Who asks for Chinese in an address stays in it from link to link, whatever the browser wishes."""

import httpx
import pytest

from app.web.gallery import words_of
from tests.web.page import Element, Page

PAGES = [
    "/?lang=zh",
    "/?q=resnet&lang=zh",
    "/family/resnet?stride=3x3&lang=zh",
    "/family/inception?lang=zh",
    "/compare?lang=zh",
    "/compare?a=cifar_resnet20&b=cifar_plain20&lang=zh",
    "/compare?a=cifar_resnet20&b=cifar_resnet20%3Fshortcut%3Didentity&lang=zh",
    "/net/cifar_resnet20?lang=zh",
]
FOR_PROGRAMS = (".json", ".py")


def leads_on(link: Element) -> bool:
    """Whether a link leads to a page or a picture of this site, and is no switch to another language."""
    url = link.attributes.get("href", "")
    return (
        url.startswith("/") and "hreflang" not in link.attributes and not url.partition("?")[0].endswith(FOR_PROGRAMS)
    )


@pytest.mark.parametrize("url", PAGES)
def test_every_link_of_a_page_keeps_the_language(browser_client: httpx.Client, url: str) -> None:
    plain = Page.of(browser_client.get(url.replace("&lang=zh", "").replace("?lang=zh", "")).text)
    assert not any("lang=zh" in link.attributes["href"] for link in plain.all("a") if leads_on(link))
    answer = browser_client.get(url, headers={"accept-language": "en"})
    assert answer.headers["content-language"] == "zh"
    page = Page.of(answer.text)
    assert page.one("html").attributes["lang"] == "zh-CN"
    assert [
        link.attributes["href"] for link in page.all("a") if leads_on(link) and "lang=zh" not in link.attributes["href"]
    ] == []


def test_the_gallery_finds_a_network_by_its_chinese_and_by_its_english_words(browser_client: httpx.Client) -> None:
    def found(query: str) -> list[str]:
        page = Page.of(browser_client.get(f"/?q={query}&lang=zh").text)
        return [
            entry.text.split()[0]
            for entry in page.all("li")
            if "hidden" not in entry.attributes and "data-kind" in entry.attributes
        ]

    assert found("瓶颈块") == found("bottleneck") != []
    assert len(found("先驱")) == len(found("ancestors")) == 4
    assert words_of("34层 基本块") == ["34", "层", "基", "本", "块"]


def test_an_address_without_a_language_is_answered_as_the_browser_wishes(browser_client: httpx.Client) -> None:
    for url in ("/", "/family/resnet", "/compare"):
        for wish in ("zh", "en"):
            assert browser_client.get(url, headers={"accept-language": wish}).headers["content-language"] == wish
