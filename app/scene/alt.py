"""What a drawing says to those who do not see it: its heading as sentences, then what is drawn, in reading order."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from app.graph.types import Graph, Group
from app.language import prose, say
from app.language.nouns import several
from app.scene.op_words import node_label, op_phrase, op_title
from app.scene.questions import is_module
from app.scene.types import View
from app.scene.units import shape_text
from app.scene.words import block_title, place_name

DOT = " · "
IN_WORDS = ("add", "concat", "multiply", "zeropad")  # a sign on the drawing
QUIET = ("norm", "activation", "dropout", "flatten")  # change no shape that a reader has to know


def headed(title: str, captions: Sequence[str]) -> str:
    """A title and the lines under it as sentences."""
    return prose(_sentence(line) for line in (title, *captions) if line)


def walked(graph: Graph, view: View) -> str:
    """What a tensor meets in a view, with the shapes that it takes; "" where the heading says it all."""
    path = view.path
    if path in graph.by_path:
        return say("{line}.", line=node_label(graph.by_path[path]))
    if path and path not in graph.group_by_path:
        return ""
    entering = graph.group_by_path[path].input_shape if path else graph.input
    steps = [Step(say("input"), "", entering), *_steps(graph, path)]
    return say("From input to output: {steps}.", steps=say("; ").join(_said(steps)))


class Step(NamedTuple):
    """Something that a tensor passes: what it is called, what it is, and the shape behind it."""

    name: str
    what: str
    shape: tuple[int, ...]


def _steps(graph: Graph, path: str) -> Iterator[Step]:
    """The groups directly inside a part of the network and its operations outside of them, in execution order."""
    children = {group.places[0]: group for group in graph.children(path) if group.places}
    places = graph.group_by_path[path].places if path else range(len(graph.nodes))
    covered = -1
    for place in places:
        if place in children and place > covered:
            covered = children[place].places[-1]
            yield _group(graph, children[place])
        elif place > covered and graph.nodes[place].op not in QUIET:
            node = graph.nodes[place]
            what = op_title(node) if node.op in IN_WORDS else op_phrase(node)
            yield Step(node.path.removeprefix(f"{path}.") if path else node.path, what, node.output_shape)


def _group(graph: Graph, group: Group) -> Step:
    """A layer with the number of its blocks, a block or a branch with its kind."""
    blocks = [child for child in graph.children(group.path) if child.kind == "block"]
    what = several(len(blocks), _noun(graph, blocks[0])) if blocks else ""
    if group.kind in ("block", "branch", "aux"):
        what = block_title(graph, group)
    return Step(place_name(graph, group), what, group.output_shape)


def _noun(graph: Graph, block: Group) -> str:
    return say("module") if is_module(graph, block) else say("block")


def _said(steps: Sequence[Step]) -> Iterator[str]:
    """Equal neighbours are said once, by the first and the last name."""
    for (what, shape), run in groupby(steps, key=lambda step: (step.what, step.shape)):
        names = [step.name for step in run]
        name = say("{first} to {last}", first=names[0], last=names[-1]) if len(names) > 1 else names[0]
        named = say("{name}, {what}", name=name, what=what) if what else name
        yield say("{name}: {shape}", name=named, shape=shape_text(shape))


def _sentence(line: str) -> str:
    """A line that is none yet; in one that is, a dot multiplies."""
    return line if line.endswith((".", "。")) else say("{line}.", line=line.replace(DOT, say("; ")))
