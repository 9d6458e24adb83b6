"""Who waits for what, while passes run: a gate in the network holds them where the test wants them."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from app.errors import Overloaded, TooLarge, UnknownName, UserError
from app.forward.passes import Recording
from app.forward.runner import Runner
from app.graph.types import INPUT
from app.image.record import record
from app.image.types import Forward
from app.nets import config
from tests.forward.gated import BEFORE, BEHIND, GATE, PATIENCE, Gated, shapes
from tests.loops import run

FIRST, LAST = "conv1", "fc"


@pytest.fixture
def gated(monkeypatch: pytest.MonkeyPatch) -> Gated:
    return Gated(monkeypatch)


def held(gated: Gated, *wanted: str) -> Recording:
    """A recording whose pass stands at the gate."""
    recording = gated.runner.recording(shapes(), wanted)
    assert gated.reached.wait(PATIENCE)
    return recording


def test_a_layer_is_there_before_the_last_one_is_computed(gated: Gated) -> None:
    last = held(gated, LAST)
    first = gated.runner.recording(shapes(), (BEFORE,))
    assert first.wait()[BEFORE].shape == (16, 32, 32)
    assert not last.done
    assert last.computed == last.running.graph.place_of[GATE]  # type: ignore[union-attr]
    gated.open.set()
    assert last.wait()[LAST].shape == (10,)


def test_those_who_ask_for_what_is_yet_to_come_share_the_pass(gated: Gated) -> None:
    recordings = [held(gated, INPUT, LAST)]
    recordings += [gated.runner.recording(shapes(), (path,)) for path in (BEHIND, LAST, "layer2.0.bn2")]
    gated.open.set()
    assert [len(recording.wait()) for recording in recordings] == [2, 1, 1, 1]
    assert gated.passes == 1


def test_what_went_by_and_was_not_kept_takes_another_pass(gated: Gated) -> None:
    last = held(gated, LAST)
    missed = gated.runner.recording(shapes(), ("layer1.0.conv2",))
    assert missed.running is not last.running
    gated.open.set()
    assert missed.wait()["layer1.0.conv2"].shape == (16, 32, 32)
    assert gated.passes == 2


def test_a_second_look_takes_no_pass(gated: Gated) -> None:
    gated.open.set()
    wanted = (INPUT, BEFORE, LAST)
    before = gated.runner.recording(shapes(), wanted).wait()
    again = gated.runner.recording(shapes(), wanted)
    assert again.done
    assert all(again.wait()[path] is before[path] for path in wanted)
    assert gated.passes == 1


def test_a_page_that_asks_for_the_operations_of_a_layer_one_by_one_takes_one_pass(gated: Gated) -> None:
    gated.open.set()
    graph = gated.runner.recording(shapes(), ("layer2.0.conv1",)).running.graph  # type: ignore[union-attr]
    for node in graph.inside(graph.group_by_path["layer2"]):
        gated.runner.recording(shapes(), (node.path,)).wait()
    assert gated.passes == 1


def test_another_crop_picture_or_block_switched_off_is_another_pass(gated: Gated) -> None:
    gated.open.set()
    looks = [shapes(), shapes(image="gratings"), shapes(crop=(0, 50)), shapes(off=("layer1.1",))]
    found = [gated.runner.recording(look, (LAST,)).wait()[LAST] for look in looks]
    assert gated.passes == 4
    assert not torch.equal(found[0], found[1])
    assert not torch.equal(found[0], found[3])


def test_a_pass_stops_at_the_next_operation_when_the_last_one_who_waits_has_left(gated: Gated) -> None:
    first, second = held(gated, LAST), gated.runner.recording(shapes(), (LAST,))
    first.leave()
    second.leave()
    gated.idle()
    assert gated.ran[-1] == GATE


def test_a_pass_goes_on_as_long_as_one_waits(gated: Gated) -> None:
    first, second = held(gated, LAST), gated.runner.recording(shapes(), (LAST,))
    first.leave()
    gated.open.set()
    assert LAST in second.wait()
    assert not first.done


def test_a_pass_goes_on_when_everybody_has_what_they_wanted(gated: Gated) -> None:
    assert BEFORE in held(gated, BEFORE).wait()
    gated.idle()
    assert gated.ran[-1] == LAST


def test_who_comes_back_to_a_pass_that_was_stopped_gets_a_new_one(gated: Gated) -> None:
    held(gated, LAST).leave()
    back = gated.runner.recording(shapes(), (LAST,))
    gated.open.set()
    assert LAST in back.wait()
    assert gated.passes == 2


def test_a_pass_that_nobody_waits_for_any_more_never_begins(gated: Gated) -> None:
    held(gated, LAST)
    gated.runner.recording(shapes(image="gratings"), (LAST,)).leave()
    gated.idle()
    assert gated.passes == 1


def test_whoever_closes_the_connection_has_left(gated: Gated) -> None:
    recording = held(gated, LAST)

    async def closed() -> bool:
        return True

    with pytest.raises(Overloaded):
        run(recording.awaited(closed))
    gated.idle()
    assert gated.ran[-1] == GATE


def test_waiting_does_not_hold_up_the_event_loop(gated: Gated) -> None:
    recording = held(gated, LAST)

    async def connected() -> bool:
        return False

    async def both() -> int:
        waiting = asyncio.create_task(recording.awaited(connected))
        await asyncio.sleep(0)
        gated.open.set()
        return len(await waiting)

    assert run(both()) == 1


def test_a_full_queue_refuses_the_next_and_what_is_under_way_can_still_be_joined(
    gated: Gated, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.forward.runner.limit", lambda _: 1)
    first = held(gated, LAST)
    gated.runner.recording(shapes(image="gratings"), (LAST,))
    with pytest.raises(Overloaded) as refused:
        gated.runner.recording(shapes(image="checkerboard"), (LAST,))
    assert refused.value.status == 503
    joined = gated.runner.recording(shapes(), (BEHIND,))
    gated.open.set()
    assert len({**first.wait(), **joined.wait()}) == 2


def test_what_is_wrong_with_a_picture_reaches_all_who_wait_and_the_next_pass_runs(gated: Gated) -> None:
    gated.open.set()
    lost = [gated.runner.recording(shapes(image="A" * 22), (path,)) for path in (LAST, BEFORE)]
    for recording in lost:
        with pytest.raises(UnknownName):
            recording.wait()
    assert LAST in gated.runner.recording(shapes(), (LAST,)).wait()


def test_a_device_without_memory_says_so(gated: Gated, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr("app.forward.runner.record", full)
    with pytest.raises(Overloaded, match="no memory left"):
        gated.runner.recording(shapes(), (LAST,)).wait()


def test_more_than_memory_is_given_is_refused_before_it_runs(gated: Gated, monkeypatch: pytest.MonkeyPatch) -> None:
    huge = Forward(config("cifar_resnet20", input=(3, 4096, 4096)), "random", "shapes")
    with pytest.raises(TooLarge, match="the output of conv1 takes 1024 MiB"):
        gated.runner.recording(huge, (LAST,))
    monkeypatch.setattr("app.forward.choice.limit", lambda _: 2**16)
    with pytest.raises(UserError, match="these 2 layers together take"):
        gated.runner.recording(shapes(), ("conv1", "bn1"))
    assert gated.passes == 0


def test_a_deleted_picture_is_gone_from_cache_queue_and_pass(gated: Gated) -> None:
    running = held(gated, LAST)
    queued = gated.runner.recording(shapes(crop=(0, 0)), (LAST,))
    assert gated.runner.recording(shapes(), (BEFORE,)).done
    gated.runner.forget("shapes")
    for recording in (running, queued):
        with pytest.raises(UnknownName, match="shapes"):
            recording.wait()
    gated.open.set()
    gated.runner.recording(shapes(image="gratings"), (LAST,)).wait()
    assert gated.ran.count(LAST) == 1
    assert not gated.runner.recording(shapes(), (BEFORE,)).done


def test_passes_that_wait_for_one_network_go_through_an_accelerator_together(monkeypatch: pytest.MonkeyPatch) -> None:
    gated = Gated(monkeypatch, device="cpu:0")  # any name but `cpu` is an accelerator's
    looks = [
        shapes(image=image, crop=crop)
        for image in ("gratings", "checkerboard")
        for crop in ((0, 0), (50, 50), (100, 9))
    ]
    first = held(gated, LAST)
    recordings = [gated.runner.recording(look, (BEFORE, LAST)) for look in looks]
    other = gated.runner.recording(shapes(off=("layer1.0",)), (LAST,))
    gated.open.set()
    together = [recording.wait() for recording in recordings]
    assert {**first.wait(), **other.wait()}
    assert gated.batches == [1, 6, 1]
    alone = Gated(monkeypatch)
    alone.open.set()
    for look, found in zip(looks, together, strict=True):
        for path, tensor in alone.runner.recording(look, (BEFORE, LAST)).wait().items():
            torch.testing.assert_close(found[path], tensor, rtol=1e-4, atol=1e-5)


def test_a_picture_that_is_gone_fails_alone_in_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    gated = Gated(monkeypatch, device="cpu:0")
    held(gated, LAST)
    there = gated.runner.recording(shapes(image="gratings"), (LAST,))
    gone = gated.runner.recording(shapes(image="A" * 22), (LAST,))
    gated.open.set()
    assert LAST in there.wait()
    with pytest.raises(UnknownName):
        gone.wait()


def test_a_batch_has_a_limit_and_goes_on_as_long_as_one_of_it_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = {"pass_batch": 3, "passes_waiting": 64, "activations_bytes": 2**29}
    monkeypatch.setattr("app.forward.runner.limit", limits.__getitem__)
    gated = Gated(monkeypatch, device="cpu:0")
    recordings = [held(gated, LAST), *(gated.runner.recording(shapes(crop=(x, 0)), (LAST,)) for x in range(5))]
    for left in recordings[1:3]:
        left.leave()
    gated.open.set()
    assert all(LAST in recording.wait() for recording in (recordings[0], *recordings[3:]))
    assert gated.batches == [1, 3]


def test_many_threads_that_ask_for_many_layers_get_what_a_plain_pass_gives() -> None:
    runner = Runner("cpu")
    forwards = [shapes(image=image) for image in ("shapes", "gratings")]
    paths = ["conv1", BEFORE, GATE, BEHIND, LAST]
    asked = [(forward, path) for path in paths for forward in forwards] * 6
    with ThreadPoolExecutor(12) as threads:
        found = list(threads.map(lambda ask: runner.recording(ask[0], (ask[1],)).wait()[ask[1]], asked))
    expected: dict[tuple[Forward, str], torch.Tensor] = {}
    for forward in forwards:
        x = runner.recording(forward, (INPUT,)).wait()[INPUT]
        network = runner.probe(forward, ("network", ()), lambda network, _: network)
        record(network, x[None], lambda path, out, forward=forward: expected.update({(forward, path): out[0]}))
    assert all(torch.equal(tensor, expected[ask]) for ask, tensor in zip(asked, found, strict=True))
