"""Which modules can be traced: those that take one tensor. What else people hand over is refused in plain words."""

from inspect import signature
from typing import Any

import torch
from torch import nn
from torch.nn.parameter import is_lazy

from app.errors import UserError
from app.graph.hooks import modules
from app.graph.own.describe import Call
from app.graph.own.twin import held
from app.language import say

OF_DICTS = ("keys", "values", "items", "get")  # what code asks for that takes its input for a dictionary


def check(module: Any) -> None:
    """Raise UserError for what is no module, cannot be seen into, or takes no tensor or several."""
    name = type(module).__name__
    if isinstance(module, type) and issubclass(module, nn.Module):
        raise UserError("module", module.__name__, say("a network, {name}(...), not its class", name=module.__name__))
    if not isinstance(module, nn.Module):
        raise UserError("module", module if isinstance(module, str) else name, say("an nn.Module"))
    if any(isinstance(part, torch.jit.ScriptModule) for _, part in modules(module)):
        raise UserError("module", name, say("the module as it was before torch.jit, which runs out of sight"))
    if any(is_lazy(tensor) for tensor in held(module)):
        raise UserError("module", name, say("a network whose lazy modules have run once, on an image of any kind"))
    if getattr(module.forward, "__func__", None) is nn.Module.forward:
        raise UserError("module", name, say("a module with a forward of its own"))
    if not _takes_one(module):
        raise UserError("module", name, one_tensor())


def misread(error: Exception, running: Call | None) -> bool:
    """Whether an error is of code that takes a tensor for a dictionary. running: what raised it, if that is known."""
    asked = isinstance(error, AttributeError) and isinstance(error.obj, torch.Tensor) and error.name in OF_DICTS
    if running is None or running.name != "getitem":
        return asked or (running is not None and running.name in OF_DICTS)
    return isinstance(running.args[1], str)


def one_tensor() -> str:
    """What a module has to take."""
    return say("a module whose forward takes one image tensor; put one around yours that does")


def _takes_one(module: nn.Module) -> bool:
    try:
        takes = signature(module.forward)
    except (TypeError, ValueError):  # a callable that does not tell
        return True
    try:
        takes.bind(object())
    except TypeError:
        return False
    return True
