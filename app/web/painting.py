"""What the volumes of a drawing hold, as pictures inside the drawing: complete wherever it is sent."""

from dataclasses import replace

from app.forward import recording
from app.render.painting import Pictures
from app.scene.types import Painting, Scene
from app.web.panels.faces import PANEL, faces_uri
from app.web.seen import Seen


def pictures_in(scene: Scene, seen: Seen) -> Pictures:
    """By path, as addresses that hold the pictures. Waits for the forward pass."""
    paths = {mark.path for part in scene.parts for mark in part.marks if isinstance(mark, Painting)}
    places = {path: replace(seen, path=path) for path in paths}
    tensors = recording(seen.forward, frozenset().union(*map(PANEL.needs, places.values()))).wait()
    return lambda path: faces_uri(places[path], tensors)
