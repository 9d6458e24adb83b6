from math import dist

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.render.arrow import arrow, head_length, split
from app.scene.types import Point, Stroke

points = st.tuples(st.floats(0, 400), st.floats(0, 400))


def midpoint(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def test_a_straight_arrow_ends_inside_its_notch_and_points_where_it_goes() -> None:
    stroke = Stroke((0, 10), (((100, 10),),), width=1.4, arrow=True)
    steps, (tip, left, notch, right) = arrow(stroke)
    length = head_length(stroke)
    assert tip == (100, 10)
    assert midpoint(left, right) == pytest.approx((100 - length, 10))
    assert left[0] == pytest.approx(right[0])
    (end,) = steps[-1]
    assert notch[0] < end[0] < tip[0], "the line reaches into the head, and does not poke through it"
    assert end[1] == pytest.approx(10)


@given(points, points, points, points)
def test_the_head_of_any_curve_sits_on_the_curve(start: Point, c1: Point, c2: Point, tip: Point) -> None:
    stroke = Stroke(start, ((c1, c2, tip),), arrow=True)
    length = head_length(stroke)
    assume(dist(start, tip) > 2 * length)
    steps, head = arrow(stroke)
    curve = [split(start, (c1, c2, tip), t / 2000)[-1] for t in range(2001)]
    barbs = midpoint(head[1], head[3])
    assert dist(barbs, tip) == pytest.approx(length)
    assert min(dist(barbs, point) for point in curve) < 1.5, "between its barbs runs the curve"
    assert dist(steps[-1][-1], tip) == pytest.approx(0.7 * length)


@given(points, points)
def test_barbs_lie_at_the_same_distance_on_both_sides(start: Point, tip: Point) -> None:
    assume(dist(start, tip) > 1)
    _, (end, left, notch, right) = arrow(Stroke(start, ((tip,),), arrow=True))
    assert dist(left, end) == pytest.approx(dist(right, end))
    assert dist(left, notch) == pytest.approx(dist(right, notch))
    assert dist(start, midpoint(left, right)) < dist(start, end) or dist(start, end) < head_length(Stroke(start, ()))


def test_a_last_step_shorter_than_the_head_is_cut_in_the_step_before() -> None:
    stroke = Stroke((0, 0), (((50, 0),), ((50, 3),)), arrow=True)
    steps, head = arrow(stroke)
    assert len(steps) == 1
    assert steps[0][0][0] < 50
    assert head[0] == (50, 3)


def test_a_line_shorter_than_its_head_is_only_a_head() -> None:
    steps, (tip, left, _, right) = arrow(Stroke((0, 0), (((4, 0),),), arrow=True))
    assert steps == ()
    assert tip == (4, 0)
    assert left[0] == pytest.approx(right[0])
    assert left[0] < 0


def test_thicker_lines_have_larger_heads() -> None:
    thin, thick = (Stroke((0, 0), (((90, 0),),), width=width, arrow=True) for width in (0.9, 2.5))
    assert head_length(thin) < head_length(thick)
