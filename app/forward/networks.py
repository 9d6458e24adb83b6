"""Networks with their weights, ready to run: built once and kept in memory, the least used dropped first."""

from threading import Condition
from typing import Any

from cachetools import LRUCache, cached
from torch import nn

from app.errors import TooLarge
from app.image.takes import check_takes
from app.image.weights import Weights, load, weights_named
from app.language import message, say
from app.limits import limit
from app.nets import build
from app.nets.config import NetConfig
from app.pipeline import graph_for

PARAMETERS = message("allowed with a picture: networks of at most {most} parameters, this has {value}")
MACS = message("allowed with a picture: networks of at most {most} multiply-adds, this has {value}")


def network_of(config: NetConfig, weights: str, device: str) -> nn.Module:
    """The network in eval mode on a device, its weights without gradients. weights: a name, "" for the best there are.

    It is shared: whoever runs it sees to it that nobody else does meanwhile. Raises TooLarge for a network that would
    keep others waiting, UserError for one whose shapes do not fit, for weights that it has not or that are damaged.
    """
    check_runs(config)
    return _loaded(config, weights_named(config, weights), device)


def check_runs(config: NetConfig) -> None:
    """Raise UserError for a network that is not run on pictures."""
    graph = graph_for(config)
    check_takes(graph, config.preset)
    run = (
        (graph.params, limit("run_parameters"), PARAMETERS),
        (graph.macs, limit("run_macs"), MACS),
    )
    for value, most, said in run:
        if value > most:
            raise TooLarge("image", config.preset, because=say(said, most=f"{most:,}", value=f"{value:,}"))


def _bytes(network: nn.Module) -> int:
    return sum(tensor.numel() * tensor.element_size() for tensor in network.state_dict().values())


_networks: LRUCache[Any, nn.Module] = LRUCache(limit("network_bytes"), getsizeof=_bytes)
_changed = Condition()


@cached(_networks, condition=_changed)
def _loaded(config: NetConfig, weights: Weights, device: str) -> nn.Module:
    _make_room(4 * graph_for(config).params)
    network = build(config, "meta")
    load(network, config, weights)
    return network.to(device).eval().requires_grad_(False)


def _make_room(needed: int) -> None:
    """Drop networks before another one is built, or both would be in memory for a while."""
    with _changed:
        while _networks and _networks.currsize + needed > _networks.maxsize:
            _networks.popitem()
