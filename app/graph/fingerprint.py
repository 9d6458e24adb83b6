"""A short hash of a network's structure, equal for equal structures however they were written.

Every operation is hashed with what it reads, so the hash of a tensor stands for everything that was done to make it
(Merkle 1987). What counts: the operations, their windows, groups, biases and parameters, the shapes they put out, and
who reads whom. What does not: names, the order in which independent branches run, weights, and operations that hand
on the very numbers they were given (dropout outside training, an identity, a flattening).

Of an operation that has no fields of its own here, the arguments count as they are written (`Node.settings`). That
has limits. Equal but hashed unequal: (a + b) + c and a + (b + c), a function and the module that calls it where neither
is described here, `dim=-1` and `dim=3`. Unequal but hashed equal: what differs only in numbers that tensors hold, or in
the epsilon of a batch normalisation.
"""

from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b

from app.graph.types import INPUT, Failure, Graph, Node, Shape

SUMS = ("add", "multiply", "mul", "minimum", "maximum")  # in which order these read their inputs makes no difference
SAME_NUMBERS = ("dropout", "identity", "flatten")


def fingerprint(graph: Graph) -> str:
    """Eight hexadecimal digits. A network whose shapes do not fit has that of the part that ran and of what stopped it.

    The digest of a tensor does not say whether another reads it too, or has a twin; all of them, each with its number
    of readers, do.
    """
    made = {INPUT: _digest(INPUT, _numbers(graph.input))}
    origin = {INPUT: INPUT}  # path -> the path that made the numbers it hands on
    readers: Counter[str] = Counter()
    for node in graph.nodes:
        read = [origin[path] for path in node.inputs]
        if node.op in SAME_NUMBERS:
            origin[node.path] = read[0]
            continue
        origin[node.path] = node.path
        made[node.path] = _of_node(node, [made[path] for path in read])
        readers.update(read)
    parts = sorted((digest.hex(), readers[path]) for path, digest in made.items())
    failed = graph.failure and _of_failure(graph.failure, [made[origin[path]] for path in graph.failure.inputs])
    return _digest(parts, failed).hex()[:8]


def _of_node(node: Node, read: Sequence[bytes]) -> bytes:
    kind = node.type if node.op == "activation" else node.op
    window = (node.kernel, node.stride, node.padding, node.dilation, node.ceil_mode)
    if node.op == "avgpool" and _reads_all(node):
        window = ("global",)
    own = (kind, window, node.groups, node.bias, node.params, node.detail, node.settings, _numbers(node.output_shape))
    return _digest(own, _order(node.op, read))


def _of_failure(failure: Failure, read: Sequence[bytes]) -> bytes:
    return _digest("failure", failure.op, _order(failure.op, read))


def _order(op: str, read: Sequence[bytes]) -> list[str]:
    """What an operation reads, in an order that matters: a concatenation's does, an addition's does not."""
    digests = [digest.hex() for digest in read]
    return sorted(digests) if op in SUMS else digests


def _reads_all(node: Node) -> bool:
    """Whether a pool's one window is the whole map, so that where it would go next makes no difference."""
    return node.kernel == node.input_shapes[0][-2:] and node.padding == (0, 0)


def _numbers(shape: Shape) -> Shape:
    """A shape without edges of one cell at its end: a (512, 1, 1) volume and a vector of 512 are the same numbers."""
    while len(shape) > 1 and shape[-1] == 1:
        shape = shape[:-1]
    return shape


def _digest(*facts: object) -> bytes:
    return blake2b(repr(facts).encode(), digest_size=16).digest()
