"""What counts as the right answer."""

import pytest

from app.decks.answers import reordered, right, shape_in


@pytest.mark.parametrize(
    "said",
    [
        "64 x 112 x 112",
        "64×112×112",
        "(64, 112, 112)",
        "64 * 112*112",
        "64 112 112",
        " 64X112X112. ",
        "６４×112×112",
        "64  x \t 112 \n x 112",
    ],
)
def test_a_shape_can_be_written_in_many_ways(said: str) -> None:
    assert right(said, "64 x 112 x 112")


@pytest.mark.parametrize("said", ["", " ", "64 x 112", "112 x 112 x 64", "64112112 x", "64 x 112 x 1120"])
def test_another_shape_is_not_right(said: str) -> None:
    assert not right(said, "64 x 112 x 112")


@pytest.mark.parametrize("said", ["112x112x64", "(112, 64, 112)", "112 112 64"])
def test_the_sizes_of_a_shape_in_another_order_are_known_as_such(said: str) -> None:
    assert reordered(said, "64 x 112 x 112")


@pytest.mark.parametrize("said", ["64 x 112 x 112", "112 x 64", "64 x 64 x 112", "112 x 113 x 64", "", "none"])
def test_what_is_right_or_has_other_sizes_is_no_other_order(said: str) -> None:
    assert not reordered(said, "64 x 112 x 112")


def test_thousands_may_stand_apart() -> None:
    assert all(right(said, "21797672") for said in ("21,797,672", "21 797 672", "21797672"))
    assert right("21797672", "21,797,672")


def test_words_are_compared_without_case() -> None:
    assert right("Max pooling", "max pooling.")
    assert not right("average pooling", "max pooling")


def test_only_a_shape_is_a_shape() -> None:
    assert shape_in("64 × 112×112") == shape_in("(64, 112, 112)") == (64, 112, 112)
    assert shape_in("1000") == (1000,)
    assert shape_in("21,797,672") is None
    assert shape_in("none") is None


def test_spaces_between_words_are_read_once() -> None:
    assert right(f"64{' ' * 200_000}x 112", "64 x 112")
    assert not right(f"64{' ' * 200_000}", "64 x 112")
