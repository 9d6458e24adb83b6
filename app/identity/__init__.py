"""Which one is this? A config becomes an Identity: what the network is, with source, and what it is to be told from.

    identity_of(config("resnet50")).relatives[1].changes
    ("3 volumes of another shape", "231,211,008 multiply-adds fewer", ...)

Relatives are presets that differ from the network in the fewest fields. Every number is traced.
"""

from dataclasses import dataclass

from app.identity.changes import changes
from app.identity.known import KNOWN
from app.nets import PRESETS, overrides
from app.nets.config import NetConfig, as_text
from app.pipeline import fingerprint_for, graph_for
from app.scene.titles import network_title

FEW = 5  # relatives
SIZES = ("block", "depths", "widths", "input")  # fields that make a network larger rather than another


@dataclass(frozen=True, slots=True)
class Relative:
    """A network to be told from this one. differences: what is set another way; changes: what follows, in numbers.

    Both say what the relative has and this network has not. what: of a relative of another family.
    """

    config: NetConfig
    title: str
    what: str
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
    known, changed = KNOWN[config.preset], overrides(config)
    near = relatives_of(config)
    same = next((preset for preset in near if changed and fingerprint_for(preset) == fingerprint_for(config)), None)
    return Identity(
        config=config,
        what=_variant(config, changed, same) if changed else known.what,
        source=KNOWN[same.preset].source if same else "" if changed else known.source,
        fingerprint=fingerprint_for(config),
        same=same,
        relatives=tuple(_relative(same or config, other) for other in (relatives_of(same) if same else near)),
    )


def relatives_of(config: NetConfig) -> list[NetConfig]:
    """The presets that differ in the fewest fields, the most alike in size first; a variant's own before all others.

    For a variant only those that it is as near to as to its own. A preset of hundreds of blocks is nobody's relative:
    it takes a second to trace.
    """
    own = PRESETS[config.preset]
    alike = [other for other in PRESETS.values() if type(other) is type(config) and other != own and not other.heavy]
    near = sorted(alike, key=lambda other: _distance(config, other))
    if config != own:
        return [own, *(other for other in near if _distance(config, other)[0] <= _distance(config, own)[0])][:FEW]
    kin = [PRESETS[name] for name in KNOWN[config.preset].kin]
    return near[: FEW - len(kin)] + kin


def _distance(config: NetConfig, other: NetConfig) -> tuple[int, int]:
    fields = _differing(config, other)
    return len(fields), sum(name in SIZES for name in fields)


def _differing(config: NetConfig, other: NetConfig) -> list[str]:
    """The fields that `other` has set another way; the seed of the weights is no part of a structure."""
    return [name for name in other.difference(config) if name != "seed"]


def _variant(config: NetConfig, changed: dict[str, str], same: NetConfig | None) -> str:
    """`Your variant of ResNet-34: shortcut A, image 3×225×225`, or whose structure it has come to."""
    named = ", ".join(_setting(config, name) for name in changed)
    what = f"Your variant of {network_title(config.preset)}: {named}"
    if same is None:
        return what
    if same.preset == config.preset:
        return f"{what}; its structure is the same"
    return f"{what}; that is the structure of {network_title(same.preset)}"


def _relative(config: NetConfig, other: NetConfig) -> Relative:
    related = type(other) is type(config)
    return Relative(
        config=other,
        title=network_title(other.preset),
        what=KNOWN[other.preset].what,
        differences=tuple(_difference(config, other, name) for name in _differing(config, other)) if related else (),
        changes=changes(graph_for(config), graph_for(other), related=related),
    )


def _difference(config: NetConfig, other: NetConfig, name: str) -> str:
    """`A bottleneck's stride: 1x1 (in the first 1×1, v1); here 3x3 (in the 3×3, v1.5)`."""
    return f"{config.about(name).label}: {_value(other, name)}; here {_value(config, name)}"


def _setting(config: NetConfig, name: str) -> str:
    """`shortcut A`, `image 3×225×225`."""
    label = config.about(name).label
    return f"{label[0].lower()}{label[1:]} {_text(config, name)}"


def _value(config: NetConfig, name: str) -> str:
    """What a field is set to, and in words where the form has words for it."""
    text = _text(config, name)
    words = dict(config.about(name).values)
    return f"{text} ({words[text]})" if text in words else text


def _text(config: NetConfig, name: str) -> str:
    """A value as the URL writes it, spaced: `3, 4, 6, 3`, `3×225×225`."""
    text = as_text(getattr(config, name))
    return text.lower() if text in ("True", "False") else text.replace(",", "×" if name == "input" else ", ")
