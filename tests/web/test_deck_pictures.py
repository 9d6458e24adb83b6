"""A picture in a lecture: the same in every window and on paper, covered with its volume, waited for by nobody else."""

import re
import socket
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from app.image.weights import Weights, weights_named
from app.nets.config import NetConfig
from app.web.deck_page import step_answer
from tests.web.stuck import Stuck

BLOCK = "cifar_resnet20/layer2.0"
LOOK = "image=shape-star"
DECK = f"""title: a
summary: b
steps:
  - id: plain
    title: c
    text: d
    view: /net/cifar_resnet20
  - id: asked
    title: c
    text: d
    view: /net/{BLOCK}?{LOOK}
    question: {{ask: e, masks: layer2.0.downsample, answer: 32 x 16 x 16}}
"""
SLOW = (
    "title: a\nsummary: b\nsteps:\n  - title: c\n    text: d\n    view: /net/resnet18?input=3,64,64&seed=809&{look}\n"
)


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lecturer's folder with a lecture whose second step has a picture."""
    monkeypatch.setattr("app.decks.library.own_folder", lambda: tmp_path)
    (tmp_path / "star.yaml").write_text(DECK)
    return tmp_path


def pictures(web: httpx.Client, url: str) -> set[str]:
    """The pictures in an answer."""
    answer = web.get(url)
    assert answer.status_code == 200, answer.text
    return set(re.findall(r"data:image/png;base64,[A-Za-z0-9+/=]+", answer.text))


def faces(web: httpx.Client, path: str) -> str:
    """The picture of one tensor, asked for by itself."""
    made = web.get(f"/activations/faces.png/cifar_resnet20/{path}?{LOOK}").content
    return f"data:image/png;base64,{b64encode(made).decode()}"


def test_a_step_has_the_pictures_of_the_file_in_every_window(web: httpx.Client) -> None:
    whole = pictures(web, f"/net/{BLOCK}.svg?{LOOK}")
    assert len(whole) > 3
    for window in ("asked?reveal=1", "asked?part=stage&reveal=1&lang=zh", "asked/notes?reveal=1"):
        assert pictures(web, f"/deck/star/{window}") == whole


def test_what_is_asked_for_is_not_seen_and_all_else_is(web: httpx.Client) -> None:
    whole, secret = pictures(web, f"/net/{BLOCK}.svg?{LOOK}"), faces(web, "layer2.0.downsample")
    assert secret in whole
    for window in ("asked", "asked?guess=3", "asked/notes", "plain/notes"):
        assert pictures(web, f"/deck/star/{window}") == whole - {secret}


def test_a_step_without_a_picture_has_none_before_the_class(web: httpx.Client) -> None:
    assert pictures(web, "/deck/star/plain") == set()


def test_the_view_is_opened_with_its_picture_and_says_its_weights(web: httpx.Client) -> None:
    shown = web.get("/deck/star/asked").text
    assert f'href="/net/{BLOCK}?{LOOK}"' in shown
    assert "weights “Trained here”" in shown
    assert "weights “" not in web.get("/deck/star/plain").text


def test_a_handout_prints_the_pictures(web: httpx.Client, own: Path) -> None:
    def printed(slug: str) -> int:
        return len(re.findall(rb"/Subtype ?/Image", web.get(f"/deck/{slug}.pdf").content))

    (own / "bare.yaml").write_text(DECK.replace(f"?{LOOK}", ""))
    assert printed("bare") == 0
    assert printed("star") >= len(pictures(web, "/deck/star/asked"))


def test_other_weights_make_another_step(web: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []

    def counted(*given: object) -> object:
        made.append(given)
        return step_answer(*given)  # pyright: ignore[reportArgumentType]

    def newer(config: NetConfig, name: str) -> Weights:
        return replace(weights_named(config, name), edition=1)

    monkeypatch.setattr("app.web.deck.step_answer", counted)
    for _ in range(3):
        assert web.get("/deck/star/asked").status_code == 200
    assert len(made) == 1
    monkeypatch.setattr("app.web.seen.weights_named", newer)
    assert web.get("/deck/star/asked").status_code == 200
    assert len(made) == 2


def test_while_a_network_runs_other_steps_are_there_and_who_leaves_waits_no_longer(
    web: httpx.Client, address: str, own: Path, stuck: Stuck
) -> None:
    (own / "slow.yaml").write_text(SLOW.format(look="image=gratings&weights=random"))
    host, _, port = address.removeprefix("http://").partition(":")
    with ThreadPoolExecutor(20) as pool:
        waiting = [pool.submit(httpx.get, f"{address}/deck/slow{end}", timeout=100) for end in 18 * ["/1"] + [".pdf"]]
        assert stuck.begun.wait(60)
        assert web.get("/deck/star/plain").status_code == 200
        assert web.get("/deck/walking-through-resnet34.pdf").status_code == 200
        assert not any(future.done() for future in waiting)
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(f"GET /deck/slow/1?lang=zh HTTP/1.1\r\nhost: {host}\r\n\r\n".encode())
            assert not stuck.left.wait(1)
        assert stuck.left.wait(60)
        stuck.go_on.set()
        assert {future.result().status_code for future in waiting} == {503}
