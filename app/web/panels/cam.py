"""`cam.png`: where the view's layer holds what speaks for a class (Grad-CAM), to be laid over the picture."""

from dataclasses import dataclass

import numpy as np

from app.forward import probe
from app.image.cam import Numbers, explained, heat, scores_of, volume_of
from app.image.overlay import scaled_png
from app.pipeline import Answer
from app.web.panels import Panel, Tensors, answer
from app.web.seen import Seen


@dataclass(frozen=True, slots=True)
class Explanation:
    """path: the layer that is asked, which is the view's or the last volume before it. score: the class's logit.

    weights: [C], how much each channel speaks for the class. reached: whether the score depends on the layer at all.
    """

    path: str
    class_: int
    score: float
    weights: Numbers
    reached: bool


def volume(seen: Seen) -> str:
    """The layer that is asked: one with height and width."""
    return volume_of(seen.graph, seen.path)


def channel(seen: Seen) -> int | None:
    """The channel that is asked alone; where another layer than the view's is asked, the view's channel is not its."""
    return seen.sight.channel if volume(seen) == seen.path else None


def explanation(seen: Seen) -> Explanation:
    """For the class of the address, or the predicted one; waits for the network."""
    path, scores, class_ = volume(seen), scores_of(seen.graph), seen.sight.class_
    found = probe(seen.forward, "cam", (path, class_), lambda network, x: explained(network, x, path, scores, class_))
    return Explanation(path, *found)


def largest(found: Explanation, seen: Seen, tensors: Tensors) -> float:
    """The number that the map's strongest colour stands for."""
    activation = tensors[found.path]
    map = heat(activation, found.weights, (activation.shape[1], activation.shape[2]), channel(seen))
    finite = map[np.isfinite(map)]
    return float(finite.max()) if finite.size else 0.0


def _make(seen: Seen, tensors: Tensors) -> Answer:
    found, (_, height, width) = explanation(seen), seen.graph.input
    return answer(scaled_png(heat(tensors[found.path], found.weights, (height, width), channel(seen))), "image/png")


PANEL = Panel(lambda seen: frozenset((volume(seen),)), _make)
