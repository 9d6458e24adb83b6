"""Run a network once under forward hooks and write down what they saw: an nn.Module becomes a Graph.

On the meta device a run moves no numbers, so any size is traced in no memory. Edges come from tensor identity:
every tensor is kept alive while the trace lasts, because Python reuses the ids of the dead.
"""

from dataclasses import dataclass, field, replace

import torch
from torch import Tensor, nn

from app.graph.cost import conv_macs, linear_macs
from app.graph.grouping import groups_of, holders
from app.graph.hooks import modules, watched
from app.graph.receptive_field import ONE_PIXEL, joined, whole, windowed
from app.graph.types import INPUT, Failure, Graph, Node, Pair, ReceptiveField, Shape

# What a module does, by the name of its class or of the nearest ancestor that has one.
OPS: dict[str, str] = {
    "Conv2d": "conv",
    "BatchNorm2d": "norm",
    "LocalResponseNorm": "lrn",
    "ReLU": "activation",
    "Sigmoid": "activation",
    "Tanh": "activation",
    "MaxPool2d": "maxpool",
    "AvgPool2d": "avgpool",
    "AdaptiveAvgPool2d": "avgpool",
    "Add": "add",
    "Concat": "concat",
    "Multiply": "multiply",
    "HighwayMix": "highway",
    "Scale": "scale",
    "ZeroPadShortcut": "zeropad",
    "Flatten": "flatten",
    "Linear": "linear",
    "Dropout": "dropout",
    "Softmax": "softmax",
}
# Numbers of a module that its shapes do not tell, by operation, and where it keeps the channels that it is made for.
DETAILS: dict[str, tuple[str, ...]] = {
    "lrn": ("size", "alpha", "beta", "k"),
    "avgpool": ("count_include_pad",),
    "scale": ("factor",),
    "dropout": ("p",),
}
MADE_FOR = {"conv": "in_channels", "linear": "in_features", "norm": "num_features", "zeropad": "out_channels"}


def trace(network: nn.Module, input_shape: Shape, name: str = "", config: tuple[tuple[str, object], ...] = ()) -> Graph:
    """The graph of one forward pass of `network`, which sits on the meta device, over a (C, H, W) input.

    A network whose shapes do not fit is traced as far as the tensor went; `Graph.failure` names the
    operation that refused. Raises what the network raises for any other reason.
    """
    recorder = _Recorder()
    kinds, sections = _kinds(network), getattr(network, "sections", {})
    image = torch.empty((1, *input_shape), device="meta")
    recorder.produced(image, INPUT)
    recorder.fields[INPUT] = ONE_PIXEL
    failure = None
    with torch.no_grad(), watched(network, recorder.before, recorder.after):
        try:
            network(image)
        except (RuntimeError, ValueError) as error:
            failed = recorder.failed(error)
            failure = replace(failed, within=holders(failed.path, kinds, sections))
    return Graph(
        name=name,
        config=config,
        input=input_shape,
        device="meta",
        params=sum(parameter.numel() for parameter in network.parameters()),
        nodes=tuple(recorder.nodes),
        groups=groups_of(recorder.nodes, kinds, sections),
        failure=failure,
    )


def fits(network: nn.Module, input_shape: Shape) -> bool:
    """Whether a network on the meta device takes a (C, H, W) input, without looking into it."""
    with torch.no_grad():
        try:
            network(torch.empty((1, *input_shape), device="meta"))
        except (RuntimeError, ValueError):
            return False
    return True


@dataclass
class _Recorder:
    """Collects nodes while a network runs. `alive` holds every tensor seen, so that no id is used twice."""

    nodes: list[Node] = field(default_factory=list[Node])
    fields: dict[str, ReceptiveField] = field(default_factory=dict[str, ReceptiveField])
    alive: list[Tensor] = field(default_factory=list[Tensor])
    sources: dict[int, str] = field(default_factory=dict[int, str])
    running: tuple[str, nn.Module, tuple[Tensor, ...]] | None = None

    def produced(self, tensor: Tensor, path: str) -> None:
        """Remember who made a tensor; one that passes through keeps its first producer."""
        if id(tensor) not in self.sources:
            self.sources[id(tensor)] = path
            self.alive.append(tensor)

    def before(self, path: str, leaf: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        assert path not in self.fields, f"{path} is called twice: give each call a module of its own"
        self.running = path, leaf, inputs

    def after(self, path: str, leaf: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        node = node_of(path, leaf, self._inputs(path, inputs), _shapes(inputs), _shape(output), self.fields)
        self.nodes.append(node)
        self.fields[path] = node.receptive_field
        self.produced(output, path)
        self.running = None

    def failed(self, error: Exception) -> Failure:
        """The failure of the operation that was running; an error between operations is our own bug."""
        if self.running is None:
            raise error
        path, leaf, inputs = self.running
        return failure_of(path, leaf, self._inputs(path, inputs), _shapes(inputs), error)

    def _inputs(self, path: str, inputs: tuple[Tensor, ...]) -> tuple[str, ...]:
        for tensor in inputs:
            assert id(tensor) in self.sources, f"{path} reads a tensor that no module made"
        return tuple(self.sources[id(tensor)] for tensor in inputs)


def node_of(
    path: str,
    leaf: nn.Module,
    sources: tuple[str, ...],
    input_shapes: tuple[Shape, ...],
    output_shape: Shape,
    fields: dict[str, ReceptiveField],
) -> Node:
    """What one call of a leaf did. fields: path -> receptive field of everything that it may read."""
    op = op_of(leaf)
    kernel, stride, padding, dilation = _window(leaf, input_shapes[0])
    groups = getattr(leaf, "groups", None)
    macs = 0
    if op == "conv":
        assert kernel is not None and groups is not None
        macs = conv_macs(input_shapes[0], output_shape, kernel, groups)
    elif op == "linear":
        macs = linear_macs(input_shapes[0], output_shape)
    # A gate of one number a channel looks at the whole image; published fields count what its convolutions look at.
    read = joined(tuple(fields[source] for source in (sources[:1] if op == "multiply" else sources)))
    return Node(
        path=path,
        op=op,
        type=type(leaf).__name__,
        inputs=sources,
        input_shapes=input_shapes,
        output_shape=output_shape,
        receptive_field=_field(read, leaf, input_shapes[0], output_shape),
        kernel=kernel,
        stride=stride,
        padding=padding,
        dilation=dilation,
        groups=groups,
        ceil_mode=getattr(leaf, "ceil_mode", None),
        bias=getattr(leaf, "bias", None) is not None if op in ("conv", "linear") else None,
        params=sum(parameter.numel() for parameter in leaf.parameters(recurse=False)),
        macs=macs,
        weighted=op in ("conv", "linear"),
        detail=tuple((name, float(getattr(leaf, name))) for name in DETAILS.get(op, ()) if hasattr(leaf, name)),
    )


def _field(read: ReceptiveField, leaf: nn.Module, input_shape: Shape, output_shape: Shape) -> ReceptiveField:
    """What a cell of the output sees of the image. read: what a cell of the inputs does."""
    op = op_of(leaf)
    kernel, stride, padding, dilation = _window(leaf, input_shape)
    if stride is not None:
        return windowed(read, kernel or (1, 1), stride, padding or (0, 0), dilation or (1, 1))
    if op == "avgpool":
        return windowed(read, *_covering(input_shape, output_shape), (0, 0), (1, 1))
    if op == "flatten" and len(input_shape) == 3:
        return whole(read, input_shape)
    return read


def failure_of(
    path: str, leaf: nn.Module, sources: tuple[str, ...], shapes: tuple[Shape, ...], error: Exception
) -> Failure:
    """What a leaf that refused was given, and what it said."""
    op = op_of(leaf)
    kernel, stride, padding, dilation = _window(leaf, shapes[0])
    return Failure(
        path=path,
        op=op,
        type=type(leaf).__name__,
        input_shapes=shapes,
        inputs=sources,
        message=str(error).splitlines()[0],
        kernel=kernel,
        stride=stride,
        padding=padding,
        dilation=dilation,
        expects=getattr(leaf, MADE_FOR[op], None) if op in MADE_FOR else None,
    )


def _window(leaf: nn.Module, input_shape: Shape) -> tuple[Pair | None, Pair | None, Pair | None, Pair | None]:
    """Kernel, stride, padding and dilation of a sliding window; all None for what has no window."""
    if isinstance(leaf, nn.AdaptiveAvgPool2d):
        if leaf.output_size not in (1, (1, 1)):
            return None, None, None, None
        whole_map = (input_shape[-2], input_shape[-1])  # one window over everything: the global average
        return whole_map, whole_map, (0, 0), (1, 1)
    if (stride := getattr(leaf, "stride", None)) is None:
        return None, None, None, None
    kernel = getattr(leaf, "kernel_size", None)
    return (
        None if kernel is None else _pair(kernel),
        _pair(stride),
        None if kernel is None else _pair(getattr(leaf, "padding", 0)),
        None if kernel is None else _pair(getattr(leaf, "dilation", 1)),
    )


def _covering(input_shape: Shape, output_shape: Shape) -> tuple[Pair, Pair]:
    """Kernel and stride of equal windows that read everything an adaptive pool reads: its own differ among themselves.

    14 cells to 4 is 5 at stride 3, the average pool that the GoogLeNet paper has there.
    """
    (height, width), (rows, columns) = input_shape[-2:], output_shape[-2:]
    stride = max(1, height // rows), max(1, width // columns)
    return (max(1, height - (rows - 1) * stride[0]), max(1, width - (columns - 1) * stride[1])), stride


def op_of(leaf: nn.Module) -> str:
    """The reader's word for what a module does; its class name in small letters if it is not in the table."""
    names = (cls.__name__ for cls in type(leaf).__mro__)
    return next((OPS[name] for name in names if name in OPS), type(leaf).__name__.lower())


def _kinds(network: nn.Module) -> dict[str, tuple[str, str]]:
    """path -> (kind, class name) of every container that says what it is."""
    return {
        path: (str(module.kind), type(module).__name__)
        for path, module in modules(network)
        if path and hasattr(module, "kind")
    }


def _shapes(tensors: tuple[Tensor, ...]) -> tuple[Shape, ...]:
    return tuple(map(_shape, tensors))


def _shape(tensor: Tensor) -> Shape:
    return tuple(tensor.shape[1:])


def _pair(value: int | tuple[int, ...]) -> Pair:
    return (value, value) if isinstance(value, int) else (value[0], value[1])
