"""Looking into a running module: hooks on its modules, and a mode that sees torch's functions between them."""

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, cast

from torch import Tensor, nn
from torch.overrides import TorchFunctionMode
from torch.utils.hooks import RemovableHandle

from app.graph.hooks import modules
from app.graph.own.describe import Call
from app.graph.own.names import SPELLINGS, VALUES
from app.graph.own.recorder import Recorder

OURS = ("torch", "app")  # whose modules without children are one operation each


def is_leaf(module: nn.Module) -> bool:
    """Whether a module is one operation: torch's or one of `app/nets`, without modules inside."""
    if next(module.children(), None) is not None or isinstance(module, (nn.Sequential, nn.ModuleList, nn.ModuleDict)):
        return False
    return any(cls.__module__.partition(".")[0] in OURS and cls is not nn.Module for cls in type(module).__mro__)


class _Functions(TorchFunctionMode):
    """Sees every torch function that is not called inside a leaf. scopes: the modules that run, outermost first."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__()
        self.recorder = recorder
        self.scopes: list[str] = []
        self.leaves = 0

    def __torch_function__(
        self, func: Callable[..., Any], types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        given = kwargs or {}
        if self.leaves:
            return func(*args, **given)
        call = self.call(_name(func), self.scopes[-1] if self.scopes else "", args, given)
        before, self.recorder.running = self.recorder.running, call
        output = func(*args, **given)
        self.recorder.running = before
        made = [args[0]] if call.name == "setitem" else list(tensors_in(output))
        self.recorder.ran(call, made)
        return output

    def call(
        self, name: str, scope: str, args: tuple[Any, ...], kwargs: dict[str, Any], leaf: nn.Module | None = None
    ) -> Call:
        read = tuple(tensors_in((args, kwargs)))
        return Call(name, scope, read, tuple(tensor._version for tensor in read), args, kwargs, leaf)


@contextmanager
def watched(network: nn.Module, recorder: Recorder) -> Generator[None]:
    """While this context lasts, the recorder hears of every leaf and every function. The network is ours: a twin."""
    functions = _Functions(recorder)
    handles: list[RemovableHandle] = []
    calls: list[Call] = []

    def before(path: str, leaf: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        if not functions.leaves:
            calls.append(functions.call(type(leaf).__name__, path, args, kwargs, leaf))
            recorder.running = calls[-1]
        functions.leaves += 1

    def after(_leaf: nn.Module, _args: tuple[Any, ...], _kwargs: dict[str, Any], output: Any) -> None:
        functions.leaves -= 1
        if not functions.leaves:
            recorder.ran(calls.pop(), list(tensors_in(output)))

    def enter(path: str, _module: nn.Module, _args: tuple[Any, ...]) -> None:
        functions.scopes.append(path)

    def leave(_module: nn.Module, _args: tuple[Any, ...], _output: Any) -> None:
        functions.scopes.pop()

    for path, module in modules(network):
        if is_leaf(module):
            handles.append(module.register_forward_pre_hook(partial(before, path), with_kwargs=True))
            handles.append(module.register_forward_hook(after, with_kwargs=True))
        else:
            handles.append(module.register_forward_pre_hook(partial(enter, path)))
            handles.append(module.register_forward_hook(leave))
    try:
        with functions:
            yield
    finally:
        for handle in handles:
            handle.remove()


def _name(func: Callable[..., Any]) -> str:
    """A function as people write it: `add` for `+=`, `T` for `x.T`; one that reads a number keeps its underscores."""
    name = str(getattr(func, "__name__", ""))
    if name in VALUES:
        return name
    if name == "__get__":
        name = str(getattr(getattr(func, "__self__", None), "__name__", name))
    name = name.strip("_")
    return SPELLINGS.get(name, name)


def tensors_in(value: Any) -> Iterator[Tensor]:
    """Every tensor in nested tuples, lists and dictionaries, in order."""
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, Mapping):
        yield from tensors_in(tuple(cast(Mapping[Any, Any], value).values()))
    elif isinstance(value, (tuple, list)):
        for item in cast(tuple[Any, ...], value):
            yield from tensors_in(item)
