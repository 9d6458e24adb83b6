"""A scene rendered from formulas: evening sky, ranges of hills, a meadow, a house and trees, haze and grain.

All in floats from 0 to 1 on one grid, painted from the back to the front. The sun stands at the left.
"""

import numpy as np
from numpy.typing import NDArray

from app.image.types import Pixels

WIDTH, HEIGHT = 480, 360
SUN = (122.0, 118.0)  # x, y

Field = NDArray[np.float64]

_y, _x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64)


def landscape() -> Pixels:
    """[360, 480, 3]."""
    canvas = _sky()
    for base, height, seed, near in ((206, 34, 3, 0.0), (226, 30, 5, 0.4), (250, 24, 8, 0.8)):
        _paint(canvas, _soft(_ridge(base, height, seed)), _hill(base, near, seed))
    _paint(canvas, _soft(_ridge(276, 9, 11)), _meadow())
    for left, foot, size, seed in ((52, 300, 1.25, 1), (104, 287, 0.8, 2), (431, 296, 1.1, 4), (389, 283, 0.62, 6)):
        _tree(canvas, left, foot, size, seed)
    _house(canvas)
    grain = np.random.default_rng(20).normal(0, 0.012, (HEIGHT, WIDTH, 1))
    vignette = 1 - 0.16 * ((_x / WIDTH - 0.5) ** 2 + (_y / HEIGHT - 0.5) ** 2)[..., None]
    return np.clip(np.rint(255 * (canvas * vignette + grain)), 0, 255).astype(np.uint8)


def _colour(text: str) -> Field:
    return np.array([int(text[i : i + 2], 16) / 255 for i in (0, 2, 4)])


def _mixed(first: Field, second: Field, share: Field) -> Field:
    share = np.clip(share, 0, 1)[..., None]
    return first * (1 - share) + second * share


def _noise(seed: int, *wavelengths: float) -> Field:
    """Smooth noise about 0, half as strong at each shorter wavelength."""
    total = np.zeros((HEIGHT, WIDTH))
    for octave, wavelength in enumerate(wavelengths):
        random = np.random.default_rng(100 * seed + octave)
        rows, columns = int(HEIGHT / wavelength) + 3, int(WIDTH / wavelength) + 3
        grid = random.uniform(-1, 1, (rows, columns))
        y, x = _y / wavelength, _x / wavelength
        i, j = y.astype(int), x.astype(int)
        u, v = _eased(y - i), _eased(x - j)
        above = grid[i, j] * (1 - v) + grid[i, j + 1] * v
        below = grid[i + 1, j] * (1 - v) + grid[i + 1, j + 1] * v
        total += (above * (1 - u) + below * u) / 2**octave
    return total


def _eased(t: Field) -> Field:
    return t * t * (3 - 2 * t)


def _soft(inside: Field) -> Field:
    """How much of a pixel lies inside, from a signed distance in pixels."""
    return np.clip(inside + 0.5, 0, 1)


def _paint(canvas: Field, cover: Field, colour: Field) -> None:
    canvas += cover[..., None] * (colour - canvas)


def _sky() -> Field:
    height = np.clip(_y / 230, 0, 1)
    sky = _mixed(_colour("4f86c6"), _colour("a9cbe6"), height * 1.5)
    sky = _mixed(sky, _colour("f6dcb4"), (height - 0.45) * 1.7)
    clouds = _noise(7, 120, 60, 30, 15, 8) + 0.35 * np.sin(_y / 21)
    sky = _mixed(sky, _colour("fdf6ec"), (clouds - 0.15) * 1.1 * (1 - height**3))
    away = np.hypot(_x - SUN[0], _y - SUN[1])
    sky = _mixed(sky, _colour("fff0c8"), 0.85 * np.exp(-away / 55))
    return _mixed(sky, _colour("fffbe8"), _soft(19 - away))


def _ridge(base: float, height: float, seed: int) -> Field:
    """How far below a line of hills each pixel is."""
    x = _x / WIDTH
    line = np.sin(2 * np.pi * (x * (0.7 + seed * 0.11) + seed * 0.37))
    line += 0.45 * np.sin(2 * np.pi * (x * (2.1 + seed * 0.17) + seed * 0.71))
    return _y - (base - height * line) + 1.5 * _noise(seed, 14, 6)[0]


def _hill(base: float, near: float, seed: int) -> Field:
    """Woods: darker and greener the nearer, hazy towards their foot."""
    wood = _mixed(_colour("8fa9bd"), _colour("456b46"), np.full((HEIGHT, WIDTH), near))
    texture = 1 + (0.05 + 0.12 * near) * _noise(seed + 30, 10, 5, 3)[..., None]
    return _mixed(wood * texture, _colour("dfe3d8"), (_y - base) / 75)


def _meadow() -> Field:
    grass = _mixed(_colour("a9b653"), _colour("4c7a35"), (_y - 265) / 95)
    blades = 0.12 * _noise(40, 50, 24, 9) + 0.1 * _noise(41, 4, 2)
    grass = grass * (1 + blades[..., None])
    middle = 250 + 0.034 * (_y - 290) ** 2 + 9 * np.sin(_y / 16)
    path = _soft((_y - 262) * 0.16 - np.abs(_x - middle))
    earth = _colour("d3b98a") * (1 + 0.1 * _noise(42, 7, 3)[..., None])
    return _mixed(grass, earth, path)


def _tree(scene: Field, left: float, foot: float, size: float, seed: int) -> None:
    """A trunk, a crown of overlapping round masses lit from the left, and a shadow away from the sun."""
    part = np.s_[int(foot - 100 * size) : int(foot + 14 * size), max(0, int(left - 60 * size)) : int(left + 90 * size)]
    canvas, x, y = scene[part], _x[part], _y[part]
    shade = np.hypot((x - left - 26 * size) / (44 * size), (y - foot) / (6 * size))
    _paint(canvas, 0.5 * np.clip(1.3 - shade, 0, 1), _colour("2c4a26"))
    _paint(canvas, _soft(3.4 * size - np.abs(x - left)) * (y > foot - 34 * size) * (y < foot), _colour("5a4230"))
    leaves = _noise(seed + 50, 6, 3)[part]
    masses = np.random.default_rng(seed).uniform((-19, 34, 11), (19, 76, 17), (11, 3)) * size
    for right, up, radius in sorted(masses.tolist(), key=lambda mass: -mass[1]):
        dx, dy = (x - left - right) / radius, (y - foot + up) / radius
        light = 0.5 - 0.36 * dx - 0.42 * dy + 0.3 * leaves
        green = _mixed(_colour("1f4527"), _colour("86ad45"), light)
        _paint(canvas, _soft((1 - np.hypot(dx, dy) + 0.13 * leaves) * radius), green)


def _house(scene: Field) -> None:
    """A gable front in the light, a long side in the shade, a tiled roof, a door, windows and a chimney."""
    part = np.s_[205:305, 215:405]
    canvas, x, y = scene[part], _x[part], _y[part]
    shade = np.clip((x - 318) / 8, 0, 1) * np.clip((392 - x) / 50, 0, 1) * np.clip(1 - np.abs(y - 291) / 7, 0, 1)
    _paint(canvas, 0.55 * shade, _colour("2c4a26"))
    _block(scene, 321, 214, 331, 236, "8d4a39")
    plaster = 1 + 0.03 * _noise(60, 9, 3)[part][..., None]
    gable = np.minimum(y - 218 - 1.08 * np.abs(x - 254), 288 - y)
    _paint(canvas, _soft(np.minimum(gable, 28 - np.abs(x - 254))), _colour("f3e7cf") * plaster)
    side = np.minimum.reduce([x - 282, 344 - x, y - 247, 288 - y])
    _paint(canvas, _soft(side), _colour("b9a78c") * plaster)
    tiles = 1 + 0.07 * np.sin(2 * np.pi * y / 4)[..., None] + 0.09 * _noise(62, 5, 2)[part][..., None]
    slope = (y - 216) * (286 - 254) / (250 - 216)
    roof = np.minimum.reduce([x - 254 - slope, 322 + slope * 0.8 - x, y - 216, 250 - y])
    _paint(canvas, _soft(roof), _colour("b5543c") * tiles)
    edge = (np.abs(y - 217 - 1.08 * np.abs(x - 254)) < 1.6) & (np.abs(x - 254) < 32)
    _paint(canvas, edge.astype(np.float64), _colour("7c3527"))
    _block(scene, 248, 262, 260, 288, "6b4a34")
    for corner in ((232, 258), (266, 258), (249, 238), (290, 259), (309, 259), (327, 259)):
        _window(scene, *corner)


def _window(scene: Field, x: int, y: int) -> None:
    _block(scene, x - 1, y - 1, x + 11, y + 12, "fbf5e8")
    _block(scene, x + 1, y + 1, x + 9, y + 10, "3e566b")
    _block(scene, x + 4, y + 1, x + 6, y + 10, "fbf5e8")


def _block(scene: Field, left: int, top: int, right: int, bottom: int, colour: str) -> None:
    scene[top:bottom, left:right] = _colour(colour)
