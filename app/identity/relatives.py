"""What a network is to be told from: presets that differ from it in the fewest fields, at its own image and classes."""

from app.identity.known import KNOWN
from app.language import say
from app.nets import PRESETS, overrides
from app.nets.config import NetConfig

FEW = 5
SIZES = ("block", "depths", "widths", "input")  # fields that make a network larger rather than another
SHARED = ("input", "classes")  # what a variant and its relatives are both given, so that the rest can be compared


def relatives_of(config: NetConfig) -> list[NetConfig]:
    """The presets that differ in the fewest fields, the most alike in size first; a variant's own before all others.

    For a variant only those that it is as near to as to its own. A preset of hundreds of blocks is nobody's relative:
    it takes a second to trace.
    """
    own = PRESETS[config.preset]
    fewest = len(differing(config, _shared(own, config) or own))
    if config != own and fewest == 0:  # only its image or its classes are its own
        return [own]
    alike = [other for other in PRESETS.values() if type(other) is type(config) and other != own and not other.heavy]
    distances = {other.preset: _distance(config, other) for other in alike}
    near = sorted(alike, key=lambda other: distances[other.preset])
    if config != own:
        return [own, *(other for other in near if distances[other.preset][0] <= fewest)][:FEW]
    kin = [PRESETS[name] for name in KNOWN[config.preset].kin]
    return near[: FEW - len(kin)] + kin


def moved(preset: NetConfig, config: NetConfig) -> NetConfig | None:
    """A relative at the image and the classes of a variant that has its own, or else both sides would differ in them.

    None where the variant has none of its own or nothing else, or where the relative takes no such image.
    """
    other = _shared(preset, config) if type(preset) is type(config) else None
    return other if other and differing(config, other) else None


def _shared(preset: NetConfig, config: NetConfig) -> NetConfig | None:
    """The preset with the image and the classes of a variant that has its own; None where it does not take them."""
    given = {name: getattr(config, name) for name in SHARED if name in overrides(config)}
    return preset.tried(given) if given else preset


def refused(preset: NetConfig, config: NetConfig) -> str:
    """`Takes no image 3×20×20`, where a relative cannot be given the image of a variant; "" where it can."""
    if type(preset) is not type(config) or "input" not in overrides(config):
        return ""
    return "" if preset.tried({"input": config.input}) else say("Takes no {image}", image=config.phrase("input"))


def differing(config: NetConfig, other: NetConfig) -> list[str]:
    """The fields that `other` has set another way; the seed of the weights is no part of a structure."""
    said, set_apart = other.difference(config), [name for name in config.fields() if name != "seed"]
    return [
        name
        for name in set_apart
        if getattr(other, name) != getattr(config, name) and (name in said or name not in config.following)
    ]


def _distance(config: NetConfig, other: NetConfig) -> tuple[int, int]:
    fields = differing(config, _shared(other, config) or other)
    return len(fields), sum(name in SIZES for name in fields)
