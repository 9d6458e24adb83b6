"""What is pasted elsewhere: every snippet leads back to its view, and the look can be changed first."""

import re
from datetime import date
from html import unescape
from types import SimpleNamespace

import httpx
import pytest

import app.web.share
import app.web.snippets
from tests.web.page import Page

SNIPPETS = ("link", "iframe", "component", "markdown", "latex", "bibtex", "alt")


def snippets(page: str) -> dict[str, str]:
    found = re.findall(r'<textarea id="share-(\w+)"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    return {name: unescape(text) for name, text in found}


@pytest.mark.parametrize("view", ["/net/resnet34/layer2?shortcut=A&theme=dark", "/compare?a=resnet18&b=plain18"])
def test_every_snippet_holds_the_address(web: httpx.Client, address: str, view: str) -> None:
    said = snippets(web.get(f"/share{view}").text)
    assert tuple(said) == SNIPPETS
    assert said["link"] == address + view
    assert f"{address}/embed{view}" in unescape(said["iframe"])
    assert said["markdown"].endswith(f"({address}{view})")
    assert address + view in said["bibtex"]
    assert (address + view).replace("&", r"\&").replace("_", r"\_") in said["latex"]


def test_the_component_is_told_each_key_of_the_address(web: httpx.Client, address: str) -> None:
    said = snippets(web.get("/share/net/resnet34/layer2.0?input=3,64,64&shortcut=A&scale=sqrt&lang=zh").text)[
        "component"
    ]
    element = re.search(r"<tensor-walk ([^>]*)>", said)
    assert element
    assert dict(re.findall(r'(\w+)="([^"]*)"', unescape(element[1]))) == {
        "net": "resnet34", "path": "layer2.0", "fields": "input=3,64,64&shortcut=A", "scale": "sqrt", "lang": "zh",
    }  # fmt: skip
    assert f'src="{address}/static/tensor-walk.js"' in said


def test_a_form_without_a_script_sends_empty_fields_and_is_understood(web: httpx.Client, address: str) -> None:
    page = web.get("/share/net/resnet152?theme=print&lang=&scale=log&expand=layer3&ui=zh").text
    assert snippets(page)["link"] == f"{address}/net/resnet152?theme=print&lang=zh&expand=layer3"
    assert '<html lang="zh-CN"' in page


def test_the_view_s_language_is_not_the_page_s(web: httpx.Client) -> None:
    page = web.get("/share/net/resnet34?lang=zh&ui=en").text
    assert '<html lang="en"' in page
    assert 'id="share-alt" lang="zh"' in page


def test_a_picture_speaks_as_its_reader_does_if_nothing_is_said(web: httpx.Client, address: str) -> None:
    wished = snippets(web.get("/share/net/resnet34", headers={"accept-language": "zh"}).text)
    assert wished["link"] == f"{address}/net/resnet34?lang=zh"
    english = snippets(web.get("/share/net/resnet34?lang=en&ui=zh").text)
    assert english["link"] == f"{address}/net/resnet34"


def test_a_key_is_given_once(web: httpx.Client) -> None:
    assert web.get("/share/net/resnet18?theme=dark&theme=light").status_code == 422


def test_the_preview_is_the_frame_that_is_pasted(web: httpx.Client, address: str) -> None:
    page = web.get("/share/net/resnet34/layer1?theme=dark").text
    preview = Page.of(page).one("iframe").attributes["src"]
    assert f'src="{address}{preview}"' in snippets(page)["iframe"]


def test_every_file_that_it_offers_is_there(web: httpx.Client) -> None:
    files = re.findall(r'href="([^"]+)" type="[^"]+" download', web.get("/share/net/cifar_resnet20/layer1.0").text)
    assert len(files) > 5
    for file in files:
        assert web.get(unescape(file)).status_code == 200, file


@pytest.mark.parametrize(("query", "status"), [("ui=xx", 422), ("image=scene", 422), ("colour=red", 422)])
def test_mistakes_are_refused(web: httpx.Client, query: str, status: int) -> None:
    assert web.get(f"/share/net/resnet18?{query}").status_code == status


def test_a_citation_says_the_day_on_which_it_is_made(web: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in (date(2026, 12, 31), date(2027, 1, 1)):
        for module in (app.web.share, app.web.snippets):
            monkeypatch.setattr(module, "date", SimpleNamespace(today=lambda day=day: day))
        said = snippets(web.get("/share/net/resnet18").text)["bibtex"]
        assert f"year         = {{{day.year}}}" in said
        assert f"accessed {day.isoformat()}" in said


def test_a_chinese_figure_names_the_engine_and_the_package_that_set_it(web: httpx.Client) -> None:
    said = snippets(web.get("/share/net/resnet34/layer2.0?lang=zh").text)
    assert "XeLaTeX" in said["latex"]
    assert r"\usepackage[scheme=plain]{ctex}" in said["latex"]
    assert "张量形状" in said["bibtex"]
    assert "ctex" not in snippets(web.get("/share/net/resnet34/layer2.0").text)["latex"]


def test_a_caption_is_escaped_for_tex(web: httpx.Client) -> None:
    said = snippets(web.get("/share/net/cifar_resnet20/layer1.0?input=3,64,64").text)
    assert r"cifar\_resnet20" in said["latex"]
    assert "{cifar_resnet20-layer1.0.pdf}" in said["latex"]
