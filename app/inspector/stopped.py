"""What went wrong where shapes stopped fitting: which operation refused, what it was given, and how that came about."""

from app.graph.types import Failure, Graph, Node
from app.language import listed
from app.scene.clash import JOINS, clashes, expected, sides_of
from app.scene.words import OP_NAMES, op_label, shape_text

NEAREST = 4  # changes of shape that a sentence can list


def explained(graph: Graph) -> list[str]:
    """The refusal with its numbers, what on the way to it changed the shape, what would have fitted."""
    failure = graph.failure
    assert failure is not None
    return [refusal(failure), *filter(None, [_origins(graph, failure)]), expected(failure)]


def refusal(failure: Failure) -> str:
    """`The addition layer2.0.add is given F(x) of 128 × 28 × 28 and x of 64 × 56 × 56. That does not fit: ...`."""
    name = OP_NAMES.get(failure.op, failure.type)
    if failure.op in JOINS:
        given = listed([f"{side.name} of {shape_text(side.shape)}" for side in sides_of(failure)])
    else:
        given = listed([shape_text(shape) for shape in failure.input_shapes])
    said = "; ".join(words.replace(": ", " ") for words in clashes(failure)) or failure.message
    return f"The {name} {failure.path} is given {given}. That does not fit: {said}. Nothing runs behind it."


def _origins(graph: Graph, failure: Failure) -> str:
    """How what it was given came to its shape, from what entered the smallest group around it."""
    around = [graph.group_by_path[path] for path in failure.within if path in graph.group_by_path]
    inside = {node.path: node for node in graph.inside(around[-1])} if around else graph.by_path
    said: list[str] = []
    for side in sides_of(failure):
        changed = _changes(inside, side.path)
        if changed:
            made = [
                f"{node.path} ({op_label(node)}) made {shape_text(node.output_shape)} of "
                f"{shape_text(node.input_shapes[0])}"
                for node in changed
            ]
            said.append(f"On the way to {_name(failure, side.name)} {listed(made)}.")
        elif failure.op in JOINS and side.path not in inside:
            said.append(f"Nothing changed {side.name}: it is as {side.path} left it, {shape_text(side.shape)}.")
    return " ".join(said)


def _name(failure: Failure, name: str) -> str:
    return name if failure.op in JOINS else "it"


def _changes(inside: dict[str, Node], path: str) -> list[Node]:
    """The last operations before a path that changed the shape, in order."""
    found: list[Node] = []
    while node := inside.get(path):
        if node.output_shape != node.input_shapes[0]:
            found.append(node)
        path = node.inputs[0]
    return found[:NEAREST][::-1]
