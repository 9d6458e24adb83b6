"""What a tensor holds as one small picture: four tiles on top of each other, for the volumes of a diagram.

The mean over all channels, then the three most active channels, in order. A network's input is the picture as the
network sees it, then its red, green and blue. A vector is a strip of its numbers.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor
from torch.nn.functional import adaptive_avg_pool2d

from app.image.colour import Span, around_zero, levels, palette, span_of
from app.image.encoded import encoded
from app.image.types import Pixels, Transform

ACTIVE = 3
EDGE = 64  # pixels of a tile, at most
PICTURE = 112  # of a tile of the input: a photograph is not a grid of cells
BINS = 128  # of a strip, at most


@dataclass(frozen=True, slots=True)
class Spans:
    """The ends of the colours. A mean over hundreds of channels is small beside any of them, so it has its own."""

    mean: Span
    channels: Span


def spans_of(tensors: Iterable[Tensor]) -> Spans:
    """Those that some tensors share. Both are signed or neither is: a small picture has one palette."""
    every = list(tensors)
    channels = span_of(*every)
    mean = span_of(*(values.mean(0) for values in every if not _is_vector(values)))
    return Spans(around_zero(mean.high) if channels.signed else mean, channels)


def faces(values: Tensor, spans: Spans | None) -> bytes:
    """A PNG of a tensor [C, H, W] or [C]. spans: None gives each tile its own."""
    if _is_vector(values):
        tiles = strip(values.flatten())
        ends = [spans.channels if spans else span_of(values)]
    else:
        tiles = maps(values)
        ends = [spans.mean, *[spans.channels] * ACTIVE] if spans else _own(tiles, signed=bool((values < 0).any()))
    indices = np.concatenate([levels(tile, span) for tile, span in zip(tiles, ends, strict=True)])
    image = Image.fromarray(indices, "P")
    image.putpalette(palette(ends[0]).tobytes())
    return encoded(image)


def _own(tiles: NDArray[np.float32], signed: bool) -> list[Span]:
    """Each tile's span; with numbers below zero in the tensor they are those of a signed scale."""
    spans = [span_of(tile) for tile in tiles]
    return [around_zero(span.high) for span in spans] if signed else spans


def _is_vector(values: Tensor) -> bool:
    return values.numel() == len(values)


def maps(values: Tensor) -> NDArray[np.float32]:
    """[4, h, w]: the mean and the most active channels of [C, H, W], larger maps averaged down; zeros where C < 3."""
    chosen = torch.stack([values.mean(0), *values[most_active(values)]])
    height, width = chosen.shape[1:]
    largest = max(height, width)
    if largest > EDGE:
        size = max(1, round(height * EDGE / largest)), max(1, round(width * EDGE / largest))
        chosen = adaptive_avg_pool2d(chosen, size)
    missing = 1 + ACTIVE - len(chosen)
    return np.pad(chosen.numpy(), ((0, missing), (0, 0), (0, 0)))


def most_active(values: Tensor, count: int = ACTIVE) -> list[int]:
    """The channels of [C, H, W] with the largest mean of |a|, in the order of the channels; what is no number counts as
    infinitely large."""
    strength = values.abs().mean((1, 2)).nan_to_num(nan=torch.inf)
    return sorted(strength.topk(min(count, len(strength))).indices.tolist())


def strip(values: Tensor) -> NDArray[np.float32]:
    """[1, 1, n]: a vector's numbers in a row; of a long one the largest of each bin, so that no peak is lost."""
    bins = [part[part.abs().argmax()] for part in values.tensor_split(min(BINS, len(values)))]
    return torch.stack(bins).numpy()[None, None]


def picture_faces(values: Tensor, transform: Transform) -> bytes:
    """A PNG of a network's input [1 or 3, H, W]: the picture as the network sees it, and in it one colour each."""
    pixels = seen_pixels(values, transform)
    only = [pixels * np.array([channel == own for own in range(3)], dtype=np.uint8) for channel in range(3)]
    tiles = [pixels, *only] if len(values) == 3 else [pixels] * (1 + ACTIVE)
    # Optimised it would be as large, and take five times as long.
    return encoded(Image.fromarray(np.concatenate(tiles)))


def seen_pixels(values: Tensor, transform: Transform) -> Pixels:
    """The pixels that became a network's input, at most PICTURE large."""
    mean, std = torch.tensor(transform.mean), torch.tensor(transform.std)
    if len(values) == 1:
        mean, std = mean.mean(0, keepdim=True), std.mean(0, keepdim=True)
    pixels = values.mul(std[:, None, None]).add(mean[:, None, None]).mul(255).round().clamp(0, 255)
    image = Image.fromarray(pixels.expand(3, -1, -1).permute(1, 2, 0).to(torch.uint8).numpy())
    image.thumbnail((PICTURE, PICTURE), Image.Resampling.BOX)
    return np.array(image)
