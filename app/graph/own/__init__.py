"""An nn.Module that anybody wrote in Python becomes a Graph: module hooks, and torch functions where hooks are blind.

The module takes one tensor, a batch of images (N, C, H, W), or of vectors. It may put out anything; every operation
on the way is recorded, an auxiliary output's too. Dictionaries, several inputs and keyword inputs need a module around
that takes one tensor. Paths are those of `named_modules`; a function is named for the module that calls it
(`layer1.0.add`), and a second call at the same path has its number (`layer1.0.relu:2`). A leaf, one node a call, is a
module of torch's without children; what others wrote is looked into. A function that puts out several tensors (chunk)
has a node for each.

The module runs in eval mode, as a copy without numbers; one that looks at numbers runs once more on a random image.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import torch
from torch import Tensor, nn

from app.errors import UserError
from app.graph.grouping import groups_of, holders
from app.graph.hooks import modules
from app.graph.own.containers import groups_known
from app.graph.own.recorder import Recorder
from app.graph.own.twin import device_of, twin_of
from app.graph.own.watch import is_leaf, watched
from app.graph.types import INPUT, Failure, Graph, Node, ReceptiveField, Shape

Module = nn.Module  # for signatures where torch is not at hand
SEED = 0  # of the random image, where one is needed
NAMED = 3  # so many places are named for each thing that the trace could not see


def own_graph(module: nn.Module, input_shape: Shape, name: str = "") -> Graph:
    """The graph of one forward pass over one image. Raises UserError for what cannot be traced, and what it raises.

    `Graph.failure` is where the shapes stopped fitting, `Graph.unseen` what could not be seen or followed.
    """
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
    return replace(
        graph, unseen=(f"it had to run on a random image: without numbers it stops ({stopped})", *graph.unseen)
    )


def _traced(module: nn.Module, input_shape: Shape, name: str, real: bool) -> Graph:
    network = twin_of(module, real)
    if is_leaf(network):
        network = nn.Sequential(network)
    device = device_of(module) if real else torch.device("meta")
    weights = dict(network.named_parameters())
    recorder = Recorder(
        weights={id(weight): (path, weight.numel()) for path, weight in weights.items()},
        reserved={path for path, _ in modules(network)},
    )
    image = _image(input_shape, device, next((w.dtype for w in weights.values() if w.is_floating_point()), None))
    recorder.produced(image, INPUT)
    failure = None
    with torch.no_grad(), device, watched(network, recorder):
        try:
            network(image)
        except (RuntimeError, ValueError, IndexError) as error:
            failure = recorder.failed(error)
    known = groups_known(network, [*recorder.nodes, *([_refused(failure)] if failure else [])])
    return Graph(
        name=name or type(module).__name__,
        config=(),
        input=input_shape,
        device="meta" if not real else device.type,
        params=sum(weight.numel() for weight in weights.values()),
        nodes=tuple(recorder.nodes),
        groups=groups_of(recorder.nodes, known.kinds, known.sections, known.spans),
        failure=replace(failure, within=holders(failure.path, known.kinds, known.sections)) if failure else None,
        unseen=(
            *_said(recorder.unseen),
            *_in_rows(known.lost),
            *_as_one(known.several),
            *([] if failure else _idle(network, recorder)),
        ),
    )


def _image(shape: Shape, device: torch.device, dtype: torch.dtype | None) -> Tensor:
    """One image: of no numbers on meta, random elsewhere, and always the same."""
    if device.type == "meta":
        return torch.empty((1, *shape), device=device, dtype=dtype)
    numbers = torch.randn((1, *shape), generator=torch.Generator().manual_seed(SEED))
    return numbers.to(device, dtype)


def _said(unseen: dict[str, list[str]]) -> Iterator[str]:
    """`permute moves height or width: ... (at stem, layer1 and 33 more)`."""
    for what, places in unseen.items():
        yield f"{what} (at {_places(list(dict.fromkeys(places)))})"


def _places(places: Sequence[str]) -> str:
    more = f" and {len(places) - NAMED} more" if len(places) > NAMED else ""
    return f"{', '.join(places[:NAMED])}{more}"


def _in_rows(joins: Sequence[str]) -> Iterator[str]:
    if joins:
        yield (
            f"branches that are no block's are drawn one behind the other, without their lines "
            f"(those that meet at {_places(joins)})"
        )


def _as_one(several: Sequence[str]) -> Iterator[str]:
    if several:
        yield f"several tensors enter a module: its own picture shows them as one (at {_places(several)})"


def _refused(failure: Failure) -> Node:
    """The operation that refused, as if it had put out what it was given: it may be the join of a block."""
    where = ReceptiveField((1, 1), (1, 1), (0, 0))
    kind, shapes = failure.type, failure.input_shapes
    return Node(failure.path, failure.op, kind, failure.inputs, shapes, shapes[0], where)


def _idle(network: nn.Module, recorder: Recorder) -> Iterator[str]:
    """The outermost modules with weights of which none was read: they did not run."""
    reported = ""
    for path, module in modules(network):
        weights = [id(weight) for weight in module.parameters()]
        inside = reported and f"{path}.".startswith(f"{reported}.")
        if path and weights and not inside and recorder.counted.isdisjoint(weights):
            reported = path
            yield f"{path}: did not run; a network is traced as it predicts, in eval mode"
