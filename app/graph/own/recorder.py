"""Collects the nodes of a module that somebody else wrote: calls of leaf modules and of torch's names.

Edges come from tensor identity, as in `graph/trace.py`. A tensor that is changed in place has a new maker from then on;
one that is handed on unchanged keeps its first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from torch import Tensor, nn

from app.graph.notes import Note, named
from app.graph.own import names
from app.graph.own.axes import is_apart, shape_of, times_of
from app.graph.own.describe import Call, Reading, described, is_layer, op_of
from app.graph.own.functions import by_size, is_described, module_for, stand_in_for
from app.graph.receptive_field import ONE_PIXEL
from app.graph.trace import failure_of, node_of
from app.graph.types import INPUT, Failure, Node, ReceptiveField
from app.language import message

FROM_NOWHERE = message("{name} reads a tensor that is made neither from the input nor from weights; no line shows it")
A_VALUE = message("{name} reads a number out of a tensor: with another image the network may run another way")
NO_VOLUME = message("a tensor is neither a volume (C, H, W) nor a vector: pictures show the first of its lengths")
A_PART = message("{name} writes into a part of a tensor: what reads the whole is drawn as if it had not")
APART = message("the first axis is no longer the image: all that runs along it is counted")


@dataclass
class Recorder:
    """weights: id -> how many learned numbers, of every tensor that the module holds; a buffer has none learned.

    reserved: paths of all modules.
    constants: id of a tensor that does not depend on the input -> ids of the weights that it is made from.
    steps: path -> operations on the longest way to it.
    """

    weights: dict[int, int]
    reserved: set[str]
    nodes: list[Node] = field(default_factory=list[Node])
    fields: dict[str, ReceptiveField] = field(default_factory=lambda: {INPUT: ONE_PIXEL})
    alive: list[Tensor] = field(default_factory=list[Tensor])
    sources: dict[int, str] = field(default_factory=dict[int, str])
    constants: dict[int, frozenset[int]] = field(default_factory=dict[int, frozenset[int]])
    counted: set[int] = field(default_factory=set[int])
    steps: dict[str, int] = field(default_factory=lambda: {INPUT: 0})
    unseen: dict[Note, list[str]] = field(default_factory=dict[Note, list[str]])
    running: Call | None = None

    def produced(self, tensor: Tensor, path: str) -> None:
        self.sources[id(tensor)] = path
        self.alive.append(tensor)

    def ran(self, call: Call, outputs: Sequence[Tensor]) -> None:
        """A call came to its end: nodes for what it made of the input, nothing for what it made of weights alone."""
        self.running = None
        self.alive += call.read
        if call.name in names.VALUES and self._sourced(call):
            self._note(named(A_VALUE, call.name.strip("_")), call.scope or "forward")
        if not outputs:
            return
        if call.name in names.FACTORIES or not self._sourced(call):
            self._constant(call, outputs)
        elif call.name in names.SAME:
            for output in outputs:
                self.produced(output, self.sources[id(call.read[0])])
        else:
            self._recorded(call, outputs)

    def failed(self, error: Exception) -> Failure:
        """The failure of the operation that was running; what is raised between operations is raised on."""
        call = self.running
        if call is None or not (read := self._sourced(call)):
            raise error
        leaf = call.leaf or self._stand_in(call, read)
        sources = tuple(self.sources[id(tensor)] for tensor in read)
        shapes = tuple(shape_of(tensor, leaf) for tensor in read)
        if leaf is not None and is_described(leaf):
            return failure_of(self._path(call), leaf, sources, shapes, error)
        kind = type(leaf).__name__ if leaf is not None else call.name
        op = call.name if leaf is None else op_of(call, leaf)
        return Failure(self._path(call), op, kind, shapes, sources, str(error).splitlines()[0])

    def _recorded(self, call: Call, outputs: Sequence[Tensor]) -> None:
        read = self._sourced(call)
        leaf = stand_in_for(call.leaf, read) if call.leaf is not None else self._stand_in(call, read)
        read = self._in_order(call, read)
        reading = Reading(tuple(read), tuple(self.sources[id(tensor)] for tensor in read))
        path = self._path(call)
        node, said = described(call, path, leaf, reading, outputs[0], self.fields)
        if said:
            self._note(said, path)
        if not any(map(is_apart, read)) and any(map(is_apart, outputs)):
            self._note(Note(APART), path)
        learned, new = self._learned(call)
        self._add(replace(node, params=new, weighted=learned and is_layer(call, leaf, node)))
        if call.name == "mean" and outputs[0].dim() == 2 and leaf is not None:
            path = self._flattened(call, outputs[0])
        self._made(call, path, outputs[0])
        for place, other in enumerate(outputs[1:], start=1):
            which = f"{node.settings}[{place}]"
            alike = replace(node, path=self._path(call), params=0, macs=0, weighted=False, settings=which)
            self._add(replace(alike, output_shape=shape_of(other), times=times_of(other)))
            self._made(call, self.nodes[-1].path, other)

    def _in_order(self, call: Call, read: list[Tensor]) -> list[Tensor]:
        """What a product or a sum reads, in one order however it is written: the larger; F(x) first, then x."""
        if call.name == "mul" and len(read) == 2:
            return by_size(read)
        if call.name == "add" and len(read) == 2 and call.kwargs.get("alpha", 1) == 1:
            return sorted(read, key=lambda tensor: (-self.steps[self.sources[id(tensor)]], -tensor.numel()))
        return read

    def _flattened(self, call: Call, output: Tensor) -> str:
        """A mean over height and width without keepdim is two operations: the pool, then a flattening."""
        pool = self.nodes[-1] = replace(self.nodes[-1], output_shape=(*shape_of(output), 1, 1))
        path = self._free(f"{call.scope}.flatten".lstrip("."))
        flat = node_of(path, nn.Flatten(), (pool.path,), (pool.output_shape,), shape_of(output), self.fields)
        self._add(replace(flat, times=pool.times))
        return path

    def _made(self, call: Call, path: str, output: Tensor) -> None:
        """Remember who made a tensor. Handed on unchanged, it keeps its first maker; written to, it has a new one."""
        for tensor, version in zip(call.read, call.versions, strict=True):
            if tensor is output and tensor._version == version:
                return
        base = output._base
        if base is not None and base.numel() != output.numel() and any(output is tensor for tensor in call.read):
            self._note(named(A_PART, call.name), path)
        self.produced(output, path)

    def _stand_in(self, call: Call, read: Sequence[Tensor]) -> nn.Module | None:
        """The module that does what a call of a function does."""
        try:
            return module_for(call.name, call.args, dict(call.kwargs), read)
        except (TypeError, ValueError):  # arguments that the module does not have
            return None

    def _constant(self, call: Call, outputs: Sequence[Tensor]) -> None:
        own = () if call.leaf is None else (id(weight) for weight in call.leaf.parameters())
        made_from = frozenset(own).union(*(self._behind(tensor) for tensor in call.read))
        for output in outputs:
            self.constants[id(output)] = frozenset() if call.name in names.FACTORIES else made_from
            self.alive.append(output)

    def _behind(self, tensor: Tensor) -> frozenset[int]:
        """The weights that a tensor is, or is made from."""
        return frozenset({id(tensor)}) if id(tensor) in self.weights else self.constants.get(id(tensor), frozenset())

    def _learned(self, call: Call) -> tuple[bool, int]:
        """Whether a call reads learned numbers, and how many that nothing has read before."""
        read = {id(weight) for weight in call.leaf.parameters()} if call.leaf is not None else set[int]()
        for tensor in call.read:
            read |= self._behind(tensor)
            known = id(tensor) in self.sources or id(tensor) in self.weights or self.constants.get(id(tensor))
            if not known and tensor.numel() > 1:
                self._note(named(FROM_NOWHERE, call.name), call.scope or "forward")
        new = read - self.counted
        self.counted |= new
        return any(self.weights[weight] for weight in read), sum(self.weights[weight] for weight in new)

    def _sourced(self, call: Call) -> list[Tensor]:
        """The tensors that a call reads and that carry the image."""
        return [tensor for tensor in call.read if id(tensor) in self.sources]

    def _add(self, node: Node) -> None:
        self.nodes.append(node)
        self.fields[node.path] = node.receptive_field
        self.steps[node.path] = 1 + max(self.steps[path] for path in node.inputs)
        if len(node.output_shape) not in (1, 3) or node.apart:
            self._note(Note(NO_VOLUME), node.path)

    def _path(self, call: Call) -> str:
        if call.leaf is not None:
            return call.scope if call.scope not in self.fields else self._free(call.scope)
        return self._free(f"{call.scope}.{call.name}".lstrip("."))

    def _free(self, path: str) -> str:
        """The path itself, or with the number of the call: `layer1.0.relu:2`. A module's own path is left to it."""
        if path not in self.fields and path not in self.reserved:
            return path
        number = 2
        while f"{path}:{number}" in self.fields:
            number += 1
        return f"{path}:{number}"

    def _note(self, what: Note, where: str) -> None:
        self.unseen.setdefault(what, []).append(where)
