"""Colours of numbers: as even as the numbers, alike on both sides of zero, and what is no number stands out."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from app.image.colour import (
    BROKEN,
    LEVELS,
    MAGENTA,
    Span,
    around_zero,
    coloured,
    legend,
    levels,
    number_text,
    palette,
    span_of,
)

UP, SIGNED = Span(0, 2), Span(-2, 2)
ROUNDING = 0.4  # of CIE lightness, from 8 bits a colour


def lightness(colours: np.ndarray) -> np.ndarray:
    """CIE L* (1976) of sRGB colours, 0 to 100."""
    share = np.asarray(colours, dtype=float) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    luminance = linear @ [0.2126, 0.7152, 0.0722]
    return np.where(luminance > 216 / 24389, 116 * np.cbrt(luminance) - 16, luminance * 24389 / 27)


def test_larger_numbers_are_lighter() -> None:
    steps = np.diff(lightness(palette(UP)[:LEVELS]))
    assert steps.min() > -ROUNDING
    assert np.diff(lightness(palette(UP)[:LEVELS:16])).min() > 2


def test_numbers_below_zero_grow_dark_as_those_above() -> None:
    shades = lightness(palette(SIGNED)[:LEVELS])
    assert np.abs(shades - shades[::-1]).max() < 5
    assert np.diff(shades[: LEVELS // 2 + 1]).min() > -ROUNDING
    assert np.diff(shades[LEVELS // 2 :]).max() < ROUNDING


def test_zero_is_near_white_and_the_sides_differ_in_hue() -> None:
    blue, white, orange = coloured(np.array([-2.0, 0.0, 2.0]), SIGNED).astype(int)
    assert white.min() > 235
    assert blue[2] > blue[0] + 60
    assert orange[0] > orange[2] + 60


def test_viridis_begins_and_ends_where_matplotlib_s_does() -> None:
    assert coloured(np.array([0.0, 2.0]), UP).tolist() == [[0x44, 0x01, 0x54], [0xFD, 0xE7, 0x25]]


def test_what_is_no_number_is_magenta_and_nothing_else_is() -> None:
    broken = np.array([np.nan, np.inf, -np.inf])
    for span in (UP, SIGNED):
        assert coloured(broken, span).tolist() == [list(MAGENTA)] * 3
        assert list(MAGENTA) not in palette(span)[:LEVELS].tolist()
        assert BROKEN not in levels(np.linspace(-9, 9, 100), span)


def test_a_span_begins_at_zero_or_is_alike_on_both_sides_and_leaves_out_what_is_no_number() -> None:
    assert span_of(torch.tensor([[0.5, 3.0]])) == Span(0, 3)
    assert span_of(torch.tensor([-1.0, 3.0])) == Span(-3, 3)
    assert span_of(torch.tensor([-4.0, np.nan]), np.array([np.inf, 2.0])) == Span(-4, 4)
    assert span_of(torch.tensor([np.nan])) == span_of(torch.zeros(2, 3, 3)) == Span(0, 0)


@given(st.lists(st.floats(-1e6, 1e6, width=32), min_size=1, max_size=20))
def test_levels_keep_the_order_of_numbers_and_their_distance_to_a_level(numbers: list[float]) -> None:
    span = span_of(np.array(numbers))
    found = levels(np.array(sorted(numbers)), span).astype(int)
    assert (np.diff(found) >= 0).all()
    if span.high > 1e-30:
        exact = (np.array(sorted(numbers)) - span.low) / (span.high - span.low) * (LEVELS - 1)
        assert np.abs(found - exact).max() <= 0.51


def test_a_legend_is_the_scale_and_its_ends() -> None:
    stops, low, high = legend(Span(-1234.5, 1234.5))
    assert (low, high) == ("−1234", "1234")
    assert stops[0] == "#{:02x}{:02x}{:02x}".format(*palette(SIGNED)[0])
    assert stops[len(stops) // 2] == "#{:02x}{:02x}{:02x}".format(*palette(SIGNED)[LEVELS // 2])


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (3.214, "3.21"), (-0.04561, "−0.0456"), (123456.7, "123457"), (4.56e-7, "4.56e-07"), (2e9, "2e+09")],
)
def test_a_number_has_three_digits_that_count(value: float, text: str) -> None:
    assert number_text(value) == text


@pytest.mark.parametrize(("span", "level"), [(Span(-1e-40, 1e-40), 127), (Span(0.0, 1e-40), 0), (Span(0.0, 0.0), 0)])
def test_a_span_in_which_nothing_can_be_told_apart_shows_zero(span: Span, level: int) -> None:
    shown = levels(np.array([-1e-40, 0.0, 1e-40, np.nan]), span).tolist()
    assert shown == [level, level, level, 255]


def test_a_span_around_zero_is_signed_however_small_it_is() -> None:
    assert around_zero(3.0) == Span(-3.0, 3.0)
    assert around_zero(0.0).signed
    assert levels(np.array([0.0]), around_zero(0.0)).tolist() == [127]
