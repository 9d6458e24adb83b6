from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from app.render.fonts import ALPHABET, CSS_WEIGHTS, font_face, woff2
from app.scene.text import font_path, text_width
from app.scene.types import Weight

WEIGHTS = list(CSS_WEIGHTS)


@pytest.mark.parametrize("weight", WEIGHTS)
def test_the_embedded_font_is_as_wide_as_text_was_measured(weight: Weight) -> None:
    font = TTFont(BytesIO(woff2(weight)))
    names, metrics = font.getBestCmap() or {}, font["hmtx"].metrics
    for character in ALPHABET:
        assert metrics[names[ord(character)]][0] == pytest.approx(text_width(character, 1000, weight))


@pytest.mark.parametrize("weight", WEIGHTS)
def test_the_embedded_font_neither_kerns_nor_joins_letters(weight: Weight) -> None:
    assert not {"GPOS", "GSUB", "kern"} & set(TTFont(BytesIO(woff2(weight))).keys())


@pytest.mark.parametrize("weight", WEIGHTS)
def test_figures_are_tabular_without_asking(weight: Weight) -> None:
    assert len({text_width(figure, 1000, weight) for figure in "0123456789"}) == 1


def test_three_weights_together_stay_small() -> None:
    assert sum(len(font_face(weight)) for weight in WEIGHTS) < 26_000


@pytest.mark.parametrize("weight", WEIGHTS)
def test_the_time_of_cutting_does_not_show(weight: Weight) -> None:
    assert TTFont(BytesIO(woff2(weight)))["head"].modified == TTFont(font_path(weight))["head"].modified
