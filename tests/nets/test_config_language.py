"""Configurations in Chinese: fields that can be told apart, and mistakes that name the value and what is allowed."""

import re

import pytest

from app.errors import UserError
from app.language import speaking
from app.nets import FAMILIES, config

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("family", FAMILIES)
def test_fields_have_labels_of_their_own_and_choices_too(family: str) -> None:
    kind = FAMILIES[family].config
    with speaking("zh"):
        said = [kind.about(name).said() for name in kind.fields()]
    assert len({about.label for about in said}) == len(said)
    for about in said:
        assert CHINESE.search(about.help), about.label
        words = [text for _, text in about.values]
        assert len(set(words)) == len(words), about.label


@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_allowed_holds_the_same_numbers_in_both_languages(family: str) -> None:
    kind = FAMILIES[family].config
    for name in kind.fields():
        english = kind.allowed(name)
        with speaking("zh"):
            chinese = kind.allowed(name)
        assert chinese != english, name
        assert set(re.findall(r"\d+", english)) <= set(re.findall(r"\d+", chinese)), name


def test_a_mistake_names_the_value_and_what_is_allowed() -> None:
    with speaking("zh"), pytest.raises(UserError) as caught:
        config("resnet34", se=128)
    with speaking("zh"):
        assert str(caught.value) == "se：不允许“128”；最窄的块只输出 64 个通道；允许：0 至 64"
        assert caught.value.remedy == "最窄的块只输出 64 个通道；允许：0 至 64。"


def test_a_phrase_holds_the_value_that_the_network_has() -> None:
    with speaking("zh"):
        assert config("resnet34", input=(3, 225, 225)).phrase("input") == "输入图像 3×225×225"
        assert config("googlenet", inception3a=(1, 2, 3, 4, 5, 6)).phrase("inception3a").startswith("模块 3a ")
