"""The maps of some channels as one picture, tile by tile: a page of channels costs one request.

Small sheets are exact: a palette of 255 levels, compressed without loss. Larger ones lose a little, as JPEG does, and
stay under a number of bytes a pixel; their tiles are padded to whole blocks of it, so that none shines into the next.
Maps that are larger than the screen would show are averaged down. x runs right along W, y down along H.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch.nn import functional

from app.image.colour import Span, levels, palette
from app.image.encoded import encoded

COLUMNS = 8
TILES = 64
LARGEST = 112  # cells along an edge of a tile
EXACT_PIXELS = 80_000  # sheets up to here are lossless: 64 maps of 35 x 35
BLOCK = 8  # pixels along an edge of JPEG's
BYTES_A_PIXEL = 0.29  # of the others: 58 KB for 64 maps of 56 x 56
QUALITIES = (80, 65, 50, 35, 20, 10)

Levels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the tiles stand on a sheet: tile i in column i % columns. shrink: cells along an edge that are averaged.

    height, width: of a tile in pixels. down, across: from one tile to the next.
    """

    columns: int
    rows: int
    shrink: int
    height: int
    width: int
    down: int
    across: int

    @property
    def exact(self) -> bool:
        return _is_exact(self.columns * self.rows, self.height, self.width)


@dataclass(frozen=True, slots=True)
class Sheet:
    body: bytes
    media_type: str


def layout_of(count: int, height: int, width: int) -> Layout:
    """The sheet of so many maps [height, width]."""
    shrink = -(-max(height, width) // LARGEST)
    height, width = -(-height // shrink), -(-width // shrink)
    columns = min(COLUMNS, count)
    rows = -(-count // columns)
    block = 1 if _is_exact(columns * rows, height, width) else BLOCK
    return Layout(columns, rows, shrink, height, width, -(-height // block) * block, -(-width // block) * block)


def _is_exact(tiles: int, height: int, width: int) -> bool:
    return tiles * height * width <= EXACT_PIXELS


def sheet(maps: Any, span: Span, unit: bool) -> Sheet:
    """The picture of some channels [N, H, W]. unit: each has its own extremes as the ends of the scale."""
    layout = layout_of(*maps.shape)
    tiles = levels_of(_shrunk(maps, layout.shrink), span, unit)
    places = layout.columns * layout.rows
    padding = ((0, places - len(tiles)), (0, layout.down - layout.height), (0, layout.across - layout.width))
    grid = np.pad(tiles, padding, mode="edge").reshape(layout.rows, layout.columns, layout.down, layout.across)
    return _encoded(grid.swapaxes(1, 2).reshape(layout.rows * layout.down, -1), span, layout.exact)


def channel_png(cells: Any, span: Span, unit: bool) -> bytes:
    """One map [H, W], exactly: a pixel a cell."""
    return _encoded(levels_of(np.asarray(cells)[None], span, unit)[0], span, exact=True).body


def levels_of(maps: Any, span: Span, unit: bool) -> Levels:
    """The places of cells [N, H, W] in `palette(span)`."""
    cells = np.asarray(maps, dtype=np.float32)
    if not unit:
        return levels(cells, span)
    most = np.abs(np.where(np.isfinite(cells), cells, 0)).max(axis=(1, 2), keepdims=True)
    with np.errstate(invalid="ignore"):
        return levels(cells / np.where(most, most, 1), Span(-1.0 if span.signed else 0.0, 1.0))


def _shrunk(maps: Any, shrink: int) -> Any:
    """Means over squares of cells, those at the far edges over what is left of them; one NaN makes its square NaN."""
    if shrink == 1:
        return maps
    return functional.avg_pool2d(torch.as_tensor(maps), shrink, ceil_mode=True, count_include_pad=False)


def _encoded(places: Levels, span: Span, exact: bool) -> Sheet:
    image = Image.fromarray(np.ascontiguousarray(places))
    image.putpalette(palette(span).tobytes())
    if exact:
        return Sheet(encoded(image, "PNG", compress_level=1), "image/png")
    image = image.convert("RGB")
    body = b""
    for quality in QUALITIES:
        body = encoded(image, "JPEG", quality=quality, subsampling=0)
        if len(body) <= BYTES_A_PIXEL * image.width * image.height:
            break
    return Sheet(body, "image/jpeg")
