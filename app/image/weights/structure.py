"""Which configurations some weights fit, and what becomes of the transform at another input size.

A trained network keeps its meaning where an override changes no learned tensor and no operation between them: the
size of the input (these networks average over whatever map is left), the seed, which only random weights use, and
auxiliary heads, which hang on the network and change nothing in it. Any other override makes another network.
"""

from dataclasses import replace

from app.image.types import Transform
from app.language import say
from app.nets import PRESETS, build
from app.nets.config import NetConfig

FREE = {"input", "seed"}


def changes(config: NetConfig) -> set[str]:
    """The fields in which a network differs from its preset in a way that its weights would notice."""
    preset = PRESETS[config.preset]
    changed = {name for name in config.fields() if getattr(config, name) != getattr(preset, name)}
    return changed - FREE if config.input[0] == preset.input[0] else changed


def keys(config: NetConfig) -> set[str]:
    """The names of a network's tensors."""
    return set(build(config, "meta").state_dict())


def with_heads(config: NetConfig) -> NetConfig | None:
    """The same network with its auxiliary heads; None for a family that has none."""
    return config.model_copy(update={"aux": True}) if "aux" in config.fields() else None


def heads(config: NetConfig) -> set[str]:
    """The names of the tensors of a network's auxiliary heads, whether or not this configuration builds them."""
    whole = with_heads(config)
    return keys(whole) - keys(config.model_copy(update={"aux": False})) if whole else set()


def resized(transform: Transform, config: NetConfig) -> Transform:
    """A preset's transform at this configuration's input: in proportion to its longer edge, so that a crop fits."""
    made_for = max(PRESETS[config.preset].input[1:])
    return replace(transform, resize=round(transform.resize * max(config.input[1:]) / made_for))


def where_measured(config: NetConfig, accuracy: str) -> str:
    """An accuracy in words, with what is to be added where the input has not the size that it was measured at."""
    made_for, here = PRESETS[config.preset].input[1:], config.input[1:]
    if made_for == here:
        return accuracy
    measured, unknown = ("{}×{}".format(*size) for size in (made_for, here))
    return say(
        "{accuracy} at {measured}; at {unknown} nobody has measured it",
        accuracy=accuracy,
        measured=measured,
        unknown=unknown,
    )
