"""Numbers under each other."""

from app.web.panels.aligned import aligned


def test_numbers_under_each_other_have_equally_many_decimals() -> None:
    assert aligned([0.25, -1.5, 12.0], 5) == ["0.250", "−1.500", "12.000"]


def test_very_small_and_very_large_numbers_have_exponents_all_alike() -> None:
    assert aligned([1.5e-7, -2.25e-8], 3) == ["1.50e-07", "−2.25e-08"]
    assert aligned([3e8, 2.0], 2) == ["3.0e+08", "2.0e+00"]


def test_zeros_and_what_is_no_number_stand_among_them() -> None:
    assert aligned([0.0], 3) == ["0.00"]
    assert aligned([float("nan"), 1.0, float("-inf")], 2) == ["NaN", "1.0", "−infinity"]
