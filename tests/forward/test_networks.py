"""Networks in memory: with their weights, in eval mode, built once however many ask, and none that is too large."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch
from cachetools import LRUCache

from app.errors import TooLarge, UserError
from app.forward import networks
from app.forward.networks import network_of
from app.image.weights import weights_named
from app.image.weights.folder import store
from app.limits import limit
from app.nets import PRESETS, build, config
from app.nets.config import NetConfig
from app.pipeline import graph_for
from tests.checkpoints import SMALL, publish, tensors, use_folder

MINE = config("cifar_resnet20", seed=4)


def loaded() -> LRUCache[object, torch.nn.Module]:
    """What is in memory."""
    cache = networks._loaded.cache
    assert isinstance(cache, LRUCache)
    return cache


@pytest.fixture(autouse=True)
def _empty() -> None:
    loaded().clear()


def test_a_network_is_ready_to_run_and_computes_what_the_builder_s_does() -> None:
    network = network_of(MINE, "random", "cpu")
    assert not network.training
    assert not any(parameter.requires_grad for parameter in network.parameters())
    x = torch.randn(2, 3, 32, 32, generator=torch.Generator().manual_seed(0))
    assert torch.equal(network(x), build(MINE)(x))


def test_published_weights_are_run_with_their_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_folder(monkeypatch, tmp_path)
    publish(monkeypatch, SMALL)
    store(SMALL, tensors("cifar_resnet20"))
    best, named = (network_of(config("cifar_resnet20"), name, "cpu") for name in ("", "TAG_V1"))
    assert best is named
    assert torch.equal(best.state_dict()["fc.weight"], tensors("cifar_resnet20")["fc.weight"])


def test_weights_that_are_replaced_on_disk_are_run_from_then_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_folder(monkeypatch, tmp_path)
    publish(monkeypatch, SMALL)
    net = config("cifar_resnet20")
    editions: list[int] = []
    for seed in (7, 8):
        place = store(SMALL, tensors("cifar_resnet20", seed=seed))
        os.utime(place, ns=(seed, seed))
        editions.append(weights_named(net, "TAG_V1").edition)
        found = network_of(net, "TAG_V1", "cpu").state_dict()["fc.weight"]
        assert torch.equal(found, tensors("cifar_resnet20", seed=seed)["fc.weight"])
    assert editions == [7, 8]
    assert weights_named(net, "random").edition == 0


def test_a_network_is_in_eval_mode_whatever_the_builder_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks, "build", lambda config, device: build(config, device).train())
    assert not any(module.training for module in network_of(MINE, "random", "cpu").modules())


def test_who_asks_for_what_is_being_built_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[NetConfig] = []

    def counted(config: NetConfig, device: str) -> torch.nn.Module:
        made.append(config)
        return build(config, device)

    monkeypatch.setattr(networks, "build", counted)
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: network_of(MINE, "random", "cpu"), range(8)))
    assert len(found) == len(made) == 1


def test_what_is_kept_is_bounded_by_bytes() -> None:
    cache = loaded()
    network = network_of(MINE, "random", "cpu")
    assert cache.maxsize == limit("network_bytes")
    assert cache.currsize == sum(tensor.nbytes for tensor in network.state_dict().values())


def test_every_preset_is_within_the_limits_of_a_run() -> None:
    for preset in PRESETS.values():
        networks.check_runs(preset)


@pytest.mark.parametrize(
    ("name", "overrides", "said"),
    [
        ("resnet50", {"widths": (1024, 2048, 2048, 2048)}, "parameters"),
        ("resnet50", {"input": (3, 1024, 1024)}, "multiply-adds"),
    ],
)
def test_a_network_that_takes_too_long_is_refused(name: str, overrides: dict[str, object], said: str) -> None:
    too_large = config(name, **overrides)
    with pytest.raises(TooLarge, match=said):
        network_of(too_large, "", "cpu")
    assert graph_for(too_large).nodes  # its shapes can be seen all the same


def test_a_network_whose_shapes_do_not_fit_is_refused() -> None:
    with pytest.raises(UserError, match=r"stops at layer2\.0\.add"):
        network_of(config("cifar_resnet20", shortcut="identity"), "", "cpu")


def test_weights_that_it_has_not_are_refused() -> None:
    with pytest.raises(UserError, match="random"):
        network_of(MINE, "IMAGENET1K_V1", "cpu")


def test_there_is_room_before_another_network_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    first = network_of(MINE, "random", "cpu")
    there: list[int] = []

    def counted(config: NetConfig, device: str) -> torch.nn.Module:
        there.append(len(loaded()))
        return build(config, device)

    monkeypatch.setattr(networks, "build", counted)
    network_of(config("cifar_resnet20", seed=5), "random", "cpu")
    tight = LRUCache[object, torch.nn.Module](2.5 * networks._bytes(first), getsizeof=networks._bytes)
    tight.update(loaded())
    monkeypatch.setattr(networks, "_networks", tight)
    network_of(config("cifar_resnet20", seed=6), "random", "cpu")
    assert there == [1, 2]
    assert len(tight) == 1
