"""What a step of a lecture shows: its address read, its view drawn, its parts lit, hidden and covered.

A picture in a network is one of the program's own: whoever comes later sees the same, and it is nobody's.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.decks.schema import Step
from app.errors import UserError
from app.forward.networks import check_runs
from app.graph.types import KEEPS_SHAPE, Graph, Shape
from app.image.samples import SAMPLES, sample_names
from app.language import say
from app.pipeline import graph_for
from app.render.painting import Pictures
from app.scene.continued import continued
from app.scene.staged import Staging, staged
from app.scene.types import Scene
from app.web.compare_urls import Compared, has_picture, read_comparison
from app.web.deck_room import PLATE
from app.web.painting import pictures_in
from app.web.seen import Seen, seen
from app.web.shown import shown as drawn
from app.web.sight import FILE_KEYS, sight_query
from app.web.urls import Address, check_path, read

NETWORK = "/net/"
COMPARISON = "/compare"

Place = Address | Compared


@dataclass(frozen=True, slots=True)
class Shown:
    """A view of this program: its page's address, its drawing, and its networks with the prefix of their parts.

    seen: the picture that goes through its network; None without one.
    """

    url: str
    scene: Scene
    graphs: tuple[tuple[str, Graph], ...]
    seen: Seen | None = None

    @property
    def weights(self) -> str:
        """What its picture goes through, in words; "" without one."""
        return say("weights “{title}”", title=self.seen.weights.title) if self.seen else ""

    def pictures(self, scene: Scene) -> Pictures | None:
        """What the volumes of its drawing hold, staged or not. Waits for the forward pass."""
        return pictures_in(scene, self.seen) if self.seen else None

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
                    if node.op in KEEPS_SHAPE and node.output_shape == shape and node.inputs[0] in carrying:
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
    _check_picture(address)
    return address


def _check_picture(address: Address) -> None:
    sight = address.look.sight
    if sight.image and sight.image not in SAMPLES:
        because = say("lectures show the program's own pictures, for an uploaded one is its reader's and goes away")
        raise UserError("image", sight.image, sample_names(), because=because)
    for key, value in sight_query(sight).items():
        if key not in FILE_KEYS:
            raise UserError(key, value, say(", ").join(FILE_KEYS), because=say("a lecture shows the drawing alone"))


def shown(view: str) -> Shown:
    """A view, drawn in the language that is spoken. Raises UserError for what its network has not."""
    asked = place_of(view).looked(theme="", lang="")
    through = None
    if isinstance(asked, Compared) and has_picture(asked):
        raise UserError("view", view, because=say("a comparison shows networks without a picture in them"))
    if isinstance(asked, Address) and asked.look.sight.image:
        through = _seen(asked)
        asked = through.address
    found = drawn(asked)
    return Shown(found.asked.url(), found.scene, found.graphs, through)


def _seen(asked: Address) -> Seen:
    """The picture in a network that runs. Raises UserError."""
    graph = graph_for(asked.config)
    check_path(graph, asked.path)
    found = seen(asked, graph)
    check_runs(asked.config)
    return found


def scene_of_step(step: Step, view: Shown, revealed: bool) -> Scene:
    """The drawing of a step, in two lines where it is long, its answer covered until it is revealed."""
    return continued(staged(view.scene, staging(step, view, revealed)), PLATE)


def staging(step: Step, view: Shown, revealed: bool) -> Staging:
    """What a step does to its view."""
    masks = step.question.masks if step.question and not revealed else ()
    covered = dict.fromkeys(carrier for name in masks for carrier in view.carriers(name))
    shapes = dict.fromkeys(shape for name in masks if (shape := view.shape_of(name)))
    return Staging(step.lit, step.hidden, tuple(covered), tuple(shapes))
