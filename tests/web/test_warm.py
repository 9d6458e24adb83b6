"""What is made at start: before the first answer as little as possible, the rest beside it."""

import pytest

from app.image.samples import SAMPLES, sample
from app.web import warm


def test_the_sample_that_takes_longest_is_painted_beside_the_first_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm, "PRESETS", {})
    sample.cache_clear()
    warm.first_network()
    assert sample.cache_info().currsize == 0
    warm.others()
    sample(next(iter(SAMPLES)))  # the scene comes first in the menu
    assert (sample.cache_info().hits, sample.cache_info().currsize) == (1, 1)
