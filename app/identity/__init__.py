"""Which one is this? A config becomes an Identity: what the network is, with source, and what it is to be told from.

    identity_of(config("resnet50")).relatives[1].changes
    ("3 volumes of another shape", "231,211,008 multiply-adds fewer", ...)

Relatives are presets that differ from the network in the fewest fields. Every number is traced.
"""

from dataclasses import dataclass

from app.identity.changes import changes, stops
from app.identity.known import KNOWN
from app.identity.relatives import differing, moved, refused, relatives_of
from app.identity.variants import variant_known
from app.identity.words import difference, together, variant_title
from app.language import say
from app.nets import overrides
from app.nets.config import NetConfig
from app.pipeline import fingerprint_for, graph_for
from app.scene.titles import network_title

__all__ = ["Identity", "Relative", "identity_of", "relatives_of"]


@dataclass(frozen=True, slots=True)
class Relative:
    """A network to be told from this one. differences: what is set another way; changes: what follows, in numbers.

    Both say what the relative has and this network has not. what: of a relative of another family. compared: the
    relative as the numbers have it, at a variant's own image and classes; shared: those, in words, where they are not
    the relative's own, or that it does not take them.
    """

    config: NetConfig
    compared: NetConfig
    title: str
    what: str
    shared: str
    differences: tuple[str, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """what: one line. source: whose network it is. fingerprint: its structural hash.

    same: the preset whose structure a variant has, if there is one.
    """

    config: NetConfig
    what: str
    source: str
    fingerprint: str
    same: NetConfig | None
    relatives: tuple[Relative, ...]


def identity_of(config: NetConfig) -> Identity:
    """What a network is. Traces it and at most a handful of presets; `pipeline` keeps them."""
    changed = overrides(config)
    known = variant_known(config) if changed else KNOWN[config.preset]
    near = relatives_of(config)
    same = next((preset for preset in near if changed and fingerprint_for(preset) == fingerprint_for(config)), None)
    origin = known or (KNOWN[same.preset] if same else None)
    return Identity(
        config=config,
        what=say(known.what) if known else _variant(config, same),
        source=say(origin.source) if origin else "",
        fingerprint=fingerprint_for(config),
        same=same,
        relatives=tuple(_relative(same or config, other) for other in (relatives_of(same) if same else near)),
    )


def _variant(config: NetConfig, same: NetConfig | None) -> str:
    """`Your variant of ResNet-34: no shortcuts, image 3×225×225`, or whose structure it has come to."""
    what = variant_title(config)
    if same is None:
        return what
    if same.preset == config.preset:
        return say("{variant}; its structure is the same", variant=what)
    return say("{variant}; that is the structure of {network}", variant=what, network=network_title(same.preset))


def _relative(config: NetConfig, preset: NetConfig) -> Relative:
    related = type(preset) is type(config)
    other = moved(preset, config) or preset
    here, there = graph_for(config), graph_for(other)
    fields = differing(config, other) if related else []
    return Relative(
        config=preset,
        compared=other,
        title=network_title(preset.preset),
        what=say(KNOWN[preset.preset].what),
        shared=refused(preset, config) or together(other, preset),
        differences=tuple(difference(config, other, name) for name in fields),
        changes=stops(here, there) or changes(here, there, related=related),
    )
