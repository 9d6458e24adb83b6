import re

from hypothesis import given
from hypothesis import strategies as st

from app.render.tex import comment, letters, name, tex

ESCAPE = re.compile(r"\\(?:[{}$&#%_]|[A-Za-z]+(?:\{\}|(?=[^A-Za-z])))")
ACTIVE = set("\\{}$&#%_^~")
MATHEMATICS = re.compile(r"\\ensuremath\{((?:[^{}]|\{[^{}]*\})*)\}")


def balanced(said: str) -> bool:
    """Braces that TeX counts, which are those without a backslash before them, close what they open."""
    depth = 0
    for brace in re.findall(r"\\.|[{}]", said, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0:
            return False
    return depth == 0


@given(st.text())
def test_no_character_that_means_something_to_tex_stands_alone(string: str) -> None:
    said = tex(string)
    assert balanced(said)
    left = ESCAPE.sub("", MATHEMATICS.sub("", said)).replace("{}", "")
    if "\u00a0" in string:  # a space that does not break is `~`
        left = left.replace("~", "")
    assert not ACTIVE & set(left)
    assert not re.search(r"[\x00-\x1f]", left)


@given(st.text(alphabet="-',`?!a"))
def test_letters_do_not_join_into_others(string: str) -> None:
    assert not re.search(r"--|''|,,|\?`|!`", tex(string))


@given(st.text(alphabet="\\{}$&#%_^~<>|`'\"-, a"))
def test_hostile_ascii_becomes_as_many_letters_as_it_had(string: str) -> None:
    bare = ESCAPE.sub("x", tex(string).replace("-{}", "-").replace("'{}", "'").replace(",{}", ","))
    assert len(bare.replace("{}", "")) == len(string)


@given(st.text())
def test_a_comment_stays_on_its_line(string: str) -> None:
    assert len(comment(string).splitlines()) <= 1
    comment(string).encode()


@given(st.text())
def test_a_name_is_one_that_an_anchor_can_follow(string: str) -> None:
    assert re.fullmatch("[A-Za-z0-9_-]*", name(string))


def test_signs_of_the_field_are_said_in_mathematics() -> None:
    assert tex("3×3, σ² → ∞") == (
        r"3\texttimes{}3, \ensuremath{\sigma}\ensuremath{^{2}} \ensuremath{\rightarrow} \ensuremath{\infty}"
    )
    assert tex(r"50% \input{x}") == r"50\% \textbackslash{}input\{x\}"
    assert tex("--x") == "-{}-x"


def test_what_pdflatex_has_no_letters_for_needs_another_engine() -> None:
    assert letters(["3×3 − ⌊x⌋ é", "plain", "log₂(1 + n) · ‹ › …"]) == "latin"
    assert letters(["plain", "Привет"]) == "unicode"
    assert letters(["Привет", "卷积"]) == letters(["龘"]) == "chinese"
