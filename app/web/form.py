"""The form that changes a network: one input a field of its config, in the address's own words."""

from dataclasses import dataclass
from typing import Literal, get_args, get_origin

from app.nets import PRESETS, overrides
from app.nets.config import NetConfig, as_text


@dataclass(frozen=True, slots=True)
class FormField:
    """choices are empty where anything of the right form may be written. default is the preset's value.

    kept: whether the address says the value; one that merely follows from others is left out unless it is changed.
    """

    name: str
    value: str
    default: str
    hint: str
    choices: tuple[str, ...]
    kept: bool


def form_fields(config: NetConfig) -> tuple[FormField, ...]:
    """The fields of a config with their present values."""
    preset, said = PRESETS[config.preset], overrides(config)
    return tuple(
        FormField(
            name=name,
            value=as_text(getattr(config, name)),
            default=as_text(getattr(preset, name)),
            hint=field.description or "",
            choices=get_args(field.annotation) if get_origin(field.annotation) is Literal else (),
            kept=name in said,
        )
        for name, field in config.fields().items()
    )
