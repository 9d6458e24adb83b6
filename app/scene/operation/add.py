"""The addition that makes a block residual: F(x) above, the shortcut below, equal in shape, added cell by cell."""

from app.graph.types import Graph, Node, elements
from app.language import say
from app.scene.hues import hue_of
from app.scene.op_words import op_title
from app.scene.operation.drawing import Drawing, columns, input_part, next_parts, output_part, right_of, ruler, sentence
from app.scene.operation.zeropad import kept_and_zeros
from app.scene.sheet import bounds, elbow, moved
from app.scene.types import Disc, Mark, Part, Stroke, Text, View
from app.scene.units import count_text, shape_text
from app.scene.volume import Box3

TALLEST = 112.0
RADIUS = 15.0
APART = 34.0  # between the two inputs


def add(graph: Graph, node: Node, view: View) -> Drawing:
    residual, shortcut = node.input_shapes
    measure = ruler(view, max(residual[1:]), residual[0], tallest=TALLEST, cell=40)
    upper = input_part(graph, node, measure.box(residual, 0))
    box = measure.box(shortcut, 0)
    lower = input_part(graph, node, box, index=1, lane=1, faces=_zeros(graph, node, box))
    drop = bounds(upper.marks)[3] - bounds(lower.marks)[1] + APART
    name = _shortcut_name(graph, node)
    right = right_of(upper, lower)
    centre = (right + 290.0, 0.0)
    output = measure.box(node.output_shape, centre[0] + RADIUS + 140)
    return Drawing(
        parts=(
            upper,
            moved(lower, 0, drop),
            _path(right, 0, "F(x)", say("what the block's convolutions made")),
            _path(right, drop, *name),
            _sum(name[0], centre, output.x),
            _plus(node, right, centre, drop, output.x, projected=name[0] == "Wx"),
            output_part(graph, node, output),
            *next_parts(graph, node, output),
        ),
        captions=(
            say(
                "{operation}, element by element · {count} additions, no parameters",
                operation=sentence(op_title(node)),
                count=count_text(elements(node.output_shape)),
            ),
            say(
                "Both sides must have the same shape, {shape}: nothing is stretched or repeated",
                shape=shape_text(node.output_shape),
            ),
        ),
        columns=columns(node, output),
        legend=measure.words(),
    )


def _shortcut_name(graph: Graph, node: Node) -> tuple[str, str]:
    """What comes over the shortcut, by the operation that made it inside this block."""
    source, block = node.inputs[1], node.path.rpartition(".")[0]
    maker = graph.by_path.get(source)
    if maker is None or not source.startswith(f"{block}."):
        return "x", say("identity shortcut")
    if maker.op == "zeropad":
        return say("x, padded"), say("zero-padding shortcut")
    return "Wx", say("projection shortcut")


def _zeros(graph: Graph, node: Node, box: Box3) -> tuple[Mark, ...]:
    """What a zero-padding shortcut brings, its zeros hollow; () for any other."""
    maker = graph.by_path.get(node.inputs[1])
    if maker is None or maker.op != "zeropad":
        return ()
    share = maker.input_shapes[0][0] / maker.output_shape[0]
    return kept_and_zeros(box, hue_of(graph, maker.inputs[0]), share)


def _path(x: float, y: float, name: str, what: str) -> Part:
    """The words over the line from one of the inputs."""
    marks = (
        Text(x + 38, y - 30, name, 18, "semibold", "start"),
        Text(x + 38, y - 12, what, 13, anchor="start", fill="muted"),
    )
    return Part(marks, kind="term", lane=1 if y else 0)


def _sum(name: str, centre: tuple[float, float], end: float) -> Part:
    """What comes out, over the last arrow."""
    middle = (centre[0] + RADIUS + end - 36) / 2
    shown = "Wx" if name == "Wx" else "x"
    return Part((Text(middle, centre[1] - 12, f"F(x) + {shown}", 16, "semibold"),), kind="term")


def _plus(node: Node, x: float, centre: tuple[float, float], drop: float, end: float, projected: bool) -> Part:
    """The disc with its plus, and the lines that meet there; a projection's is dashed."""
    across, up = centre
    arm = 7.0
    marks: tuple[Mark, ...] = (
        Stroke((x + 34, up), (((across - RADIUS - 1, up),),), arrow=True),
        elbow((x + 34, drop), (across, drop), end=(across, up + RADIUS + 1), radius=16, dash=projected),
        Stroke((across + RADIUS, up), (((end - 36, up),),), arrow=True),
        Disc(centre, RADIUS, fill="pill", width=1.6),
        Stroke((across - arm, up), (((across + arm, up),),), "ink", 2, role="guide"),
        Stroke((across, up - arm), (((across, up + arm),),), "ink", 2, role="guide"),
    )
    return Part(
        marks, node.path, "operation", say("addition of two tensors of {shape}", shape=shape_text(node.output_shape))
    )
