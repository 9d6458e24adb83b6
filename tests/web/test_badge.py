"""The badge of a page: a line, one click more, links that lead somewhere; no way leads to a person's code."""

import ast
import re
from html import unescape
from pathlib import Path

import httpx
import pytest

from app.identity.known import KNOWN
from app.nets import config
from app.web.badge import badge
from app.web.urls import Address

APP = Path(__file__).parents[2] / "app"


def text_of(html: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)))


def test_the_page_of_a_network_says_which_one_it_is(browser_client: httpx.Client) -> None:
    page = browser_client.get("/net/resnet50").text
    found = re.search(r'<details class="badge">(.*?)</details>', page, re.DOTALL)
    assert found
    said = text_of(found[1])
    assert KNOWN["resnet50"].what in said
    assert KNOWN["resnet50"].source in said
    assert badge(config("resnet50")).identity.fingerprint in said
    assert "231,211,008 multiply-adds fewer" in said


def test_a_variant_links_to_the_preset_whose_structure_it_has(browser_client: httpx.Client) -> None:
    page = browser_client.get("/net/resnet18?depths=3,4,6,3").text
    assert "that is the structure of ResNet-34" in text_of(page)
    assert 'href="/net/resnet34"' in page


@pytest.mark.parametrize("name", ["resnet50", "googlenet", "inception_v3", "vgg19"])
def test_relatives_lead_to_their_pages_and_to_both_compared(browser_client: httpx.Client, name: str) -> None:
    relatives = badge(config(name)).relatives
    assert relatives
    for relative in relatives:
        assert browser_client.get(relative.url).status_code == 200
        assert browser_client.get(relative.compare).status_code == 200


def test_a_variant_is_compared_as_its_address_has_it() -> None:
    variant = config("resnet34", shortcut="A")
    assert Address(variant).url() == "/net/resnet34?shortcut=A"
    assert badge(variant).relatives[0].compare == "/compare?a=resnet34%3Fshortcut%3DA&b=resnet34"


def test_the_hash_is_in_the_api_and_in_the_graph(browser_client: httpx.Client) -> None:
    presets = {entry["name"]: entry for entry in browser_client.get("/api/v1/presets").json()["presets"]}
    assert presets["resnet18"]["fingerprint"] == browser_client.get("/net/resnet18.json").json()["fingerprint"]


def test_nothing_on_http_leads_to_modules_that_people_write() -> None:
    banned = {"graph_of", "own_graph", "app.graph.own", "app.notebook"}
    for file in [*(APP / "web").rglob("*.py"), APP / "main.py"]:
        for node in ast.walk(ast.parse(file.read_text())):
            named = getattr(node, "id", None) or getattr(node, "attr", None) or getattr(node, "module", None)
            names = {alias.name for alias in node.names} if isinstance(node, (ast.Import, ast.ImportFrom)) else set()
            assert not banned & {*names, named}, file
