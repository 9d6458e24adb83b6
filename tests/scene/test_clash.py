"""What does not fit, in words and as sides: against failures written by hand and shapes counted anew."""

import pytest

from app.graph.types import Failure, Shape
from app.scene.clash import clashes, expected, sides_of


def failure(op: str, *shapes: Shape, **more: object) -> Failure:
    inputs = tuple(f"from{index}" for index in range(len(shapes)))
    return Failure("block.op", op, op.title(), shapes, inputs, "torch said no", **more)  # type: ignore[arg-type]


CASES: list[tuple[Failure, tuple[str, ...]]] = [
    (failure("add", (128, 28, 28), (64, 56, 56)), ("channels: 128 against 64", "height and width: 28 against 56")),
    (failure("add", (64, 28, 14), (64, 28, 13)), ("width: 14 against 13",)),
    (failure("add", (64, 28, 28), (64, 27, 26)), ("height: 28 against 27", "width: 28 against 26")),
    (failure("highway", (64, 8, 8), (32, 8, 8), (64, 8, 8)), ("channels: 64 against 32",)),
    (failure("multiply", (64, 8, 8), (16, 1, 1)), ("channels: 64 against 16",)),
    (failure("multiply", (64, 8, 8), (64, 8, 8)), ("height and width: 1 against 8",)),
    (failure("concat", (1, 28, 28), (2, 28, 28), (3, 27, 27)), ("height and width: 28 against 27",)),
    (failure("avgpool", (1024, 6, 6), kernel=(7, 7), padding=(0, 0)), ("height and width: 6 against 7",)),
    (failure("maxpool", (8, 1, 9), kernel=(2, 2), padding=(0, 0)), ("height: 1 against 2",)),
    (
        failure("conv", (8, 3, 9), kernel=(5, 5), padding=(0, 0), dilation=(2, 1), expects=8),
        ("height: 3 against 9",),
    ),
    (
        failure("conv", (8, 2, 2), kernel=(5, 5), padding=(1, 1), expects=8),
        ("height and width: 2 + 2·1 = 4 against 5",),
    ),
    (failure("conv", (3, 9, 9), kernel=(1, 1), padding=(0, 0), expects=64), ("channels: 3 against 64",)),
    (failure("linear", (4096,), expects=1024), ("features: 4,096 against 1,024",)),
    (failure("norm", (64, 8, 8), expects=32), ("channels: 64 against 32",)),
    (failure("zeropad", (128, 28, 28), stride=(2, 2), expects=64), ("channels: 128 against 64",)),
    (failure("gelu", (128, 28, 28)), ()),
]


@pytest.mark.parametrize(("failed", "said"), CASES)
def test_every_axis_that_fails_is_told_with_its_numbers(failed: Failure, said: tuple[str, ...]) -> None:
    assert clashes(failed) == said
    assert expected(failed).endswith((".", "torch said no"))


@pytest.mark.parametrize(("failed", "said"), CASES)
def test_sides_are_wrong_exactly_where_something_is_said(failed: Failure, said: tuple[str, ...]) -> None:
    sides = sides_of(failed)
    words = " ".join(said)
    named = {"channels": 0, "features": 0, "height": 1, "width": 2}
    assert {axis for side in sides for axis in side.wrong} == {axis for word, axis in named.items() if word in words}
    assert [side.path for side in sides if side.path] == list(failed.inputs)


def test_of_many_branches_only_the_odd_one_is_wrong() -> None:
    sides = sides_of(failure("concat", (1, 28, 28), (2, 28, 28), (3, 27, 28), (4, 28, 28)))
    assert [side.wrong for side in sides] == [(), (), (1,), ()]


def test_of_two_that_differ_both_are_wrong() -> None:
    assert [side.wrong for side in sides_of(failure("concat", (1, 28, 28), (2, 27, 28)))] == [(1,), (1,)]


def test_what_an_operation_is_made_for_stands_beside_what_comes() -> None:
    given, made_for = sides_of(failure("avgpool", (1024, 6, 6), kernel=(7, 7), padding=(0, 0)))
    assert (given.shape, made_for.shape, made_for.path) == ((1024, 6, 6), (1024, 7, 7), "")
    given, made_for = sides_of(failure("zeropad", (128, 27, 28), stride=(2, 2), expects=64))
    assert made_for.shape == (64, 14, 14)
