"""Run a traced network on real tensors: the same hooks, plus each operation's time and memory on the device.

Times are the device's own (CUDA or Metal events; the wall clock on a CPU), after a warm-up, the median of
several runs, in microseconds. Memory is what the allocator's peak rose by while the operation ran, in bytes.
"""

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import median

import torch
from torch import Tensor, nn

from app.errors import UserError
from app.graph.hooks import watched
from app.graph.types import Graph

WARM_UPS = 2
RUNS = 5


@dataclass(frozen=True, slots=True)
class _Clock:
    """mark() stamps now on the device; elapsed(a, b) is the microseconds between; wait() until all is done."""

    mark: Callable[[], object]
    elapsed: Callable[[object, object], float]
    wait: Callable[[], None]


def best_device(wanted: str = "auto") -> str:
    """The device to run on: `auto` is cuda, then mps, and `meta` (shapes only) where there is neither.

    Raises UserError for one that this machine, or this build of torch, has not.
    """
    if wanted in ("cpu", "meta"):
        return wanted
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    present = [name for name, is_there in there.items() if is_there]
    if wanted == "auto":
        return next(iter(present), "meta")
    if wanted not in present:
        raise UserError(
            "TENSORWALK_DEVICE", wanted, because=f"here there are {', '.join(['auto', *present, 'cpu', 'meta'])}"
        )
    return wanted


def measured(graph: Graph, network: nn.Module, device: str) -> Graph:
    """`graph` with time_us and memory_bytes of every node, from runs of `network`, which sits on `device`.

    The caller owns the network for the time of the call. A shape that differs from the meta trace is our bug.
    """
    clock = _CLOCKS[device]()
    image = torch.rand((1, *graph.input), generator=torch.Generator(device), device=device)
    with torch.no_grad():
        for _ in range(WARM_UPS):
            network(image)
        clock.wait()
        spans: dict[str, list[float]] = defaultdict(list)
        for _ in range(RUNS):
            for path, span in _timed(graph, network, image, clock).items():
                spans[path].append(span)
        memory = _memory(network, image) if device == "cuda" else {}
    nodes = tuple(
        replace(node, time_us=round(median(spans[node.path]), 3), memory_bytes=memory.get(node.path))
        for node in graph.nodes
    )
    return replace(graph, device=device, nodes=nodes)


def _timed(graph: Graph, network: nn.Module, image: Tensor, clock: _Clock) -> dict[str, float]:
    """One run: path -> microseconds. Checks every shape against the graph on the way."""
    begun: dict[str, object] = {}
    ended: dict[str, object] = {}

    def before(path: str, _leaf: nn.Module, _inputs: tuple[Tensor, ...]) -> None:
        begun[path] = clock.mark()

    def after(path: str, _leaf: nn.Module, _inputs: tuple[Tensor, ...], output: Tensor) -> None:
        ended[path] = clock.mark()
        expected, seen = graph.by_path[path].output_shape, tuple(output.shape[1:])
        assert seen == expected, f"{path}: meta says {expected}, the device {seen}"

    with watched(network, before, after):
        network(image)
    clock.wait()
    return {path: clock.elapsed(begun[path], end) for path, end in ended.items()}


def _memory(network: nn.Module, image: Tensor) -> dict[str, int]:
    """path -> bytes that the CUDA allocator's peak rose by during the operation."""
    peaks: dict[str, int] = {}
    standing = 0

    def before(_path: str, _leaf: nn.Module, _inputs: tuple[Tensor, ...]) -> None:
        nonlocal standing
        torch.cuda.reset_peak_memory_stats()
        standing = torch.cuda.memory_allocated()

    def after(path: str, _leaf: nn.Module, _inputs: tuple[Tensor, ...], _output: Tensor) -> None:
        peaks[path] = torch.cuda.max_memory_allocated() - standing

    with watched(network, before, after):
        network(image)
    return peaks


def _event_clock(event: Callable[[], torch.cuda.Event], wait: Callable[[], None]) -> _Clock:
    def mark() -> object:
        stamp = event()
        stamp.record()
        return stamp

    def elapsed(start: object, end: object) -> float:
        return 1000.0 * start.elapsed_time(end)  # type: ignore[attr-defined]

    return _Clock(mark, elapsed, wait)


def _cuda_clock() -> _Clock:
    return _event_clock(lambda: torch.cuda.Event(enable_timing=True), torch.cuda.synchronize)


def _mps_clock() -> _Clock:
    return _event_clock(lambda: torch.mps.Event(enable_timing=True), torch.mps.synchronize)  # type: ignore[arg-type, return-value]


def _cpu_clock() -> _Clock:
    return _Clock(time.perf_counter, lambda start, end: 1e6 * (end - start), lambda: None)  # type: ignore[operator]


_CLOCKS: dict[str, Callable[[], _Clock]] = {"cuda": _cuda_clock, "mps": _mps_clock, "cpu": _cpu_clock}
