"""What `/activations/` answers apart from the panels themselves: errors, pages of single pieces, who may keep what."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from app.web import activations
from app.web.panels.table import PANELS
from app.web.seeing import PIECES

SMALL = "input=3,64,64&image=shapes"


def test_a_misspelt_panel_is_told_with_the_nearest_one(browser_client: httpx.Client) -> None:
    answer = browser_client.get(f"/activations/predicton/resnet18?{SMALL}")
    assert answer.status_code == 404
    assert f'href="/activations/prediction/resnet18?{SMALL.replace("&", "&amp;")}"' in answer.text


def test_a_misspelt_path_leads_to_the_page_that_was_meant(browser_client: httpx.Client) -> None:
    answer = browser_client.get(f"/activations/picture/resnet18/layer2.00?{SMALL}")
    assert answer.status_code == 404
    assert f'href="/net/resnet18/layer2.0?{SMALL.replace("&", "&amp;")}"' in answer.text


@pytest.mark.parametrize("query", ["", "image="])
def test_without_a_picture_nothing_runs(web: httpx.Client, query: str) -> None:
    answer = web.get(f"/activations/prediction/resnet18?{query}")
    assert answer.status_code == 422
    assert answer.json()["what"] == "image"


def test_what_a_panel_needs_is_found_out_beside_the_event_loop(
    web: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    loops: list[bool] = []

    def in_a_loop() -> bool:
        try:
            return bool(asyncio.get_running_loop())
        except RuntimeError:
            return False

    def noted(ask: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *given: loops.append(in_a_loop()) or ask(*given)

    monkeypatch.setitem(PANELS, "prediction", replace(PANELS["prediction"], needs=noted(PANELS["prediction"].needs)))
    monkeypatch.setattr(activations, "recording", noted(activations.recording))
    monkeypatch.setattr(activations, "shown", noted(activations.shown))
    for panel in ("prediction", "events"):
        assert web.get(f"/activations/{panel}/resnet18?{SMALL}").status_code == 200
    assert loops == 4 * [False]


def test_every_piece_of_a_page_is_a_panel() -> None:
    assert {piece.name for piece in PIECES} <= set(PANELS)


def test_a_piece_is_a_page_of_its_own_for_who_opens_it_and_bare_for_a_script(browser_client: httpx.Client) -> None:
    url = f"/activations/prediction/resnet18?{SMALL}"
    page, piece = (browser_client.get(url, headers={"accept": accept}) for accept in ("text/html", "*/*"))
    assert "<!doctype html>" in page.text
    assert 'href="/net/resnet18?input=3,64,64&amp;image=shapes"' in page.text
    assert "<html" not in piece.text
    assert piece.text.strip() in page.text


@pytest.mark.parametrize("url", ["/net/resnet18", "/net/resnet18.svg", "/activations/faces.png/resnet18/layer1.0"])
def test_what_is_made_of_a_picture_is_for_its_reader_alone(web: httpx.Client, url: str) -> None:
    answer = web.get(f"{url}?{SMALL}", headers={"accept": "text/html"})
    assert answer.status_code == 200
    assert answer.headers["cache-control"].startswith("private")
    assert answer.headers["x-robots-tag"] == "noindex"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in answer.headers


def test_every_painting_of_a_page_has_its_picture(web: httpx.Client) -> None:
    page = web.get("/net/cifar_resnet20?image=shape-star", headers={"accept": "text/html"}).text
    pictures = set(re.findall(r'(?:href|src)="(/activations/faces\.png/[^"]+)"', page))
    assert len(pictures) >= 12
    for url in pictures:
        answer = web.get(url.replace("&amp;", "&"))
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png"), url
