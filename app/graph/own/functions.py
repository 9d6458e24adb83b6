"""What is known of torch's functions: which module does the same as a call.

A call that a module could have made is described by that module, so `F.max_pool2d(x, 2)` is traced as
`nn.MaxPool2d(2)` is. Of others only names and shapes are known.
"""

from collections.abc import Callable, Sequence
from typing import Any, cast

from torch import Tensor, nn

from app.graph.trace import OPS

# Activations by the name of their function; their modules' class names are what readers know them by.
ACTIVATIONS: dict[str, Callable[..., nn.Module]] = {
    "relu": nn.ReLU,
    "relu6": nn.ReLU6,
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
    "gelu": nn.GELU,
    "silu": nn.SiLU,
    "mish": nn.Mish,
    "elu": nn.ELU,
    "selu": nn.SELU,
    "celu": nn.CELU,
    "leaky_relu": nn.LeakyReLU,
    "hardswish": nn.Hardswish,
    "hardsigmoid": nn.Hardsigmoid,
    "hardtanh": nn.Hardtanh,
    "softplus": nn.Softplus,
    "softsign": nn.Softsign,
    "log_sigmoid": nn.LogSigmoid,
    "prelu": nn.PReLU,
    "rrelu": nn.RReLU,
    "hardshrink": nn.Hardshrink,
    "softshrink": nn.Softshrink,
    "tanhshrink": nn.Tanhshrink,
}
ACTIVATION_TYPES = frozenset({type(make()).__name__ for make in ACTIVATIONS.values()} | {"Threshold"})


def is_described(leaf: nn.Module) -> bool:
    """Whether `graph/trace.py` knows what such a module does, padding in words apart."""
    known = any(cls.__name__ in OPS for cls in type(leaf).__mro__)
    return known and not isinstance(getattr(leaf, "padding", 0), str)


class Add(nn.Module):
    """Stands for `+` of two tensors of one shape."""


class Concat(nn.Module):
    """Stands for torch.cat of channels."""


class Multiply(nn.Module):
    """Stands for a volume times one number a channel."""


class Scale(nn.Module):
    """Stands for a tensor times a number."""

    def __init__(self, factor: float) -> None:
        super().__init__()
        self.factor = factor


def module_for(name: str, args: Sequence[Any], kwargs: dict[str, Any], read: Sequence[Tensor]) -> nn.Module | None:
    """The module that does what this call does; None if there is none. read: the tensors that carry the image."""
    if not args and "input" in kwargs:
        args = (kwargs["input"],)
        kwargs = {key: value for key, value in kwargs.items() if key != "input"}
    if name == "prelu":
        return nn.PReLU(max(tensor.numel() for tensor in args[1:]), device="meta")
    if name in ACTIVATIONS:
        return ACTIVATIONS[name](*args[1:], **kwargs)
    if name == "adaptive_max_pool2d" and args[0].dim() == 4:
        return _adaptive_max_pool(*args, **kwargs)
    if name in _NORMS:
        return _NORMS[name](args[0], *args[1:], **kwargs)
    if name in _CALLS:
        return _CALLS[name](*args[1:], **kwargs)
    if name in _JOINS:
        return _JOINS[name](args, kwargs, read)
    if name in ("flatten", "view", "reshape") and read[0].dim() > 2:
        flat = name == "flatten" and args[1:] in ((1,), (1, -1)) and not kwargs
        return nn.Flatten() if flat or kwargs == {"start_dim": 1} or _flattens(name, args) else None
    if name == "mean":
        return _mean(*args, **kwargs)
    return None


def _flattens(name: str, args: Sequence[Any]) -> bool:
    """Whether `x.view(n, -1)` or `x.reshape(n, C * H * W)` keeps the batch and puts the rest in a row."""
    if name == "flatten" or len(args) < 2:
        return False
    shape = cast(Sequence[Any], args[1] if isinstance(args[1], (tuple, list)) else args[1:])
    count = args[0].shape[0]
    return len(shape) == 2 and shape[0] in (count, -1) and shape[1] in (-1, args[0].numel() // count)


def _mean(x: Tensor, dim: Any = None, keepdim: bool = False, **_: Any) -> nn.Module | None:
    over = sorted(axis % x.dim() for axis in cast(Sequence[int], dim)) if isinstance(dim, (tuple, list)) else []
    return nn.AdaptiveAvgPool2d(1) if x.dim() == 4 and over == [2, 3] else None


def _conv(weight: Tensor, bias: Tensor | None = None, stride: Any = 1, padding: Any = 0, *more: Any, **kw: Any) -> Any:
    dilation, groups = kw.get("dilation", more[0] if more else 1), kw.get("groups", more[1] if len(more) > 1 else 1)
    if isinstance(padding, str):
        return None
    channels = weight.shape[1] * groups, weight.shape[0]
    kernel = (weight.shape[2], weight.shape[3])
    return nn.Conv2d(*channels, kernel, stride, padding, dilation, groups, bias is not None, device="meta")


def _transposed(
    weight: Tensor, bias: Tensor | None = None, stride: Any = 1, padding: Any = 0, output_padding: Any = 0,
    groups: int = 1, dilation: Any = 1,
) -> nn.Module:  # fmt: skip
    channels, kernel = (weight.shape[0], weight.shape[1] * groups), (weight.shape[2], weight.shape[3])
    window = (kernel, stride, padding, output_padding, groups, bias is not None, dilation)
    return nn.ConvTranspose2d(*channels, *window, device="meta")


def _linear(weight: Tensor, bias: Tensor | None = None) -> nn.Module:
    return nn.Linear(weight.shape[1], weight.shape[0], bias is not None, device="meta")


def _dropout(p: float = 0.5, training: bool = True, inplace: bool = False) -> nn.Module | None:
    return None if training else nn.Dropout(p)


def _alpha_dropout(p: float = 0.5, training: bool = False, inplace: bool = False) -> nn.Module | None:
    return None if training else nn.AlphaDropout(p)


def _adaptive_max_pool(x: Tensor, output_size: int | Sequence[int | None], *_: Any, **__: Any) -> nn.Module | None:
    """Equal windows side by side, where they fill the map: the whole of it for one cell."""
    lengths = [output_size, output_size] if isinstance(output_size, int) else [*output_size]
    cells = [length or whole for length, whole in zip(lengths, x.shape[2:], strict=True)]
    windows = [whole // count for whole, count in zip(x.shape[2:], cells, strict=True)]
    fill = all(window * count == whole for window, count, whole in zip(windows, cells, x.shape[2:], strict=True))
    return nn.MaxPool2d((windows[0], windows[1])) if fill else None


def stand_in_for(leaf: nn.Module, read: Sequence[Tensor]) -> nn.Module:
    """The module that a leaf is described by: itself, or one that is known and does the same."""
    if isinstance(leaf, nn.AdaptiveMaxPool2d) and read[0].dim() == 4:
        return _adaptive_max_pool(read[0], cast(int | Sequence[int | None], leaf.output_size)) or leaf
    return leaf


def _batch_norm(mean: Tensor | None, *_: Any, **__: Any) -> nn.Module:
    return nn.BatchNorm2d(1 if mean is None else mean.numel(), affine=False)


def _softmax(dim: int | None = None, *_: Any, **__: Any) -> nn.Module:
    return nn.Softmax(dim)


def _log_softmax(dim: int | None = None, *_: Any, **__: Any) -> nn.Module:
    return nn.LogSoftmax(dim)


_CALLS: dict[str, Callable[..., nn.Module | None]] = {
    "conv2d": _conv,
    "conv_transpose2d": _transposed,
    "linear": _linear,
    "batch_norm": _batch_norm,
    "max_pool2d": nn.MaxPool2d,
    "avg_pool2d": nn.AvgPool2d,
    "adaptive_avg_pool2d": nn.AdaptiveAvgPool2d,
    "local_response_norm": nn.LocalResponseNorm,
    "softmax": _softmax,
    "log_softmax": _log_softmax,
    "dropout": _dropout,
    "dropout1d": _dropout,
    "dropout2d": _dropout,
    "alpha_dropout": _alpha_dropout,
    "feature_alpha_dropout": _alpha_dropout,
}


def _layer_norm(
    x: Tensor, normalized_shape: Any, weight: Any = None, bias: Any = None, eps: float = 1e-5, **_: Any
) -> nn.Module:
    return nn.LayerNorm(normalized_shape, eps, weight is not None, bias is not None, device="meta")


def _group_norm(x: Tensor, num_groups: int, weight: Any = None, bias: Any = None, eps: float = 1e-5) -> nn.Module:
    return nn.GroupNorm(num_groups, x.shape[1], eps, weight is not None, device="meta")


def _instance_norm(x: Tensor, *_: Any, **__: Any) -> nn.Module:
    return nn.InstanceNorm2d(x.shape[1])


def _rms_norm(x: Tensor, normalized_shape: Any, weight: Any = None, eps: float | None = None) -> nn.Module:
    return nn.RMSNorm(normalized_shape, eps, weight is not None, device="meta")


# The numbers that they learn are counted where they are read.
_NORMS: dict[str, Callable[..., nn.Module]] = {
    "layer_norm": _layer_norm,
    "group_norm": _group_norm,
    "instance_norm": _instance_norm,
    "rms_norm": _rms_norm,
}


def _add(args: Sequence[Any], kwargs: dict[str, Any], read: Sequence[Tensor]) -> nn.Module | None:
    return Add() if len(read) == 2 and read[0].shape == read[1].shape and kwargs.get("alpha", 1) == 1 else None


def _cat(args: Sequence[Any], kwargs: dict[str, Any], read: Sequence[Tensor]) -> nn.Module | None:
    axis = args[1] if len(args) > 1 else kwargs.get("dim", 0)
    return Concat() if axis in (1, 1 - read[0].dim()) and read[0].dim() in (2, 4) else None


def _mul(args: Sequence[Any], kwargs: dict[str, Any], read: Sequence[Tensor]) -> nn.Module | None:
    if len(read) == 2:
        volume, gate = by_size(read)
        return Multiply() if gate.shape == (*volume.shape[:2], 1, 1) and volume.shape != gate.shape else None
    return next((Scale(value) for value in args if isinstance(value, (int, float))), None)


def _div(args: Sequence[Any], kwargs: dict[str, Any], read: Sequence[Tensor]) -> nn.Module | None:
    plain = len(args) == 2 and isinstance(args[1], (int, float)) and args[1] and not kwargs
    return Scale(1 / args[1]) if plain else None


_JOINS = {"add": _add, "cat": _cat, "mul": _mul, "div": _div}


def by_size(tensors: Sequence[Tensor]) -> list[Tensor]:
    """The largest first, as our own Multiply reads a volume and then its gate."""
    return sorted(tensors, key=lambda tensor: -tensor.numel())
