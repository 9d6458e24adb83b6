"""Sheets against their tiles cut out and compared with the colours of each map alone."""

from io import BytesIO

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.image.colour import MAGENTA, Span, coloured, span_of
from app.image.sheets import BLOCK, LARGEST, Layout, Sheet, channel_png, layout_of, sheet

SEED = np.random.default_rng(5)


def volume(channels: int, height: int, width: int) -> np.ndarray:
    """Smooth waves, as maps of pictures are, some below zero."""
    y, x = np.mgrid[0:height, 0:width]
    waves = [np.sin(x / (3 + c) + c) * np.cos(y / (4 + c)) * (1 + c % 5) for c in range(channels)]
    return np.array(waves, dtype=np.float32)


def pixels(made: Sheet) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(made.body)).convert("RGB"))


def tile(picture: np.ndarray, layout: Layout, place: int) -> np.ndarray:
    row, column = divmod(place, layout.columns)
    top, left = row * layout.down, column * layout.across
    return picture[top : top + layout.height, left : left + layout.width]


@pytest.mark.parametrize("shape", [(64, 7, 7), (64, 28, 28), (60, 14, 14), (3, 32, 48), (1, 5, 9), (13, 1, 6)])
def test_every_tile_of_a_small_sheet_is_its_map_exactly(shape: tuple[int, int, int]) -> None:
    maps = volume(*shape)
    span, layout = span_of(maps), layout_of(*shape)
    made = sheet(torch.from_numpy(maps), span, unit=False)
    picture = pixels(made)
    assert made.media_type == "image/png"
    assert picture.shape == (layout.rows * layout.down, layout.columns * layout.across, 3)
    for place, cells in enumerate(maps):
        assert (tile(picture, layout, place) == coloured(cells, span)).all(), place


@pytest.mark.parametrize("size", [(56, 56), (73, 71), (112, 112)])
def test_every_tile_of_a_large_sheet_looks_like_its_map_up_to_its_edges(size: tuple[int, int]) -> None:
    maps = volume(64, *size)
    span, layout = span_of(maps), layout_of(64, *size)
    made = sheet(maps, span, unit=False)
    picture = pixels(made).astype(float)
    assert made.media_type == "image/jpeg"
    assert layout.down % BLOCK == layout.across % BLOCK == 0
    for place, cells in enumerate(maps):
        away = np.abs(tile(picture, layout, place) - coloured(cells, span))
        assert away.mean() < 6, place
        assert away[[0, -1]].mean() < 10, place
        assert away[:, [0, -1]].mean() < 10, place


@pytest.mark.parametrize("unit", [False, True])
def test_a_page_of_56_by_56_maps_is_under_60_kb_even_of_noise(unit: bool) -> None:
    noise = SEED.normal(size=(64, 56, 56)).astype(np.float32)
    for maps in (noise, np.maximum(noise, 0), np.sign(noise)):
        assert len(sheet(maps, span_of(maps), unit).body) < 60_000


def test_maps_larger_than_the_screen_shows_are_averaged_down() -> None:
    maps = volume(2, 224, 224)
    layout = layout_of(2, 224, 224)
    assert (layout.shrink, layout.height, layout.width) == (2, 112, 112)
    means = maps.reshape(2, 112, 2, 112, 2).mean(axis=(2, 4))
    span = Span(-5, 5)
    assert (
        np.abs(tile(pixels(sheet(maps, span, unit=False)), layout, 1) - coloured(means[1], span).astype(int)).max() <= 2
    )


def test_the_last_cells_of_an_odd_map_are_averaged_over_what_is_left() -> None:
    maps = np.zeros((1, 113, 1), dtype=np.float32)
    maps[0, -1] = 3
    layout = layout_of(1, 113, 1)
    assert (layout.shrink, layout.height, layout.width) == (2, 57, 1)
    last = tile(pixels(sheet(maps, Span(0, 3), unit=False)), layout, 0)[-1, 0]
    assert (last == coloured(np.array(3.0), Span(0, 3))).all()


@given(st.integers(1, 64), st.integers(1, 400), st.integers(1, 400))
def test_a_layout_has_room_for_all_and_no_tile_is_too_large(count: int, height: int, width: int) -> None:
    layout = layout_of(count, height, width)
    assert (layout.rows - 1) * layout.columns < count <= layout.rows * layout.columns
    assert max(layout.height, layout.width) <= LARGEST
    assert layout.down >= layout.height
    assert layout.across >= layout.width
    assert layout.height * layout.shrink >= height
    assert layout.width * layout.shrink >= width


def test_by_unit_each_channel_has_its_own_ends_in_the_volume_s_scale() -> None:
    maps = np.array([[[0, 1]], [[0, 100]], [[0, 0]]], dtype=np.float32)
    picture = pixels(sheet(maps, span_of(maps), unit=True))
    layout = layout_of(3, 1, 2)
    assert (tile(picture, layout, 0) == tile(picture, layout, 1)).all()
    assert (tile(picture, layout, 2) == coloured(maps[2], Span(0, 1))).all()
    signed = np.array([[[-2, 2]], [[0, 5]]], dtype=np.float32)
    made = pixels(sheet(signed, span_of(signed), unit=True))
    assert (tile(made, layout_of(2, 1, 2), 1)[0] == coloured(np.array([0.0, 1.0]), Span(-1, 1))).all()


@pytest.mark.parametrize("unit", [False, True])
def test_what_is_no_number_is_magenta_and_leaves_the_rest_as_it_was(unit: bool) -> None:
    maps = np.array([[[0.5, np.nan], [np.inf, 1.0]]], dtype=np.float32)
    picture = pixels(sheet(maps, span_of(maps), unit))
    assert (picture[0, 1] == MAGENTA).all()
    assert (picture[1, 0] == MAGENTA).all()
    assert (picture[1, 1] == coloured(np.array(1.0), Span(0, 1))).all()


def test_one_nan_is_seen_where_cells_are_averaged() -> None:
    maps = np.zeros((1, 224, 224), dtype=np.float32)
    maps[0, 101, 6] = np.nan
    assert (pixels(sheet(maps, Span(0, 1), unit=False))[50, 3] == MAGENTA).all()


def test_one_channel_is_a_pixel_a_cell_however_large() -> None:
    cells = volume(1, 149, 130)[0]
    picture = np.asarray(Image.open(BytesIO(channel_png(cells, span_of(cells), unit=False))).convert("RGB"))
    assert (picture == coloured(cells, span_of(cells))).all()
