"""What a step of a lecture shows: its address read, its view drawn, its parts lit, hidden and covered."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.compare.alignment import compared
from app.decks.schema import Step
from app.errors import UserError
from app.graph.types import Graph, Shape
from app.language import say
from app.pipeline import graph_for, scene_for
from app.scene.comparison import LETTERS
from app.scene.staged import Staging, staged
from app.scene.types import Scene
from app.web.canonical import settled
from app.web.compare import scene_of, subject_at
from app.web.compare_urls import Compared, read_comparison
from app.web.compare_urls import settled as settled_comparison
from app.web.query import unfolded
from app.web.sight import NOTHING
from app.web.urls import Address, check_path, read

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


def is_heavy(place: Place) -> bool:
    """Whether one of its networks takes seconds."""
    return any(address.config.heavy for address in (place.addresses if isinstance(place, Compared) else (place,)))


def shown(view: str) -> Shown:
    """A view, drawn in the language that is spoken. Raises UserError for what its network has not."""
    place = place_of(view)
    return _compared(place) if isinstance(place, Compared) else _network(place)


def scene_of_step(step: Step, view: Shown, revealed: bool) -> Scene:
    """The drawing of a step, its answer covered until it is revealed."""
    return staged(view.scene, staging(step, view, revealed))


def staging(step: Step, view: Shown, revealed: bool) -> Staging:
    """What a step does to its view."""
    masks = step.question.masks if step.question and not revealed else ()
    covered = dict.fromkeys(carrier for name in masks for carrier in view.carriers(name))
    shapes = dict.fromkeys(shape for name in masks if (shape := view.shape_of(name)))
    return Staging(step.lit, step.hidden, tuple(covered), tuple(shapes))


def _network(address: Address) -> Shown:
    graph = graph_for(address.config)
    look = replace(address.look, expand=unfolded(graph, address.look.expand), theme="", lang="", width=None)
    address = replace(address, look=look)
    check_path(graph, address.path)
    return Shown(settled(address, graph).url(), scene_for(address.config, address.view), (("", graph),))


def _compared(asked: Compared) -> Shown:
    asked = asked.looked(theme="", lang="", width=None)
    subjects = tuple(subject_at(asked, index) for index in range(len(asked.addresses)))
    asked = settled_comparison(asked, subjects)
    graphs = tuple((f"{letter}/", subject.graph) for letter, subject in zip(LETTERS, subjects, strict=False))
    return Shown(asked.url(), scene_of(asked, compared(subjects)), graphs)
