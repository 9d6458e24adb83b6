"""Maps as pictures that lie over another one: what is 0 is not there, what is largest hides what is under it.

NaN and infinity are magenta, as everywhere. Enormous maps are drawn smaller; a page enlarges them again.
"""

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch.nn.functional import adaptive_max_pool2d

from app.image.colour import MAGENTA, Span, coloured
from app.image.encoded import encoded
from app.image.types import Pixels

EDGE = 1024  # pixels, at most
EMBER = (255, 84, 20)  # of what a cell depends on: one hue, which no map of activations has
STOPS = 6


def scaled_png(map: NDArray[np.float32]) -> bytes:
    """A map [H, W] of numbers from 0 up, in the colours of activations; opaque where it is largest."""
    share = shares(map)
    return _png(coloured(share, Span(0.0, 1.0)), share, map)


def ember_png(map: NDArray[np.float32]) -> bytes:
    """The same in one hue. Opacity is the square root of the share: a gradient has few peaks and long tails."""
    small = _fitted(map)
    colours = np.broadcast_to(np.array(EMBER, dtype=np.uint8), (*small.shape, 3))
    return _png(colours, np.sqrt(shares(small)), small)


def picture_png(pixels: Pixels) -> bytes:
    """A picture, losslessly."""
    image = Image.fromarray(pixels)
    image.thumbnail((EDGE, EDGE))
    return encoded(image)


def shares(map: NDArray[np.float32]) -> NDArray[np.float32]:
    """Numbers from 0 up as shares of the largest; what is no number counts as 0."""
    numbers = np.nan_to_num(map, nan=0.0, posinf=0.0, neginf=0.0)
    return numbers / (numbers.max() or np.float32(1))


def scaled_stops() -> str:
    """CSS colours of `scaled_png`, from 0 to the largest."""
    way = np.linspace(0, 1, STOPS)
    colours = coloured(way, Span(0.0, 1.0))
    return ", ".join(
        f"rgb({r} {g} {b} / {share:.0%})" for (r, g, b), share in zip(colours.tolist(), way.tolist(), strict=True)
    )


def ember_stops() -> str:
    """CSS colours of `ember_png`, from 0 to the largest."""
    return ", ".join("rgb({} {} {} / {:.0%})".format(*EMBER, share**0.5) for share in np.linspace(0, 1, STOPS).tolist())


def _fitted(map: NDArray[np.float32]) -> NDArray[np.float32]:
    """Of what is drawn as one pixel, the largest: no peak is lost."""
    height, width = map.shape
    times = max(height, width) / EDGE
    if times <= 1:
        return map
    small: Any = adaptive_max_pool2d(
        torch.from_numpy(map)[None], (max(1, int(height / times)), max(1, int(width / times)))
    )
    return small[0].numpy()


def _png(colours: Any, share: Any, map: NDArray[np.float32]) -> bytes:
    broken = ~np.isfinite(map)
    alpha = np.where(broken, 255, np.round(255 * share)).astype(np.uint8)
    rgb = np.where(broken[..., None], np.array(MAGENTA, dtype=np.uint8), colours)
    return encoded(Image.fromarray(np.dstack([rgb, alpha])))
