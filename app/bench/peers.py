"""The peer that we compare with: torchinfo's summary of torchvision's network, on the meta device."""

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import torch

from app.nets import config

PEERS = ("torchinfo", "torchvision", "psutil")
INSTALL = "pip install -r requirements-bench.txt && pip install --no-deps torchvision==0.28.0"


def missing() -> list[str]:
    """The packages that only the comparison needs and that are not installed."""
    return [name for name in PEERS if find_spec(name) is None]


def torchinfo_summary(name: str) -> Callable[[], object]:
    """An action that builds torchvision's network of this name and summarises all of its levels."""
    models = torchvision_models()
    from torchinfo import summary  # pyright: ignore[reportMissingImports]

    # Ours have no auxiliary classifiers unless they are asked for, and meta tensors nothing to initialise.
    options = {"aux_logits": False, "init_weights": False} if name in ("googlenet", "inception_v3") else {}

    def act() -> object:
        with torch.device("meta"):
            network = getattr(models, name)(**options)
        return summary(network, (1, *config(name).input), device="meta", depth=10, verbose=0)

    return act


def torchvision_models() -> Any:
    """The module `torchvision.models`, where torchvision is installed without the torch that it asks for.

    It gives shapes to two of its compiled operations: without its binary they must be declared first.
    """
    if not hasattr(torch.ops.torchvision, "nms"):
        library = torch.library.Library("torchvision", "FRAGMENT")
        library.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        library.define("qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        _declared.append(library)
    from torchvision import models  # pyright: ignore[reportMissingImports]

    return models


_declared: list[torch.library.Library] = []  # what a library defines is gone when it is collected
