"""Nouns and lists as sentences need them."""

from app.language import listed, speaking
from app.language.nouns import counted, number, numbered, one, plural, several


def test_the_word_that_is_counted_takes_the_plural_and_no_other() -> None:
    assert [plural(noun) for noun in ("module A", "stem module 3a", "basic block of layer2", "Inception-A module")] == [
        "modules A", "stem modules 3a", "basic blocks of layer2", "Inception-A modules",
    ]  # fmt: skip


def test_one_thing_stays_in_the_singular_and_none_does_not() -> None:
    assert [numbered("block", count) for count in (0, 1, 2)] == ["blocks", "block", "blocks"]
    assert [several(1, "reduction"), several(1202, "layer")] == ["1 reduction", "1,202 layers"]
    assert [counted(1, "linear layer"), counted(16, "basic block")] == ["one linear layer", "16 basic blocks"]


def test_in_chinese_a_count_is_in_figures_and_a_shortcut_is_counted_as_lines_are() -> None:
    with speaking("zh"):
        assert [number(count) for count in (1, 2, 1202)] == ["1", "2", "1,202"]
        assert [counted(3, "基本块"), several(14, "Inception 模块")] == ["3 个基本块", "14 个 Inception 模块"]
        assert [counted(1, "投影捷径"), several(13, "恒等捷径")] == ["1 条投影捷径", "13 条恒等捷径"]
        assert one("瓶颈块") == "瓶颈块"


def test_the_last_of_several_things_has_an_and_before_it() -> None:
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
