"""What it costs to see what a network makes of a picture: recorded passes against bare ones, on the CPU and on CUDA."""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import torch
from torch import Tensor, nn

from app.bench.row import Row, medians
from app.forward.networks import network_of
from app.forward.runner import Runner
from app.image.record import record
from app.image.types import Forward
from app.nets import config
from app.pipeline import graph_for

PICTURE = "gratings"
RECORDED, DEEP = "resnet50", "resnet152"
TOGETHER = 16
# A process that runs a picture through a network and says how high its memory rose meanwhile, in bytes: `bare`, or as
# an upload does, whose activations do not count as far as they are kept for a second look. VmHWM is Linux's, in KB.
PEAK = """
import io, re, sys
from pathlib import Path
import torch
from PIL import Image
from app.forward.choice import beside
from app.forward.networks import network_of
from app.forward.runner import Runner
from app.image.store import keep
from app.image.types import Forward
from app.nets import config
from app.pipeline import graph_for

how, name = sys.argv[1:]
torch.set_num_threads(1)
chosen = config(name)
graph, network = graph_for(chosen), network_of(chosen, "random", "cpu")
file = io.BytesIO()
Image.effect_noise((1600, 1200), 60).convert("RGB").save(file, "JPEG")
last, kept = graph.result_of(""), 0
Path("/proc/self/clear_refs").write_text("5")
if how == "bare":
    with torch.no_grad():
        network(torch.zeros(1, *chosen.input))
else:
    forward = Forward(chosen, "random", keep(file.getvalue()).id)
    Runner("cpu").recording(forward, (last,)).wait()
    kept = sum(graph.by_path[path].activation_bytes for path in beside(graph, [last]) if path in graph.by_path)
print(1024 * int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) - kept)
"""


def recorded() -> list[Row]:
    """Every output kept until the pass is over, against the module called by itself."""
    network, x = _loaded(RECORDED, "cpu")
    every, bare = medians(15, lambda: _recorded(network, x), lambda: _bare(network, x))
    return [Row(f"recorded pass of {RECORDED}, every activation, against bare", every / bare, 1.15)]


def first_volume() -> list[Row]:
    """How long somebody waits who wants the first volume, as a share of the time until the last one is there."""
    runner, graph = Runner("cpu"), graph_for(config(RECORDED))
    first, last = (graph.result_of(path) for path in (graph.groups[0].path, ""))
    shares: list[float] = []
    for forward in _looks(RECORDED, 6):
        begun = perf_counter()
        whole, early = runner.recording(forward, (last,)), runner.recording(forward, (first,))
        early.wait()
        seen = perf_counter() - begun
        whole.wait()
        shares.append(seen / (perf_counter() - begun))
    return [Row(f"first volume of {RECORDED}, share of the time to the last", median(shares[1:]), 0.5)]


def upload_memory() -> list[Row]:
    """Peaks of two processes."""
    with TemporaryDirectory() as folder:
        upload, bare = (_peak(how, Path(folder)) for how in ("upload", "bare"))
    return [Row(f"peak memory, upload through {DEEP} less what is kept, against bare", upload / bare, 1.3)]


def on_cuda() -> list[Row]:
    """One picture, and many that wait at the same time, by the clock of the wall: the device does the work."""
    one = f"recorded pass of {DEEP} on CUDA, every activation, against bare"
    many = f"rate of {TOGETHER} waiting for {DEEP} on CUDA, against one at a time"
    if not torch.cuda.is_available():
        return [Row(one, 0, 1.3, lacking="CUDA"), Row(many, 0, 4, at_least=True, lacking="CUDA")]
    network, x = _loaded(DEEP, "cuda")
    every, bare = medians(9, lambda: _recorded(network, x), lambda: _bare(network, x), clock=_cuda_clock)
    runner, last = Runner("cuda"), graph_for(config(DEEP)).result_of("")

    def in_turn() -> None:
        runner.forget(PICTURE)
        for forward in _looks(DEEP, TOGETHER):
            runner.recording(forward, (last,)).wait()

    def at_once() -> None:
        runner.forget(PICTURE)
        for recording in [runner.recording(forward, (last,)) for forward in _looks(DEEP, TOGETHER)]:
            recording.wait()

    single, together = medians(5, in_turn, at_once, clock=_cuda_clock)
    return [Row(one, every / bare, 1.3), Row(many, single / together, 4, at_least=True)]


def _loaded(name: str, device: str) -> tuple[nn.Module, Tensor]:
    """A network with random weights, and an input."""
    chosen = config(name)
    return network_of(chosen, "random", device), torch.randn((1, *chosen.input), device=device)


def _recorded(network: nn.Module, x: Tensor) -> object:
    kept: dict[str, Tensor] = {}
    record(network, x, kept.__setitem__)
    return kept


def _bare(network: nn.Module, x: Tensor) -> object:
    with torch.no_grad():
        return network(x)


def _looks(name: str, count: int) -> list[Forward]:
    """Passes that differ in where the picture is cropped."""
    return [Forward(config(name), "random", PICTURE, (x, 50)) for x in range(count)]


def _cuda_clock() -> float:
    torch.cuda.synchronize()
    return perf_counter()


def _peak(how: str, data: Path) -> int:
    environment = {**os.environ, "TENSORWALK_DATA": str(data), "TENSORWALK_DEVICE": "meta"}
    command = [sys.executable, "-c", PEAK, how, DEEP]
    return int(subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout)
