"""Networks that take long, pictures that many wait for, and readers who leave: nobody else waits longer for it."""

import socket
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from app.limits import limit
from app.nets import config
from app.pipeline import graph_for
from tests.web.stuck import Stuck

LOOK = "input=3,64,64&image=gratings&weights=random&seed=808"
FIELD = f"/activations/field.png/resnet18/layer1.0?{LOOK}"
LONG = "cifar_resnet20?depths=37,37,37&image=shapes&weights=random"


@pytest.mark.parametrize(
    "url",
    [
        f"{FIELD}&cell=3,3",
        f"/activations/cam.png/resnet18/layer1?{LOOK}",
        f"/activations/residual/resnet18?{LOOK}",
        f"/activations/prediction/resnet18?{LOOK}&off=layer1.0",
        f"/net/resnet18.svg?{LOOK}",
        f"/net/resnet18/layer1.png?{LOOK}",
    ],
)
def test_whoever_closes_the_connection_no_longer_waits(address: str, stuck: Stuck, url: str) -> None:
    host, _, port = address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(f"GET {url} HTTP/1.1\r\nhost: {host}\r\n\r\n".encode())
        assert stuck.begun.wait(60)
        assert not stuck.left.is_set()
    assert stuck.left.wait(60)


def test_however_many_wait_for_a_network_others_get_their_pages_and_pictures(
    web: httpx.Client, address: str, stuck: Stuck
) -> None:
    waiting = 40
    with ThreadPoolExecutor(waiting) as pool:
        urls = [f"{address}{FIELD}&cell={cell // 8},{cell % 8}" for cell in range(waiting)]
        asked = [pool.submit(httpx.get, url, timeout=100) for url in urls]
        assert stuck.begun.wait(60)
        assert web.get(f"/net/resnet18?{LOOK}").status_code == 200
        assert web.get(f"/activations/field.json/resnet18/layer1.0?{LOOK}&cell=1,1").status_code == 200
        assert not any(future.done() for future in asked)
        stuck.go_on.set()
        assert {future.result().status_code for future in asked} == {503}


def test_when_too_many_wait_for_pictures_the_next_comes_back_later(
    web: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.delivery.limit", lambda name: 0 if name == "pictures_waiting" else limit(name))
    answer = web.get(f"/activations/field.json/resnet18/layer1.0?{LOOK}&cell=1,1")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0


@pytest.mark.parametrize("url", ["/net/{}", "/net/{}.svg", "/activations/picture/{}", "/activations/events/{}"])
def test_a_long_network_is_traced_in_its_queue_with_a_picture_too(
    web: httpx.Client, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setattr("app.web.delivery.limit", lambda name: 0 if name == "heavy_waiting" else limit(name))
    preset, _, query = LONG.partition("?")
    answer = web.get(f"{url.format(preset)}?{query}&seed=909")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")


def test_the_panels_of_a_long_network_that_is_traced_do_not_queue(
    web: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph_for(config("cifar_resnet20", depths="37,37,37"))
    monkeypatch.setattr("app.web.delivery.limit", lambda name: 0 if name == "heavy_waiting" else limit(name))
    assert web.get(f"/activations/picture/{LONG}").status_code == 200


def test_a_gradient_that_takes_too_much_memory_is_refused_with_what_is_allowed(web: httpx.Client) -> None:
    large = "image=shapes&weights=random&input=3,1024,1024&widths=4,4,4&cell=3,3"
    answer = web.get(f"/activations/field.png/cifar_resnet110/layer3?{large}")
    assert answer.status_code == 422
    assert answer.json()["what"] == "input"
    assert "at most 1024 MiB" in answer.json()["allowed"]
