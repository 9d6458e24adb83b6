"""What sets a call apart from another of its kind, in words that only the fingerprint reads.

For a function its arguments as they are written, for a module of torch's what it prints of itself. What its node
tells already is not repeated: so a network of `app/nets` and the same one written by others stay equal.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from torch import Tensor, dtype, nn

from app.graph.own import names
from app.graph.own.functions import is_described

# Settings that a node does not tell, and what they are in our networks.
USUAL = {"padding_mode": "zeros", "divisor_override": None}


def settings_of(
    name: str, args: Sequence[Any], kwargs: Mapping[str, Any], leaf: nn.Module | None, read: Sequence[Tensor]
) -> str:
    """name, args, kwargs: of the call. leaf: the module that does the same. read: the tensors that carry the image."""
    if isinstance(leaf, nn.Softmax):
        return _axis(leaf.dim, read[0])
    if isinstance(leaf, (nn.LogSoftmax, nn.Softmin)):
        return f"{type(leaf).__name__}({_axis(leaf.dim, read[0])})"
    if leaf is not None and is_described(leaf):
        unusual = {name: getattr(leaf, name, usual) for name, usual in USUAL.items()}
        return ", ".join(f"{name}={value}" for name, value in unusual.items() if value != USUAL[name])
    if leaf is not None:
        return f"{type(leaf).__name__}({re.sub(r'(, )?inplace=True', '', leaf.extra_repr())})"
    if name in names.SHAPED:
        return ""
    image = {id(tensor) for tensor in read}
    given = [_text(value, image) for value in args]
    named = [f"{key}={_text(value, image)}" for key, value in sorted(kwargs.items()) if key != "inplace"]
    return ", ".join([*(sorted(given) if name in names.COMMUTE else given), *named])


def _axis(dim: int | None, x: Tensor) -> str:
    """Nothing for the channels, over which our networks take it, and torch does if no axis is given."""
    axis = 1 if dim is None else dim % x.dim()
    return "" if axis == 1 else f"dim={axis}"


def _text(value: Any, image: set[int]) -> str:
    """An argument: `x` for a tensor that carries the image, `w` for another, the type's name for what has no text."""
    if isinstance(value, Tensor):
        return "x" if id(value) in image else "w"
    if isinstance(value, slice):
        ends = cast(tuple[Any, ...], (value.start, value.stop, value.step))  # type: ignore[reportUnknownMemberType]
        return ":".join(_text(end, image) for end in ends)
    if isinstance(value, (tuple, list)):
        return f"({', '.join(_text(item, image) for item in cast(Sequence[Any], value))})"
    plain = value is None or value is ... or isinstance(value, (bool, int, float, str, dtype))
    return repr(value) if plain else type(value).__name__
