"""What tests of pieces share: how one is asked for, and the network of the tests by itself."""

from typing import Any

import httpx
import torch
from torch import Tensor

from app.image.store import picture
from app.image.transform import prepared
from app.image.weights import weights_named
from app.nets import config
from app.nets.config import NetConfig

SMALL = "input=3,64,64&image=scene&weights=random"
RESNET = config("resnet18", input=(3, 64, 64))


def got(web: httpx.Client, panel: str, name: str, query: str = SMALL) -> str:
    answer = web.get(f"/activations/{panel}/{name}?{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text.replace("\u00a0", " ")  # a line's breaks are no business of these tests


def number(text: str) -> float:
    return float(text.replace("−", "-").removesuffix("%").strip())


def given(settings: NetConfig) -> Tensor:
    """What the network is given of the sample: its weights' own transform."""
    weights = weights_named(settings, "random")
    return prepared(picture("scene"), weights.transform, settings.input[1:], (50, 50)).input[None]


@torch.no_grad()
def silence(network: Any, block: str) -> None:
    """F(x) of a basic block becomes zero: its last normalisation has neither slope nor offset."""
    last = network.get_submodule(block).bn2
    last.weight.zero_()
    last.bias.zero_()
