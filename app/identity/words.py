"""What sets two networks apart, in words: the fields' own phrases, and their labels where they have none."""

from app.language import listed, say, say_in
from app.language.nouns import capitalised
from app.nets import overrides
from app.nets.config import NetConfig
from app.scene.titles import network_title
from app.scene.units import phrases


def variant_title(config: NetConfig) -> str:
    """`Your variant of ResNet-34: image 3×225×225, no shortcuts`."""
    settings = [_setting(config, name) for name in overrides(config)]
    listing = any(mark in said for said in settings for mark in (", ", "，"))
    said = say("; ").join(settings) if listing else phrases(*settings)
    return say("Your variant of {network}: {settings}", network=network_title(config.preset), settings=said)


def difference(config: NetConfig, other: NetConfig, name: str) -> str:
    """`Pools round up; here pools round down`, `A bottleneck's stride: in the first 1×1, v1; here in the 3×3, v1.5`."""
    here, there = config.phrase(name), other.phrase(name)
    if here and there:
        return say("{there}; here {here}", there=capitalised(there), here=_shorter(here, there))
    label = say(config.about(name).label)
    return say("{field}: {there}; here {here}", field=label, there=_value(other, name), here=_value(config, name))


def together(moved: NetConfig, preset: NetConfig) -> str:
    """`Both with image 3×225×225 and 10 classes`: what a relative is given to be compared; "" for nothing."""
    given = [moved.phrase(name) for name in ("input", "classes") if getattr(moved, name) != getattr(preset, name)]
    return say("Both with {given}", given=listed(given)) if given else ""


def _shorter(here: str, there: str) -> str:
    """`64` for `64 channels inside a bottleneck`, where the same words have just been said."""
    first, _, rest = here.partition(" ")
    return first if " " in rest and rest == there.partition(" ")[2] else here


def _setting(config: NetConfig, name: str) -> str:
    """`image 3×225×225`, `a projection's stride in a 2×2 average pool before it`."""
    label = say(config.about(name).label)
    label = f"{label[0].lower()}{label[1:]}"
    return config.phrase(name) or say_in("a setting", "{field} {value}", field=label, value=_value(config, name))


def _value(config: NetConfig, name: str) -> str:
    """What a field is set to, in the form's words if it has any."""
    text = config.spelled(name)
    return say(dict(config.about(name).values).get(text, text))
