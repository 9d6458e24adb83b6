"""Maps beside each other in a piece of a page: small enough to travel in it.

Goes in: tensors [C, H, W]. Comes out: one map [H, W] of each, and a map as the address of a PNG that holds itself.
"""

from base64 import b64encode

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from app.image.colour import Span, levels, palette
from app.image.encoded import encoded

Map = NDArray[np.float32]  # [H, W]


def map_of(tensor: Tensor, channel: int | None = None) -> Map:
    """The mean over all channels, or one channel."""
    return (tensor.float().mean(0) if channel is None else tensor[channel].float()).numpy()


def map_uri(values: Map, span: Span) -> str:
    """A map in a span's colours, one pixel a cell."""
    image = Image.fromarray(levels(values, span), "P")
    image.putpalette(palette(span).tobytes())
    return f"data:image/png;base64,{b64encode(encoded(image, optimize=True)).decode()}"
