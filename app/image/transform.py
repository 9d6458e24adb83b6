"""A picture as the network's input: resized, cropped and normalised, in the arithmetic of torchvision and timm.

Both resize the shorter edge with a filter that widens as it shrinks (Pillow's), cut the crop out at rounded offsets,
and take the mean from numbers between 0 and 1 before they divide by the deviation.
"""

from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from app.image.takes import check_channels
from app.image.types import Pixels, Transform

FILTERS = {"bilinear": Image.Resampling.BILINEAR, "bicubic": Image.Resampling.BICUBIC}
# A picture much longer than its crop is resized only where the crop is: a strip of 1024 x 1 would become gigabytes.
FAR_LARGER = 8


@dataclass(frozen=True, slots=True)
class Crop:
    """Where the crop is cut. resized: (width, height) of the whole picture then; offset: of the crop's left upper
    corner in it; box: the same crop in the original's pixels, (left, top, right, bottom)."""

    resized: tuple[int, int]
    offset: tuple[int, int]
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Prepared:
    """input: float32 [C, H, W]. shown: [H, W, 3], what the network sees. box: of the original, in its pixels."""

    input: Tensor
    shown: Pixels
    box: tuple[float, float, float, float]


def prepared(
    pixels: Pixels, transform: Transform, size: tuple[int, int], crop: tuple[int, int], channels: int = 3
) -> Prepared:
    """size: (H, W) of the network's input. crop: its place in percent of the free range in x and y. With one channel
    it sees luminance, and mean and deviation are the average of the three. Raises UserError for other channels."""
    check_channels(channels)
    place = placed((pixels.shape[1], pixels.shape[0]), transform, size, crop)
    seen = _cut(Image.fromarray(pixels), FILTERS[transform.interpolation], place, (size[1], size[0]))
    mean, std = torch.tensor(transform.mean), torch.tensor(transform.std)
    if channels == 1:
        seen, mean, std = seen.convert("L"), mean.mean(0, keepdim=True), std.mean(0, keepdim=True)
    values = torch.from_numpy(np.array(seen)).reshape(*size, channels).permute(2, 0, 1).contiguous()
    input = values.float().div(255).sub(mean[:, None, None]).div(std[:, None, None])
    return Prepared(input, np.array(seen.convert("RGB")), place.box)


def placed(picture: tuple[int, int], transform: Transform, size: tuple[int, int], crop: tuple[int, int]) -> Crop:
    """Where the crop of a picture of (width, height) is cut; the rest as in `prepared`."""
    resized = _resized(picture, transform.resize, (size[1], size[0]))
    free = (resized[0] - size[1], resized[1] - size[0])
    offset = (_offset(free[0], crop[0]), _offset(free[1], crop[1]))
    across, down = picture[0] / resized[0], picture[1] / resized[1]
    left, top = offset
    return Crop(resized, offset, (left * across, top * down, (left + size[1]) * across, (top + size[0]) * down))


def _resized(picture: tuple[int, int], edge: int, target: tuple[int, int]) -> tuple[int, int]:
    """All (width, height): the shorter edge is `edge`, the longer one rounded down as torchvision does; or the crop's
    own width or height, where the crop would not fit otherwise."""
    width, height = picture
    usual = (edge, int(edge * height / width)) if width <= height else (int(edge * width / height), edge)
    if usual[0] >= target[0] and usual[1] >= target[1]:
        return usual
    if target[0] * height >= target[1] * width:
        return target[0], max(target[1], target[0] * height // width)
    return max(target[0], target[1] * width // height), target[1]


def _offset(free: int, percent: int) -> int:
    """torchvision's rounding at 50: a half goes to the even number."""
    return round(free * percent / 100)


def _cut(picture: Image.Image, filter: Image.Resampling, place: Crop, size: tuple[int, int]) -> Image.Image:
    left, top = place.offset
    if place.resized[0] * place.resized[1] > FAR_LARGER * size[0] * size[1]:
        right, bottom = min(place.box[2], picture.width), min(place.box[3], picture.height)
        return picture.resize(size, filter, box=(*place.box[:2], right, bottom))
    return picture.resize(place.resized, filter).crop((left, top, left + size[0], top + size[1]))
