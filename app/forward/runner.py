"""One thread a device that runs networks on pictures: passes, and other work such as gradients, in their order.

A pass serves everybody who asks while it waits or runs for what it has yet to compute; whatever it keeps goes to the
cache, where the next one finds it. On an accelerator passes that wait for the same network go through it together. In
float32 throughout: no autocast, and no TensorFloat-32 either.
"""

from collections import deque
from collections.abc import Callable, Collection, Generator, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from threading import Condition, Thread
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from app.errors import Overloaded
from app.forward.choice import beside, check_gradient, check_size
from app.forward.kept import Kept
from app.forward.networks import network_of
from app.forward.passes import Pass, Recording
from app.forward.probes import Name, Probe, Probed
from app.image.guarded import guarded
from app.image.record import record, silenced, silent_operations
from app.image.store import NoPicture, picture
from app.image.transform import prepared
from app.image.types import Forward
from app.image.weights import weights_named
from app.language import message, say, speaking
from app.limits import limit
from app.pipeline import graph_for

Result = TypeVar("Result")
Queued = TypeVar("Queued", Pass, Probe)
PREPARING_THREADS = 4
NO_MEMORY = message("the device has no memory left for this network; a smaller one, or a smaller input, may fit")


class _Stopped(Exception):
    """Ends what nobody waits for."""


class Runner:
    """Starts its thread at the first job. device: `cpu`, or an accelerator's name."""

    def __init__(self, device: str) -> None:
        self.device = device
        self._lock = Condition()
        self._jobs: deque[Pass | Probe] = deque()
        self._running: list[Pass | Probe] = []
        self._kept = Kept(limit("activations_bytes"))
        self._preparing = ThreadPoolExecutor(PREPARING_THREADS, thread_name_prefix="prepare")
        self._thread: Thread | None = None

    def recording(self, forward: Forward, wanted: Collection[str]) -> Recording:
        """What is kept of `wanted`, and the rest from a pass that is under way or queued now."""
        graph = graph_for(forward.config)
        check_size(forward, graph, wanted)
        with self._lock:
            recording = Recording(wanted, self._leave)
            for path in wanted:
                if (tensor := self._kept.get(forward, path)) is not None:
                    recording.take(path, tensor)
            if recording.missing:
                passes = [job for job in (*self._running, *self._jobs) if isinstance(job, Pass)]
                under_way = next((job for job in passes if job.serves(forward, recording.missing)), None)
                job = under_way or self._queued(Pass(forward, graph))
                job.joined(recording, beside(graph, recording.missing))
        return recording

    def asked(
        self, forward: Forward, name: Name, work: Callable[[nn.Module, Tensor], object], gradients: bool = True
    ) -> Probed:
        """What work(network, input [1, C, H, W]) returns: from the cache, or when its turn in the queue has come."""
        if gradients:
            check_gradient(graph_for(forward.config))
        with self._lock:
            probed = Probed(self._leave)
            if (value := self._kept.get(forward, name)) is not None:
                probed.finish(value)
                return probed
            probes = [job for job in (*self._running, *self._jobs) if isinstance(job, Probe)]
            under_way = next((job for job in probes if job.serves(forward, name)), None)
            job = under_way or self._queued(Probe(forward, name, work, gradients))
            job.joined(probed)
        return probed

    def probe(self, forward: Forward, name: Name, work: Callable[[nn.Module, Tensor], Result]) -> Result:
        """The same for a thread that stands still until then."""
        return self.asked(forward, name, work).wait()

    def forget(self, image: str) -> None:
        """Drop all that was made of a picture, and what is being made of it."""
        with self._lock:
            self._kept.forget(image)
            for job in [job for job in (*self._running, *self._jobs) if job.forward.image == image]:
                job.fail(NoPicture(image))
                self._unqueue(job)

    def _queued(self, job: Queued) -> Queued:
        if len(self._jobs) >= limit("passes_waiting"):
            raise Overloaded("image", job.forward.image, say("{count} passes wait before it", count=len(self._jobs)))
        self._jobs.append(job)
        self._lock.notify()
        if self._thread is None:
            self._thread = Thread(target=self._work, name=f"forward {self.device}", daemon=True)
            self._thread.start()
        return job

    def _leave(self, who: Recording | Probed) -> None:
        with self._lock:
            if job := who.running:
                job.left(who)
                if job.stopped:
                    self._unqueue(job)

    def _unqueue(self, job: Pass | Probe) -> None:
        if job in self._jobs:
            self._jobs.remove(job)

    def _work(self) -> None:
        while True:
            with self._lock:
                self._running.clear()
                while not self._jobs:
                    self._lock.wait()
                self._running = jobs = self._next()
            self._run(jobs)

    def _run(self, jobs: Sequence[Pass | Probe]) -> None:
        """All together; passes that memory is too short for together, one by one."""
        try:
            _full_precision()
            with speaking(jobs[0].language), _out_of_memory_told():
                if isinstance(jobs[0], Probe):
                    self._probe(jobs[0])
                else:
                    self._pass([job for job in jobs if isinstance(job, Pass)])
            return
        except _Stopped:
            return
        except Exception as error:
            if len(jobs) == 1 or not isinstance(error, Overloaded):
                self._fail(jobs, error)
                return
        for job in jobs:  # out of the handler: what the error holds of the batch is gone by now
            if not job.stopped:
                self._run([job])

    def _fail(self, jobs: Sequence[Pass | Probe], error: Exception) -> None:
        with self._lock:
            for job in jobs:
                job.fail(error)

    def _next(self) -> list[Pass | Probe]:
        """The first job, and on an accelerator the passes behind it that only the picture sets apart from it."""
        first = self._jobs.popleft()
        if isinstance(first, Probe) or self.device == "cpu":
            return [first]
        like = [job for job in self._jobs if isinstance(job, Pass) and _network_key(job) == _network_key(first)]
        together = like[: limit("pass_batch") - 1]
        for job in together:
            self._jobs.remove(job)
        return [first, *together]

    def _pass(self, passes: list[Pass]) -> None:
        forward, graph = passes[0].forward, passes[0].graph
        network = network_of(forward.config, forward.weights, self.device)
        passes, x = self._inputs(passes)
        held: dict[str, Tensor] = {}

        def give(path: str, output: Tensor) -> None:
            with self._lock:
                if all(job.stopped for job in passes):
                    raise _Stopped
                for job in passes:
                    job.passed(path)
                if any(path in job.keep for job in passes):
                    held[path] = output
                if self.device == "cpu":
                    self._deliver(passes, held)

        record(network, x, give, silent_operations(graph, forward.off))
        self._deliver(passes, held)  # of an accelerator all at once: waiting for a copy, it would stand still
        with self._lock:
            for job in passes:
                job.end()

    def _inputs(self, passes: list[Pass]) -> tuple[list[Pass], Tensor]:
        """The passes whose pictures are there, and these as a batch; the others fail. Raises _Stopped if none is."""
        there: list[Pass] = []
        inputs: list[Tensor] = []
        for job, preparing in [
            (job, self._preparing.submit(copy_context().run, _input, job.forward)) for job in passes
        ]:
            try:
                with _out_of_memory_told():
                    inputs.append(preparing.result())
                there.append(job)
            except Exception as error:
                self._fail([job], error)
        if not there:
            raise _Stopped
        return there, torch.stack(inputs).to(self.device)

    def _deliver(self, passes: list[Pass], held: dict[str, Tensor]) -> None:
        """What was computed, a picture's own part to those who wait for it and to the cache; held is empty then."""
        copies = [
            (job, path, output[place].to("cpu", non_blocking=True))
            for path, output in held.items()
            for place, job in enumerate(passes)
            if path in job.keep
        ]
        if self.device != "cpu" and torch.accelerator.is_available():
            torch.accelerator.synchronize()
        with self._lock:
            for job, path, tensor in copies:
                if not job.stopped:
                    self._kept.put(job.forward, path, tensor)
                    job.give(path, tensor)
        held.clear()

    def _probe(self, job: Probe) -> None:
        def check() -> None:
            if job.stopped:
                raise _Stopped

        network = network_of(job.forward.config, job.forward.weights, self.device)
        silent = silent_operations(graph_for(job.forward.config), job.forward.off)
        with silenced(network, silent), guarded(network, check), torch.set_grad_enabled(job.gradients):
            value = _home(job.work(network, _input(job.forward)[None].to(self.device)))
        with self._lock:
            if not job.stopped:
                self._kept.put(job.forward, job.name, value)
                job.give(value)


def _network_key(job: Pass | Probe) -> tuple[Hashable, ...]:
    return job.forward.config, job.forward.weights, job.forward.edition, job.forward.off


def _input(forward: Forward) -> Tensor:
    """What the network is given, [C, H, W] on the CPU."""
    config = forward.config
    channels, height, width = config.input
    weights = weights_named(config, forward.weights)
    return prepared(picture(forward.image), weights.transform, (height, width), forward.crop, channels).input


def _home(value: Any) -> Any:
    """A value whose tensors, also those in a tuple, list or dict, are on the CPU and without a gradient's past."""
    if isinstance(value, Tensor):
        return value.detach().cpu()
    if isinstance(value, dict):
        return {key: _home(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(_home(part) for part in value)
    return value


def _full_precision() -> None:
    """CUDA's convolutions would round their factors to ten bits."""
    torch.backends.cudnn.allow_tf32 = False


@contextmanager
def _out_of_memory_told() -> Generator[None]:
    """What a device says that has no memory left, as an answer for whoever asked."""
    try:
        yield
    except (torch.OutOfMemoryError, MemoryError) as error:
        raise Overloaded("device", say("out of memory"), say(NO_MEMORY)) from error
    except RuntimeError as error:
        if "can't allocate memory" not in str(error):  # what the CPU's allocator says
            raise
        raise Overloaded("device", say("out of memory"), say(NO_MEMORY)) from error
