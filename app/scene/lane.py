"""A lane: volumes in a row on one line, and on the line between them the operations that make one from the other.

Convolutions and pools are bars of their kernels (K high, C long, F deep), what keeps a shape is a pill, an addition
a disc. A lane is laid out left to right from a cursor; lines are kept apart, so that they are drawn underneath.
"""

from dataclasses import dataclass, field

from app.graph.types import Graph, Node, Shape
from app.scene.flow import Steps, nodes_in
from app.scene.hues import hue_of
from app.scene.laws import Scale
from app.scene.sheet import rectangle
from app.scene.text import text_width
from app.scene.types import Column, Disc, Face, Mark, Part, Point, Stroke, Text
from app.scene.volume import DEPTH, Box3, box_of, ghost, solid
from app.scene.words import conv_signature, count_text, node_label, op_label, shape_text, size_text, stride_text

GAP = 14.0
LEAD = 20.0  # a line's bare end before an arrow head
KERNEL = 0.36  # kernels are drawn at this part of the scale of volumes, so that they read as tools
PLUS = 12.0
# Font sizes: channels, H x W under a box, H and W at their edges, an operation's recipe, its name, a pill.
CHANNELS, SPACE, EDGE, RECIPE, NAME, PILL = 17.0, 15.0, 14.5, 15.0, 13.5, 14.0
EDGE_LABELS_FROM = 36.0  # a lower volume has its H x W written under it


@dataclass
class Lane:
    """Draws from `x` on, along y = middle.

    within: the block whose operations these are, left out of their names. times: how many equal blocks it stands for.
    number: 0 for the main path, 1 for a
    shortcut. edges: H and W stand at the edges they measure, else under the box. start: where the next line begins.
    """

    graph: Graph
    scale: Scale
    x: float
    middle: float
    within: str = ""
    times: int = 1
    number: int = 0
    edges: bool = True
    dash: bool = False
    parts: list[Part] = field(default_factory=list[Part])
    wires: list[Part] = field(default_factory=list[Part])
    columns: list[Column] = field(default_factory=list[Column])
    start: Point | None = None

    def volume(self, path: str, shape: Shape, label: str, ghosts: int = 0, hue: str = "") -> Box3:
        """A volume, with an arrow into it from where the line began. ghosts: its last channels, which are zeros."""
        hue = hue or hue_of(self.graph, path)
        size = box_of(shape, self.scale, 0, 0)
        edges = self.edges and len(shape) == 3 and size.height >= EDGE_LABELS_FROM
        channels, space = str(shape[0]), size_text(shape)
        words = (
            text_width(channels, CHANNELS, "bold")
            if edges
            else max(text_width(channels, CHANNELS, "bold"), text_width(space, SPACE))
        )
        overhang = max(0.0, (words - size.length) / 2)
        if self.start is not None:
            self.x += LEAD + (0 if edges else overhang)
        if edges:
            self.x += text_width(str(shape[1]), EDGE) + 8
        box = box_of(shape, self.scale, self.x, self.middle)
        if self.start is not None:
            self._wire((box.x - 2, self.middle), arrow=True)
        marks: list[Mark] = list(self._faces(box, shape, ghosts, hue))
        middle = box.x + box.length / 2
        marks.append(Text(middle, box.bottom + 19, channels, size=CHANNELS, weight="bold"))
        if edges:
            marks += _edge_sizes(box, shape)
            right = box.x + box.length + box.depth * DEPTH[0] / 2 + 5 + text_width(str(shape[2]), EDGE)
        else:
            marks.append(Text(middle, box.bottom + 37, space, size=SPACE, fill="muted"))
            right = middle + words / 2
        if ghosts:
            said = f"{shape[0] - ghosts} kept + {ghosts} of zeros"
            marks.append(Text(box.x, box.bottom + (37 if edges else 55), said, size=NAME, anchor="start", fill="muted"))
            right = max(right, box.x + text_width(said, NAME))
        self.parts.append(Part(tuple(marks), path=path, kind="volume", label=label, lane=self.number))
        self.start = (box.right + 2, self.middle)
        self.x = max(box.right, right) + 10
        return box

    def _faces(self, box: Box3, shape: Shape, ghosts: int, hue: str) -> tuple[Face, ...]:
        if not ghosts:
            return solid(box, hue)
        length = box.length * (shape[0] - ghosts) / shape[0]
        kept = Box3(box.x, box.y, length, box.height, box.depth)
        added = Box3(box.x + length, box.y, box.length - length, box.height, box.depth)
        return (*ghost(added, hue), *solid(kept, hue))

    def operation(self, node: Node) -> None:
        """What stands on the line for a node: a bar of kernels or a pill."""
        if node.kernel is not None and node.output_shape[1:] != (1, 1) or node.op == "conv":
            self._bar(node)
        else:
            self._pill(node)

    def run(self, steps: Steps, pills: bool = True) -> None:
        """Operations in a row, a volume after each that changes the shape."""
        for node in nodes_in(steps):
            if node.op in ("norm", "activation") and not pills:
                continue
            self.operation(node)
            if node.op not in ("norm", "activation"):
                label = f"{shape_text(node.output_shape)} after {node.path}"
                if node.op == "zeropad":  # what is kept of x still wears the hue of x
                    ghosts = node.output_shape[0] - node.input_shapes[0][0]
                    hue = hue_of(self.graph, node.inputs[0])
                    self.volume(node.path, node.output_shape, f"{label}, {ghosts} channels of zeros", ghosts, hue)
                else:
                    self.volume(node.path, node.output_shape, label)

    def plus(self, node: Node) -> Point:
        """The addition; returns the centre of its disc."""
        self.x += LEAD
        centre = (self.x + PLUS, self.middle)
        self._wire((centre[0] - PLUS - 1, self.middle), arrow=True)
        x, y = centre
        marks: tuple[Mark, ...] = (
            Disc(centre, PLUS, fill="pill"),
            Stroke((x - 6, y), (((x + 6, y),),), width=1.8, role="guide"),
            Stroke((x, y - 6), (((x, y + 6),),), width=1.8, role="guide"),
        )
        self.parts.append(Part(marks, path=node.path, kind="operation", label=node_label(node), lane=self.number))
        self.columns.append(Column(node.path, x, 2 * PLUS, self.times))
        self.start = (x + PLUS, self.middle)
        self.x = x + PLUS
        return centre

    def _bar(self, node: Node) -> None:
        box = self._kernel_box(node)
        name = op_label(node) if node.op != "conv" else conv_signature(node) + stride_text(node)
        below = node.path.removeprefix(f"{self.within}.")
        branch = self.graph.group_by_path.get(node.path.rpartition(".")[0])
        if self.number and branch:  # a shortcut that learns says what it costs, normalisation included
            below = f"{branch.name} · {count_text(branch.params)} parameters"
        words = max(text_width(name, RECIPE, "semibold"), text_width(below, NAME))
        width = max(words, box.right)
        x = self.x + GAP + (width - box.right) / 2
        placed = Box3(x, self.middle - (box.height + box.depth * DEPTH[1]) / 2, box.length, box.height, box.depth)
        middle = self.x + GAP + width / 2
        marks = (
            *solid(placed, "kernel" if node.op == "conv" else "pool"),
            Text(middle, placed.bottom + 19, name, size=RECIPE, weight="semibold"),
            Text(middle, placed.bottom + 36, below, size=NAME, fill="muted"),
        )
        self.parts.append(Part(marks, path=node.path, kind="kernel", label=node_label(node), lane=self.number))
        self.columns.append(Column(node.path, middle, min(width, 60), self.times))
        self.x += GAP + width

    def _kernel_box(self, node: Node) -> Box3:
        """All kernels of an operation as one bar at the origin: C/groups long, K high, F deep; a pool's is one thin."""
        assert node.kernel is not None
        height = KERNEL * self.scale.spatial(node.kernel[0])
        if node.op != "conv":
            return Box3(0, 0, 6, 1.6 * height, 1.6 * KERNEL * self.scale.spatial(node.kernel[1]))
        channels = node.input_shapes[0][0] // (node.groups or 1)
        return Box3(
            0,
            0,
            2 * KERNEL * self.scale.channels(channels),
            height,
            3 * KERNEL * self.scale.channels(node.output_shape[0]),
        )

    def _pill(self, node: Node) -> None:
        words = op_label(node)
        width = text_width(words, PILL, "semibold") + 18
        left, top, right, bottom = self.x + GAP, self.middle - 13, self.x + GAP + width, self.middle + 13
        marks = (
            Face(rectangle(left, top, right, bottom), "pill", "outline", "pane", radius=13),
            Text((left + right) / 2, self.middle + 4.9, words, size=PILL, weight="semibold", inside=True),
        )
        if self.start is not None:
            self._wire((left, self.middle), arrow=False)
        self.start = (right, self.middle)
        self.parts.append(Part(marks, path=node.path, kind="operation", label=node_label(node), lane=self.number))
        self.columns.append(Column(node.path, (left + right) / 2, min(width, 40), self.times))
        self.x += GAP + width

    def _wire(self, end: Point, arrow: bool) -> None:
        assert self.start is not None
        line = Stroke(self.start, ((end,),), dash=self.dash, arrow=arrow)
        self.wires.append(Part((line,), kind="wire"))


def _edge_sizes(box: Box3, shape: Shape) -> list[Text]:
    """H beside the lower end of the front's left edge, clear of the arrow; W under the edge that goes into depth."""
    height, width = (shape[1], shape[2]) if len(shape) == 3 else (1, 1)
    x = box.x + box.length + box.depth * DEPTH[0] / 2 + 5
    y = box.bottom + box.depth * DEPTH[1] / 2 + 14
    return [
        Text(box.x - 6, box.bottom - 3, str(height), size=EDGE, anchor="end", fill="muted"),
        Text(x, y, str(width), size=EDGE, anchor="start", fill="muted"),
    ]
