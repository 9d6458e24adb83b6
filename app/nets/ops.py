"""The operations that networks are made of: every one a module that is called exactly once.

torch's own layers, plus the steps that are usually written as `+` or `F.pad` and are then invisible to
forward hooks. Parameter-free modules add no `state_dict` keys, so published checkpoints still load.
`kind` on a container tells the trace what a reader would call it.
"""

from collections import OrderedDict
from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn.functional import pad


def _like(x: Tensor) -> Tensor:
    """Another meta tensor of x's shape; torch.empty_like would work its strides out in Python, seven times as long."""
    return torch.empty(x.shape, dtype=x.dtype, device="meta")


class Conv2d(nn.Conv2d):
    """nn.Conv2d that leaves meta weights alone: there is nothing to initialise in a tensor without memory."""

    def reset_parameters(self) -> None:
        if not self.weight.is_meta:
            super().reset_parameters()


class Linear(nn.Linear):
    """nn.Linear that leaves meta weights alone, and there multiplies without the bias, which changes no shape.

    With it torch would load its compiler to take the step apart: a second, for the first network after a start.
    """

    def reset_parameters(self) -> None:
        if not self.weight.is_meta:
            super().reset_parameters()

    def forward(self, x: Tensor) -> Tensor:
        return torch.mm(x, self.weight.t()) if x.is_meta else super().forward(x)


class BatchNorm2d(nn.BatchNorm2d):
    """nn.BatchNorm2d that knows it keeps the shape.

    On the meta device torch would decompose the normalisation into a dozen shape-only steps in Python: most of a
    trace's time, to learn that nothing changed. The channel count is still checked.
    """

    def reset_parameters(self) -> None:
        if not self.weight.is_meta:
            super().reset_parameters()

    def forward(self, x: Tensor) -> Tensor:
        if not x.is_meta:
            return super().forward(x)
        if x.dim() != 4 or x.shape[1] != self.num_features:
            raise RuntimeError(f"expected {self.num_features} channels, got {tuple(x.shape)}")
        return _like(x)


class _KeepsShape(nn.Module):
    """An activation, spared the decomposition on the meta device as BatchNorm2d is."""

    def forward(self, x: Tensor) -> Tensor:
        return _like(x) if x.is_meta else super().forward(x)


class ReLU(_KeepsShape, nn.ReLU):
    """max(0, x)."""


class Sigmoid(_KeepsShape, nn.Sigmoid):
    """1 / (1 + exp(-x)), between 0 and 1."""


class Tanh(_KeepsShape, nn.Tanh):
    """tanh(x), between -1 and 1."""


class Softmax(_KeepsShape, nn.Softmax):
    """exp(x) over its sum: C scores become C probabilities."""

    def __init__(self) -> None:
        super().__init__(dim=1)


class LocalResponseNorm(_KeepsShape, nn.LocalResponseNorm):
    """Each cell divided by the energy of its neighbouring channels (Krizhevsky et al. 2012, section 3.3)."""


class AdaptiveAvgPool2d(nn.AdaptiveAvgPool2d):
    """nn.AdaptiveAvgPool2d that need not run on the meta device: (N, C, H, W) to (N, C, size, size).

    There torch takes a mean apart with its compiler, whose import alone takes longer than a trace.
    """

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size

    def forward(self, x: Tensor) -> Tensor:
        return x.new_empty((*x.shape[:2], self.size, self.size)) if x.is_meta else super().forward(x)


class Add(nn.Module):
    """F(x) + x, element by element (He et al. 2015, equation 1). Shapes must be equal: nothing is broadcast."""

    def forward(self, residual: Tensor, shortcut: Tensor) -> Tensor:
        if residual.shape != shortcut.shape:
            raise RuntimeError(f"cannot add {tuple(shortcut.shape)} to {tuple(residual.shape)}")
        return _like(residual) if residual.is_meta else residual + shortcut


class Concat(nn.Module):
    """The branches' channels, stacked in order (Szegedy et al. 2014, section 4). H and W must be equal."""

    def forward(self, *branches: Tensor) -> Tensor:
        first = branches[0]
        if any(branch.shape[2:] != first.shape[2:] for branch in branches):
            shapes = " and ".join(str(tuple(branch.shape[1:])) for branch in branches)
            raise RuntimeError(f"cannot stack {shapes}: height and width differ")
        if first.is_meta:
            return first.new_empty((first.shape[0], sum(branch.shape[1] for branch in branches), *first.shape[2:]))
        return torch.cat(branches, 1)


class Multiply(nn.Module):
    """x times a gate of (N, C, 1, 1), one number a channel: squeeze-and-excitation (Hu et al. 2018, equation 4)."""

    def forward(self, x: Tensor, gate: Tensor) -> Tensor:
        if gate.shape != (*x.shape[:2], 1, 1):
            raise RuntimeError(f"cannot scale {tuple(x.shape[1:])} by a gate of {tuple(gate.shape[1:])}")
        return _like(x) if x.is_meta else x * gate


class HighwayMix(nn.Module):
    """H(x) T(x) + x (1 - T(x)): how much is transformed, the rest carried (Srivastava et al. 2015, equation 3)."""

    def forward(self, transformed: Tensor, gate: Tensor, x: Tensor) -> Tensor:
        if not transformed.shape == gate.shape == x.shape:
            shapes = " and ".join(str(tuple(tensor.shape[1:])) for tensor in (transformed, gate, x))
            raise RuntimeError(f"cannot mix {shapes}")
        return _like(x) if x.is_meta else transformed * gate + x * (1 - gate)


class Scale(nn.Module):
    """factor times x: what keeps a wide residual network stable (Szegedy et al. 2016, section 3.3)."""

    def __init__(self, factor: float) -> None:
        super().__init__()
        self.factor = factor

    def forward(self, x: Tensor) -> Tensor:
        return _like(x) if x.is_meta else x * self.factor


class ZeroPadShortcut(nn.Module):
    """Option A (section 3.3): every `stride`-th row and column, zeros appended as the new channels. No parameters.

    The paper does not say where the zero channels go; FAIR's Torch code appends them, and so does this.
    """

    def __init__(self, in_channels: int, out_channels: int, stride: int) -> None:
        super().__init__()
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.stride = stride

    def forward(self, x: Tensor) -> Tensor:
        if self.out_channels < self.in_channels:
            raise RuntimeError(f"cannot pad {self.in_channels} channels to {self.out_channels}: zeros only add")
        kept = x[:, :, :: self.stride, :: self.stride]
        return pad(kept, (0, 0, 0, 0, 0, self.out_channels - self.in_channels))


class Flatten(nn.Module):
    """(C, H, W) to (C*H*W): the same numbers in one row. A tensor that is flat already passes through."""

    def forward(self, x: Tensor) -> Tensor:
        return x if x.dim() == 2 else torch.flatten(x, 1)


class Branch(nn.Sequential):
    """Operations beside the main path: of a shortcut that is not the identity, of a gate."""

    kind = "branch"


class Stage(nn.Sequential):
    """Blocks that work at one resolution: the paper's conv2_x to conv5_x, torchvision's layer1 to layer4."""

    kind = "stage"


def in_order(modules: Mapping[str, nn.Module | None]) -> OrderedDict[str, nn.Module]:
    """Named modules as nn.Sequential takes them, those left out by the configuration (None) not among them."""
    return OrderedDict((name, module) for name, module in modules.items() if module is not None)


ACTIVATIONS: dict[str, type[nn.Module]] = {"relu": ReLU, "sigmoid": Sigmoid, "tanh": Tanh}
