"""The stream of a pass, over HTTP, and what happens to a pass when its picture is deleted."""

import json
from collections.abc import Iterator
from contextlib import suppress
from threading import Event

import httpx
import pytest

from app import forward
from app.forward import Recording
from app.image.types import Forward
from app.nets import config
from app.nets.config import NetConfig
from app.pipeline import graph_for
from app.web.events import PassEvents, milestones
from app.web.panels.table import PANELS
from tests.loops import run

STREAM = "/activations/events/{}?image={}&weights=random"
PNG = bytes.fromhex(  # one pixel
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c630898f00100030401d194cbfdf4"
    "0000000049454e44ae426082"
)


def told(web: httpx.Client, address: str) -> Iterator[tuple[str, dict[str, object]]]:
    """(event, data) of a stream, to its end."""
    with web.stream("GET", address) as stream:
        assert stream.status_code == 200
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert "content-encoding" not in stream.headers
        assert stream.headers["cache-control"] == "no-store"
        assert stream.headers["x-accel-buffering"] == "no"
        assert stream.headers["x-robots-tag"] == "noindex"
        name = ""
        for line in stream.iter_lines():
            key, _, value = line.partition(": ")
            if key == "event":
                name = value
            elif key == "data":
                yield name, json.loads(value)


def test_the_blocks_that_are_done_are_told_and_then_the_end(web: httpx.Client) -> None:
    queued, *layers, end = told(web, STREAM.format("cifar_resnet110", "gratings"))
    assert queued == ("queued", {})
    assert end == ("end", {})
    assert {name for name, _ in layers} <= {"layer"}
    assert all(data["of"] == 54 and data["unit"] == "blocks" for _, data in layers)
    done = [int(str(data["done"])) for _, data in layers]
    assert done == sorted(set(done))


@pytest.mark.parametrize("name", ["cifar_resnet20", "cifar_resnet20/layer1", "vgg16", "lenet5"])
def test_what_was_computed_before_ends_at_once(web: httpx.Client, name: str) -> None:
    small = "&input=3,64,64" if name == "vgg16" else ""
    list(told(web, STREAM.format(name, "shapes") + small))
    assert list(told(web, STREAM.format(name, "shapes") + small)) == [("end", {})]


@pytest.mark.parametrize(
    ("name", "unit", "of"), [("resnet50", "blocks", 16), ("vgg16", "layers", 5), ("lenet5", "layers", 3)]
)
def test_blocks_are_counted_or_layers_where_there_are_none(name: str, unit: str, of: int) -> None:
    graph = graph_for(config(name))
    counted, ends = milestones(graph)
    assert (counted, len(ends)) == (unit, of)
    assert [end for end, _ in ends] == sorted({end for end, _ in ends})
    assert ends[-1][0] <= len(graph.nodes)


def test_a_pass_that_fails_says_why(web: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("app.forward.runner.record", full)
    *_, (name, data) = told(web, STREAM.format("cifar_resnet20", "checkerboard"))
    assert name == "stopped"
    assert "no memory left" in str(data["reason"])


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("/activations/events/cifar_resnet20", 422),
        ("/activations/events/cifar_resnet20?image=" + "A" * 22, 404),
        ("/activations/events/cifar_resnet20/layer9?image=shapes", 404),
    ],
)
def test_what_cannot_be_run_has_no_stream(web: httpx.Client, asked: str, status: int) -> None:
    assert web.get(asked).status_code == status


def test_whoever_closes_the_stream_stops_the_pass(web: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    left, go_on = Event(), Event()
    leave = forward.Recording.leave

    def leaves(recording: forward.Recording) -> None:
        leave(recording)
        left.set()

    def waits(*_: object) -> NetConfig:
        go_on.wait(60)
        raise MemoryError

    monkeypatch.setattr("app.forward.passes.Recording.leave", leaves)
    monkeypatch.setattr("app.forward.runner.network_of", waits)
    stream = told(web, STREAM.format("cifar_resnet20", "shape-ring"))
    assert next(stream)[0] == "queued"
    stream.close()  # type: ignore[attr-defined]
    assert left.wait(60)
    go_on.set()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_reader_who_leaves_before_the_stream_begins_has_left_the_pass(method: str) -> None:
    left: list[Recording] = []
    waiting = Recording({"fc"}, left.append)

    async def gone(*_: object) -> None:
        raise OSError("closed")

    stream = PassEvents(waiting, graph_for(config("cifar_resnet20")))
    with suppress(OSError, ExceptionGroup):
        run(stream({"type": "http", "method": method}, gone, gone))  # type: ignore[arg-type]
    assert left


def test_when_too_much_waits_the_answer_says_when_to_come_back(
    web: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.forward.runner.limit", lambda _: 0)
    refused = web.get(STREAM.format("cifar_resnet20", "shape-star"))
    assert refused.status_code == 503
    assert int(refused.headers["retry-after"]) > 0
    assert refused.json()["title"] == "Service Unavailable"


def test_what_was_made_of_a_picture_goes_with_it(web: httpx.Client) -> None:
    sent = web.post("/images", content=PNG, headers={"content-type": "image/png"}).json()
    assert list(told(web, STREAM.format("cifar_resnet20", sent["id"])))[-1] == ("end", {})
    made = Forward(config("cifar_resnet20"), "random", sent["id"])
    assert forward.recording(made, frozenset({"fc"})).done
    assert web.delete(f"/images/{sent['id']}", params={"token": sent["token"]}).status_code == 204
    gone = forward.recording(made, frozenset({"fc"}))
    assert not gone.done
    gone.leave()
    assert web.get(STREAM.format("cifar_resnet20", sent["id"])).status_code == 404


def test_no_panel_is_called_as_the_stream_is() -> None:
    assert "events" not in PANELS
