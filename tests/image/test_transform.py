"""Pictures as networks see them, against the two libraries' arithmetic written out here."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.errors import UserError
from app.image.samples import sample
from app.image.transform import placed, prepared
from app.image.types import CENTRE, Pixels, Transform
from tests.image.files import gradient

MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
CLASSIC = Transform(256, "bilinear", MEAN, STD)
BICUBIC = Transform(341, "bicubic", (0.5, 0.5, 0.5), (0.5, 0.5, 0.5))


def triangle(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.clip(1 - np.abs(x), 0, None)


def cubic(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Keys, 1981, with a = -0.5."""
    x = np.abs(x)
    near = 1.5 * x**3 - 2.5 * x**2 + 1
    far = -0.5 * (x**3 - 5 * x**2 + 8 * x - 4)
    return np.where(x < 1, near, np.where(x < 2, far, 0))


KERNELS = {"bilinear": (triangle, 1), "bicubic": (cubic, 2)}


def resampled(values: NDArray[np.float64], size: int, kernel: str) -> NDArray[np.float64]:
    """Along the first axis, with a filter that widens as it shrinks, rounded to bytes as each pass is."""
    function, radius = KERNELS[kernel]
    scale = values.shape[0] / size
    wide = max(scale, 1.0)
    weights = np.zeros((size, values.shape[0]))
    for i in range(size):
        centre = (i + 0.5) * scale
        first, last = int(max(0, centre - radius * wide + 0.5)), int(min(values.shape[0], centre + radius * wide + 0.5))
        weights[i, first:last] = function((np.arange(first, last) + 0.5 - centre) / wide)
    weights /= weights.sum(axis=1, keepdims=True)
    return np.clip(np.floor(np.tensordot(weights, values, 1) + 0.5), 0, 255)


def reference(pixels: Pixels, transform: Transform, crop: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Resize(transform.resize), CenterCrop(crop), ToTensor, Normalize: the crop's bytes, and the input."""
    height, width = pixels.shape[:2]
    short = transform.resize
    new = (short, int(short * width / height)) if height <= width else (int(short * height / width), short)
    across = resampled(pixels.transpose(1, 0, 2).astype(float), new[1], transform.interpolation)
    whole = resampled(across.transpose(1, 0, 2), new[0], transform.interpolation)
    top, left = round((new[0] - crop) / 2.0), round((new[1] - crop) / 2.0)
    seen = whole[top : top + crop, left : left + crop]
    return seen, ((seen / 255 - transform.mean) / transform.std).transpose(2, 0, 1)


@pytest.mark.parametrize(
    ("transform", "crop"), [(CLASSIC, 224), (BICUBIC, 299), (Transform(36, "bicubic", MEAN, STD), 32)]
)
@pytest.mark.parametrize("shape", ["wide", "upright", "small"])
def test_resize_crop_and_normalisation_are_those_of_the_libraries(transform: Transform, crop: int, shape: str) -> None:
    scene = sample("scene")
    pixels = {"wide": scene, "upright": scene.transpose(1, 0, 2)[:401], "small": scene[:97, :150]}[shape]
    seen, input = reference(pixels, transform, crop)
    made = prepared(np.ascontiguousarray(pixels), transform, (crop, crop), CENTRE)
    assert made.input.dtype == torch.float32
    assert made.input.shape == (3, crop, crop)
    difference = np.abs(made.shown - seen)
    assert difference.max() <= 1  # Pillow's weights have 22 bits: a half may round the other way
    assert (difference > 0).mean() < 0.002
    same = difference.max(axis=2) == 0
    assert np.allclose(made.input.numpy()[:, same], input[:, same], atol=1e-6)


def test_the_crop_goes_to_the_edges_and_never_beyond() -> None:
    pixels = gradient(300, 200)
    steps = [placed((300, 200), CLASSIC, (224, 224), (x, 100 - x)) for x in range(0, 101, 10)]
    assert [step.offset[0] for step in steps] == [round((384 - 224) * x / 100) for x in range(0, 101, 10)]
    assert steps[0].offset == (0, 32)
    assert steps[-1].offset == (384 - 224, 0)
    left, right = (prepared(pixels, CLASSIC, (224, 224), (x, 50)).shown for x in (0, 100))
    assert left[0, 0, 0] <= 1
    assert right[0, -1, 0] >= 254


@given(
    picture=st.tuples(st.integers(1, 1024), st.integers(1, 1024)),
    resize=st.integers(1, 600),
    size=st.tuples(st.integers(1, 600), st.integers(1, 600)),
    crop=st.tuples(st.integers(0, 100), st.integers(0, 100)),
)
def test_the_box_is_the_crop_in_the_picture(
    picture: tuple[int, int], resize: int, size: tuple[int, int], crop: tuple[int, int]
) -> None:
    place = placed(picture, Transform(resize, "bilinear", MEAN, STD), size, crop)
    left, top, right, bottom = place.box
    assert -1e-6 <= left < right <= picture[0] + 1e-6
    assert -1e-6 <= top < bottom <= picture[1] + 1e-6
    assert (right - left) * place.resized[0] == pytest.approx(size[1] * picture[0])
    assert (bottom - top) * place.resized[1] == pytest.approx(size[0] * picture[1])
    assert min(place.resized) >= min(resize, *size)


@pytest.mark.parametrize("size", [(64, 64), (300, 300), (96, 320), (400, 50)])
@pytest.mark.parametrize("picture", [(1, 1), (480, 360), (200, 600)])
def test_any_picture_fills_any_input(size: tuple[int, int], picture: tuple[int, int]) -> None:
    made = prepared(gradient(*picture), CLASSIC, size, CENTRE)
    assert made.input.shape == (3, *size)
    assert made.shown.shape == (*size, 3)
    assert torch.isfinite(made.input).all()


def test_a_crop_larger_than_the_resized_picture_makes_it_larger() -> None:
    assert placed((480, 360), CLASSIC, (300, 300), CENTRE).resized == (400, 300)
    assert placed((480, 360), CLASSIC, (100, 500), CENTRE).resized == (500, 375)
    assert placed((360, 480), CLASSIC, (500, 100), CENTRE).resized == (375, 500)


def test_of_a_strip_only_the_crop_is_resized_and_is_the_same() -> None:
    strip = np.ascontiguousarray(np.tile(sample("scene")[100:160], (1, 2, 1)))
    long = prepared(strip, CLASSIC, (224, 224), (37, 50)).shown.astype(int)
    place = placed((960, 60), CLASSIC, (224, 224), (37, 50))
    across = resampled(strip.transpose(1, 0, 2).astype(float), place.resized[0], "bilinear")
    whole = resampled(across.transpose(1, 0, 2), place.resized[1], "bilinear")
    left, top = place.offset
    assert place.resized[0] * place.resized[1] > 8 * 224 * 224
    assert np.abs(long - whole[top : top + 224, left : left + 224]).max() <= 1


def test_one_channel_sees_luminance() -> None:
    pixels = np.zeros((32, 32, 3), np.uint8)
    pixels[:] = [200, 100, 50]
    made = prepared(pixels, Transform(32, "bilinear", (0.2, 0.3, 0.4), (0.1, 0.2, 0.3)), (32, 32), CENTRE, channels=1)
    grey = round(0.299 * 200 + 0.587 * 100 + 0.114 * 50)
    assert made.input.shape == (1, 32, 32)
    assert made.input.numpy() == pytest.approx((grey / 255 - 0.3) / 0.2, rel=1e-5)
    assert (made.shown == grey).all()


@pytest.mark.parametrize("channels", [2, 4, 1024])
def test_a_picture_goes_into_no_other_number_of_channels(channels: int) -> None:
    with pytest.raises(UserError, match=f"{channels} channels"):
        prepared(gradient(8, 8), CLASSIC, (8, 8), CENTRE, channels)
