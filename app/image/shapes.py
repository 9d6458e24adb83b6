"""A small data set made by the program: 32 x 32 pictures of ten shapes and textures, each class as often as the others.

A picture follows from its split and index alone. What it shows is the class; where, how large, how turned, in which
colours, on what ground and under how much noise is drawn at random, so that neither colour nor brightness tells.
Distances are in pixels, x to the right, y down.
"""

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.image.types import Pixels
from app.language import message

EDGE = 32
SPLITS = ("train", "test")
SEED = 2015

Split = Literal["train", "test"]
Plane = NDArray[np.float64]  # [EDGE, EDGE]


def disc(x: Plane, y: Plane, size: float) -> Plane:
    """Each of these functions gives the signed distance to the outline, about: negative inside."""
    return np.hypot(x, y) - 0.9 * size


def ring(x: Plane, y: Plane, size: float) -> Plane:
    return np.abs(np.hypot(x, y) - 0.72 * size) - 0.24 * size


def square(x: Plane, y: Plane, size: float) -> Plane:
    return np.maximum(np.abs(x), np.abs(y)) - 0.8 * size


def triangle(x: Plane, y: Plane, size: float) -> Plane:
    return _furthest(x, y, 3) - 0.55 * size


def cross(x: Plane, y: Plane, size: float) -> Plane:
    across, along = np.abs(x), np.abs(y)
    arm = 0.28 * size
    return np.minimum(np.maximum(across - arm, along - size), np.maximum(across - size, along - arm))


def star(x: Plane, y: Plane, size: float) -> Plane:
    """Five points: by symmetry a point is as far from the outline as its mirror image between a tip and a notch."""
    tenth = np.pi / 5
    angle = np.abs(np.mod(np.arctan2(y, x) + tenth, 2 * tenth) - tenth)
    radius, tip, notch = np.hypot(x, y), 1.05 * size, 0.45 * size
    rise, run = notch * np.sin(tenth), notch * np.cos(tenth) - tip
    return ((radius * np.cos(angle) - tip) * rise - radius * np.sin(angle) * run) / np.hypot(rise, run)


def stripes(x: Plane, _: Plane, size: float) -> Plane:
    return np.abs(_folded(x, size)) - size / 4


def checkerboard(x: Plane, y: Plane, size: float) -> Plane:
    return np.sin(np.pi * x / size) * np.sin(np.pi * y / size) * size / np.pi


def dots(x: Plane, y: Plane, size: float) -> Plane:
    return np.hypot(_folded(x, size), _folded(y, size)) - 0.32 * size


def waves(x: Plane, y: Plane, size: float) -> Plane:
    return stripes(x + 0.45 * size * np.sin(np.pi * y / size), y, size)


def _folded(along: Plane, period: float) -> Plane:
    """The distance to the middle of each period."""
    return np.mod(along, period) - period / 2


def _furthest(x: Plane, y: Plane, sides: int) -> Plane:
    """How far a point lies in the direction of the nearest side of a regular polygon."""
    turns = [2 * np.pi * side / sides for side in range(sides)]
    return np.max([np.cos(turn) * x + np.sin(turn) * y for turn in turns], axis=0)


SHAPES: dict[str, Callable[[Plane, Plane, float], Plane]] = {
    "disc": disc, "ring": ring, "square": square, "triangle": triangle, "cross": cross, "star": star,
}  # fmt: skip
TEXTURES: dict[str, Callable[[Plane, Plane, float], Plane]] = {
    "stripes": stripes, "checkerboard": checkerboard, "dots": dots, "waves": waves,
}  # fmt: skip
CLASSES = (*SHAPES, *TEXTURES)
# What readers are told of each.
SAID = {
    "disc": message("disc"), "ring": message("ring"), "square": message("square"), "triangle": message("triangle"),
    "cross": message("cross"), "star": message("star"), "stripes": message("stripes"),
    "checkerboard": message("checkerboard"), "dots": message("dots"), "waves": message("waves"),
}  # fmt: skip
assert tuple(SAID) == CLASSES


def picture(split: Split, index: int) -> tuple[Pixels, int]:
    """The picture of that index and its label, a place in CLASSES; a split has as many as are asked for."""
    rng = np.random.default_rng((SEED, SPLITS.index(split), index))
    label = index % len(CLASSES)
    ground, figure = _colours(rng)
    if (name := CLASSES[label]) in SHAPES:
        cover, faint = _shape(rng, name), 0.35
    else:
        cover, faint = _texture(rng, name), 0.0
    ground = ground + (figure - ground) * faint * rng.random() * _texture(rng, str(rng.choice(list(TEXTURES))))
    light = (
        ground + (figure - ground) * cover + _shade(rng) + rng.normal(0, 0.02 + 0.08 * rng.random(), (EDGE, EDGE, 3))
    )
    return np.round(255 * np.clip(light, 0, 1)).astype(np.uint8), label


def specimen(name: str) -> Pixels:
    """A picture of one class that no network was trained on: the third of that class for testing."""
    return picture("test", 2 * len(CLASSES) + CLASSES.index(name))[0]


def _colours(rng: np.random.Generator) -> NDArray[np.float64]:
    """Colours of ground and figure that differ enough to be told apart, [2, 3]."""
    colours = rng.random((2, 3))
    while np.linalg.norm(colours[0] - colours[1]) < 0.35:
        colours = rng.random((2, 3))
    return colours


def _shape(rng: np.random.Generator, name: str) -> NDArray[np.float64]:
    size = rng.uniform(6, 13)
    room = EDGE / 2 - 0.8 * size  # a shape may lose a corner at the edge, no more
    return _covered(SHAPES[name](*_turned(rng, *rng.uniform(-room, room, 2)), size))


def _texture(rng: np.random.Generator, name: str) -> NDArray[np.float64]:
    return _covered(TEXTURES[name](*_turned(rng, *rng.uniform(-8, 8, 2)), rng.uniform(5, 11)))


def _turned(rng: np.random.Generator, x: float, y: float) -> tuple[Plane, Plane]:
    """Coordinates around (x, y), as seen from the middle, turned by any angle."""
    down, right = np.mgrid[:EDGE, :EDGE] - (EDGE - 1) / 2
    angle = rng.uniform(0, 2 * np.pi)
    right, down = right - x, down - y
    return right * np.cos(angle) + down * np.sin(angle), down * np.cos(angle) - right * np.sin(angle)


def _covered(distance: Plane) -> NDArray[np.float64]:
    """How much of each pixel lies inside, [EDGE, EDGE, 1]: edges are smooth over one pixel."""
    return np.clip(0.5 - distance, 0, 1)[..., None]


def _shade(rng: np.random.Generator) -> NDArray[np.float64]:
    """Light that falls off to one side, [EDGE, EDGE, 1]."""
    return (_turned(rng, 0, 0)[0] / EDGE * rng.uniform(0, 0.5))[..., None]
