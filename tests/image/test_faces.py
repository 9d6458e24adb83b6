"""The small pictures of tensors: read back from the PNG, they are the means and channels they stand for."""

from io import BytesIO

import numpy as np
import pytest
import torch
from PIL import Image

from app.image.colour import MAGENTA, Span, coloured, palette, span_of
from app.image.faces import Spans, faces, most_active, picture_faces, spans_of, strip
from app.image.samples import SAMPLES
from app.image.transform import prepared
from app.image.types import Transform

IMAGENET = Transform(256, "bilinear", (0.485, 0.456, 0.406), (0.229, 0.224, 0.225))


def random(*shape: int, low: float = 0.0) -> torch.Tensor:
    return torch.rand(shape, generator=torch.Generator().manual_seed(0)) + low


def opened(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(data)).convert("RGB"))


def tiles(data: bytes) -> np.ndarray:
    pixels = opened(data)
    return pixels.reshape(4, len(pixels) // 4, *pixels.shape[1:])


def test_the_tiles_are_the_mean_and_the_three_most_active_channels_in_their_order() -> None:
    values = random(6, 5, 7) * torch.tensor([1, 9, 2, 8, 1, 7])[:, None, None]
    mean, *active = tiles(faces(values, spans_of([values])))
    assert (mean == coloured(values.numpy().mean(0), span_of(values.mean(0)))).all()
    for tile, channel in zip(active, (1, 3, 5), strict=True):
        assert (tile == coloured(values[channel].numpy(), Span(0, float(values.max())))).all()


def test_activity_is_the_mean_size_of_numbers_and_not_their_sum() -> None:
    values = torch.tensor([1.0, -5.0, 0.1, 3.0])[:, None, None].expand(4, 2, 2)
    assert most_active(values, 2) == [1, 3]


def test_each_tile_may_have_its_own_span() -> None:
    values = random(4, 6, 6) * torch.tensor([1, 10, 100, 1000])[:, None, None]
    brightest = palette(Span(0, 1))[254].tolist()
    assert all(brightest in tile.reshape(-1, 3).tolist() for tile in tiles(faces(values, None)))


def test_a_signed_tensor_is_signed_in_all_tiles() -> None:
    values = torch.cat([random(3, 4, 4), random(1, 4, 4, low=-9)])
    both = spans_of([values])
    assert both.mean.signed
    assert both.channels.signed
    for spans in (both, None):
        for tile in tiles(faces(values, spans)):
            assert {tuple(colour) for colour in tile.reshape(-1, 3).tolist()} <= {
                tuple(colour) for colour in palette(Span(-1, 1)).tolist()
            }


def test_zeros_in_a_signed_tensor_are_the_middle_of_its_scale() -> None:
    values = torch.tensor([5.0, -5.0, 0.0])[:, None, None].expand(3, 4, 4)  # the mean is zero, and the last is dead
    middle = palette(Span(-1, 1))[127].tolist()
    for spans in (spans_of([values]), None):
        mean, first, second, dead = (tile[0, 0].tolist() for tile in tiles(faces(values, spans)))
        assert mean == dead == middle
        assert first == palette(Span(-1, 1))[254].tolist()
        assert second == palette(Span(-1, 1))[0].tolist()


def test_spans_are_shared_by_all_tensors() -> None:
    small, large, vector = random(2, 3, 3), 7 * random(5, 4, 4), 90 * random(10)
    shared = spans_of([small, large, vector])
    assert shared.channels == span_of(vector)
    assert shared.mean == span_of(large.mean(0))


@pytest.mark.parametrize(("shape", "size"), [((8, 128, 128), (64, 64)), ((3, 300, 150), (64, 32)), ((4, 7, 5), (7, 5))])
def test_large_maps_are_averaged_down_and_keep_their_proportions(shape: tuple[int, ...], size: tuple[int, int]) -> None:
    assert tiles(faces(random(*shape), None)).shape == (4, *size, 3)


def test_averaging_down_is_the_mean_of_cells() -> None:
    values = random(1, 128, 128)
    cells = values[0].reshape(64, 2, 64, 2).mean((1, 3)).numpy()
    span = Span(0, 1)
    assert np.abs(tiles(faces(values, Spans(span, span)))[0].astype(int) - coloured(cells, span)).max() <= 3


def test_one_channel_leaves_the_other_tiles_at_zero() -> None:
    assert (tiles(faces(random(1, 4, 4), None))[2:] == palette(Span(0, 0))[0]).all()


def test_what_is_no_number_is_magenta_and_counts_as_active() -> None:
    values = random(5, 4, 4)
    values[4, 1, 2] = torch.nan
    values[2, 0, 0] = torch.inf
    mean, *active = tiles(faces(values, spans_of([values])))
    assert mean[1, 2].tolist() == list(MAGENTA)
    assert sum(list(MAGENTA) in tile.reshape(-1, 3).tolist() for tile in active) == 2


def test_a_vector_is_a_strip_and_a_long_one_keeps_its_peaks() -> None:
    short = random(10)
    assert (opened(faces(short, spans_of([short]))) == coloured(short.numpy()[None], span_of(short))).all()
    long = torch.zeros(1000)
    long[500], long[700] = 3, -4
    assert sorted(strip(long).ravel().tolist())[0::127] == [-4, 3]
    assert opened(faces(random(2048, 1, 1), None)).shape == (1, 128, 3)


@pytest.mark.parametrize("channels", [1, 3])
def test_the_input_is_the_picture_as_the_network_sees_it(channels: int) -> None:
    made = prepared(SAMPLES["shapes"].make(), IMAGENET, (64, 64), (50, 50), channels)
    picture, *own = tiles(picture_faces(made.input, IMAGENET))
    assert (picture == made.shown).all()
    for index, tile in enumerate(own):
        if channels == 1:
            assert (tile == made.shown).all()
        else:
            assert (tile[..., index] == made.shown[..., index]).all()
            assert not np.delete(tile, index, axis=-1).any()


def test_pictures_are_small() -> None:
    assert len(faces(random(64, 112, 112), None)) < 20_000
    assert len(faces(random(512, 7, 7), None)) < 1500
