"""Probabilities and the order of classes, against numpy and by properties."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from app.image.prediction import class_name, most_probable, moved, probabilities

SCORES = st.lists(st.floats(-50, 50, width=32), min_size=2, max_size=30)


@given(SCORES)
def test_probabilities_are_the_softmax_of_the_scores(scores: list[float]) -> None:
    raised = np.exp(np.array(scores, dtype=np.float64) - max(scores))
    np.testing.assert_allclose(probabilities(torch.tensor(scores)), raised / raised.sum(), rtol=1e-6, atol=1e-12)


def test_a_network_that_ends_in_a_softmax_is_believed() -> None:
    assert probabilities(torch.tensor([0.25, 0.75]), softmaxed=True).tolist() == [0.25, 0.75]


@pytest.mark.parametrize("score", [np.nan, np.inf, -np.inf])
def test_a_score_that_is_not_finite_leaves_no_probability(score: float) -> None:
    assert np.isnan(probabilities(torch.tensor([score, 1.0]))).all()


@given(SCORES)
def test_the_most_probable_come_first_and_equal_ones_in_their_order(scores: list[float]) -> None:
    found = np.array(scores)
    expected = sorted(range(len(scores)), key=lambda place: (-scores[place], place))
    assert most_probable(found, 5) == tuple(expected[:5])


def test_what_has_moved_is_counted_once() -> None:
    before, after = np.array([0.7, 0.2, 0.1]), np.array([0.4, 0.3, 0.3])
    assert moved(before, after) == pytest.approx(0.3)
    assert moved(before, before) == 0


def test_a_class_without_a_name_is_called_by_its_number() -> None:
    assert class_name((), 207) == "class 207"
    assert class_name(("disc", "ring"), 1) == "ring"
