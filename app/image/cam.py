"""Grad-CAM (Selvaraju et al. 2017, equations 1 and 2): where a layer holds what speaks for a class.

A channel weighs as much as the class's score changes, on the average over its cells, with its activation; the map is
what of the weighted sum is positive. Any operation's output can be asked, additions and concatenations too.
"""

from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from app.graph.types import INPUT, Graph
from app.image.partial import gradient, onwards

Numbers = NDArray[np.float32]


def scores_of(graph: Graph) -> str:
    """The operation that puts out the classes' scores before a softmax makes probabilities of them."""
    last = graph.by_path[graph.result_of("")]
    return last.inputs[0] if last.op == "softmax" else last.path


def volume_of(graph: Graph, path: str) -> str:
    """`path`, or where its output has no height and width, the last volume before it that has."""
    while path != INPUT and not is_map(graph.shape_of(path)):
        path = graph.by_path[path].inputs[0]
    return path


def is_map(shape: tuple[int, ...]) -> bool:
    """Whether a tensor of this shape has more than one cell."""
    return len(shape) == 3 and shape[1] * shape[2] > 1


def explained(
    network: nn.Module, x: Tensor, path: str, scores: str, class_: int | None
) -> tuple[int, float, Numbers, bool]:
    """Which class, its logit, and how much each channel of `path` speaks for it, [C]; for x as [1, C, H, W].

    class_: None is the one with the highest score. Last, whether the scores depend on the layer at all: one of an
    auxiliary head, or of a block that is switched off, has weights of 0.
    """
    activation, result = onwards(network, x, path, scores)
    logits = result.flatten()
    chosen = int(logits.argmax()) if class_ is None else class_
    slopes = gradient(logits[chosen], activation)[0]
    return chosen, float(logits[chosen].detach()), _array(slopes.mean((1, 2))), result.requires_grad


def heat(activation: Tensor, weights: Numbers, size: tuple[int, int], channel: int | None = None) -> Numbers:
    """The map of an activation [C, H, W], of all channels or of one alone, bilinearly enlarged to `size` (H, W)."""
    factors = torch.from_numpy(weights)
    if channel is None:
        weighed = torch.einsum("c,chw->hw", factors, activation)
    else:
        weighed = factors[channel] * activation[channel]
    positive = weighed.clamp(min=0)[None, None]  # NaN stays NaN
    enlarged = torch.nn.functional.interpolate(positive, size, mode="bilinear", align_corners=False)
    return _array(enlarged[0, 0])


def _array(tensor: Tensor) -> Numbers:
    return cast(Numbers, tensor.detach().float().cpu().numpy())
