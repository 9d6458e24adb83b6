"""An nn.Module that anybody wrote in Python becomes a Graph: module hooks, and torch functions where hooks are blind.

The module takes one tensor, a batch of images (N, C, H, W), or of vectors. It may put out anything; every operation
on the way is recorded, an auxiliary output's too. Dictionaries, several inputs and keyword inputs need a module around
that takes one tensor. Paths are those of `named_modules`; a function is named for the module that calls it
(`layer1.0.add`), and a second call at the same path has its number (`layer1.0.relu:2`). A leaf, one node a call, is a
module of torch's without children; what others wrote is looked into. A function that puts out several tensors (chunk)
has a node for each.

The module runs in eval mode, as a copy without numbers; one that looks at numbers runs once more on a random image.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from operator import index
from typing import Any

import torch
from torch import Tensor, nn

from app.errors import UserError
from app.graph.grouping import groups_of, holders
from app.graph.hooks import modules
from app.graph.notes import Note, named
from app.graph.own.containers import groups_known
from app.graph.own.recorder import Recorder
from app.graph.own.taken import check, misread, one_tensor
from app.graph.own.twin import device_of, held, hooked, twin_of
from app.graph.own.watch import is_leaf, tensors_in, watched
from app.graph.types import INPUT, Failure, Graph, Node, ReceptiveField, Shape
from app.language import message, say

Module = nn.Module  # for signatures where torch is not at hand
SEED = 0  # of the random image, where one is needed
HOOKED = message("forward hooks were not run: what they change is not seen")
RANDOM = message("it had to run on a random image: without numbers it stops ({reason})")
IN_ROWS = message("branches that are no block's are drawn one behind the other, without their lines to where they meet")
AS_ONE = message("several tensors enter a module: its own picture shows them as one")
IDLE = message("{name}: did not run; a network is traced as it predicts, in eval mode")
DEAF = message("the output does not depend on the input, as far as it was seen")
SAME = message("no operation reads the input: the output is the input itself")


def own_graph(module: nn.Module, input_shape: Shape, name: str = "") -> Graph:
    """The graph of one forward pass over one image. Raises UserError for what cannot be traced, and what it raises.

    `Graph.failure` is where the shapes stopped fitting, `Graph.unseen` what could not be seen or followed. The limits
    of `app/limits.py` are for visitors of a server and do not hold here: shapes alone take no memory.
    """
    check(module)
    input_shape = _lengths(input_shape)
    try:
        graph = _traced(module, input_shape, name, real=False)
        stopped = f"{graph.failure.path}: {graph.failure.message}" if graph.failure else ""
    except UserError:
        raise
    except Exception as error:  # code that looks at numbers may fail without them in any way
        stopped = f"{type(error).__name__}: {error}".splitlines()[0]
    else:
        if not graph.failure:
            return graph
    graph = _traced(module, input_shape, name, real=True)
    if graph.failure:  # it is the shapes that do not fit
        return graph
    return replace(graph, notes=(Note(RANDOM, (("reason", stopped),)), *graph.notes))


def _lengths(shape: Any) -> Shape:
    """The input's shape as whole numbers. Raises UserError for anything else."""
    try:
        lengths = tuple(index(length) for length in shape)
    except TypeError:
        lengths = ()
    if not lengths or min(lengths) < 1:
        allowed = say("whole numbers from 1, as (3, 224, 224) for channels, height and width, or (512,) for a vector")
        raise UserError("input", shape, allowed)
    return lengths


def _traced(module: nn.Module, input_shape: Shape, name: str, real: bool) -> Graph:
    network = twin_of(module, real)
    if is_leaf(network):
        network = nn.Sequential(network)
    device = device_of(module) if real else torch.device("meta")
    recorder, failure, idle = _run(network, input_shape, device)
    known = groups_known(network, [*recorder.nodes, *([_refused(failure)] if failure else [])])
    return Graph(
        name=name or type(module).__name__,
        config=(),
        input=input_shape,
        device="meta" if not real else device.type,
        params=sum(weight.numel() for weight in network.parameters()),
        nodes=tuple(recorder.nodes),
        groups=groups_of(recorder.nodes, known.kinds, known.sections, known.spans),
        failure=replace(failure, within=holders(failure.path, known.kinds, known.sections)) if failure else None,
        notes=(
            *_placed({Note(HOOKED): hooked(module)}),
            *_placed(recorder.unseen),
            *_placed({Note(IN_ROWS): known.lost, Note(AS_ONE): known.several}),
            *idle,
        ),
    )


def _run(
    network: nn.Module, input_shape: Shape, device: torch.device
) -> tuple[Recorder, Failure | None, tuple[Note, ...]]:
    """What ran, where it stopped, and if it did not, what had no part in it."""
    weights = [*network.parameters()]
    recorder = Recorder(
        weights={id(tensor): 0 for tensor in held(network)} | {id(weight): weight.numel() for weight in weights},
        reserved={path for path, _ in modules(network)},
    )
    image = _image(input_shape, device, next((w.dtype for w in weights if w.is_floating_point()), None))
    recorder.produced(image, INPUT)
    with torch.no_grad(), device, watched(network, recorder):
        try:
            output = network(image)
        except (RuntimeError, ValueError, IndexError, AttributeError) as error:
            if misread(error, recorder.running):
                raise UserError("module", type(network).__name__, one_tensor()) from error
            if isinstance(error, AttributeError):
                raise
            return recorder, recorder.failed(error), ()
    return recorder, None, (*_idle(network, recorder), *_apart(recorder, output))


def _image(shape: Shape, device: torch.device, dtype: torch.dtype | None) -> Tensor:
    """One image: of no numbers on meta, random elsewhere, and always the same."""
    if device.type == "meta":
        return torch.empty((1, *shape), device=device, dtype=dtype)
    numbers = torch.randn((1, *shape), generator=torch.Generator().manual_seed(SEED))
    return numbers.to(device, dtype)


def _placed(found: Mapping[Note, Sequence[str]]) -> Iterator[Note]:
    """What there is to say, with the places where it holds."""
    return (replace(note, places=tuple(dict.fromkeys(places))) for note, places in found.items() if places)


def _refused(failure: Failure) -> Node:
    """The operation that refused, as if it had put out what it was given: it may be the join of a block."""
    where = ReceptiveField((1, 1), (1, 1), (0, 0))
    kind, shapes = failure.type, failure.input_shapes
    return Node(failure.path, failure.op, kind, failure.inputs, shapes, shapes[0], where)


def _idle(network: nn.Module, recorder: Recorder) -> Iterator[Note]:
    """The outermost modules with weights of which none was read: they did not run."""
    reported = ""
    for path, module in modules(network):
        weights = [id(weight) for weight in module.parameters()]
        inside = reported and f"{path}.".startswith(f"{reported}.")
        if path and weights and not inside and recorder.counted.isdisjoint(weights):
            reported = path
            yield named(IDLE, path)


def _apart(recorder: Recorder, output: object) -> Iterator[Note]:
    """Said of an output that the input does not reach, and of one that is the input."""
    tensors = list(tensors_in(output))
    if tensors and not any(id(tensor) in recorder.sources for tensor in tensors):
        yield Note(DEAF)
    elif tensors and not recorder.nodes:
        yield Note(SAME)
