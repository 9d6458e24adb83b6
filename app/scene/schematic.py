"""The paper's own drawing (He et al. 2015, Figure 3): labelled boxes from top to bottom, shortcuts at the right.

A whole network, a layer, or a block with everything beside its arrows; and the small one that stands in the
corner of a block view and says where its operations belong.
"""

from dataclasses import replace

from app.graph.types import Graph, Group, Node
from app.language import message, say
from app.scene.auxiliary import source_of
from app.scene.bypass import add_block
from app.scene.failure import CROSS, failure_part
from app.scene.flow import flow_of
from app.scene.folding import Run, runs_shown
from app.scene.kinds import short_name
from app.scene.plan import BETWEEN
from app.scene.questions import gate_of, shortcut_kind, unfinished
from app.scene.recipes import stage_signature
from app.scene.sentences import totals
from app.scene.sheet import bounds, extent, moved, titled
from app.scene.stack import Stack, box_width
from app.scene.types import Part, Scene, Text, View
from app.scene.units import phrases, shape_text
from app.scene.words import block_title, cost_phrases, graph_title, view_title

JOINS = ("add", "multiply", "highway", "zeropad")
LEGEND = {
    "identity": message("solid: identity shortcut"),
    "projection": message("dashed: projection shortcut"),
    "zeropad": message("with a 0: zero-padding shortcut"),
    "highway": message("gate: how much of H(x) is taken instead of x"),
}


def schematic_scene(graph: Graph, view: View) -> Scene:
    """The network, a layer or another group of operations as a schematic."""
    if view.path == "":
        stack, said = _network(graph, view), totals(graph)
        title, stopped = graph_title(graph), graph.failure is not None
    else:
        group = graph.group_by_path[view.path]
        stack, said = _group(graph, group, view), _group_captions(graph, group)
        title, stopped = view_title(graph, view.path), unfinished(graph, group)
    parts = stack.all()
    if stopped:
        card = failure_part(graph, (CROSS - stack.width / 2, 0))
        parts.append(moved(card, 0, extent(parts)[3] + 20 - bounds(card.marks)[1]))
    return titled(title, said, parts, legend=_legend(graph, view))


def inset_size(graph: Graph, group: Group) -> tuple[float, float]:
    """Width and height of `inset`."""
    left, top, right, bottom = extent(_block_parts(graph, group))
    return right - left, bottom - top


def inset(graph: Graph, group: Group, x: float, y: float) -> tuple[Part, ...]:
    """One block as a schematic, its left top corner at (x, y); every part leads to its operation."""
    parts = _block_parts(graph, group)
    left, top, _, _ = extent(parts)
    return tuple(_inset_part(moved(part, x - left, y - top)) for part in parts)


def _inset_part(part: Part) -> Part:
    """Who hears the drawing meets an operation twice, and is told which of them this is."""
    return replace(part, label=phrases(part.label, say("in the schematic"))) if part.label else part


def _block_parts(graph: Graph, group: Group) -> list[Part]:
    stack = Stack(graph, box_width(_on_the_line(graph, group)))
    add_block(stack, Run(group, group, 1))
    stack.arrow()
    return stack.all()


def _network(graph: Graph, view: View) -> Stack:
    sections = [group for group in graph.groups if group.kind in ("stem", "stage", "head")]
    stack = Stack(graph, box_width([node for section in sections for node in _on_the_line(graph, section)]), sizes=True)
    stack.image()
    for section in sections:
        top = stack.y + (10 if section.kind == "stage" else 0) + stack.gap
        _section(graph, stack, section, view)
        stack.bracket(section, top)
    return stack


def _group(graph: Graph, group: Group, view: View) -> Stack:
    stack = Stack(graph, box_width(_on_the_line(graph, group)), detailed=group.kind != "stage")
    _end(stack, shape_text(group.input_shape), -6)
    stack.line(6)
    if group.kind == "block":
        add_block(stack, Run(group, group, 1))
    else:
        _section(graph, stack, group, view)
    stack.arrow()
    _end(stack, shape_text(group.output_shape), stack.y + 15)
    return stack


def _section(graph: Graph, stack: Stack, section: Group, view: View) -> None:
    """A layer block by block; what has no blocks, and the stem, as it runs."""
    runs = runs_shown(graph, section, view)
    if section.kind != "stage" or not any(isinstance(run, Run) for run in runs):
        stack.steps(flow_of(graph, section).steps)
        return
    for run in runs:
        if isinstance(run, Run):
            stack.name(run.first, short_name(graph, run.first))
            add_block(stack, run)
            _branch_off(graph, stack, run)
        else:
            stack.steps((run,))


def _branch_off(graph: Graph, stack: Stack, run: Run) -> None:
    """The auxiliary classifiers that read what a block, or the last of a folded run, puts out."""
    inside = {node.path for node in graph.inside(run.last)}
    for group in graph.groups:
        if group.kind == "aux" and source_of(graph, group) in inside:
            stack.branch_off(group)


def _on_the_line(graph: Graph, group: Group) -> list[Node]:
    """The operations with boxes on the line itself, not on a branch that a concat stacks."""
    blocks = [child for child in graph.children(group.path) if child.kind == "block"]
    inside = {place for block in blocks for place in block.places}
    nodes = [graph.nodes[place] for place in group.places if place not in inside]
    if group.kind == "block" and any(node.op == "concat" for node in nodes):
        flow = flow_of(graph, group)
        nodes = [step for step in (*flow.lead, *flow.main, *flow.tail) if isinstance(step, Node)]
    nodes += [node for block in blocks for node in _on_the_line(graph, block)]
    return [node for node in nodes if node.op not in (*BETWEEN, *JOINS)]


def _end(stack: Stack, words: str, baseline: float) -> None:
    """The shape that comes in or goes out, where the line begins or ends."""
    stack.parts.append(Part((Text(0, baseline, words, 13, "semibold"),), kind="size"))


def _group_captions(graph: Graph, group: Group) -> tuple[str, ...]:
    title = stage_signature(graph, group) if group.kind == "stage" else block_title(graph, group)
    return (title[:1].upper() + title[1:], *cost_phrases(graph, group))


def _legend(graph: Graph, view: View) -> str:
    """What the lines at the right mean, of those that are there."""
    group = graph.group_by_path.get(view.path)
    around = set(group.places) if group else set(range(len(graph.nodes)))
    blocks = [block for block in graph.groups if block.kind == "block" and around.issuperset(block.places)]
    kinds = {shortcut_kind(graph, block) for block in blocks}
    said = [say(words) for kind, words in LEGEND.items() if kind in kinds]
    if any(gate_of(graph, block) for block in blocks):
        said.append(say("× with a gate: squeeze and excitation"))
    return " · ".join(said)
