"""What one call did: a Node, and what cannot be said of it.

A module, or a function that a module could have made, is described as `graph/trace.py` does. Of anything else the name,
the shapes and the arguments are known, and the receptive field where the call keeps height and width.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from torch import Tensor, nn

from app.graph.cost import transposed_macs
from app.graph.notes import Note, named
from app.graph.own import names
from app.graph.own.axes import is_apart_volume, shape_of, times_of
from app.graph.own.functions import ACTIVATION_TYPES, is_described
from app.graph.own.settings import settings_of
from app.graph.receptive_field import joined, whole, windowed
from app.graph.trace import node_of
from app.graph.types import Node, Pair, ReceptiveField, Shape
from app.language import message

UNKNOWN = message(
    "{name} is not known here: its multiply-adds are not counted, and receptive fields go through it unchanged"
)
PRODUCT = message(
    "{name} multiplies tensors: only convolutions and linear layers have multiply-adds here, and receptive fields stay"
)
MOVED = message("{name} moves height or width: receptive fields go through it unchanged")
DROPS = message("{name} is called with training=True: it drops numbers by chance in use too")
PADDINGS = {
    "reflect": message("pads by reflection; drawn as zeros"),
    "replicate": message("pads with the cells at the edge; drawn as zeros"),
    "circular": message("pads with the opposite edge; drawn as zeros"),
}
# They have learned numbers and are no layers, as those of `names.NORMS` and cell-by-cell functions.
NO_LAYERS = ("norm", "activation", "scale", "add", "multiply", "concat", "softmax")


@dataclass(frozen=True, slots=True)
class Call:
    """Something that is about to run. versions: how often each tensor that it reads had been written to before."""

    name: str
    scope: str
    read: tuple[Tensor, ...]
    versions: tuple[int, ...]
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict[str, Any])
    leaf: nn.Module | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a call reads: the tensors that carry the image, and the paths of the operations that made them."""

    tensors: tuple[Tensor, ...]
    sources: tuple[str, ...]


def described(
    call: Call, path: str, leaf: nn.Module | None, read: Reading, output: Tensor, fields: dict[str, ReceptiveField]
) -> tuple[Node, Note | None]:
    """The node of a call, and what is to be said of it. leaf: the module that does the same."""
    apart, times = any(is_apart_volume(tensor, leaf) for tensor in (*read.tensors, output)), times_of(output)
    if leaf is not None and is_described(leaf) and not (apart and isinstance(leaf, nn.Flatten)):
        shapes = tuple(shape_of(tensor, leaf) for tensor in read.tensors)
        node, said = node_of(path, leaf, read.sources, shapes, shape_of(output, leaf), fields), None
        if padded := PADDINGS.get(getattr(leaf, "padding_mode", "")):
            said = Note(padded)
    else:
        node, said = _by_name(call, path, leaf, read, output, fields)
    node = replace(node, macs=node.macs * times, times=times, apart=apart)
    return replace(node, settings=settings_of(call.name, call.args, call.kwargs, leaf, read.tensors)), said


def is_layer(call: Call, leaf: nn.Module | None, node: Node) -> bool:
    """Whether an operation with learned numbers is a layer: it does more than to normalise, scale, shift or lay out."""
    function = names.FUNCTIONS.get(node.type, call.name)
    return node.op not in NO_LAYERS and function not in names.ELEMENTWISE | names.LAYOUT and not _stays(leaf)


def _by_name(
    call: Call, path: str, leaf: nn.Module | None, read: Reading, output: Tensor, fields: dict[str, ReceptiveField]
) -> tuple[Node, Note | None]:
    kind = type(leaf).__name__ if leaf is not None else call.name
    shapes, after = tuple(shape_of(tensor, leaf) for tensor in read.tensors), shape_of(output, leaf)
    node = Node(
        path=path,
        op=op_of(call, leaf),
        type=kind,
        inputs=read.sources,
        input_shapes=shapes,
        output_shape=after,
        receptive_field=joined(tuple(fields[source] for source in read.sources)),
    )
    function = names.FUNCTIONS.get(kind, call.name)
    if function == "pad" and output.dim() == 4:
        return replace(node, receptive_field=_padded(node.receptive_field, call)), None
    if function in names.REDUCTIONS and read.tensors[0].dim() == 4 and after[1:] in ((), (1, 1)):
        return replace(node, receptive_field=whole(node.receptive_field, shapes[0])), None
    if node.op == "dropping":
        return node, named(DROPS, kind)
    if node.op in ("activation", "dropout") or _stays(leaf) or _keeps_place(function, shapes, after):
        return node, None
    if isinstance(leaf, nn.ConvTranspose2d):
        kernel = cast(Pair, leaf.kernel_size)
        macs = transposed_macs(shapes[0], leaf.out_channels, kernel, leaf.groups)
        return replace(node, macs=macs, bias=leaf.bias is not None), named(MOVED, kind)
    if function in names.PRODUCTS:
        return node, named(PRODUCT, kind, uncounted=True)
    if function in names.LAYOUT | names.REDUCTIONS:
        return node, named(MOVED, kind)
    return node, named(UNKNOWN, kind, uncounted=True)


def op_of(call: Call, leaf: nn.Module | None) -> str:
    """The word for what a call does that `graph/trace.py` does not know."""
    kind = type(leaf).__name__ if leaf is not None else call.name
    if kind in ACTIVATION_TYPES:
        return "activation"
    if kind in names.DROPOUTS:
        return "dropout"
    if kind in names.SOFTMAXES:
        return "softmax"
    words = {"add": "shift"} | dict.fromkeys(names.DROPPING, "dropping")
    return words.get(kind, kind.lower())


def _stays(leaf: nn.Module | None) -> bool:
    """Whether it is a norm, a softmax or nothing at all, or a kind of one."""
    placed = names.NORMS | names.SOFTMAXES | {"Identity"}
    return any(cls.__name__ in placed for cls in type(leaf).__mro__)


def _keeps_place(function: str, shapes: Sequence[Shape], output: Shape) -> bool:
    """Whether a cell of the output still stands for the same place of the image, or for all of it."""
    if function in names.ELEMENTWISE:
        return True
    known = function in names.LAYOUT | names.REDUCTIONS
    return known and all(shape[-2:] in (output[-2:], (1, 1)) or len(shape) == 1 for shape in shapes)


def _padded(seen: ReceptiveField, call: Call) -> ReceptiveField:
    """Cells around a map: cell (0, 0) moves out by them. F.pad counts from the last axis, as its modules do."""
    cells = cast(tuple[int, ...], call.leaf.padding if call.leaf else call.args[1])
    left, _, top = (*cells, 0, 0, 0)[:3]
    return windowed(seen, (1, 1), (1, 1), (top, left), (1, 1))
