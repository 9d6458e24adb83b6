"""A block of a schematic: its main path on the line, its shortcut and its gate at the right, and where they join."""

from app.graph.types import Group
from app.language import say
from app.scene.boxes import BOX, box, box_size, note, plus
from app.scene.flow import Flow, flow_of, nodes_in
from app.scene.folding import Run, fold_pill
from app.scene.hues import hue_of
from app.scene.op_words import made_label, op_label
from app.scene.plan import AIR, BETWEEN, JOIN, TURN, Item
from app.scene.questions import is_module, is_projected, shortcut_kind, shortcut_path
from app.scene.sheet import elbow
from app.scene.stack import Stack
from app.scene.text import text_width
from app.scene.types import Disc, Mark, Part, Point, Text
from app.scene.units import phrases
from app.scene.words import shortcut_label, shortcut_title

ZEROS = 9.0  # the disc with a 0 on a shortcut that appends channels of zeros
ASIDE = 24.0  # from a box to the shortcut beside it
LINE = 15.0  # between the lines of what a shortcut meets
MIX = "T · H + (1 − T) · x"  # Srivastava et al. 2015, equation 3


def add_block(stack: Stack, run: Run) -> None:
    """A block, its shortcut at the right, the sum below; a folded run says how often it repeats."""
    flow = flow_of(stack.graph, run.first)
    stack.line(10)
    if lead := stack.steps(flow.lead):
        stack.arrow(lead, head=False)
    fork = stack.y
    outer, stack.right = stack.right, stack.width / 2
    behind = stack.steps(flow.main)
    reach = stack.right
    middle = (fork + stack.y) / 2 + 4
    right = stack.width / 2 + ASIDE
    if flow.add:
        if flow.add.op == "highway":
            reach = _gate(stack, flow, fork, reach)
        stack.arrow(behind)
        right = _join(stack, run.first, flow, fork, reach + ASIDE)
    elif is_module(stack.graph, run.first):
        right = reach
    else:  # as long as with an addition, so that plain and residual networks stand side by side
        stack.line(stack.gap + 2 * JOIN)
        if stack.detailed and behind:
            stack.parts.append(note(phrases(*behind), 9, stack.y - stack.gap))
    stack.right = max(outer, right)
    if run.times > 1:
        section = stack.graph.group_by_path[run.first.parent]
        half = text_width(f"× {run.times}", 13, "bold") / 2 + 8
        top = middle + 2 if flow.shortcut else middle - 10
        stack.parts.append(fold_pill(section, run.times, right + 10 + half, top, lane=2))
        stack.right = max(stack.right, right + 10 + 2 * half)


def _gate(stack: Stack, flow: Flow, fork: float, reach: float) -> float:
    """The gate T(x) of a highway, from the fork to the mix; returns how far right it reaches."""
    assert flow.residual is not None
    plan = stack.planner.aside(flow.residual.branches[1])
    x = reach + AIR + plan.before
    stack.wires.append(
        Part((elbow((0, fork), (x, fork), end=(x, fork + TURN), radius=TURN, arrow=False),), kind="wire")
    )
    stack.draw(plan, x, fork + TURN)
    bottom = fork + TURN + plan.length
    stack.line(max(0.0, bottom - stack.y))
    entry = stack.y + stack.gap + BOX / 2 - 5
    end = (box_size(MIX)[1] / 2, entry)
    stack.wires.append(Part((elbow((x, bottom), (x, entry), end=end, radius=TURN),), kind="wire"))
    if plan.behind:
        stack.parts.append(note(phrases(*plan.behind), x + 9, bottom + stack.gap / 2))
    return max(x + plan.after, box_size(MIX)[1] / 2)


def _join(stack: Stack, block: Group, flow: Flow, fork: float, right: float) -> float:
    """The sum, and the shortcut into it at x = right; returns how far right the shortcut and its words reach."""
    assert flow.add is not None
    label = made_label(flow.add)
    if flow.add.op == "highway":
        width = box_size(MIX)[1]
        item = Item(MIX, flow.add.path, label, hue_of(stack.graph, block.path), (0, 0), BOX, width, sum="highway")
        stack.parts.append(box(item, (0, stack.y + BOX / 2), width, BOX))
        reach = _shortcut(stack, block, flow, fork, (width / 2, stack.y + BOX / 2 + 5), right)
        stack.y += BOX
    else:
        centre = (0.0, stack.y + JOIN)
        reach = _shortcut(stack, block, flow, fork, (JOIN + 1, centre[1]), right)
        stack.parts.append(plus(centre, Item("+", flow.add.path, label, "", (0, 0), 0, 0, sum="add")))
        stack.y += 2 * JOIN
    tail = stack.steps(flow.tail)
    if tail and stack.detailed:
        stack.parts.append(note(phrases(*tail), 9, stack.y + 13))
        stack.line(12)
    return reach


def _shortcut(stack: Stack, block: Group, flow: Flow, fork: float, end: Point, right: float) -> float:
    """The line from the fork over x = right to the sum at `end`; returns how far right its words reach."""
    kind, hue = shortcut_kind(stack.graph, block), hue_of(stack.graph, block.path)
    middle = (fork + end[1]) / 2
    corners = ((right, fork), (right, end[1]))
    marks: list[Mark] = [Disc((0, fork), 2.2, fill="wire")]
    met = tuple(nodes_in(flow.shortcut))
    words = [op_label(node) for node in met if node.op not in BETWEEN]
    if kind == "zeropad":
        added = met[-1].output_shape[0] - met[-1].input_shapes[0][0]
        words = [say("{count} channels of zeros", count=added)]
        above, below = (right, middle - ZEROS), (right, middle + ZEROS)
        marks += [
            elbow((0, fork), corners[0], end=above, radius=16, arrow=False),
            Disc((right, middle), ZEROS, fill="pill", line=f"{hue}-line"),
            Text(right, middle + 4.2, "0", 13, "semibold", inside=True),
            elbow(below, corners[1], end=end, radius=16),
        ]
    else:
        dash = is_projected(stack.graph, block)
        marks.append(elbow((0, fork), *corners, end=end, radius=16, dash=dash))
    aside = right + (16 if kind == "zeropad" else 12)
    top = middle + 4.5 - LINE * (len(words) - 1) / 2
    for index, word in enumerate(words):
        marks.append(Text(aside, top + LINE * index, word, 12.5, "regular", "start", f"{hue}-text"))
    path = shortcut_path(stack.graph, block)
    label = phrases(path, shortcut_label(shortcut_title(stack.graph, block), block.path, block.input_shape))
    stack.wires.append(Part(tuple(marks), path=path, kind="shortcut", label=label, lane=1))
    return max((aside + text_width(word, 12.5) for word in words), default=right)
