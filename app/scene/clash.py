"""What does not fit where an operation refused: the tensors it was given, what it is made for, and which edges differ.

Goes in: a Failure. Comes out: sides to draw one beside the other, and the differences in words (`64 against 128`).
"""

from collections import Counter
from dataclasses import dataclass

from app.graph.types import Failure, Shape
from app.language import message, say
from app.scene.op_words import op_noun
from app.scene.units import count_text, window_text
from app.scene.volume import volume_shape

AXES = (message("channels"), message("height"), message("width"))
JOINS = ("add", "multiply", "highway", "concat")
NAMES = {"add": ("F(x)", "x"), "multiply": ("x", message("gate")), "highway": ("H(x)", "T(x)", "x")}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things that do not agree. path: who made the tensor, "" for what the operation itself needs.

    wrong: the axes (0 channels, 1 height, 2 width) on which it disagrees with another side.
    """

    shape: Shape
    name: str
    path: str
    wrong: tuple[int, ...]


def sides_of(failure: Failure) -> tuple[Side, ...]:
    """The tensors that an operation was given; where it disagrees with one alone, also what it is made for."""
    if failure.op in JOINS:
        return tuple(
            Side(shape, name, path, _odd(failure, index))
            for index, (shape, name, path) in enumerate(
                zip(failure.input_shapes, _names(failure), failure.inputs, strict=True)
            )
        )
    shape, path = failure.input_shapes[0], failure.inputs[0]
    wrong = tuple(axis for axis, _ in _needs(failure))
    given = Side(shape, say("what comes"), path, wrong)
    return (given, Side(_needed(failure), _need_name(failure), "", wrong)) if wrong else (given,)


def clashes(failure: Failure) -> tuple[str, ...]:
    """Each axis that fails, with its numbers: `channels: 128 against 64`, `height and width: 28 against 56`."""
    return tuple(say("{axis}: {numbers}", axis=axis, numbers=numbers) for axis, numbers in differences(failure))


def differences(failure: Failure) -> tuple[tuple[str, str], ...]:
    """Each axis that fails and its numbers: (`channels`, `128 against 64`)."""
    if failure.op in JOINS:
        found = {axis: _against(failure, axis) for axis in _open_axes(failure) if len(_values(failure, axis)) > 1}
    else:
        found = dict(_needs(failure))
    if found.get(1) and found.get(1) == found.get(2):
        del found[2]
        names = (say(AXES[0]), say("height and width"))
        return tuple((names[axis], numbers) for axis, numbers in found.items())
    return tuple((_axis_name(failure, axis), numbers) for axis, numbers in found.items())


def expected(failure: Failure) -> str:
    """What would have fitted, as a sentence."""
    if failure.op in _EXPECTED:
        return say(_EXPECTED[failure.op])
    if any(axis for axis, _ in _needs(failure)):
        assert failure.kernel is not None
        return say(
            "A window of {window} must fit at least once into the map with its padding.",
            window=window_text(failure.kernel),
        )
    if failure.expects is not None:
        return say(
            "This {operation} is made for {count} {channels}, no more and no fewer.",
            operation=op_noun(failure.op, failure.type),
            count=count_text(failure.expects),
            channels=_axis_name(failure, 0),
        )
    return say("It said: {message}", message=failure.message)


_EXPECTED = {
    "add": message("An addition takes two tensors of one shape, cell by cell: nothing is stretched, cut or repeated."),
    "highway": message(
        "The mix takes three tensors of one shape, cell by cell: nothing is stretched, cut or repeated."
    ),
    "multiply": message("A gate has one number for each channel of x, and so a map of 1×1."),
    "concat": message("A concatenation stacks channels: any number from each branch, but all of one height and width."),
    "zeropad": message("Zeros can only be added: a shortcut without weights cannot take channels away."),
}


def _names(failure: Failure) -> tuple[str, ...]:
    if failure.op in NAMES:
        return tuple(map(say, NAMES[failure.op]))
    return tuple(say("branch {number}", number=index + 1) for index in range(len(failure.inputs)))


def _open_axes(failure: Failure) -> tuple[int, ...]:
    """The axes on which the inputs of a join have to agree."""
    return (1, 2) if failure.op == "concat" else (0, 1, 2)


def _lengths(failure: Failure, axis: int) -> list[int]:
    """One number an input; a gate's map is told as the 1×1 that it has to be only where it is not."""
    lengths = [volume_shape(shape)[axis] for shape in failure.input_shapes]
    return [1, lengths[1]] if failure.op == "multiply" and axis else lengths


def _values(failure: Failure, axis: int) -> list[int]:
    """The different lengths along an axis, in the order of the inputs."""
    return list(dict.fromkeys(_lengths(failure, axis)))


def _against(failure: Failure, axis: int) -> str:
    return _numbers(*(count_text(value) for value in _values(failure, axis)))


def _numbers(*lengths: str) -> str:
    """`28 against 27`, `28 against 27 against 26`."""
    return say(" against ").join(lengths)


def _odd(failure: Failure, index: int) -> tuple[int, ...]:
    """The axes on which an input differs from what most have; of two inputs that differ, both do."""
    wrong: list[int] = []
    for axis in _open_axes(failure):
        lengths = _lengths(failure, axis)
        (usual, times), *others = Counter(lengths).most_common(2)
        settled = bool(others) and times > others[0][1]
        may_be_any = failure.op == "multiply" and axis > 0 and index == 0
        if others and not may_be_any and (not settled or lengths[index] != usual):
            wrong.append(axis)
    return tuple(wrong)


def _needs(failure: Failure) -> tuple[tuple[int, str], ...]:
    """(axis, `6 against 7`) of an operation with one input: its window's edge, or the channels that it is made for."""
    shape = volume_shape(failure.input_shapes[0])
    found: list[tuple[int, str]] = []
    if failure.expects is not None and failure.expects != shape[0]:
        found.append((0, _numbers(count_text(shape[0]), count_text(failure.expects))))
    for axis, reach in enumerate(_reach(failure), start=1):
        padding = (failure.padding or (0, 0))[axis - 1]
        if reach > shape[axis] + 2 * padding:
            given = f"{shape[axis]} + 2·{padding} = {shape[axis] + 2 * padding}" if padding else str(shape[axis])
            found.append((axis, _numbers(given, str(reach))))
    return tuple(found)


def _reach(failure: Failure) -> tuple[int, ...]:
    """Rows and columns from the first to the last that one window touches; () without a window."""
    if failure.kernel is None:
        return ()
    dilation = failure.dilation or (1, 1)
    return tuple(spread * (length - 1) + 1 for length, spread in zip(failure.kernel, dilation, strict=True))


def _needed(failure: Failure) -> Shape:
    """The operation's own size, as a shape beside that of its input."""
    given = failure.input_shapes[0]
    channels = given[0] if failure.expects is None else failure.expects
    if failure.op == "zeropad" and failure.stride:
        return (channels, *(-(-length // step) for length, step in zip(given[1:], failure.stride, strict=True)))
    return (channels, *(_reach(failure) or given[1:]))


def _need_name(failure: Failure) -> str:
    if failure.kernel is not None and failure.op == "conv":
        return say("its kernel")
    return say(_NEEDS[failure.op]) if failure.op in _NEEDS else say("its window")


_NEEDS = {
    "linear": message("its weights"),
    "zeropad": message("what it is to give"),
    "norm": message("its numbers"),
}


def _axis_name(failure: Failure, axis: int) -> str:
    return say("features") if failure.op == "linear" and axis == 0 else say(AXES[axis])
