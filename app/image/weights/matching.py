"""A file's tensors become exactly those of a network: every key, every shape, in the network's own types.

BatchNorm's count of batches may be missing, as before torch 0.4.1, or be there unasked; nothing in a finished network
reads it. Auxiliary heads in the file are left out where the configuration has none: they only help training.
"""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from app.errors import UserError
from app.image.weights.structure import heads
from app.language import message, say
from app.nets import build
from app.nets.config import NetConfig

COUNT = ".num_batches_tracked"
NAMED = 3  # keys that an error names
LACKING = message("it lacks {keys}; it is not of {preset}")
MORE = message("it also has {keys}; it is not of {preset}")
UNLIKE = (  # one tensor, or more of them
    message("“{key}” is {here}, in {preset} {there}"),
    message("“{key}” is {here}, in {preset} {there}, and {count} more differ"),
)


def matched(tensors: Mapping[str, Tensor], config: NetConfig, name: str) -> dict[str, Tensor]:
    """The state dict of this network from a checkpoint's tensors, copied out of the file; floats become float32.

    name: what the tensors are, for errors. Raises UserError that names the first keys that do not fit.
    """
    wanted: dict[str, Tensor] = build(config, "meta").state_dict()
    counts = {key for key in wanted if key.endswith(COUNT)}
    missing = [key for key in wanted if key not in tensors and key not in counts]
    unexpected = [key for key in tensors if key not in wanted and not key.endswith(COUNT)]
    if unexpected:
        dropped = heads(config)
        unexpected = [key for key in unexpected if key not in dropped]
    for keys, said in ((missing, LACKING), (unexpected, MORE)):
        if keys:
            raise UserError("weights", name, because=say(said, keys=_some(keys), preset=config.preset))
    unlike = [key for key in wanted if key in tensors and tensors[key].shape != wanted[key].shape]
    if unlike:
        [key, *_] = unlike
        places = {"here": _shape(tensors[key]), "preset": config.preset, "there": _shape(wanted[key])}
        said = say(UNLIKE[len(unlike) > 1], key=key, count=len(unlike) - 1, **places)
        raise UserError("weights", name, because=said)
    return {key: _own(tensors.get(key), like) for key, like in wanted.items()}


def _own(tensor: Tensor | None, like: Tensor) -> Tensor:
    """A tensor in memory of its own: a mapped file may change under whoever still reads it."""
    if tensor is None:
        return torch.zeros(like.shape, dtype=like.dtype)
    return tensor.to(like.dtype, memory_format=torch.contiguous_format, copy=True)


def _some(keys: Sequence[str]) -> str:
    named = say(", ").join(key[:80] for key in keys[:NAMED])
    return say("{names} and {count} more", names=named, count=len(keys) - NAMED) if len(keys) > NAMED else named


def _shape(tensor: Tensor) -> str:
    return "×".join(map(str, tensor.shape)) or say("one number")
