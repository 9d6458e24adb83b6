"""Networks whose numbers are drawn at once: what the program draws itself takes seconds for the large ones."""

import torch
from torch import nn

from app.nets import build
from app.nets.config import NetConfig


def randomised(config: NetConfig) -> nn.Module:
    """In evaluation mode, on the CPU, without gradients of its parameters.

    Signals keep about their size, and normalisation has statistics of its own.
    """
    with torch.device("meta"):
        network = build(config)
    network.to_empty(device="cpu")
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.normal_(0, (2 / max(1, parameter[0].numel())) ** 0.5)
        for name, buffer in network.named_buffers():
            if name.endswith("running_var"):
                buffer.uniform_(0.5, 1.5)
            elif buffer.is_floating_point():
                buffer.normal_(0, 0.1)
        for module in network.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.weight.uniform_(0.5, 1.5)
    return network.eval().requires_grad_(False)
