"""The card of a path: its numbers as rows, its operations as rows, its explanation as paragraphs."""

from collections.abc import Iterable, Sequence

from app.graph.types import INPUT, Failure, Graph, Group, Node, Shape, elements
from app.inspector import groups, operations
from app.inspector.article import correction
from app.inspector.columns import block_of, content, contents, folds, last_name
from app.inspector.network import explained_input, explained_network, question
from app.inspector.place import place_of
from app.inspector.rows import (
    MEASURED,
    input_rows,
    network_rows,
    numbers,
    window_rows,
)
from app.inspector.types import Card, Row
from app.inspector.windows import adaptive, both
from app.language import message, say
from app.language.nouns import capitalised
from app.published import ARTICLE_URL
from app.scene.clash import differences, expected, sides_of
from app.scene.op_words import op_noun, op_title
from app.scene.questions import unfinished
from app.scene.recipes import stage_signature
from app.scene.types import Column
from app.scene.units import bytes_text, count_text, shape_text, size_text, window_text
from app.scene.words import block_title, graph_title

MOST_OPERATIONS = 24  # a layer of ResNet-152 has 372: a card lists the blocks of a layer, and not more than this


def cards(graph: Graph, paths: Iterable[str], columns: Sequence[Column]) -> list[Card]:
    """A card a path, as a drawing with these columns shows it: a folded run of blocks as one."""
    times = folds(graph, columns)
    behind = {found.path: found.one[1:] for found in contents(graph, columns) if found.path in graph.by_path}
    blocks = {path: block_of(graph, path) for path in paths}
    return [
        card(graph, path, times.get(block.path, 1) if block else 1, behind.get(path, ()))
        for path, block in blocks.items()
    ]


def card(graph: Graph, path: str, times: int = 1, behind: tuple[Node, ...] = ()) -> Card:
    """All about a path: "" for the network, `input`, a group, an operation, or the operation that failed.

    times: how many equal blocks the path's block stands for. behind: operations that are drawn as part of this one.
    """
    if path == "":
        return _network(graph)
    if path == INPUT:
        return _input(graph)
    if path in graph.by_path:
        return _operation(graph, graph.by_path[path], times, behind)
    if graph.failure and path == graph.failure.path:
        return _failed(graph.failure)
    return _group(graph, graph.group_by_path[path], times)


def _operation(graph: Graph, node: Node, times: int, behind: tuple[Node, ...]) -> Card:
    place = place_of(graph, node)
    more = [text for text in (correction(node, place.role),) if text]
    run = content(graph, node.path, times, set(graph.by_path))
    title = op_title(node)
    if times > 1:
        title = say("{times} equal operations: {title}", times=times, title=title)
    return Card(
        path=node.path,
        title=run.name,
        subtitle=capitalised(title),
        rows=(
            *input_rows(node),
            Row(say("Output"), shape_text(node.output_shape)),
            *window_rows(node),
            *numbers(graph, run.nodes, times),
            *_behind_rows(graph, node, behind, times),
        ),
        operations=(),
        why=(*operations.explained(graph, node), *more),
        question=_question(node, place.role),
        source=ARTICLE_URL if more else "",
    )


def _behind_rows(graph: Graph, node: Node, behind: tuple[Node, ...], times: int) -> list[Row]:
    """What the column costs that is named after this operation: `With bn1, act1`, `9,536 parameters, 9.19 MiB`."""
    if not behind:
        return []
    params = sum(other.params for other in (node, *behind))
    memory = sum(other.activation_bytes for other in (node, *behind))
    names = say(", ").join(map(last_name, behind))
    cost = say("{count} parameters, {memory}", count=count_text(params), memory=bytes_text(memory))
    return [Row(say("With {names}", names=names), say("{cost} each", cost=cost) if times > 1 else cost)]


def _question(node: Node, role: str) -> str:
    if role in ("first", "middle") and node.stride and node.stride != (1, 1):
        return say("Why stride {stride}?", stride=both(node.stride))
    return say(_QUESTIONS.get(role) or _QUESTIONS.get(node.op, message("Why?")))


# By an operation's role in its block, else by what it is.
_QUESTIONS = {
    "reduce": message("Why 1×1?"),
    "restore": message("Why 1×1?"),
    "projection": message("Why a projection?"),
    "add": message("Why an addition?"),
    "zeropad": message("Why channels of zeros?"),
}


def _group(graph: Graph, group: Group, times: int) -> Card:
    inside = graph.inside(group)
    run = content(graph, group.path, times, set())
    title = block_title(graph, group) if group.kind != "stage" else stage_signature(graph, group)
    if times > 1:
        title = say("{times} equal blocks: {title}", times=times, title=title)
    return Card(
        path=group.path,
        title=run.name,
        subtitle=capitalised(title),
        rows=(
            Row(say("Input"), shape_text(group.input_shape), inside[0].inputs[0]),
            Row(say("Output"), shape_text(group.output_shape)),
            *numbers(graph, run.nodes, times, unfinished(graph, group)),
        ),
        operations=_contents(graph, group),
        why=tuple(groups.explained(graph, group)),
        question=groups.question(graph, group),
    )


def _network(graph: Graph) -> Card:
    sections = [group for group in graph.groups if group.kind in ("stem", "stage", "aux", "head")]
    return Card(
        path="",
        title=graph_title(graph),
        subtitle=say("{shape} input", shape=shape_text(graph.input)),
        rows=(*network_rows(graph), *_stop_rows(graph)),
        operations=tuple(
            Row(group.path, _arrow(group.input_shape, group.output_shape), group.path) for group in sections
        ),
        why=tuple(explained_network(graph)),
        question=question(graph),
    )


def _stop_rows(graph: Graph) -> list[Row]:
    return [Row(say("Stops at"), graph.failure.path)] if graph.failure else []


def _input(graph: Graph) -> Card:
    return Card(
        path=INPUT,
        title=say("input"),
        subtitle=say("The image that the network is given"),
        rows=(
            Row(say("Shape"), shape_text(graph.input)),
            Row(say("Numbers"), count_text(elements(graph.input))),
            Row(say("Memory"), bytes_text(4 * elements(graph.input)), note=say(MEASURED)),
        ),
        operations=(),
        why=tuple(explained_input(graph)),
        question=say("What goes in?"),
    )


def _failed(failure: Failure) -> Card:
    given = [
        Row(capitalised(side.name) if " " in side.name else side.name, shape_text(side.shape), side.path)
        for side in sides_of(failure)
    ]
    name = op_noun(failure.op, failure.type)
    clash = [Row(capitalised(axis), numbers) for axis, numbers in differences(failure)]
    return Card(
        path=failure.path,
        title=failure.path,
        subtitle=say("{operation} that does not fit: the tensor stops here", operation=capitalised(name)),
        rows=(*given, *clash),
        operations=(),
        why=(expected(failure), say("It refused: {message}.", message=failure.message)),
        question=say("What went wrong?"),
    )


def _contents(graph: Graph, stage: Group) -> tuple[Row, ...]:
    """The blocks of a layer or stem, and what stands between them; its operations where it has no blocks."""
    blocks = [child for child in graph.children(stage.path) if child.kind == "block"]
    if not blocks:
        return _operations(stage.path, graph.inside(stage))
    inside = {path for block in blocks for path in (node.path for node in graph.inside(block))}
    first = {graph.inside(block)[0].path: block for block in blocks}
    rows: list[Row] = []
    for node in graph.inside(stage):
        if block := first.get(node.path):
            name = say("block {number}", number=block.name) if block.name.isdigit() else block.name
            rows.append(Row(name, _arrow(block.input_shape, block.output_shape), block.path))
        elif node.path not in inside:
            rows.append(Row(node.name, _short(node), node.path))
    return _cut(rows)


def _operations(path: str, nodes: tuple[Node, ...]) -> tuple[Row, ...]:
    """`conv1`, `3×3 s2 p1 → 128×28×28`."""
    return _cut([Row(node.path.removeprefix(f"{path}."), _short(node), node.path) for node in nodes])


def _cut(rows: list[Row]) -> tuple[Row, ...]:
    if len(rows) <= MOST_OPERATIONS:
        return tuple(rows)
    left_out = len(rows) - MOST_OPERATIONS
    return (*rows[: MOST_OPERATIONS - 1], Row(say("… {count} more", count=left_out), say("like the last")), rows[-1])


def _short(node: Node) -> str:
    if done := _done(node):
        return f"{done} → {_tight(node.output_shape)}"
    return _arrow(node.input_shapes[0], node.output_shape)


def _done(node: Node) -> str:
    """What an operation does, in short: `3×3 s2 p1`, `F(x) + x`; "" for what has neither window nor formula."""
    if node.op in _FORMULAS:
        return say(_FORMULAS[node.op])
    if node.op == "concat":
        return " + ".join(str(given[0]) for given in node.input_shapes)
    if node.kernel is None or node.stride is None or node.padding is None:
        return ""
    if adaptive(node):
        return say("mean of {size}", size=size_text(node.input_shapes[0]))
    return f"{window_text(node.kernel)} s{both(node.stride)} p{both(node.padding)}"


_FORMULAS = {"add": "F(x) + x", "multiply": message("x × gate"), "highway": "T · H(x) + (1 − T) · x"}


def _arrow(before: Shape, after: Shape) -> str:
    return _tight(after) if before == after else f"{_tight(before)} → {_tight(after)}"


def _tight(shape: Shape) -> str:
    return "×".join(str(length) for length in shape)
