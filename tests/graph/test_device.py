"""The run on real tensors, here on the CPU: the same shapes, and a time for every operation."""

from dataclasses import replace

import pytest
import torch
from torch import nn

from app.graph import device
from app.graph.device import best_device, measured
from app.graph.trace import trace
from app.graph.types import Graph
from app.nets import build, config

TINY = config("resnet18", depths="1,1", widths="4,8", input="3,33,40", classes=5)
TINY_A = config("resnet18", depths="1,1", widths="4,8", input="3,33,40", classes=5, shortcut="A", activation="tanh")


def traced(chosen: object = TINY) -> Graph:
    return trace(build(chosen, "meta"), chosen.input)  # type: ignore[arg-type, attr-defined]


@pytest.mark.parametrize("chosen", [TINY, TINY_A])
def test_every_operation_gets_a_time_and_keeps_everything_else(chosen: object) -> None:
    graph = traced(chosen)
    timed = measured(graph, build(chosen), "cpu")  # type: ignore[arg-type]
    assert timed.device == "cpu"
    assert all(node.time_us is not None and node.time_us > 0 for node in timed.nodes)
    assert [replace(node, time_us=None) for node in timed.nodes] == list(graph.nodes)
    assert timed.groups == graph.groups


def test_a_shape_that_differs_from_the_meta_trace_is_an_error() -> None:
    graph = traced()
    network = build(TINY)
    network.conv1 = nn.Conv2d(3, 4, 7, stride=1, padding=3, bias=False)
    with pytest.raises(AssertionError, match=r"conv1: meta says \(4, 17, 20\), the device \(4, 33, 40\)"):
        measured(graph, network, "cpu")
    assert not any(module._forward_hooks or module._forward_pre_hooks for module in network.modules())


def test_measuring_leaves_no_hooks() -> None:
    network = build(TINY)
    measured(traced(), network, "cpu")
    assert not any(module._forward_hooks or module._forward_pre_hooks for module in network.modules())


@pytest.mark.parametrize(
    ("cuda", "mps", "expected"), [(True, True, "cuda"), (False, True, "mps"), (False, False, "meta")]
)
def test_auto_takes_the_fastest_device_there_is(
    monkeypatch: pytest.MonkeyPatch, cuda: bool, mps: bool, expected: str
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
    assert best_device("auto") == expected
    assert best_device("cpu") == "cpu"


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_on_cuda_every_operation_gets_a_time_and_memory() -> None:
    graph = traced()
    timed = measured(graph, build(TINY, "cuda"), "cuda")
    assert all(node.time_us and node.time_us > 0 for node in timed.nodes)
    assert all(node.memory_bytes is not None and node.memory_bytes >= 0 for node in timed.nodes)
    assert device.RUNS >= 3
