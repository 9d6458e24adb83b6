"""Nouns and lists as sentences need them."""

from app.language import listed
from app.language.nouns import counted, numbered, plural, several


def test_the_word_that_is_counted_takes_the_plural_and_no_other() -> None:
    assert [plural(noun) for noun in ("module A", "stem module 3a", "basic block of layer2", "Inception-A module")] == [
        "modules A", "stem modules 3a", "basic blocks of layer2", "Inception-A modules",
    ]  # fmt: skip


def test_one_thing_stays_in_the_singular_and_none_does_not() -> None:
    assert [numbered("block", count) for count in (0, 1, 2)] == ["blocks", "block", "blocks"]
    assert [several(1, "reduction"), several(1202, "layer")] == ["1 reduction", "1,202 layers"]
    assert [counted(1, "linear layer"), counted(16, "basic block")] == ["one linear layer", "16 basic blocks"]


def test_the_last_of_several_things_has_an_and_before_it() -> None:
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
