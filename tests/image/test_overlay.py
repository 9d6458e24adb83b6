"""Maps that lie over a picture: 0 is not there, the largest covers, what is no number is magenta."""

import io

import numpy as np
from PIL import Image

from app.image.colour import MAGENTA
from app.image.overlay import EDGE, ember_png, picture_png, scaled_png


def decoded(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)))


def test_opacity_follows_the_numbers() -> None:
    shown = decoded(scaled_png(np.array([[0, 1], [2, 4]], dtype=np.float32)))
    assert shown[..., 3].tolist() == [[0, 64], [128, 255]]
    assert decoded(ember_png(np.array([[0, 1], [2, 4]], dtype=np.float32)))[..., 3].tolist() == [[0, 128], [180, 255]]


def test_an_empty_map_shows_nothing() -> None:
    nothing = np.zeros((3, 3), dtype=np.float32)
    assert not decoded(scaled_png(nothing))[..., 3].any()
    assert not decoded(ember_png(nothing))[..., 3].any()


def test_what_is_no_number_is_magenta_and_spoils_nothing_else() -> None:
    shown = decoded(scaled_png(np.array([[np.nan, 1], [np.inf, 2]], dtype=np.float32)))
    assert tuple(shown[0, 0]) == tuple(shown[1, 0]) == (*MAGENTA, 255)
    assert shown[:, 1, 3].tolist() == [128, 255]


def test_an_enormous_map_is_drawn_smaller_and_keeps_its_peak() -> None:
    map = np.zeros((3000, 1500), dtype=np.float32)
    map[777, 333] = 1
    shown = decoded(ember_png(map))
    assert shown.shape == (EDGE, EDGE // 2, 4)
    assert shown[..., 3].max() == 255


def test_a_picture_is_shown_as_it_is() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (9, 7, 3), dtype=np.uint8)
    assert np.array_equal(decoded(picture_png(pixels)), pixels)
