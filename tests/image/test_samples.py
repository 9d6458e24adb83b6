"""The program's own pictures: the same everywhere, and each with what it is there to show."""

import math
import subprocess
import sys
from hashlib import sha256

import numpy as np
import pytest

from app.image.samples import SAMPLES, sample


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_a_picture_that_cannot_be_written_to(name: str) -> None:
    pixels = sample(name)
    assert pixels.ndim == 3
    assert pixels.shape[2] == 3
    assert pixels.dtype == np.uint8
    assert not pixels.flags.writeable
    assert SAMPLES[name].title
    assert SAMPLES[name].says


def test_samples_are_the_same_in_every_process() -> None:
    script = (
        "from hashlib import sha256; from app.image.samples import SAMPLES\n"
        "for name, sample in SAMPLES.items(): print(name, sha256(sample.make().tobytes()).hexdigest())"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert said.splitlines() == [f"{name} {sha256(sample(name).tobytes()).hexdigest()}" for name in SAMPLES]


@pytest.mark.parametrize(("row", "wavelength"), [(0, 20), (1, 30), (2, 40)])
def test_each_row_of_gratings_has_its_wavelength(row: int, wavelength: int) -> None:
    grating = sample("gratings")[120 * row : 120 * (row + 1), :120, 0].astype(float)
    assert 120 / _turns(grating) == pytest.approx(wavelength, rel=0.12)


def test_the_checkerboard_has_squares_of_four_sizes() -> None:
    row = sample("checkerboard")[0, :, 0].astype(int)
    for quarter, size in enumerate((60, 30, 20, 12)):
        part = row[120 * quarter : 120 * (quarter + 1)]
        assert np.flatnonzero(np.diff(part)).tolist() == list(range(size - 1, 119, size))


@pytest.mark.parametrize("name", ["gratings", "checkerboard"])
def test_what_repeats_is_still_right_at_the_size_of_a_thumbnail(name: str) -> None:
    """Averaged over 6 × 6 pixels, each part repeats as often as before: none becomes a coarser wave."""
    red = sample(name)[..., 0].astype(float)
    small = red.reshape(60, 6, 80, 6).mean(axis=(1, 3))
    for row, column in np.ndindex(3, 4):
        large = red[120 * row : 120 * (row + 1), 120 * column : 120 * (column + 1)]
        assert _turns(small[20 * row : 20 * (row + 1), 20 * column : 20 * (column + 1)]) == _turns(large)


def _turns(square: np.ndarray) -> float:
    """How often the strongest wave of a square fits into it."""
    spectrum = np.abs(np.fft.fft2(square - square.mean()))
    down, across = np.unravel_index(spectrum.argmax(), spectrum.shape)
    return math.hypot(*(min(int(k), len(square) - int(k)) for k in (down, across)))


def test_shapes_are_of_few_colours_with_clear_edges() -> None:
    _, counts = np.unique(sample("shapes").reshape(-1, 3), axis=0, return_counts=True)
    assert np.sort(counts)[::-1][:7].sum() > 0.98 * counts.sum()


def test_the_scene_has_large_forms_and_fine_texture_as_photographs_have() -> None:
    grey = sample("scene").mean(axis=2)
    spectrum = np.abs(np.fft.fft2(grey - grey.mean())) ** 2
    frequency = np.hypot(*np.meshgrid(np.fft.fftfreq(480), np.fft.fftfreq(360)))
    bands = [spectrum[(frequency >= low) & (frequency < 2 * low)].mean() for low in (0.01, 0.04, 0.16)]
    assert bands[0] > 8 * bands[1] > 64 * bands[2] > 0
