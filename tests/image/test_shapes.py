"""The program's own data set: the same pictures everywhere, every class, nothing to tell it by but the shape."""

from hashlib import sha256

import numpy as np
import pytest

from app.image.shapes import CLASSES, SHAPES, SPLITS, Split, picture


def test_a_picture_follows_from_its_split_and_index() -> None:
    first, label = picture("test", 123)
    again, _ = picture("test", 123)
    assert first.shape == (32, 32, 3)
    assert first.dtype == np.uint8
    assert CLASSES[label] == "triangle"
    assert np.array_equal(first, again)


def test_no_picture_for_testing_is_one_for_training() -> None:
    seen = {split: {picture(split, index)[0].tobytes() for index in range(300)} for split in SPLITS}
    assert [len(found) for found in seen.values()] == [300, 300]
    assert not seen["train"] & seen["test"]


@pytest.mark.parametrize("split", SPLITS)
def test_every_class_comes_as_often_as_the_others(split: Split) -> None:
    labels = [picture(split, index)[1] for index in range(100)]
    assert [labels.count(label) for label in range(len(CLASSES))] == [10] * 10


def test_mean_colour_does_not_tell_the_class() -> None:
    """The nearest class mean of the mean colours is right hardly more often than a guess."""
    pictures = [picture("train", index) for index in range(1000)]
    colours = np.array([pixels.mean(axis=(0, 1)) for pixels, _ in pictures])
    labels = np.array([label for _, label in pictures])
    means = np.array([colours[:500][labels[:500] == label].mean(axis=0) for label in range(10)])
    guessed = np.linalg.norm(colours[500:, None] - means, axis=2).argmin(axis=1)
    assert (guessed == labels[500:]).mean() < 0.2


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_covers_an_area_between_a_small_and_a_large_one(name: str) -> None:
    """Inside is where the distance is negative; the star's and triangle's outlines are straight lines."""
    y, x = np.mgrid[-16:16:256j, -16:16:256j]
    inside = SHAPES[name](x, y, 10.0) < 0
    size = inside.mean() * 32**2
    expected = {
        "disc": np.pi * 9**2,
        "ring": np.pi * (9.6**2 - 4.8**2),
        "square": 16.0**2,
        "triangle": 3 * np.sqrt(3) * 5.5**2,
        "cross": 2 * 20 * 5.6 - 5.6**2,
        "star": 5 * 10.5 * 4.5 * np.sin(np.pi / 5),
    }
    assert size == pytest.approx(expected[name], rel=0.02)


def test_the_pictures_are_those_that_the_bundled_networks_were_trained_and_tested_on() -> None:
    """Another formula would make the measured accuracies those of other pictures."""
    pixels = b"".join(picture(split, index)[0].tobytes() for split in SPLITS for index in range(20))
    assert sha256(pixels).hexdigest()[:16] == "f32eda7008d3e208"
