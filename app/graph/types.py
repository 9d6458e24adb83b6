"""What a traced network is: frozen values that travel from the hooks to the scene, the charts and the JSON.

Shapes carry no batch dimension: `(C, H, W)` for a volume, `(features,)` for a vector. Pairs of lengths
are `(height, width)` in cells or pixels. Paths are dotted module paths, as in PyTorch (`layer2.0.conv1`);
the network's input is the path `input`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from app.graph.notes import Note

Shape = tuple[int, ...]
Pair = tuple[int, int]

INPUT = "input"
# Operations that put out one input in its own shape, number for number.
KEEPS_SHAPE = ("norm", "activation", "lrn", "scale", "dropout", "softmax", "identity")


@dataclass(frozen=True, slots=True)
class ReceptiveField:
    """The box of input pixels that one cell can depend on, along the widest path (Araujo et al. 2019).

    size: edge lengths of the box, in pixels. jump: pixels between the boxes of neighbouring cells.
    start: first pixel of the box of cell (0, 0); negative where padding reaches beyond the image.
    """

    size: Pair
    jump: Pair
    start: Pair


@dataclass(frozen=True, slots=True)
class Node:
    """One operation that ran: a leaf module, called once.

    op: what it does, of `conv, norm, lrn, activation, maxpool, avgpool, add, concat, multiply, highway, scale,
    zeropad, flatten, dropout, linear, softmax, ...`.
    type: the module's class name. inputs: the paths whose output tensors it read, in argument order.
    params: its own learned numbers. macs: multiply-accumulates (convolution and linear only). weighted: whether it is a
    layer with weights. times, in a person's network: how many tensors of its output's shape it puts out for one image.
    apart, in a person's network: a shape of three lengths is no volume, for the tensor's first axis is not the image's.
    detail: more numbers that its module is set to, by name: `factor` of a scaling, `size` of an LRN, `p` of a dropout.
    settings: in a person's network, what else sets the call apart, as text; only the fingerprint reads it.
    time_us and memory_bytes are there only when the network ran on a real device.
    """

    path: str
    op: str
    type: str
    inputs: tuple[str, ...]
    input_shapes: tuple[Shape, ...]
    output_shape: Shape
    receptive_field: ReceptiveField
    kernel: Pair | None = None
    stride: Pair | None = None
    padding: Pair | None = None
    dilation: Pair | None = None
    groups: int | None = None
    ceil_mode: bool | None = None
    bias: bool | None = None
    params: int = 0
    macs: int = 0
    weighted: bool = False
    times: int = 1
    apart: bool = False
    detail: tuple[tuple[str, float], ...] = ()
    settings: str = ""
    time_us: float | None = None
    memory_bytes: int | None = None

    @property
    def name(self) -> str:
        """The last part of the path: `conv1` of `layer2.0.conv1`."""
        return self.path.rpartition(".")[2]

    @property
    def activation_bytes(self) -> int:
        """Memory of the output in float32."""
        return 4 * elements(self.output_shape) * self.times


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes that belong together: `graph.nodes[place] for place in places`, in execution order.

    kind: `stage` (the article's layer), `block`, `branch` (operations of a shortcut or a gate), `aux` (an auxiliary
    classifier, which runs in the middle of a stage and belongs to none), `stem`, `head`, in a person's network `module`
    (any other that ran). parent: the smallest group around it. type: class name of the module that holds them; no
    module holds a stem, a head or a named section.
    """

    path: str
    kind: str
    type: str
    parent: str
    places: tuple[int, ...]
    input_shape: Shape
    output_shape: Shape
    params: int
    macs: int

    @property
    def name(self) -> str:
        """The last part of the path: `0` of `layer2.0`; of a layer, which a number alone would not name, all of it."""
        return self.path if self.kind == "stage" else self.path.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Failure:
    """Where a network's shapes stopped fitting: the operation that refused, what it was given, what it said.

    within: the groups that it would belong to. kernel, stride, padding, dilation: of its window, if it has one.
    expects: the channels or features that it is made to take, or, where it pads with zeros, to give.
    """

    path: str
    op: str
    type: str
    input_shapes: tuple[Shape, ...]
    inputs: tuple[str, ...]
    message: str
    within: tuple[str, ...] = ()
    kernel: Pair | None = None
    stride: Pair | None = None
    padding: Pair | None = None
    dilation: Pair | None = None
    expects: int | None = None

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition(".")[2]


@dataclass(frozen=True)
class Graph:
    """A network as its forward hooks saw it, nodes in execution order.

    params counts the whole network as constructed; macs and activation_bytes what ran. changes: what sets it apart
    from the network that `name` stands for, as `field=value`. notes: what the trace could not see or follow.
    place_of: path -> index in nodes.
    """

    name: str
    config: tuple[tuple[str, object], ...]
    input: Shape
    device: str
    params: int
    nodes: tuple[Node, ...]
    groups: tuple[Group, ...] = ()
    failure: Failure | None = None
    changes: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    by_path: dict[str, Node] = field(init=False, repr=False, compare=False)
    place_of: dict[str, int] = field(init=False, repr=False, compare=False)
    group_by_path: dict[str, Group] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_path", {node.path: node for node in self.nodes})
        object.__setattr__(self, "place_of", {node.path: index for index, node in enumerate(self.nodes)})
        object.__setattr__(self, "group_by_path", {group.path: group for group in self.groups})

    @property
    def unseen(self) -> tuple[str, ...]:
        """What the trace could not see or follow, in the words of the language that is spoken."""
        return tuple(map(str, self.notes))

    @cached_property
    def macs(self) -> int:
        return sum(node.macs for node in self.nodes)

    @cached_property
    def uncounted(self) -> frozenset[str]:
        """The paths of operations whose multiply-adds are not counted: with them there are at least `macs`."""
        return frozenset(path for note in self.notes if note.uncounted for path in note.places)

    @cached_property
    def activation_bytes(self) -> int:
        """Every operation's output in float32, each counted once; nothing is assumed to be freed or reused."""
        return sum(node.activation_bytes for node in self.nodes)

    @cached_property
    def depth(self) -> int:
        """Layers with weights on the longest path, as the papers count: convolutions and linear layers, no gate's.

        In a person's network all counts that has learned numbers and does more than scale and shift.
        """
        longest = {INPUT: 0}
        for node in self.nodes:
            read = node.inputs[:1] if node.op == "multiply" else node.inputs
            longest[node.path] = max(longest[path] for path in read) + node.weighted
        return longest[self.nodes[-1].path if self.nodes else INPUT]

    @cached_property
    def stages(self) -> tuple[Group, ...]:
        """The layers of the article, in execution order."""
        return tuple(group for group in self.groups if group.kind == "stage")

    @cached_property
    def _children(self) -> dict[str, list[Group]]:
        children: dict[str, list[Group]] = {}
        for group in self.groups:
            children.setdefault(group.parent, []).append(group)
        return children

    def children(self, path: str) -> Sequence[Group]:
        """The groups directly inside a group, "" for the network: the blocks of a stage, the branches of a block."""
        return self._children.get(path, [])

    @cached_property
    def _holders(self) -> dict[str, str]:
        """path of a node, ran or refused -> path of the smallest group that holds it; groups stand outer ones first."""
        found = {self.nodes[place].path: group.path for group in self.groups for place in group.places}
        for path in self.failure.within if self.failure else ():
            if self.failure and path in self.group_by_path:
                found[self.failure.path] = path
        return found

    def around(self, path: str) -> Sequence[Group]:
        """The groups that hold a node or a group, outermost first."""
        found: list[Group] = []
        group = self.group_by_path.get(path)
        holder = group.parent if group else self._holders.get(path, "")
        while holder:
            found.append(self.group_by_path[holder])
            holder = found[-1].parent
        return found[::-1]

    def inside(self, group: Group) -> tuple[Node, ...]:
        """The nodes of a group, in execution order."""
        return tuple(self.nodes[place] for place in group.places)

    def result_of(self, path: str) -> str:
        """The node whose output a part of the network puts out: itself, or of a group ("" is all) the last."""
        if path == INPUT or path in self.by_path:
            return path
        nodes = self.inside(self.group_by_path[path]) if path else self.nodes
        return nodes[-1].path

    def shape_of(self, path: str) -> Shape:
        """The shape of the tensor that `path` (a node or `input`) puts out."""
        return self.input if path == INPUT else self.by_path[path].output_shape


def elements(shape: Shape) -> int:
    """How many numbers a tensor of this shape holds."""
    count = 1
    for length in shape:
        count *= length
    return count
