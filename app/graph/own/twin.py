"""A copy of a person's module to run and to hang hooks on: the module itself is never touched.

A person's own forward hooks are left out: they could change anything, also what is no part of the copy. On the meta
device the copy has shapes and no numbers, so nothing is copied however large the weights are. On a real device it
shares the weights (nothing here writes to them) and has its own buffers.
"""

from collections import OrderedDict
from collections.abc import Iterator
from copy import deepcopy

import torch
from torch import Tensor, nn

from app.errors import UserError
from app.graph.hooks import modules
from app.language import say

# Where torch keeps a module's forward hooks.
HOOKS = (
    "_forward_hooks", "_forward_hooks_with_kwargs", "_forward_hooks_always_called",
    "_forward_pre_hooks", "_forward_pre_hooks_with_kwargs",
)  # fmt: skip
REAL = "cpu"  # where a copy runs that needs numbers, if the module has none


def twin_of(module: nn.Module, real: bool) -> nn.Module:
    """A copy in eval mode, on meta, or with numbers if `real`. Raises UserError for what cannot be copied."""
    instead: dict[int, object] = {id(tensor): _copy(tensor, real) for tensor in held(module)}
    instead |= {id(vars(part)[name]): OrderedDict[int, object]() for _, part in modules(module) for name in HOOKS}
    try:
        copy = deepcopy(module, dict(instead))
    except Exception as error:  # whatever a person's __deepcopy__, or pickle's protocol behind it, may raise
        right = say("what copy.deepcopy can copy ({error})", error=error)
        raise UserError("module", type(module).__name__, right) from error
    for _, part in modules(copy):
        _settle_padding(part)
    return copy.eval()


def device_of(module: nn.Module) -> torch.device:
    """Where its numbers are; the CPU if it has none."""
    tensor = next(held(module), None)
    return torch.device(REAL) if tensor is None or tensor.is_meta else tensor.device


def hooked(module: nn.Module) -> list[str]:
    """The paths of the modules that have forward hooks; `forward` for the module itself."""
    return [path or "forward" for path, part in modules(module) if any(vars(part)[name] for name in HOOKS)]


def held(module: nn.Module) -> Iterator[Tensor]:
    """Every tensor that the module and those inside it hold: parameters, buffers, and plain attributes."""
    yield from module.parameters()
    yield from module.buffers()
    for _, part in modules(module):
        yield from (value for value in vars(part).values() if isinstance(value, Tensor))


def _copy(tensor: Tensor, real: bool) -> Tensor:
    if not real:
        made = torch.empty_like(tensor, device="meta")
    elif tensor.is_meta:
        made = torch.zeros_like(tensor, device=REAL)
    else:
        made = tensor.detach() if isinstance(tensor, nn.Parameter) else tensor.detach().clone()
    return nn.Parameter(made, requires_grad=False) if isinstance(tensor, nn.Parameter) else made


def _settle_padding(part: nn.Module) -> None:
    """`padding="same"` as the number that it comes to, where that is the same on both sides."""
    if isinstance(part, nn.Conv2d) and isinstance(part.padding, str):
        reach = [dilation * (kernel - 1) for kernel, dilation in zip(part.kernel_size, part.dilation, strict=True)]
        if part.padding == "valid":
            part.padding = (0, 0)
        elif all(length % 2 == 0 for length in reach):
            part.padding = (reach[0] // 2, reach[1] // 2)
