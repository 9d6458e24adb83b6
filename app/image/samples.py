"""Pictures that the program draws itself, so that there is something to look at before anything is uploaded.

Each is made from formulas, the same in every process, and shows networks something else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
from PIL import Image, ImageDraw

from app.image.landscape import landscape
from app.image.shapes import CLASSES, specimen
from app.image.types import Pixels
from app.language import message, say

WIDTH, HEIGHT = 480, 360
SPECIMEN = "shape-"  # begins the names of pictures from the bundled networks' data set, one a class
FINER = 4  # drawn this many times as large, and then made smaller: edges without steps


@dataclass(frozen=True, slots=True)
class Sample:
    """title: its name for readers. says: what can be seen with it, both messages. make: its pixels."""

    title: str
    says: str
    make: Callable[[], Pixels]


def shapes() -> Pixels:
    """Plain shapes in plain colours on one ground."""
    image = Image.new("RGB", (FINER * WIDTH, FINER * HEIGHT), "#f2efe6")
    draw = ImageDraw.Draw(image)
    draw.rectangle(_finer(48, 42, 168, 162), fill="#c8372d")
    draw.ellipse(_finer(196, 34, 326, 164), fill="#2b62b5")
    draw.polygon(_finer(414, 36, 464, 164, 352, 150), fill="#2f8f57")
    draw.line(_finer(40, 322, 150, 212), fill="#1f1d1a", width=14 * FINER)
    draw.polygon([*_star(FINER * 240, FINER * 262, FINER * 72, FINER * 30)], fill="#e5a823")
    draw.ellipse(_finer(344, 206, 456, 318), outline="#7a4a9e", width=22 * FINER)
    return np.array(image.resize((WIDTH, HEIGHT), Image.Resampling.BOX))


def gratings() -> Pixels:
    """Waves in eight directions and three wavelengths, a colour in each row: what first kernels answer to.

    The shortest is 20 pixels long, so that they are waves still where the picture is made six times smaller.
    """
    tile = 120
    y, x = np.mgrid[0:tile, 0:tile] - (tile - 1) / 2
    inks = np.array([[1.0, 1.0, 1.0], [1.0, -0.1, -0.7], [-0.8, 0.1, 1.0]])
    window = np.clip((tile / 2 - 4 - np.hypot(x, y)) / 6, 0, 1)
    rows: list[np.ndarray] = []
    for row, (wavelength, ink) in enumerate(zip((20, 30, 40), inks, strict=True)):
        angles = np.pi * (np.arange(4) / 4 + row / 8)
        waves = [np.cos(2 * np.pi * (x * np.cos(a) + y * np.sin(a)) / wavelength) * window for a in angles]
        rows.append(np.concatenate(waves, axis=1)[..., None] * ink)
    return _rounded(127.5 + 120 * np.concatenate(rows, axis=0))


def checkerboard() -> Pixels:
    """Squares of 12 to 60 pixels: which of them a layer still tells apart, its receptive fields decide."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    square = np.choose(x // (WIDTH // 4), [60, 30, 20, 12])
    dark = (x // square + y // square) % 2
    return _rounded(np.where(dark[..., None], [34.0, 32.0, 38.0], [244.0, 242.0, 236.0]))


def _rounded(values: np.ndarray) -> Pixels:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def _finer(*points: int) -> list[int]:
    return [FINER * point for point in points]


def _star(x: float, y: float, outer: float, inner: float) -> list[tuple[float, float]]:
    """Ten corners around a centre, the first one straight up."""
    angles = np.pi * (np.arange(10) / 5 - 0.5)
    return [
        (x + (inner if i % 2 else outer) * float(np.cos(a)), y + (inner if i % 2 else outer) * float(np.sin(a)))
        for i, a in enumerate(angles)
    ]


# The classes of the bundled networks, in words.
KINDS = {
    "disc": message("Disc"), "ring": message("Ring"), "square": message("Square"), "triangle": message("Triangle"),
    "cross": message("Cross"), "star": message("Star"), "stripes": message("Stripes"),
    "checkerboard": message("Checkerboard"), "dots": message("Dots"), "waves": message("Waves"),
}  # fmt: skip
assert tuple(KINDS) == CLASSES

SAMPLES: dict[str, Sample] = {
    "scene": Sample(
        message("Scene"),
        message("a landscape like a photograph: large forms, soft light, fine texture"),
        landscape,
    ),
    "shapes": Sample(message("Shapes"), message("plain forms with clear edges and plain colours"), shapes),
    "gratings": Sample(
        message("Gratings"), message("waves in eight directions: what the kernels of a first layer answer to"), gratings
    ),
    "checkerboard": Sample(
        message("Checkerboard"),
        message("squares of 60, 30, 20 and 12 pixels: how small a thing a layer sees"),
        checkerboard,
    ),
    **{
        f"{SPECIMEN}{name}": Sample(title, message("held out from what the bundled networks learnt"), make)
        for name, title, make in ((name, title, partial(specimen, name)) for name, title in KINDS.items())
    },
}


def sample_names() -> str:
    """All of them, for whoever has to choose one."""
    shapes = [name for name in SAMPLES if name.startswith(SPECIMEN)]
    between = say("{first} to {last}", first=shapes[0], last=shapes[-1])
    return say(", ").join([*(name for name in SAMPLES if name not in shapes), between])


@cache
def sample(name: str) -> Pixels:
    """The pixels of a sample, made once and not to be written to. name: a key of SAMPLES."""
    pixels = SAMPLES[name].make()
    pixels.setflags(write=False)
    return pixels
