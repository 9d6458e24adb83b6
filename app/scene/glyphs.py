"""The small drawings on and around a line: bars of kernels, signs of joins, lengths at the edges of volumes."""

from app.graph.types import Node, Shape
from app.scene.laws import Scale
from app.scene.op_words import op_label
from app.scene.text import text_width
from app.scene.types import Mark, Point, Stroke, Text
from app.scene.volume import DEPTH, Box3

KERNEL = 0.36  # kernels are drawn at this part of the scale of volumes, so that they read as tools
# Font sizes: channels, H x W under a box, H and W at their edges, an operation's recipe, its name, a pill.
CHANNELS, SPACE, EDGE, RECIPE, NAME, PILL = 17.0, 15.0, 14.5, 15.0, 13.5, 14.0
EDGE_LABELS_FROM = 36.0  # a lower volume has its H x W written under it


def kernel_box(node: Node, scale: Scale) -> Box3:
    """All kernels of an operation as one bar at the origin: C/groups long, K high, F deep; a pool's is one thin."""
    assert node.kernel is not None
    height = KERNEL * scale.spatial(node.kernel[0])
    if node.op != "conv":
        return Box3(0, 0, 6, 1.6 * height, 1.6 * KERNEL * scale.spatial(node.kernel[1]))
    channels = node.input_shapes[0][0] // (node.groups or 1)
    return Box3(
        0,
        0,
        2 * KERNEL * scale.channels(channels),
        height,
        3 * KERNEL * scale.channels(node.output_shape[0]),
    )


def sign(node: Node, centre: Point) -> tuple[Mark, ...]:
    """What stands in the disc of a join."""
    x, y = centre
    if node.op == "highway":
        return (Text(x, y + 4.6, op_label(node), size=PILL, weight="semibold", inside=True),)
    dx, dy = (6.0, 0.0) if node.op == "add" else (4.5, 4.5)
    ends = (((x - dx, y - dy), (x + dx, y + dy)), ((x + dy, y - dx), (x - dy, y + dx)))
    return tuple(Stroke(start, ((end,),), width=1.8, role="guide") for start, end in ends)


def edges_have_room(box: Box3, shape: Shape) -> bool:
    """Whether a volume is large enough for H and W at their edges, W clear of the channels under the front."""
    words = text_width(str(shape[0]), CHANNELS, "bold")
    beside = box.length + box.depth * DEPTH[0] / 2 + 5 > (box.length + words) / 2 + 2
    return box.height >= EDGE_LABELS_FROM and (beside or -box.depth * DEPTH[1] / 2 > EDGE)


def edge_sizes(box: Box3, shape: Shape) -> list[Text]:
    """H beside the lower end of the front's left edge, clear of the arrow; W under the edge that goes into depth."""
    height, width = (shape[1], shape[2]) if len(shape) == 3 else (1, 1)
    x = box.x + box.length + box.depth * DEPTH[0] / 2 + 5
    y = box.bottom + box.depth * DEPTH[1] / 2 + 14
    return [
        Text(box.x - 6, box.bottom - 3, str(height), size=EDGE, anchor="end", fill="muted"),
        Text(x, y, str(width), size=EDGE, anchor="start", fill="muted"),
    ]
