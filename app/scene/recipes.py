"""A section in one line, as Table 1 of the papers has it: `4 × [3×3, 128 · 3×3, 128]`, `reduction A · 7 × module B`."""

from collections.abc import Collection
from itertools import groupby

from app.graph.types import Graph, Group, Node
from app.scene.flow import Parallel, Steps, flow_of
from app.scene.kinds import kind_of_block, recipe_name
from app.scene.op_words import conv_signature, op_label
from app.scene.questions import is_module

VOLUMES = ("conv", "maxpool", "avgpool", "linear")  # operations that a row of volumes shows


def members(graph: Graph, section: Group, ops: Collection[str] = VOLUMES) -> list[Node | Group]:
    """What a section runs through, in order: its blocks, and the operations outside of them that make a new volume.

    ops: the operations to name.
    """
    blocks = {place: block for block in graph.children(section.path) if block.kind == "block" for place in block.places}
    found: list[Node | Group] = []
    for place in section.places:
        block = blocks.get(place)
        if block is None and graph.nodes[place].op in ops:
            found.append(graph.nodes[place])
        elif block and (not found or found[-1] is not block):
            found.append(block)
    return found


def stage_signature(graph: Graph, group: Group) -> str:
    """The recipe of a stem, layer, section or head."""
    found = members(graph, group, (*VOLUMES, "lrn"))
    blocks = [member for member in found if isinstance(member, Group)]
    if group.kind == "stage" and len(blocks) == len(found) and not _named(graph, blocks):
        return f"{len(blocks)} × [{_inside(graph, blocks[-1])}]"  # the first may have a stride and a projection
    return " · ".join(_several(name, len(list(run))) for name, run in groupby(found, _name))


def census(graph: Graph) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """How many blocks of each kind, section by section: (`Inception module`, (3, 4, 2)), (`reduction`, (1, 1)).

    As the papers count: reductions and the modules of a stem are no modules A, B or C. The kind with most comes first.
    """
    found: dict[str, dict[str, int]] = {}
    for block in (group for group in graph.groups if group.kind == "block"):
        sections = found.setdefault(kind_of_block(graph, block), {})
        sections[block.parent] = sections.get(block.parent, 0) + 1
    counted = [(kind, tuple(sections.values())) for kind, sections in found.items()]
    return tuple(sorted(counted, key=lambda kind: -sum(kind[1])))


def _named(graph: Graph, blocks: list[Group]) -> bool:
    """Whether blocks are told apart by what they are called, as modules are, and not by their convolutions."""
    return any(is_module(graph, block) or block.type.startswith("Block") for block in blocks)


def _inside(graph: Graph, block: Group) -> str:
    return " · ".join(_signatures(flow_of(graph, block).main))


def _signatures(steps: Steps) -> list[str]:
    """The convolutions of F(x), and the gate that its channels pass."""
    said: list[str] = []
    for step in steps:
        if isinstance(step, Parallel):
            said += ["SE"] if step.join.op == "multiply" else []
        elif step.op == "conv":
            said.append(conv_signature(step))
    return said


def _name(member: Node | Group) -> str:
    """A member as a recipe names it, in few words."""
    if isinstance(member, Node):
        return op_label(member).replace(" conv", "")
    return recipe_name(member)


def _several(name: str, times: int) -> str:
    if times == 1:
        return name
    return f"{times} × [{name}]" if "," in name else f"{times} × {name}"
