"""What a step of a lecture shows: its address read, its view drawn, its parts lit, hidden and covered."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.decks.schema import Step
from app.errors import UserError
from app.graph.types import Graph, Shape
from app.language import say
from app.scene.staged import Staging, staged
from app.scene.types import Scene
from app.web.compare_urls import Compared, read_comparison
from app.web.shown import shown as drawn
from app.web.sight import NOTHING
from app.web.urls import Address, read

NETWORK = "/net/"
COMPARISON = "/compare"
KEEPING = ("norm", "lrn", "activation", "dropout")  # operations that keep every shape

Place = Address | Compared


@dataclass(frozen=True, slots=True)
class Shown:
    """A view of this program: its page's address, its drawing, and its networks with the prefix of their parts."""

    url: str
    scene: Scene
    graphs: tuple[tuple[str, Graph], ...]

    def shape_of(self, name: str) -> Shape | None:
        """What a part of it puts out; None for what is no part of a network."""
        for prefix, graph in self.graphs:
            path = name.removeprefix(prefix)
            if name.startswith(prefix) and (path in graph.by_path or path in graph.group_by_path or path == "input"):
                return graph.shape_of(graph.result_of(path))
        return None

    def carriers(self, name: str) -> Iterator[str]:
        """A part, and what hands on what it puts out in the same shape: the tensor may be drawn behind any of them."""
        yield name
        shape = self.shape_of(name)
        for prefix, graph in self.graphs if shape else ():
            if name.startswith(prefix):
                carrying = {graph.result_of(name.removeprefix(prefix))}
                for node in graph.nodes:
                    if node.op in KEEPING and node.output_shape == shape and node.inputs[0] in carrying:
                        carrying.add(node.path)
                        yield prefix + node.path


def place_of(view: str) -> Place:
    """What an address of a page asks for. Raises UserError."""
    path, _, query = view.partition("#")[0].partition("?")
    if path == COMPARISON:
        return read_comparison("", query)
    if not path.startswith(NETWORK):
        raise UserError("view", view, because=say("write /net/… or /compare?…"))
    address = read(path.removeprefix(NETWORK), query)
    if address.format:
        raise UserError("view", view, because=say("write a page's address, without .{format}", format=address.format))
    if address.look.sight != NOTHING:
        raise UserError("view", view, because=say("lectures show networks without a picture in them"))
    return address


def shown(view: str) -> Shown:
    """A view, drawn in the language that is spoken. Raises UserError for what its network has not."""
    found = drawn(place_of(view).looked(theme="", lang="", width=None))
    return Shown(found.asked.url(), found.scene, found.graphs)


def scene_of_step(step: Step, view: Shown, revealed: bool) -> Scene:
    """The drawing of a step, its answer covered until it is revealed."""
    return staged(view.scene, staging(step, view, revealed))


def staging(step: Step, view: Shown, revealed: bool) -> Staging:
    """What a step does to its view."""
    masks = step.question.masks if step.question and not revealed else ()
    covered = dict.fromkeys(carrier for name in masks for carrier in view.carriers(name))
    shapes = dict.fromkeys(shape for name in masks if (shape := view.shape_of(name)))
    return Staging(step.lit, step.hidden, tuple(covered), tuple(shapes))
