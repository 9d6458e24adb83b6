"""What an operation costs, from its shapes: multiply-accumulates of convolutions and linear layers.

A transposed convolution, which only a person's network has, is one too. The convention of the papers and of
torchvision's `_ops`: biases, normalisation, activation, pooling and addition count nothing, and a multiply-add is one,
not two. Never to be called FLOPs.
"""

from app.graph.types import Pair, Shape, elements


def conv_macs(input_shape: Shape, output_shape: Shape, kernel: Pair, groups: int) -> int:
    """C_out * H_out * W_out * (C_in / groups) * k_h * k_w, for one image."""
    return elements(output_shape) * (input_shape[0] // groups) * kernel[0] * kernel[1]


def transposed_macs(input_shape: Shape, out_channels: int, kernel: Pair, groups: int) -> int:
    """C_in * H_in * W_in * (C_out / groups) * k_h * k_w, for one image: every number that is read is spread so far."""
    return elements(input_shape) * (out_channels // groups) * kernel[0] * kernel[1]


def linear_macs(input_shape: Shape, output_shape: Shape) -> int:
    """features_in * features_out, for one image."""
    return input_shape[-1] * elements(output_shape)
