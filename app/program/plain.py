"""What the templates of the networks without shortcuts and branches need: VGG, Network in Network, LeNet-5."""

from collections.abc import Mapping

from app.graph.types import Graph
from app.nets import build
from app.nets.lenet import LeNetConfig
from app.nets.nin import NiNConfig
from app.nets.vgg import VGGConfig

Values = Mapping[str, object]


def vgg(config: VGGConfig, graph: Graph) -> Values:
    return {}


def nin(config: NiNConfig, graph: Graph) -> Values:
    """mlpconvs: channels that enter, of the convolution, of the first 1x1, of the second; the kernel's edge."""
    first, second, third = config.mlpconv1, config.mlpconv2, (*config.mlpconv3, config.classes)
    return {
        "mlpconvs": [(config.input[0], *first, 5), (first[-1], *second, 5), (second[-1], *third, 3)],
    }


def lenet(config: LeNetConfig, graph: Graph) -> Values:
    """flat: how many numbers F6 reads, also where the image is too small for C5 and nothing reaches it."""
    return {"flat": build(config, "meta").get_submodule("f6").in_features}
