"""Pieces in Chinese: the same numbers, links and names for scripts as in English, in Chinese words."""

import re
from html import unescape

import httpx
import pytest

from tests.web.pieces import got

SHAPE = "image=shape-disc&weights=bundled"
# A panel, a view, and what is seen in it.
PIECES = (
    ("prediction", "cifar_resnet20", f"{SHAPE}&off=layer1.1"),
    ("legend", "cifar_resnet20/layer2.0", SHAPE),
    ("picture", "cifar_resnet20/layer2.0", f"{SHAPE}&cell=0,4&cam=60"),
    ("kernel", "cifar_resnet20/layer2.0.conv1", f"{SHAPE}&cell=0,0"),
    ("residual", "cifar_resnet20", SHAPE),
    ("residual", "cifar_resnet20/layer2.0", f"{SHAPE}&channel=3"),
    ("channels", "cifar_resnet20/layer2.0", f"{SHAPE}&cell=3,5&sort=mean"),
    ("channels", "cifar_resnet20/fc", SHAPE),
    ("shares", "googlenet/inception3a", "input=3,64,64&image=scene&weights=random"),
)
WORD = re.compile(r"[A-Za-z]{4,}")
# What a Chinese reader reads in Latin letters: paths, operations' types, names of methods and people, URL values.
LATIN = re.compile(
    r"(?:layer\d|conv\d|branch\d|inception\d)[\w.]*|\d×\d conv|conv|float32"
    r"|ReLU|GoogLeNet|ResNet|CIFAR|Grad-CAM|Srivastava|Shift|Enter"
)


def visible(html: str) -> str:
    """What is read or spoken: text and the attributes that are said."""
    said = re.findall(r'(?:aria-label|alt|title)="([^"]*)"', html)
    return unescape(" ".join([re.sub(r"<[^>]+>", " ", html), *said]))


def numbers(html: str) -> list[str]:
    return sorted(re.findall(r"\d[\d.,e−-]*\d|\d", visible(html)))


@pytest.mark.parametrize(("panel", "name", "query"), PIECES)
def test_a_piece_holds_the_same_numbers_in_both_languages(web: httpx.Client, panel: str, name: str, query: str) -> None:
    english, chinese = (got(web, panel, name, f"{query}&lang={language}") for language in ("en", "zh"))
    assert numbers(english) == numbers(chinese)


@pytest.mark.parametrize(("panel", "name", "query"), PIECES)
def test_a_piece_has_no_english_words_left(web: httpx.Client, panel: str, name: str, query: str) -> None:
    words = set(WORD.findall(LATIN.sub("", visible(got(web, panel, name, f"{query}&lang=zh")))))
    assert not words


@pytest.mark.parametrize(("panel", "name", "query"), PIECES)
def test_scripts_find_the_same_names_and_links_keep_the_language(
    web: httpx.Client, panel: str, name: str, query: str
) -> None:
    english, chinese = (got(web, panel, name, f"{query}&lang={language}") for language in ("en", "zh"))
    for data in (r' id="([^"]*)"', r" data-sight=('[^']*'|\"[^\"]*\")"):
        assert re.findall(data, english) == re.findall(data, chinese)
    links = [href for href in re.findall(r'href="([^"#]+)', chinese) if href.startswith("/net/")]
    assert all("lang=zh" in href for href in links)


def test_a_refusal_names_the_value_and_what_is_allowed(web: httpx.Client) -> None:
    query = f"{SHAPE}&channel=99&lang=zh"
    detail = web.get(f"/activations/channels/cifar_resnet20/layer1.0?{query}").json()["detail"]
    assert "99" in detail
    assert "0 至 15，即 layer1.0.act2 的输出" in detail


def test_the_page_of_weights_has_the_accuracies_of_the_english_one_and_stays_chinese(web: httpx.Client) -> None:
    english, chinese = (web.get(f"/weights?lang={language}").text for language in ("en", "zh"))
    percents = [sorted(re.findall(r"([\d.]+) ?%", page)) for page in (english, chinese)]
    assert percents[0] == percents[1]
    assert all("lang=zh" in href for href in re.findall(r'href="(/net/[^"]+)"', chinese))
