"""What a pass keeps beside what was asked for, decided before it runs, from the traced network alone.

A browser asks for the pictures of a page one by one, six at a time. Were only those kept that somebody waits for, every
six of them would take a pass of their own; were everything kept, one large network would fill the memory.
"""

from collections.abc import Collection

from app.errors import TooLarge
from app.graph.types import INPUT, Graph
from app.image.types import Forward
from app.language import say
from app.limits import limit
from app.nets.config import as_text


def beside(graph: Graph, wanted: Collection[str]) -> frozenset[str]:
    """The paths that are kept for whoever asks for `wanted`, in execution order as long as there is room.

    The input, the result of every group (a network's view shows those), and all operations of the layers that the
    wanted ones are in (a layer's or a block's view shows those).
    """
    results = {graph.result_of(group.path) for group in graph.groups}
    layers = {graph.around(path)[0].path for path in wanted if graph.around(path)}
    within = {node.path for layer in layers for node in graph.inside(graph.group_by_path[layer])}
    room = limit("beside_bytes")
    chosen = {INPUT}
    for node in graph.nodes:
        if node.path in results or node.path in within:
            room -= node.activation_bytes
            if room < 0:
                break
            chosen.add(node.path)
    return frozenset(chosen)


def check_size(forward: Forward, graph: Graph, wanted: Collection[str]) -> None:
    """Raises TooLarge for a pass in which one output, or all that is wanted together, is more than memory is given."""
    most = limit("activations_bytes")
    largest = max(graph.nodes, key=lambda node: node.activation_bytes)
    if largest.activation_bytes > most:
        because = say(
            "with a picture at most {most} MiB; the output of {path} takes {size} MiB",
            most=most >> 20,
            path=largest.path,
            size=largest.activation_bytes >> 20,
        )
        raise TooLarge("input", as_text(graph.input), because=because)
    total = sum(graph.by_path[path].activation_bytes for path in wanted if path != INPUT)
    if total > most:
        because = say(
            "at most {most} MiB of activations at once; these {count} layers together take {size} MiB",
            most=most >> 20,
            count=len(wanted),
            size=total >> 20,
        )
        raise TooLarge("image", forward.image, because=because)


def check_gradient(graph: Graph) -> None:
    """Raises TooLarge for a network through which a gradient would take more memory than is given.

    A pass drops what has been read; for a gradient everything is kept that was computed.
    """
    most = limit("gradient_bytes")
    if graph.activation_bytes > most:
        because = say(
            "for a gradient at most {most} MiB; this network computes {size} MiB of activations, all of which it would "
            "keep",
            most=most >> 20,
            size=graph.activation_bytes >> 20,
        )
        raise TooLarge("input", as_text(graph.input), because=because)
