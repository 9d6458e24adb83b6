"""Where shapes stopped fitting: the refusing operation, its inputs side by side, their sizes in red."""

from app.graph.types import Graph
from app.scene.sheet import rectangle
from app.scene.text import text_width
from app.scene.types import Face, Mark, Part, Text
from app.scene.words import OP_NAMES, shape_text


def failure_part(graph: Graph, x: float, middle: float) -> Part:
    """A card at (x, middle line) that says which operation refused which shapes, and what it said."""
    failure = graph.failure
    assert failure is not None
    name = OP_NAMES.get(failure.op, failure.type)
    shapes = " and ".join(shape_text(shape) for shape in failure.input_shapes)
    lines = (
        (f"{failure.path}: the {name} stops here", "bold", "error"),
        (f"it was given {shapes}", "semibold", "ink"),
        (failure.message, "regular", "muted"),
    )
    width = max(text_width(line, 14, weight) for line, weight, _ in lines) + 28  # type: ignore[arg-type]
    top = middle - 38
    corners = rectangle(x, top, x + width, top + 76)
    marks: list[Mark] = [Face(corners, "error-face", "error", role="pane", radius=6)]
    for index, (line, weight, fill) in enumerate(lines):
        marks.append(
            Text(x + 14, top + 24 + 20 * index, line, 14, weight, "start", fill, inside=True)  # type: ignore[arg-type]
        )
    label = f"{failure.path}, {name}, does not fit: {shapes}. {failure.message}"
    return Part(tuple(marks), kind="failure", label=label)
