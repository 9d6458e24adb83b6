"""Statistics of channels against numpy in double precision, and their orders."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from app.image.statistics import Sort, order_of, statistics_of

VOLUMES = arrays(np.float32, (3, 4, 5), elements=st.floats(-8, 8, width=32))


@given(VOLUMES)
def test_statistics_are_those_of_each_channel_s_cells(volume: np.ndarray) -> None:
    found, cells = statistics_of(torch.from_numpy(volume)), volume.reshape(3, -1).astype(np.float64)
    np.testing.assert_allclose(found.mean, cells.mean(axis=1), atol=1e-5)
    np.testing.assert_allclose(found.variance, cells.var(axis=1), atol=1e-4)
    assert (found.max == cells.max(axis=1)).all()
    assert (found.min == cells.min(axis=1)).all()
    np.testing.assert_allclose(found.zeros, (cells == 0).mean(axis=1), atol=1e-6)
    assert not found.broken.any()


@given(VOLUMES, arrays(np.bool_, (3, 4, 5)), st.sampled_from((np.nan, np.inf, -np.inf)))
def test_what_is_no_number_is_counted_and_left_out(volume: np.ndarray, where: np.ndarray, value: float) -> None:
    where[0, 0, 0], where[1] = True, False
    found = statistics_of(np.where(where, np.float32(value), volume))
    assert found.broken.tolist() == where.sum(axis=(1, 2)).tolist()
    for channel in range(3):
        cells = volume[channel][~where[channel]].astype(np.float64)
        said = [numbers[channel] for numbers in (found.mean, found.variance, found.max, found.min)]
        if cells.size:
            np.testing.assert_allclose(said, [cells.mean(), cells.var(), cells.max(), cells.min()], atol=1e-4)
        else:
            assert np.isnan(said).all()


def test_numbers_as_large_as_there_are_have_a_mean_and_a_variance() -> None:
    large = np.float32(3e38)
    for volume in ([[large, large, -large]], [[large, large, np.inf, -large]]):
        found = statistics_of(np.array(volume, dtype=np.float32))
        assert found.mean[0] == pytest.approx(float(large) / 3)
        assert found.variance[0] == pytest.approx(float(large) ** 2 * 8 / 9)


def test_a_vector_has_one_cell_a_channel() -> None:
    found = statistics_of(torch.tensor([1.5, 0.0, -2.0]))
    assert found.mean.tolist() == found.max.tolist() == found.min.tolist() == [1.5, 0.0, -2.0]
    assert found.variance.tolist() == [0, 0, 0]
    assert found.zeros.tolist() == [0, 1, 0]


@given(arrays(np.float32, (12, 2, 2), elements=st.sampled_from((0.0, 1.0, 2.0))), st.sampled_from(("mean", "max")))
def test_an_order_goes_down_and_equal_channels_stay_by_index(volume: np.ndarray, sort: Sort) -> None:
    keys = volume.mean(axis=(1, 2)) if sort == "mean" else volume.max(axis=(1, 2))
    expected = sorted(range(12), key=lambda channel: (-keys[channel], channel))
    assert order_of(statistics_of(volume), sort).tolist() == expected


def test_variance_orders_by_spread_and_index_leaves_all_in_place() -> None:
    volume = np.array([[[5, 5]], [[0, 4]], [[1, 2]]], dtype=np.float32)
    assert order_of(statistics_of(volume), "variance").tolist() == [1, 2, 0]
    assert order_of(statistics_of(volume), "index").tolist() == [0, 1, 2]


@pytest.mark.parametrize("sort", ["mean", "max", "variance"])
def test_channels_without_a_number_come_last(sort: Sort) -> None:
    volume = np.array([[[np.nan]], [[-3]], [[np.inf]], [[2]]], dtype=np.float32)
    order = order_of(statistics_of(volume), sort).tolist()
    assert order[2:] == [0, 2]
    assert order[:2] == ([1, 3] if sort == "variance" else [3, 1])
