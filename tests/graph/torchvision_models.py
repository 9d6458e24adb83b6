"""torchvision's own networks, to compare with: `script/venv` installs it, without the torch that it asks for."""

from typing import Any

import torch

_libraries: list[torch.library.Library] = []  # what one defines is gone when it is collected


def models() -> Any:
    """The module `torchvision.models`. Without its binary, compiled operations that it describes must be declared."""
    if not hasattr(torch.ops.torchvision, "nms"):
        library = torch.library.Library("torchvision", "FRAGMENT")
        library.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        library.define("qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        _libraries.append(library)
    from torchvision import models

    return models
