"""What is written into a program is a literal, whatever the value."""

import ast
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.nets import preset
from app.pipeline import traced
from app.program.heading import heading
from app.program.source import Code, literal

VALUES = st.recursive(
    st.one_of(st.text(), st.integers(), st.booleans(), st.none(), st.floats(allow_nan=False, allow_infinity=False)),
    lambda inner: st.lists(inner, max_size=3).map(tuple),
)


@given(VALUES)
def test_a_value_is_read_back_as_it_was(value: Any) -> None:
    assert ast.literal_eval(literal(value)) == value


def test_only_code_is_written_as_it_stands() -> None:
    assert literal(Code("stride + 1")) == "stride + 1"
    assert literal("stride + 1") == '"stride + 1"'


@given(st.text(), st.text(), st.text())
def test_nothing_that_a_heading_quotes_ends_its_docstring(name: str, change: str, path: str) -> None:
    graph = replace(traced(preset("lenet5")), name=name, changes=(change,))
    tree = ast.parse(f'"""{heading(graph, path)}\n"""\nPROGRAM = 1')
    assert len(tree.body) == 2
