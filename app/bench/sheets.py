"""What the maps of a page's channels cost: bytes, and the server's time as a share of the pass that computes them.

The volume is 256 x 56 x 56, on a picture of the program's own and of noise, which compresses worst. Where that pass
takes 175 ms the bound is 30 ms.
"""

import torch
from torch import Tensor

from app.bench.row import Row, medians
from app.forward.networks import network_of
from app.image.record import record
from app.image.store import picture
from app.image.transform import prepared
from app.pipeline import graph_for
from app.web.panels import channels, sheet
from app.web.seen import Seen, seen_in
from app.web.urls import read

VIEW, PICTURE = "resnet50/layer1.0", "scene"
LOOKS = [
    f"page={page}&sort={sort}&range={ends}"
    for page in range(4)
    for sort, ends in (("index", "layer"), ("mean", "unit"))
]


def sheets() -> list[Row]:
    """All pages in two orders and two ranges of colours; one page's picture and its piece of the page, in time."""
    looks = [_seen(look) for look in LOOKS]
    network = network_of(looks[0].address.config, "random", "cpu")
    shown = prepared(picture(PICTURE), looks[0].weights.transform, (224, 224), (50, 50)).input[None]
    volumes = [_volume(looks[0], x) for x in (shown, torch.randn(shown.shape))]
    largest = max(len(sheet.SHEET.make(look, {look.path: volume}).body) for look in looks for volume in volumes)
    tensors = {looks[0].path: volumes[0]}

    def made() -> None:
        for panel in (channels.PANEL, sheet.SHEET):
            panel.make(looks[0], tensors)

    def bare() -> None:
        with torch.no_grad():
            network(shown)

    ours, computed = medians(15, made, bare)
    return [
        Row("largest sheet of 64 of the channels of a 56x56x256 volume", largest / 1000, 60, "KB"),
        Row("sheet and page of such channels, against the bare pass that computes them", ours / computed, 0.17),
    ]


def _seen(look: str) -> Seen:
    address = read(VIEW, f"image={PICTURE}&weights=random&{look}")
    found = seen_in(address, graph_for(address.config))
    assert found is not None
    return found


def _volume(look: Seen, x: Tensor) -> Tensor:
    kept: dict[str, Tensor] = {}
    record(network_of(look.address.config, "random", "cpu"), x, kept.__setitem__)
    return kept[look.path][0]
