"""What went wrong where shapes stopped fitting: which operation refused, what it was given, and how that came about."""

from app.graph.types import Failure, Graph, Node
from app.language import listed, message, prose, say
from app.scene.clash import JOINS, differences, expected, sides_of
from app.scene.op_words import op_noun, op_phrase
from app.scene.units import shape_text

NEAREST = 4  # changes of shape that a sentence can list


def explained(graph: Graph) -> list[str]:
    """The refusal with its numbers, what on the way to it changed the shape, what would have fitted."""
    failure = graph.failure
    assert failure is not None
    return [refusal(failure), *filter(None, [_origins(graph, failure)]), expected(failure)]


def refusal(failure: Failure) -> str:
    """`The addition layer2.0.add is given F(x) of 128 × 28 × 28 and x of 64 × 56 × 56. That does not fit: ...`."""
    if failure.op in JOINS:
        sides = [say("{side} of {shape}", side=side.name, shape=shape_text(side.shape)) for side in sides_of(failure)]
    else:
        sides = [shape_text(shape) for shape in failure.input_shapes]
    clash = [say("{axis} {numbers}", axis=axis, numbers=numbers) for axis, numbers in differences(failure)]
    return say(
        "The {operation} {path} is given {given}. That does not fit: {clash}. Nothing runs behind it.",
        operation=op_noun(failure.op, failure.type),
        path=failure.path,
        given=listed(sides),
        clash=say("; ").join(clash) or failure.message,
    )


def _origins(graph: Graph, failure: Failure) -> str:
    """How what it was given came to its shape, from what entered the smallest group around it."""
    around = [graph.group_by_path[path] for path in failure.within if path in graph.group_by_path]
    inside = {node.path: node for node in graph.inside(around[-1])} if around else graph.by_path
    said: list[str] = []
    for side in sides_of(failure):
        if changed := _changes(inside, side.path):
            made = listed([_made(node) for node in changed])
            way = (
                message("On the way to {side} {made}.") if failure.op in JOINS else message("On the way to it {made}.")
            )
            said.append(say(way, side=side.name, made=made))
        elif failure.op in JOINS and side.path not in inside:
            said.append(
                say(
                    "Nothing changed {side}: it is as {path} left it, {shape}.",
                    side=side.name,
                    path=side.path,
                    shape=shape_text(side.shape),
                )
            )
    return prose(said)


def _made(node: Node) -> str:
    return say(
        "{path} ({operation}) made {after} of {before}",
        path=node.path,
        operation=op_phrase(node),
        after=shape_text(node.output_shape),
        before=shape_text(node.input_shapes[0]),
    )


def _changes(inside: dict[str, Node], path: str) -> list[Node]:
    """The last operations before a path that changed the shape, in order."""
    found: list[Node] = []
    while node := inside.get(path):
        if node.output_shape != node.input_shapes[0]:
            found.append(node)
        path = node.inputs[0]
    return found[:NEAREST][::-1]
