"""What an operation costs, from its shapes: multiply-accumulates of convolutions and linear layers.

The convention of the papers and of torchvision's `_ops`: biases, normalisation, activation, pooling and
addition count nothing, and a multiply-add is one, not two. Never to be called FLOPs.
"""

from app.graph.types import Pair, Shape, elements


def conv_macs(input_shape: Shape, output_shape: Shape, kernel: Pair, groups: int) -> int:
    """C_out * H_out * W_out * (C_in / groups) * k_h * k_w, for one image."""
    return elements(output_shape) * (input_shape[0] // groups) * kernel[0] * kernel[1]


def linear_macs(input_shape: Shape, output_shape: Shape) -> int:
    """features_in * features_out, for one image."""
    return input_shape[-1] * elements(output_shape)


def output_length(length: int, kernel: int, stride: int, padding: int, dilation: int, ceil_mode: bool) -> int:
    """Cells along one axis: floor((I + 2P - D(K-1) - 1) / S) + 1.

    With ceil_mode the division rounds up, but a window may not start in the padding behind the input.
    """
    reach = length + 2 * padding - dilation * (kernel - 1) - 1
    if not ceil_mode:
        return reach // stride + 1
    cells = -(-reach // stride) + 1
    return cells - 1 if (cells - 1) * stride >= length + padding else cells
