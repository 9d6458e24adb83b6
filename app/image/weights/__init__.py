"""Weights: which ones a configuration can be run with here and now, what they know, and how they get into a network.

Three kinds: random (`random.py`), bundled with this program (`bundled.py`), and published for ImageNet by torchvision
and timm (`published.py`), which whoever runs the server puts into a folder (`adding.py`, `folder.py`).
"""

from torch import Tensor, nn

from app.errors import UserError
from app.image.weights.bundled import bundled_tensors, bundled_weights
from app.image.weights.folder import edition, place, stored_keys
from app.image.weights.labels import imagenet_classes
from app.image.weights.matching import matched
from app.image.weights.published import Published, of_preset
from app.image.weights.random import random_tensors, random_weights
from app.image.weights.reading import read
from app.image.weights.structure import changes, heads, resized, where_measured
from app.image.weights.types import Weights
from app.language import message, say
from app.nets.config import NetConfig

WITH_ACCURACY = message(
    "Published by {publisher} ({tag}), trained on ImageNet's {classes} classes: by its own account {right}."
)
WITHOUT = message("Published by {publisher} ({tag}), trained on ImageNet's {classes} classes.")

__all__ = ["Weights", "load", "weights_for", "weights_named"]


def weights_for(config: NetConfig) -> tuple[Weights, ...]:
    """Every kind of weights that this very network can be run with, best first, random always last."""
    published = [_published_weights(row, config) for row in of_preset(config.preset) if _fits(row, config)]
    bundled = bundled_weights(config)
    return (*published, *([bundled] if bundled else ()), random_weights(config))


def weights_named(config: NetConfig, name: str) -> Weights:
    """The weights of this name, "" being the first there are. Raises UserError naming those there are."""
    there = weights_for(config)
    found = {weights.name: weights for weights in there} | {"": there[0]}
    if name not in found:
        published = any(row.tag == name for row in of_preset(config.preset))
        because = say("they are not here, or not of this network as it is configured") if published else ""
        raise UserError("weights", name, say(", ").join(weights.name for weights in there), because=because)
    return found[name]


def load(network: nn.Module, config: NetConfig, weights: Weights) -> None:
    """Put weights into a network that `build` made of this configuration, on any device.

    One on the meta device comes to memory with them, on the CPU. Raises UserError for a file that does not fit.
    """
    on_meta = all(parameter.is_meta for parameter in network.parameters())
    network.load_state_dict(_tensors(config, weights), assign=on_meta)


def _tensors(config: NetConfig, weights: Weights) -> dict[str, Tensor]:
    if weights.kind == "random":
        return random_tensors(config)
    if weights.kind == "bundled":
        return bundled_tensors(config)
    [row] = [row for row in of_preset(config.preset) if row.tag == weights.name]
    file = place(row)
    try:
        return matched(read(file), config, file.name)
    except FileNotFoundError:
        raise UserError("weights", weights.name, because=say("its file has gone from this server's folder")) from None


def _fits(row: Published, config: NetConfig) -> bool:
    """Whether these weights are here and are this network's; heads that it builds must be in the file."""
    if not place(row).exists() or changes(config) - {"aux"}:
        return False
    return not getattr(config, "aux", False) or heads(config) <= stored_keys(row)


def _published_weights(row: Published, config: NetConfig) -> Weights:
    first, five = row.accuracy or (0.0, 0.0)
    right = say(
        "{first} % of ImageNet's validation pictures right, {five} % within five guesses",
        first=f"{first:.1f}",
        five=f"{five:.1f}",
    )
    right = where_measured(config, right) if row.accuracy else ""
    places = {"publisher": row.publisher, "tag": row.tag, "classes": config.classes, "right": right}
    return Weights(
        name=row.tag,
        kind="published",
        title=say("{publisher}'s {tag}", publisher=row.publisher, tag=row.tag),
        says=say(WITH_ACCURACY if right else WITHOUT, **places),
        transform=resized(row.transform, config),
        classes=imagenet_classes(),
        accuracy=right,
        edition=edition(row),
    )
